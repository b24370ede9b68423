"""What one event of a service holds, before the mapping says which of it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = Any  # what a JSON text holds
_DEEPEST = 20  # values within values


class EventError(Exception):
    """A body that is none of the service's. Its words say what was found and what was expected."""


@dataclass(frozen=True)
class Delivery:
    """One event. Empty and None: it does not say so itself, but perhaps a column does."""

    values: Mapping[str, str] = field(default_factory=dict)  # place in the event -> text
    response_id: str = ""
    event_id: str = ""
    submitted_at: str = ""
    changed_at: datetime | None = None  # None: when it was submitted
    deletes: bool = False


def flat(content: Json, name: str = "") -> dict[str, str]:
    """Every value of JSON by its place, such as `person.id` or `tags.0`. Raises EventError."""
    found: dict[str, str] = {}
    left = [(name, content, 0)]
    while left:
        place, value, depth = left.pop()
        if depth > _DEEPEST:
            raise EventError(f"Values are nested more than {_DEEPEST} deep.")
        if isinstance(value, dict | list):
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            left += [
                (f"{place}.{key}" if place else str(key), one, depth + 1) for key, one in parts
            ]
        elif value is not None:
            found[place] = as_text(value)
    return found


def as_text(value: Json) -> str:
    """A value of JSON as text: true and false as words, whole numbers without a fraction."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def part_of(content: Json, key: str, place: str = "the body") -> dict[str, Json]:
    """An object within an object. Raises EventError where it is missing."""
    found = content.get(key) if isinstance(content, dict) else None
    if not isinstance(found, dict):
        raise EventError(f"Expected an object “{key}” in {place}.")
    return found


def text_of(content: dict[str, Json], key: str) -> str:
    """A text or number of an object as text, "" where there is none."""
    value = content.get(key)
    return as_text(value).strip() if isinstance(value, str | int | float) else ""
