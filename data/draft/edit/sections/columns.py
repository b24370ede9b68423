"""Fields of the columns of each table, and of how their values are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.contract import TABLES, Column, Kind
from data.draft.edit.document import Path, found
from data.draft.edit.fields import Field, Group, Known, Section, as_options, field_of
from data.draft.edit.names import of_part, parts_of
from data.draft.edit.pairs import pairs_field
from data.draft.edit.sections.questions import DECIMALS
from data.draft.edit.values import LINES

_FORMAT = "One a line, tried in this order, such as %d.%m.%Y %H:%M; empty: as 2026-03-14 18:20."
_LANGUAGE = "Of the names of months, such as fi or de; only with a format."


def columns(content: dict[str, Any], known: Known) -> Section:
    """The columns of each part of each table."""
    groups = []
    for table in TABLES.values():
        parts = parts_of(content, table.name)
        for at, part in enumerate(parts):
            names = list(dict.fromkeys(of_part(part, known)))
            stated = bool(part.get("questions"))
            asked = ("metric", "score", "scale_min", "scale_max", "comment") if stated else ()
            fields = tuple(
                field
                for column in table.columns
                if column.name not in asked
                for field in _fields(content, (table.name, at, "columns"), column, names)
            )
            groups.append(Group(f"{table.name} from {part['source']}", fields))
    told = "Which column of your files is which, and how it is read."
    return Section("columns", "Columns", told, tuple(groups))


def _fields(
    content: dict[str, Any], columns: Path, column: Column, names: list[str]
) -> Iterator[Field]:
    path, called = (*columns, column.name), column.name.replace("_", " ").capitalize()
    for origin in ("constant", "day"):
        if found(content, (*path, origin)) is not None:
            if origin == "constant":
                yield field_of(
                    content, (*path, origin), f"{called}: the same in all rows", gone=path
                )
            return
    options = [("", "not in these data"), *as_options(names)]
    yield field_of(content, (*path, "column"), called, options=options, gone=path)
    if found(content, (*path, "column")) is None:
        return
    if column.kind in (Kind.TIME, Kind.MONTH):
        yield field_of(content, (*path, "format"), f"{called}: format", LINES, hint=_FORMAT)
        yield field_of(content, (*path, "language"), f"{called}: language", hint=_LANGUAGE)
        yield field_of(content, (*path, "timezone"), f"{called}: time zone", hint=_zone(column))
    else:
        yield field_of(content, (*path, "blank"), f"{called}: codes of no answer", LINES)
        yield pairs_field(content, (*path, "values"), f"{called}: codes = what they stand for")
    if column.kind is Kind.NUMBER:
        label = f"{called}: decimals begin with"
        yield field_of(content, (*path, "decimal"), label, options=DECIMALS)


def _zone(column: Column) -> str:
    return "Default: the company's." if column.kind is Kind.TIME else ""
