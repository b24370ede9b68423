"""From the text of a source to a typed value, in SQL: blanks, value maps, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict

from data.contract import Kind
from data.mapping.formats import has_zone
from data.mapping.model import ColumnMapping
from data.sql import literal, literals

_SPACE = "e' \\t\\r\\n'"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# ISO 8601 with or without time; what follows the time is a zone.
_ISO = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]+\d{1,2}:\d{2}.*)?$"
_ZONED = r":\d{2}(\.\d+)?\s*(Z|[+-]\d{2}(:?\d{2})?)$"
_LETTERS = "[A-SU-Ya-z]"  # DuckDB would read '10:00 PM' as ten in the morning


def trimmed(sql: str) -> str:
    """Text without space around it; NULL where nothing is left."""
    return f"nullif(trim({sql}, {_SPACE}), '')"


def cleaned(sql: str, blank: tuple[str, ...], values: Dict[str, str]) -> str:
    """Trimmed text, NULL for blank codes, replaced where a value map has it."""
    text = trimmed(sql)
    if blank:
        text = f"CASE WHEN {_code(text, blank)} IN ({literals(blank)}) THEN NULL ELSE {text} END"
    if values:
        cases = " ".join(f"WHEN {literal(k)} THEN {literal(v)}" for k, v in values.items())
        text = f"CASE {_code(text, values)} {cases} ELSE {text} END"
    return text


def _code(text: str, codes: tuple[str, ...] | Dict[str, str]) -> str:
    """Text to compare with codes: where codes are numbers, `11.0` is `11`."""
    if any(_NUMBER.fullmatch(code) for code in codes):
        return f"regexp_replace({text}, '^([+-]?\\d+)\\.0+$', '\\1')"
    return text


def date_from_parts(day: str, month: str, year: str) -> str:
    """ISO text from three SQL expressions."""
    whole = "regexp_replace({}, '\\.0+$', '')"
    return " || '-' || ".join(whole.format(part) for part in (year, month, day))


def typed(sql: str, kind: Kind, column: ColumnMapping, timezone: str) -> str:
    """The value of a kind; NULL where the text is not understood.

    Times are naive, in the company's `timezone`.
    """
    if kind is Kind.TIME:
        return time(sql, column, timezone)
    if kind is Kind.MONTH:
        whole = f"CASE WHEN length({sql}) = 7 THEN {sql} || '-01' ELSE {sql} END"
        day = time(whole, column, timezone)
        return f"CAST(date_trunc('month', {day}) AS DATE)"
    if kind is Kind.NUMBER:
        return number(sql, column.decimal)
    if kind is Kind.YES_NO:
        return f"TRY_CAST({sql} AS BOOLEAN)"
    return sql


def number(sql: str, decimal: str) -> str:
    """A finite DOUBLE; with a decimal comma, points may only group thousands."""
    if decimal == ",":
        sql = (
            f"CASE WHEN regexp_matches({sql}, '^[+-]?\\d{{1,3}}(\\.\\d{{3}})+(,\\d+)?$') "
            f"THEN replace(replace({sql}, '.', ''), ',', '.') "
            f"WHEN contains({sql}, '.') THEN NULL ELSE replace({sql}, ',', '.') END"
        )
    return f"CASE WHEN isfinite(TRY_CAST({sql} AS DOUBLE)) THEN TRY_CAST({sql} AS DOUBLE) END"


def time(sql: str, column: ColumnMapping, timezone: str, instant: bool = False) -> str:
    """A naive TIMESTAMP in the company's `timezone`, or with `instant` seconds since 1970 in UTC.

    Values that state no zone are in the column's zone, else in the company's.
    """
    if column.format:
        readings = (strptime(sql, f, column, timezone, instant) for f in column.format)
        return f"coalesce({', '.join(readings)})"
    local = _naive(f"TRY_CAST({sql} AS TIMESTAMP)", column.timezone, timezone, instant)
    return (
        f"CASE WHEN NOT regexp_matches({sql}, '{_ISO}') OR regexp_matches({sql}, '{_LETTERS}') "
        f"THEN NULL WHEN length({sql}) > 16 AND regexp_matches({sql}, '{_ZONED}') "
        f"THEN {_zoned(f'TRY_CAST({sql} AS TIMESTAMPTZ)', timezone, instant)} ELSE {local} END"
    )


def strptime(
    sql: str, text_format: str, column: ColumnMapping, timezone: str, instant: bool = False
) -> str:
    """The time that one format reads; NULL where it does not fit."""
    parsed = f"try_strptime({sql}, {literal(text_format)})"
    if has_zone(text_format):
        return _zoned(parsed, timezone, instant)
    return _naive(parsed, column.timezone, timezone, instant)


def _zoned(aware: str, timezone: str, instant: bool) -> str:
    return f"epoch({aware})" if instant else f"timezone({literal(timezone)}, {aware})"


def _naive(naive: str, zone: str | None, timezone: str, instant: bool) -> str:
    if not instant and zone in (None, timezone):
        return naive
    return _zoned(f"timezone({literal(zone or timezone)}, {naive})", timezone, instant)
