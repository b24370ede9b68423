"""Pieces of a TOML document that keeps its comments."""

from __future__ import annotations

from collections.abc import Sequence

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table

_LONGEST = 70  # letters of a comment


def table_of(**values: object) -> Table:
    """A section with these lines."""
    table = tomlkit.table()
    for key, value in values.items():
        table[key] = value
    return table


def several(tables: Sequence[Table]) -> AoT:
    """Sections of one name, in double brackets."""
    array = tomlkit.aot()
    for table in tables:
        array.append(table)
    return array


def plain(text: str) -> str:
    """Text of a file as a comment may have it: in one line, without control letters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def put(table: Table | InlineTable, key: str, value: object, why: str) -> None:
    """A line with its evidence behind it."""
    table[key] = value
    said = plain(why)
    if said:
        table[key].comment(said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…")


def inline(values: dict[str, object]) -> InlineTable:
    """A value in braces."""
    table = tomlkit.inline_table()
    table.update(values)
    return table


def array_of(values: Sequence[str]) -> Array:
    """Texts in brackets."""
    array = tomlkit.array()
    array.extend(values)
    return array


def plain_number(number: float) -> float | int:
    """A whole number without its decimals."""
    return int(number) if float(number).is_integer() else number
