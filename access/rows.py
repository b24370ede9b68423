"""Rows that an account is limited to: as the command line writes them, as the store keeps them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from data.scope import Filters

ALL = "all"
_HOW = (
    "expected a segment and its levels, such as region=EMEA,APAC (a level with a comma in double "
    "quotes), or “all”"
)


def parse_rows(given: Sequence[str]) -> Filters:
    """`["region=EMEA,APAC"]` as `(("region", ("APAC", "EMEA")),)`; `["all"]` as `()`.

    Raises ValueError with a sentence.
    """
    if list(given) == [ALL]:
        return ()
    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        key, equals, levels = one.partition("=")
        named = next(csv.reader([levels]), []) if levels else []
        wanted = tuple(sorted({level.strip() for level in named} - {""}))
        key = key.strip()
        if not (key and equals and wanted):
            raise ValueError(f"“{one}” limits no rows: {_HOW}.")
        if key in found:
            raise ValueError(f"“{key}” stands there twice: put its levels into one.")
        found[key] = wanted
    return tuple(sorted(found.items()))


def said(rows: Filters) -> str:
    """`region: EMEA, APAC`; `all rows` where there is no limit."""
    return "; ".join(f"{key}: {', '.join(levels)}" for key, levels in rows) or "all rows"


def as_json(rows: Filters) -> list[Any]:
    """As the store keeps them."""
    return [[key, list(levels)] for key, levels in rows]


def of_json(kept: Sequence[Any]) -> Filters:
    """As they were before."""
    return tuple((str(key), tuple(map(str, levels))) for key, levels in kept)


def both(one: Filters, other: Filters) -> Filters | None:
    """The rows that are in both; None where there can be none."""
    found = dict(one)
    for key, levels in other:
        found[key] = tuple(level for level in levels if level in found.get(key, levels))
    return tuple(sorted(found.items())) if all(found.values()) else None


def contained(one: Filters, other: Filters) -> bool:
    """Are all rows of the one in the other?"""
    own = dict(one)
    return all(bool(own.get(key)) and {*own[key]} <= {*levels} for key, levels in other)


def within(scope: Filters, rows: Filters) -> Filters | None:
    """The scope without levels outside of these rows; None where they have no row in common.

    Rows of keys that the scope says nothing of leave it as it is: it is about all levels of these.
    """
    limits = dict(rows)
    cut = tuple(
        (key, tuple(level for level in levels if level in limits.get(key, levels)))
        for key, levels in scope
    )
    return cut if all(levels for _, levels in cut) else None
