"""Staging: one part of a canonical table, converted, each row with the reason it fails, if any."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from data.contract import Column, Kind, Table
from data.convert import date_from_parts, time, typed
from data.date_orders import check_date_orders
from data.mapping.model import ColumnMapping, Mapping, Question, Segment, TableMapping
from data.references import References
from data.sql import ident, literal

# End of a duration of tickets -> its column, and what is wrong with one below zero.
DURATIONS = {
    "first_response_at": ("first_response_seconds", "first response before the opening"),
    "resolved_at": ("resolution_seconds", "resolved before the opening"),
}


@dataclass(frozen=True)
class Staging:
    """What stages need to know: the connection, the mapping, and what counts as the future."""

    con: duckdb.DuckDBPyConnection
    mapping: Mapping
    latest: str  # SQL of the latest time that is not in the future


def stage_parts(staging: Staging, table: Table) -> list[str]:
    """Stages every part of a table; returns their names. Raises MappingError."""
    parts = staging.mapping.table(table.name)
    references = [References(staging.con, staging.mapping, table.name, part) for part in parts]
    for segment in staging.mapping.segments:
        if segment.table == table.name and not any(r.has(segment.column) for r in references):
            references[0].raw(segment.column, f"segments.{segment.key}")
    names = [f"work.{table.name}_{number}" for number in range(len(parts))]
    for part, reference, name in zip(parts, references, names, strict=True):
        check_date_orders(staging.con, table, part, reference, staging.mapping.company.timezone)
        _stage(staging, table, part, reference, name)
    return names


def _stage(
    staging: Staging, table: Table, part: TableMapping, references: References, name: str
) -> None:
    """Creates `name`: `_row`, the mapped columns, own segments, `_reason`, `_detail`.

    Questions of a wide survey stay columns here: `_q0`, `_q1`, ... and `_c0`, ... (comments).
    """
    columns = [table.column(c) for c in part.columns]
    raw = ["s.rowid AS _row"]
    raw += [
        f"{_text(references, c, part.columns[c.name])} AS {ident('r_' + c.name)}" for c in columns
    ]
    raw += [
        f"{_segment(references, segment)} AS {ident(segment.key)}"
        for segment in staging.mapping.segments
        if segment.table == table.name
    ]
    raw += _questions(references, part)
    zone = staging.mapping.company.timezone
    converted = [
        f"{typed(ident('r_' + c.name), c.kind, part.columns[c.name], zone)} AS {ident(c.name)}"
        for c in columns
    ]
    if table.name == "tickets":
        converted += _durations(part, zone)
    reason, detail = _problems(table, part, staging.latest)
    staging.con.execute(
        # Questions read a stage many times; one without is read once, and need not be kept.
        f"CREATE {'TABLE' if part.questions else 'VIEW'} {name} AS "
        f"WITH raw AS (SELECT {', '.join(raw)} "
        f"FROM {ident(part.source)} AS s{references.joins()}), "
        f"typed AS (SELECT *, {', '.join(converted)} FROM raw) "
        f"SELECT * EXCLUDE ({', '.join(ident('r_' + c.name) for c in columns)}), "
        f"{reason} AS _reason, {detail} AS _detail FROM typed"
    )


def questions_of(part: TableMapping) -> list[tuple[Question, str, str | None]]:
    """Each question of a wide survey with its column and touchpoint."""
    listed: list[tuple[Question, str, str | None]] = []
    for question in part.questions:
        if question.column is not None:
            listed.append((question, question.column, question.touchpoint))
        listed += [(question, column, name) for name, column in question.touchpoints.items()]
    return listed


def _text(references: References, column: Column, mapped: ColumnMapping) -> str:
    option = f"columns.{column.name}"
    if mapped.column is not None:
        text = references.text(mapped.column, option, mapped.blank, mapped.values)
        if column.name == "comment":  # nothing of it is lost, not even space
            return f"CASE WHEN {text} IS NOT NULL THEN {references.raw(mapped.column, option)} END"
    elif mapped.constant is not None:
        text = literal(mapped.constant)
    else:
        day, month, year = (
            references.text(p, option, mapped.blank) if isinstance(p, str) else literal(str(p))
            for p in (mapped.day, mapped.month, mapped.year)
        )
        text = date_from_parts(day, month, year)
    return f"lower({text})" if column.name == "metric" else text


def _durations(part: TableMapping, zone: str) -> list[str]:
    """Seconds from the opening, between instants: local clocks are put back once a year."""

    def instant(name: str) -> str:
        return time(ident("r_" + name), part.columns[name], zone, instant=True)

    return [
        f"{instant(name)} - {instant('opened_at')} AS {seconds}"
        for name, (seconds, _) in DURATIONS.items()
        if name in part.columns
    ]


def _segment(references: References, segment: Segment) -> str:
    if not references.has(segment.column):
        return "CAST(NULL AS VARCHAR)"  # another part of the table has it
    option = f"segments.{segment.key}"
    return references.text(segment.column, option, segment.blank, segment.labels)


def _questions(references: References, part: TableMapping) -> list[str]:
    columns = []
    asked = {column for _, column, _ in questions_of(part)}
    for number, (question, column, _) in enumerate(questions_of(part)):
        if question.touchpoint is not None and question.touchpoint not in asked:
            references.refuse_column(question.touchpoint, column)
        text = references.text(column, "questions", question.blank, question.values)
        columns.append(f"{text} AS _q{number}")
        if question.comment is not None:
            columns.append(f"{references.raw(question.comment, 'questions')} AS _c{number}")
    return columns


def _problems(table: Table, part: TableMapping, latest: str) -> tuple[str, str]:
    """SQL of the reason why a row fails, and of the value at fault; NULL for a good row."""
    found: list[tuple[str, str, str]] = []
    for name, mapped in part.columns.items():
        column = table.column(name)
        raw, value = ident("r_" + name), ident(name)
        shown = f"concat({literal((mapped.column or name) + ': ')}, left({raw}, 200))"
        if column.required and name != "score":  # no score is no answer, and no fault
            found.append((f"{raw} IS NULL", _missing(column), literal(mapped.column or name)))
        if column.kind is Kind.TEXT:
            continue
        found.append((f"{value} IS NULL AND {raw} IS NOT NULL", _not_understood(column), shown))
        if column.kind in (Kind.TIME, Kind.MONTH):
            found.append((f"{value} < DATE '1900-01-01'", "date before 1900", shown))
        if column.kind is Kind.TIME and column.past:
            found.append((f"{value} > {latest}", "date in the future", shown))
        if column.low is not None:
            found.append(
                (f"{value} < {column.low:g}", f"{_words(name)} below {column.low:g}", shown)
            )
    for name, (seconds, reason) in DURATIONS.items():
        if name in part.columns:
            shown = f"concat({literal(name + ': ')}, {ident('r_' + name)})"
            found.append((f"{seconds} < 0", reason, shown))
    if not found:
        return "CAST(NULL AS VARCHAR)", "CAST(NULL AS VARCHAR)"
    reasons = " ".join(f"WHEN {test} THEN {literal(reason)}" for test, reason, _ in found)
    details = " ".join(f"WHEN {test} THEN {shown}" for test, _, shown in found)
    return f"CASE {reasons} END", f"CASE {details} END"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _missing(column: Column) -> str:
    return "no date" if column.kind in (Kind.TIME, Kind.MONTH) else f"no {column.name}"


def _not_understood(column: Column) -> str:
    if column.kind in (Kind.TIME, Kind.MONTH):
        return "date not understood"
    if column.kind is Kind.NUMBER:
        return f"{_words(column.name)} not a number"
    return f"{_words(column.name)} not yes or no"
