"""From the text of a source to a typed value, in SQL: blanks, value maps, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from datetime import UTC, datetime

from data.contract import Kind
from data.dates import by_format
from data.derived.clock import FIRST, changes
from data.mapping.columns import ColumnMapping
from data.mapping.formats import has_zone
from data.mapping.model import Company
from data.numbers import number
from data.space import SPACE
from data.sql import literal, literals

_AT_AN_END = f"^[{SPACE}]|[{SPACE}]$"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# ISO 8601 with or without time; what follows the time is a zone.
_ISO = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]+\d{1,2}:\d{2}.*)?$"
_ZONED = r":\d{2}(\.\d+)?\s*(Z|[+-]\d{2}(:?\d{2})?)$"
_AWARE = "TIMESTAMP WITH TIME ZONE"
_TIMES = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", _AWARE})
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT"})
_STORED = {
    Kind.TIME: _TIMES,
    Kind.MONTH: _TIMES,
    Kind.NUMBER: _INTEGERS | {f"U{name}" for name in _INTEGERS} | {"DOUBLE"},
    Kind.YES_NO: frozenset({"BOOLEAN"}),
}
_YEARS = "'0001-01-01' AND '9999-12-31 23:59:59.999999'"  # those that ISO text can state
_LETTERS = "[A-SU-Ya-z]"  # DuckDB would read '10:00 PM' as ten in the morning


def as_text(sql: str, stored: str) -> str:
    """The text of a column that is stored as a DuckDB type; whole floats lose their `.0`."""
    if stored == "VARCHAR":
        return sql
    text = f"CAST({sql} AS VARCHAR)"
    return f"regexp_replace({text}, '\\.0$', '')" if stored in ("DOUBLE", "FLOAT") else text


def trimmed(sql: str) -> str:
    """Text without space around it; NULL where nothing is left."""
    # Trimming is slow and hardly ever needed: in ASCII, which has as many bytes as signs, all space
    # sorts before '!'; of other texts few have space at an end.
    return (
        f"CASE WHEN {sql} >= '!' AND {sql}[-1] >= '!' AND strlen({sql}) = length({sql}) THEN {sql} "
        f"WHEN regexp_matches({sql}, {literal(_AT_AN_END)}) "
        f"THEN nullif(trim({sql}, {literal(SPACE)}), '') ELSE nullif({sql}, '') END"
    )


def without_blanks(sql: str, stored: str, blank: tuple[str, ...]) -> str:
    """The value in its own type, NULL for blank codes."""
    text = trimmed(as_text(sql, stored))
    return f"CASE WHEN {_code(text, blank)} IN ({literals(blank)}) THEN NULL ELSE {sql} END"


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


def keeps_type(stored: str, kind: Kind, column: ColumnMapping) -> bool:
    """True where a stored type gives the value that its text would give, and no option needs text.

    FLOAT and DECIMAL do not: their text is rounded otherwise.
    """
    needs_text = column.values or column.blank or column.format or column.decimal == ","
    return stored in _STORED.get(kind, ()) and not needs_text


def typed(
    sql: str, kind: Kind, column: ColumnMapping, company: Company, stored: str = "VARCHAR"
) -> str:
    """The value of a kind; NULL where text is not understood, or a number or time is not finite.

    Times are naive, in the company's time zone. `stored`: VARCHAR, or a type that `keeps_type`.
    """
    timezone = company.timezone
    text = stored == "VARCHAR"
    if kind is Kind.TIME:
        return time(sql, column, timezone, stored=stored)
    if kind is Kind.MONTH:
        month = text and not column.format  # 2026-03
        whole = f"CASE WHEN length({sql}) = 7 THEN {sql} || '-01' ELSE {sql} END" if month else sql
        day = time(whole, column, timezone, stored=stored)
        return f"CAST(date_trunc('month', {day}) AS DATE)"
    if kind is Kind.NUMBER:
        if text:
            return number(sql, column.decimal, company.currency)
        value = f"CAST({sql} AS DOUBLE)"
        return f"CASE WHEN isfinite({value}) THEN {value} END"
    if kind is Kind.YES_NO:
        return f"TRY_CAST({sql} AS BOOLEAN)"
    return sql


def time(
    sql: str,
    column: ColumnMapping,
    timezone: str,
    fold: int | None = None,
    stored: str = "VARCHAR",
    local: str = "",
) -> str:
    """A naive TIMESTAMP in the company's `timezone`; with `fold` microseconds since 1970.

    Values that state no zone are in the column's zone, else in the company's. `fold`: which reading
    is meant of a time that their clock left out or had twice (`data.derived.clock`). `local`: SQL
    of the naive time, where it is there already.
    """
    if stored != "VARCHAR":
        value = (
            _zoned(sql, timezone, fold)
            if stored == _AWARE
            else _naive(f"CAST({sql} AS TIMESTAMP)", column.timezone, timezone, fold, local)
        )
        return f"CASE WHEN {sql} BETWEEN {_YEARS} THEN {value} END"
    if column.format:
        readings = (strptime(sql, f, column, timezone, fold, local) for f in column.format)
        return f"coalesce({', '.join(readings)})"
    naive = _naive(f"TRY_CAST({sql} AS TIMESTAMP)", column.timezone, timezone, fold, local)
    return (
        f"CASE WHEN NOT regexp_matches({sql}, '{_ISO}') OR regexp_matches({sql}, '{_LETTERS}') "
        f"THEN NULL WHEN length({sql}) > 16 AND regexp_matches({sql}, '{_ZONED}') "
        f"THEN {_zoned(f'TRY_CAST({sql} AS TIMESTAMPTZ)', timezone, fold)} ELSE {naive} END"
    )


def strptime(
    sql: str,
    text_format: str,
    column: ColumnMapping,
    timezone: str,
    fold: int | None = None,
    local: str = "",
) -> str:
    """The time that one format reads; NULL where it does not fit."""
    parsed = by_format(sql, text_format, column.language)
    if has_zone(text_format):
        return _zoned(parsed, timezone, fold)
    return _naive(parsed, column.timezone, timezone, fold, local)


def _zoned(aware: str, timezone: str, fold: int | None) -> str:
    return f"timezone({literal(timezone)}, {aware})" if fold is None else f"epoch_us({aware})"


def _naive(naive: str, zone: str | None, timezone: str, fold: int | None, local: str = "") -> str:
    own = zone in (None, timezone)
    if fold is None and own:
        return naive
    instant = _instant(local if local and own else naive, zone or timezone, fold or 0)
    return _zoned(instant, timezone, fold)


def _instant(naive: str, zone: str, fold: int) -> str:
    """The instant of a local time. DuckDB itself takes fold 0 of what was left out, fold 1 of what
    came twice."""
    other = [
        f"WHEN t >= TIMESTAMP '{one.starts}' AND t < TIMESTAMP '{one.ends}' "
        f"THEN INTERVAL {abs(one.now - one.before)} SECOND"
        for one in reversed(changes(zone, FIRST, datetime.now(UTC).year + 1))
        if (one.now > one.before) == bool(fold)
    ]
    if not other:
        return f"timezone({literal(zone)}, {naive})"
    shift = f"CASE {' '.join(other)} ELSE INTERVAL 0 SECOND END"
    # Once for all cases: text would be read again for each.
    return f"list_transform([{naive}], lambda t: timezone({literal(zone)}, t) - {shift})[1]"
