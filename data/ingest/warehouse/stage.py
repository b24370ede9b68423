"""Staging in a warehouse: a part of a canonical table, each row with the reason it fails, if any.

The rules are those of files (`data/ingest/rejects/reasons.py`), here as Ibis expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.contract import DURATIONS, Column, Kind, Table
from data.derived.clock import FIRST, instant
from data.duckdb_tables import Ask
from data.errors import MappingError
from data.ingest.answers import questions_of
from data.ingest.rejects.reasons import BEFORE_THE_OPENING, FUTURE_AFTER, Test, checks
from data.ingest.warehouse.cells import Cell, Columns, constant
from data.mapping.model import Mapping, TableMapping

Problem = tuple[ir.BooleanValue, str, ir.StringValue]


@dataclass(frozen=True)
class Staging:
    """What stages need to know. After `latest` lies the future."""

    mapping: Mapping
    sources: dict[str, tuple[ir.Table, frozenset[str]]]
    engine: str
    latest: datetime

    @classmethod
    def of(
        cls, mapping: Mapping, sources: dict[str, tuple[ir.Table, frozenset[str]]], engine: str
    ) -> Staging:
        """Staging now."""
        tomorrow = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + FUTURE_AFTER
        return cls(mapping, sources, engine, tomorrow)


def stage_parts(staging: Staging, table: Table, ask: Ask) -> list[ir.Table]:
    """Every part of a table. Raises MappingError."""
    parts = staging.mapping.table(table.name)
    columns = [_columns(staging, table, part) for part in parts]
    for segment in staging.mapping.segments:
        if segment.table == table.name and not any(c.has(segment.column) for c in columns):
            columns[0].raw(segment.column, f"segments.{segment.key}")
    return [
        _stage(staging, table, part, column, number, ask)
        for number, (part, column) in enumerate(zip(parts, columns, strict=True))
    ]


def _columns(staging: Staging, table: Table, part: TableMapping) -> Columns:
    found, zoned = staging.sources[part.source]
    return Columns(
        found,
        zoned,
        place=f"{staging.mapping.path.name}, [{table.name}]",
        source=part.source,
        blank=staging.mapping.sources[part.source].blank,
        engine=staging.engine,
        timezone=staging.mapping.company.timezone,
    )


def _stage(
    staging: Staging, table: Table, part: TableMapping, columns: Columns, number: int, ask: Ask
) -> ir.Table:
    """`_part`, the mapped columns, own segments, `_raw`, `_reason`, `_detail`.

    Questions of a wide survey stay columns here: `_q0` (text), `_v0` (value) and `_c0` (comment).
    """
    cells = {name: _cell(table, part, columns, name) for name in part.columns}
    values = {name: cell.value for name, cell in cells.items()}
    own = {
        s.key: columns.text(s.column, f"segments.{s.key}", s.blank, s.labels)
        if columns.has(s.column)
        else ibis.null("string")
        for s in staging.mapping.segments
        if s.table == table.name
    }
    problems, rows = _problems(table, part, cells, staging.latest), columns.table
    if table.name == "tickets":
        rows = _with_instants(staging, rows, cells, ask)
        values |= _seconds_after(rows, cells)
        problems += [
            (_too_early(rows, end), reason, ibis.literal(f"{end}: ") + cells[end].text)
            for end, reason in BEFORE_THE_OPENING.items()
            if end in cells
        ]
    reason, detail = ibis.null("string"), ibis.null("string")
    if problems:
        reason = ibis.cases(*((test, text) for test, text, _ in problems))
        detail = ibis.cases(*((test, shown) for test, _, shown in problems))
    raw = [ibis.literal(f"{name}: ") + cell.text.fill_null("") for name, cell in cells.items()]
    return rows.select(
        _part=ibis.literal(number, "int64"),
        **values,
        **own,
        **_questions(columns, part),
        _raw=ibis.literal("\n").join(raw),
        _reason=reason,
        _detail=detail,
    )


def _cell(table: Table, part: TableMapping, columns: Columns, name: str) -> Cell:
    mapped, column, option = part.columns[name], table.column(name), f"columns.{name}"
    if mapped.constant is not None:
        text = mapped.constant.lower() if name == "metric" else mapped.constant
        try:
            return constant(text, column.kind)
        except ValueError:
            raise MappingError(
                f"[{table.name}].{option}: found '{text}', expected a date as 2026-03-14."
            ) from None
    assert mapped.column is not None  # what is of files only has been refused
    cell = columns.cell(mapped.column, option, column.kind, mapped.blank, mapped.values)
    if name == "metric":
        return Cell(cell.text.lower(), cell.text.lower())
    if name == "comment":
        whole = _whole(columns, mapped.column, option)
        return Cell(cell.text, ibis.ifelse(cell.text.notnull(), whole, ibis.null("string")))
    return cell


def _whole(columns: Columns, name: str, option: str) -> ir.StringValue:
    """A comment: nothing of it is lost, not even space."""
    text, whole = columns.text(name, option), columns.raw(name, option).cast("string")
    return ibis.ifelse(text.notnull(), whole, ibis.null("string"))


def _with_instants(staging: Staging, rows: ir.Table, cells: dict[str, Cell], ask: Ask) -> ir.Table:
    """With both readings of each time as columns: their text is long, and engines limit it.

    So the clock is known from the year of the first ticket only.
    """
    opened = ask(rows.aggregate(first=cells["opened_at"].value.min().year()))["first"].iloc[0]
    last = staging.latest.year
    first = FIRST if pd.isna(opened) else min(max(int(opened), FIRST), last)
    zone, years = staging.mapping.company.timezone, (first, last)
    ends = [name for name in BEFORE_THE_OPENING if name in cells]
    return rows.mutate(
        **{
            _reading(name, fold): instant(cells[name].value, zone, years, fold)
            for name in ("opened_at", *ends)
            for fold in (0, 1)
        }
    )


def _reading(name: str, fold: int) -> str:
    return f"_{name}_{fold}"


def _readings(rows: ir.Table, name: str) -> list[ir.FloatingValue]:
    return [rows[_reading(name, fold)] for fold in (0, 1)]


def _seconds_after(rows: ir.Table, cells: dict[str, Cell]) -> dict[str, ir.FloatingValue]:
    """Seconds from the opening to each later time that the part has and that is kept as seconds.

    Of a time that a clock left out or had twice the reading is taken that is not before the
    opening, if there is one.
    """
    opened = _readings(rows, "opened_at")
    found: dict[str, ir.FloatingValue] = {}
    for end, name in DURATIONS.items():
        if end in cells:
            ended = _readings(rows, end)
            after = ended[0] - opened[0]
            longest = ibis.greatest(*ended) - ibis.least(*opened)
            found[name] = ibis.ifelse(after < 0, longest, after) / 1000
    return found


def _too_early(rows: ir.Table, end: str) -> ir.BooleanValue:
    """Is it before the opening, however the two times are read?

    The first readings mostly say no: then an engine need not work out the others.
    """
    opened, ended = _readings(rows, "opened_at"), _readings(rows, end)
    return (ended[0] < opened[0]) & (ibis.greatest(*ended) < ibis.least(*opened))


def _questions(columns: Columns, part: TableMapping) -> dict[str, ir.Value]:
    found: dict[str, ir.Value] = {}
    for number, (question, name, _) in enumerate(questions_of(part)):
        cell = columns.cell(name, "questions", Kind.NUMBER, question.blank, question.values)
        found |= {f"_q{number}": cell.text, f"_v{number}": cell.value}
        if question.comment is not None:
            found[f"_c{number}"] = _whole(columns, question.comment, "questions")
    return found


def _problems(
    table: Table, part: TableMapping, cells: dict[str, Cell], latest: datetime
) -> list[Problem]:
    """What can be wrong with a row: the test, its reason, and the value at fault."""
    found: list[Problem] = []
    for name, cell in cells.items():
        column, source = table.column(name), part.columns[name].column or name
        for test, reason in checks(column):
            value = ibis.literal(f"{source}: ") + cell.text
            shown = ibis.literal(source) if test is Test.EMPTY else value
            found.append((_fails(test, cell, column, latest), reason, shown))
    return found


def _fails(test: Test, cell: Cell, column: Column, latest: datetime) -> ir.BooleanValue:
    first = datetime(1900, 1, 1)
    match test:
        case Test.EMPTY:
            return cell.text.isnull()
        case Test.NOT_UNDERSTOOD:
            return cell.value.isnull() & cell.text.notnull()
        case Test.BEFORE_1900:
            return cell.value < (first if column.kind is Kind.TIME else first.date())
        case Test.IN_THE_FUTURE:
            return cell.value > latest
        case Test.TOO_LOW:
            return cell.value < column.low
        case Test.TOO_HIGH:
            return cell.value > column.high
