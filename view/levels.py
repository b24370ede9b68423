"""The levels of a filter: all of them where they are few, else those that a search finds."""

from __future__ import annotations

from data.catalog import Dimension

MOST_LISTED = 200  # levels of a filter that a browser gets as they are
MOST_FOUND = 50  # that a search returns


def is_searched(dimension: Dimension) -> bool:
    """True where a filter has so many levels that they are searched on the server."""
    return len(dimension.levels) > MOST_LISTED


def find_levels(dimension: Dimension, text: str) -> list[str]:
    """At most MOST_FOUND levels that hold every word of the text, in the order of display.

    Display is by size, or in the order that the mapping states. Case does not matter.
    """
    words = text.lower().split()
    found: list[str] = []
    for level in dimension.places:
        if all(word in level.lower() for word in words):
            found.append(level)
            if len(found) == MOST_FOUND:
                break
    return found


def offered_levels(dimension: Dimension, chosen: tuple[str, ...]) -> list[str]:
    """What a control offers before anything is typed; the chosen ones are always among it."""
    if not is_searched(dimension):
        return list(dimension.places)
    found = find_levels(dimension, "")
    return [*(level for level in chosen if level not in found), *found]
