"""A title over all columns, or nearly all, of a header of two rows: it tells none from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.ingest.files.formats.names import BETWEEN
from detection.scores.asked import asked_in
from detection.words import header_words

_MOST = 0.6  # of the columns
_LEAST = 3  # columns


def without_title(names: Sequence[str]) -> dict[str, str]:
    """Column -> what its name says below the title, for those that stand under it.

    Empty where no title is over most columns, where it is a question that they have in common, and
    where two would be called the same.
    """
    split = {name: name.split(BETWEEN, 1) for name in names if BETWEEN in name}
    titles = Counter(title for title, _ in split.values())
    title, columns = max(titles.items(), key=lambda one: one[1], default=("", 0))
    if columns < max(_LEAST, _MOST * len(names)) or asked_in(header_words(title)).metric:
        return {}
    short = {name: own for name, (over, own) in split.items() if over == title}
    whole = [short.get(name, name) for name in names]
    return short if len({one.casefold() for one in whole}) == len(names) else {}
