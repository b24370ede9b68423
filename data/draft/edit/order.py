"""Levels that people order: as in the data, by their numbers, by alphabet, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.draft.edit.fields import Options
from data.ingest.dimensions import by_number

DATA, VALUE, ALPHABET, LISTED = "data", "value", "alphabet", "listed"
ORDERS: Options = (
    (DATA, "as in the data"),
    (VALUE, "by the numbers that they begin with"),
    (ALPHABET, "by alphabet"),
    (LISTED, "as they stand here"),
)


def by_alphabet(levels: Iterable[str]) -> list[str]:
    """By alphabet, capitals or not."""
    return sorted(levels, key=lambda level: (level.casefold(), level))


def kind_of(order: Sequence[str], levels: Sequence[str]) -> str:
    """What a stated order is, of all levels that there are."""
    if not order:
        return DATA
    if set(order) == set(levels):
        if list(order) == by_alphabet(order):
            return ALPHABET
        if list(order) == by_number(by_alphabet(order)):
            return VALUE
    return LISTED


def ordered(kind: str, levels: Sequence[str]) -> list[str]:
    """The levels in an order of this kind; none where it is that of the data."""
    several = list(dict.fromkeys(levels))
    if kind == VALUE:
        return by_number(by_alphabet(several))
    return {DATA: [], ALPHABET: by_alphabet(several)}.get(kind, several)
