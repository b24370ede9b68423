"""Staging: one part of a canonical table, converted, each row with the reason it fails, if any."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import ibis.expr.types as ir

from data.contract import DURATIONS, Column, Table
from data.duckdb_tables import table_of
from data.ingest.answers import questions_of
from data.ingest.files.convert import as_text, date_from_parts, keeps_type, time, typed
from data.ingest.files.dates import check_date_orders
from data.ingest.files.parquet import ROW
from data.ingest.files.references import References
from data.ingest.files.row_ids import row_id
from data.ingest.rejects.reasons import BEFORE_THE_OPENING, LONGEST_VALUE, Test, checks
from data.mapping.columns import ColumnMapping
from data.mapping.model import Mapping, Segment, TableMapping
from data.numbers import number
from data.sql import ident, literal


@dataclass(frozen=True)
class Staging:
    """What stages need to know: the connection, the mapping, and what counts as the future."""

    con: duckdb.DuckDBPyConnection
    mapping: Mapping
    latest: str  # SQL of the latest time that is not in the future


def stage_parts(staging: Staging, table: Table) -> list[ir.Table]:
    """Stages every part of a table as `work.<table>_0`, ...; returns them. Raises MappingError."""
    parts = staging.mapping.table(table.name)
    references = [References(staging.con, staging.mapping, table.name, part) for part in parts]
    for segment in staging.mapping.segments:
        if segment.table == table.name and not any(r.has(segment.column) for r in references):
            references[0].raw(segment.column, f"segments.{segment.key}")
    for place, (part, reference) in enumerate(zip(parts, references, strict=True)):
        check_date_orders(staging.con, table, part, reference, staging.mapping.company.timezone)
        _stage(staging, table, part, reference, place)
    return [table_of(staging.con, f"work.{table.name}_{place}") for place in range(len(parts))]


def _stage(
    staging: Staging, table: Table, part: TableMapping, references: References, place: int
) -> None:
    """Creates a stage: `_part`, `_row`, the mapped columns, own segments, `_reason`, `_detail`.

    Questions of a wide survey stay columns here: `_q0` (text), `_v0` (number), `_c0` (comment).
    """
    columns = [table.column(c) for c in part.columns]
    found = {c.name: _found(references, c, part.columns[c.name]) for c in columns}
    stored = {name: kind for name, (_, kind) in found.items()}
    raw = [f"{place} AS _part", f"s.{ROW} AS _row"]
    raw += [f"{sql} AS {_raw(name)}" for name, (sql, _) in found.items()]
    raw += [
        f"{_segment(references, segment)} AS {ident(segment.key)}"
        for segment in staging.mapping.segments
        if segment.table == table.name
    ]
    raw += _questions(references, part)
    company = staging.mapping.company
    converted = [
        f"{row_id(staging.con, part.source)} AS {c.name}"
        for c in table.columns
        if c.numbered and c.name not in part.columns
    ]
    converted += [
        f"{typed(_raw(c.name), c.kind, part.columns[c.name], company, stored[c.name])} "
        f"AS {ident(c.name)}"
        for c in columns
    ]
    converted += [
        f"{number(f'_q{i}', question.decimal, company.currency)} AS _v{i}"
        for i, (question, _, _) in enumerate(questions_of(part))
    ]
    zone = company.timezone
    moments = _moments(part, zone, stored) if table.name == "tickets" else {}
    later = [name for name in moments if name != "opened_at"]
    seconds = [f"{_seconds_after(part, zone, stored, end)} AS {_after(end)}" for end in later]
    reason, detail = _problems(table, part, staging.latest, stored, later)
    helpers = [_raw(c.name) for c in columns] + [_at(name) for name in moments]
    helpers += [_after(end) for end in later if end not in DURATIONS]
    timed = [f"{sql} AS {_at(name)}" for name, sql in moments.items()]
    staging.con.execute(
        # Questions read a stage many times. One without is read twice, which takes less time than
        # to keep it.
        f"CREATE {'TABLE' if part.questions else 'VIEW'} work.{table.name}_{place} AS "
        f"WITH raw AS (SELECT {', '.join(raw)} "
        f"FROM main.{ident(part.source)} AS s{references.joins()}), "
        f"typed AS (SELECT {', '.join(['*', *converted])} FROM raw), "
        f"timed AS (SELECT {', '.join(['*', *timed])} FROM typed), "
        f"measured AS (SELECT {', '.join(['*', *seconds])} FROM timed) "
        f"SELECT * EXCLUDE ({', '.join(helpers)}), "
        f"{reason} AS _reason, {detail} AS _detail FROM measured"
    )


def _raw(name: str) -> str:
    """SQL name of a column as its source has it."""
    return ident("_raw_" + name)  # no segment begins with "_"


def _found(references: References, column: Column, mapped: ColumnMapping) -> tuple[str, str]:
    """SQL of a column in its source, and its type: VARCHAR unless the stored one will do."""
    if mapped.column is not None:
        sql, stored = references.stored(mapped.column, f"columns.{column.name}")
        if keeps_type(stored, column.kind, mapped):
            return sql, stored
    return _text(references, column, mapped), "VARCHAR"


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


def _moments(part: TableMapping, zone: str, stored: dict[str, str]) -> dict[str, str]:
    """SQL of the instant of each time of a ticket: local clocks are put back once a year."""
    times = [name for name in ("opened_at", *BEFORE_THE_OPENING) if name in part.columns]
    return {name: _moment(part, name, zone, stored) for name in times}


def _moment(part: TableMapping, name: str, zone: str, stored: dict[str, str], fold: int = 0) -> str:
    column = part.columns[name]
    return time(_raw(name), column, zone, fold, stored=stored[name], local=ident(name))


def _seconds_after(part: TableMapping, zone: str, stored: dict[str, str], end: str) -> str:
    """SQL of the seconds from the opening to a later time, given all moments.

    Of a time that a clock left out or had twice the reading is taken that is not before the
    opening, if there is one.
    """
    ended, opened = _at(end), _at("opened_at")
    last, first = (_moment(part, name, zone, stored, fold=1) for name in (end, "opened_at"))
    return (
        f"CASE WHEN {ended} < {opened} THEN greatest({ended}, {last}) - least({opened}, {first}) "
        f"ELSE {ended} - {opened} END / 1e6"
    )


def _at(name: str) -> str:
    """SQL name of the instant of a time."""
    return ident("_at_" + name)


def _after(end: str) -> str:
    """SQL name of the seconds from the opening to a later time."""
    return DURATIONS.get(end, ident("_after_" + end))


def _segment(references: References, segment: Segment) -> str:
    if not references.has(segment.column):
        return "CAST(NULL AS VARCHAR)"  # another part of the table has it
    option = f"segments.{segment.key}"
    return references.text(segment.column, option, segment.blank, segment.labels)


def _questions(references: References, part: TableMapping) -> list[str]:
    columns = []
    asked = {column for _, column, _ in questions_of(part)}
    for place, (question, column, _) in enumerate(questions_of(part)):
        if question.touchpoint is not None and question.touchpoint not in asked:
            references.refuse_column(question.touchpoint, column)
        text = references.text(column, "questions", question.blank, question.values)
        columns.append(f"{text} AS _q{place}")
        if question.comment is not None:
            columns.append(f"{references.raw(question.comment, 'questions')} AS _c{place}")
    return columns


def _problems(
    table: Table,
    part: TableMapping,
    latest: str,
    stored: dict[str, str],
    later: list[str],
) -> tuple[str, str]:
    """SQL of the reason why a row fails, and of the value at fault; NULL for a good row."""
    found: list[tuple[str, str, str]] = []
    for name, mapped in part.columns.items():
        column = table.column(name)
        raw, value, source = _raw(name), ident(name), mapped.column or name
        text = f"left({as_text(raw, stored[name])}, {LONGEST_VALUE})"
        tests = {
            Test.EMPTY: f"{raw} IS NULL",
            Test.NOT_UNDERSTOOD: f"{value} IS NULL AND {raw} IS NOT NULL",
            Test.BEFORE_1900: f"{value} < DATE '1900-01-01'",
            Test.IN_THE_FUTURE: f"{value} > {latest}",
            Test.TOO_LOW: f"{value} < {column.low}",
            Test.TOO_HIGH: f"{value} > {column.high}",
        }
        for test, reason in checks(column):
            shown = f"concat({literal(source + ': ')}, {text})"
            found.append((tests[test], reason, literal(source) if test is Test.EMPTY else shown))
    for name in later:
        shown = f"concat({literal(name + ': ')}, {as_text(_raw(name), stored[name])})"
        found.append((f"{_after(name)} < 0", BEFORE_THE_OPENING[name], shown))
    if not found:
        return "CAST(NULL AS VARCHAR)", "CAST(NULL AS VARCHAR)"
    reasons = " ".join(f"WHEN {test} THEN {literal(reason)}" for test, reason, _ in found)
    details = " ".join(f"WHEN {test} THEN {shown}" for test, _, shown in found)
    return f"CASE {reasons} END", f"CASE {details} END"
