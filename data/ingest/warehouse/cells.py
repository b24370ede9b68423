"""Reading a column of a warehouse as a canonical value; a type that does not fit is refused."""

from __future__ import annotations

import sys
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date, datetime

import ibis
import ibis.expr.types as ir

from data.contract import Kind
from data.errors import MappingError, nearest, only_case_differs
from data.ingest.staged import TYPES
from data.numbers import stated
from data.space import SPACE

# Spark takes a form feed, written with a backslash in a text, for the letter f: a range needs none.
_SPACE = SPACE.replace("\t\n\x0b\x0c\r", "\t-\r")
_YES, _NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")
_LOCAL = {
    "postgres": "{0} AT TIME ZONE '{1}' AS {0}",
    "duckdb": "{0} AT TIME ZONE '{1}' AS {0}",
    "trino": "CAST({0} AT TIME ZONE '{1}' AS timestamp) AS {0}",
    "clickhouse": "toDateTime64(toString(toTimeZone({0}, '{1}')), 3) AS {0}",
    "pyspark": "CAST(from_utc_timestamp({0}, '{1}') AS TIMESTAMP_NTZ) AS {0}",
    "bigquery": "DATETIME({0}, '{1}') AS {0}",
    "snowflake": "CONVERT_TIMEZONE('{1}', {0})::timestamp_ntz AS {0}",
}


@dataclass(frozen=True)
class Cell:
    """The text of a cell and its value. Text without a value was not understood."""

    text: ir.StringValue
    value: ir.Value


class Columns:
    """The columns of one source, read as a part of the mapping says."""

    def __init__(
        self,
        table: ir.Table,
        zoned: frozenset[str],
        *,
        place: str,
        source: str,
        blank: tuple[str, ...],
        engine: str,
        timezone: str,
    ) -> None:
        self.table = table
        self._zoned = zoned
        self._place, self._source = place, source
        self._blank = blank
        self._engine, self._timezone = engine, timezone

    def has(self, name: str) -> bool:
        """True where the source has such a column."""
        return self._named(name) is not None

    def raw(self, name: str, option: str) -> ir.Value:
        """The column as it is. Raises MappingError where there is none."""
        return self.table[self._find(name, option)]

    def _named(self, name: str) -> str | None:
        """The column of that name: as it is written, else where only case differs."""
        columns = self.table.columns
        return name if name in columns else only_case_differs(name, columns)

    def _find(self, name: str, option: str) -> str:
        found = self._named(name)
        if found is None:
            raise MappingError(
                f"{self._place}.{option}: the source '{self._source}' has no column '{name}'. "
                f"{nearest(name, self.table.columns)}"
            )
        return found

    def text(
        self, name: str, option: str, blank: tuple[str, ...] = (), values: Dict[str, str] = {}
    ) -> ir.StringValue:
        """Trimmed text, NULL for blank codes and where nothing is left, values replaced."""
        name = self._find(name, option)
        column, kind = self.table[name], self.table.schema()[name]
        if kind.is_boolean():
            text = ibis.cases((column, "true"), (~column, "false"))
        elif kind.is_integer() or (kind.is_decimal() and kind.scale == 0):
            text = column.cast("int64").cast("string")
        elif kind.is_string():
            text = self._trimmed(column).nullif("")
        else:
            raise self._refused(name, option, "text", f"CAST({name} AS ...) AS {name}")
        return coded(text, self._blank + blank, values)

    def _trimmed(self, column: ir.StringValue) -> ir.StringValue:
        return column.re_replace(f"^[{_SPACE}]+|[{_SPACE}]+$", "")

    def cell(
        self,
        name: str,
        option: str,
        kind: Kind,
        blank: tuple[str, ...] = (),
        values: Dict[str, str] = {},
    ) -> Cell:
        """The value of a kind. Raises MappingError where the column's type can't give one."""
        if kind is Kind.TEXT:
            text = self.text(name, option, blank, values)
            return Cell(text, text)
        if kind is Kind.NUMBER:
            return self._number(name, option, blank, values)
        if kind is Kind.YES_NO:
            text = self.text(name, option, blank, values)
            lower = text.lower()
            return Cell(text, ibis.cases((lower.isin(_YES), True), (lower.isin(_NO), False)))
        return self._time(name, option, kind, bool(blank or values))

    def _number(
        self, name: str, option: str, blank: tuple[str, ...], values: Dict[str, str]
    ) -> Cell:
        name = self._find(name, option)
        column, kind = self.table[name], self.table.schema()[name]
        if kind.is_string() and values:
            text = self.text(name, option, blank, values)
            numbers = dict.fromkeys(values.values())
            return Cell(text, ibis.cases(*((text == v, float(v)) for v in numbers)))
        if not kind.is_numeric() or kind.is_boolean():
            hint = f"CAST({name} AS double precision) AS {name}"
            if kind.is_string():
                hint += ", or say which text is which number with 'values'"
            raise self._refused(name, option, "a number", hint)
        number = column.cast("float64")
        blank_numbers = _numbers(self._blank + blank)
        if blank_numbers:
            number = ibis.ifelse(number.isin(blank_numbers), ibis.null("float64"), number)
        known = {code: float(v) for code, v in values.items() if _numbers((code,))}
        if known:
            cases = [(number == float(code), value) for code, value in known.items()]
            number = ibis.cases(*cases, else_=number)
        return Cell(shown(number), _finite(number) if kind.is_floating() else number)

    def _time(self, name: str, option: str, kind: Kind, coded: bool) -> Cell:
        name = self._find(name, option)
        column, found = self.table[name], self.table.schema()[name]
        if name in self._zoned:
            raise MappingError(
                f"{self._place}.{option}: the column '{name}' of the source '{self._source}' holds "
                f"instants, and days go by the company's clock ({self._timezone}). Convert it in "
                f'the source: query = "SELECT ..., '
                f'{_LOCAL[self._engine].format(name, self._timezone)} FROM ...".'
            )
        if coded or not (found.is_timestamp() or found.is_date()):
            raise self._refused(name, option, "a date or time", f"CAST({name} AS timestamp)")
        text = column.cast("string")
        if kind is Kind.MONTH:
            return Cell(text, column.cast("date").truncate("M").cast("date"))
        return Cell(text, column.cast(TYPES[kind]))

    def _refused(self, name: str, option: str, wanted: str, hint: str) -> MappingError:
        return MappingError(
            f"{self._place}.{option}: the column '{name}' of the source '{self._source}' is "
            f"{self.table.schema()[name]}, expected {wanted}. Change it in the source: "
            f'query = "SELECT ..., {hint}".'
        )


def coded(text: ir.StringValue, blank: tuple[str, ...], values: Dict[str, str]) -> ir.StringValue:
    """Text without blank codes, replaced where a value map has it; the code 11 is also 11.0."""
    if blank:
        codes = [*blank, *(f"{code}.0" for code in blank if _numbers((code,)))]
        text = ibis.ifelse(text.isin(codes), ibis.null("string"), text)
    if values:
        cases = [(text == code, value) for code, value in values.items()]
        cases += [(text == f"{c}.0", value) for c, value in values.items() if _numbers((c,))]
        text = ibis.cases(*cases, else_=text)
    return text


def shown(number: ir.FloatingValue) -> ir.StringValue:
    """A number as text, whole ones without `.0`."""
    whole = number.cast("int64")
    small = number.abs() < 1e15  # beyond, and for what is no number, as the engine writes it
    return ibis.ifelse(small & (number == number.floor()), whole.cast("string"),
                       number.cast("string"))  # fmt: skip


def constant(value: str, kind: Kind) -> Cell:
    """A value that the mapping states. Raises ValueError where it is not of the kind."""
    text = ibis.literal(value)
    if kind is Kind.NUMBER:
        return Cell(text, ibis.literal(float(value)))
    if kind is Kind.YES_NO:
        return Cell(text, ibis.literal(value.lower() in _YES))
    if kind is Kind.TIME:
        return Cell(text, ibis.literal(datetime.fromisoformat(value)))
    if kind is Kind.MONTH:
        day = date.fromisoformat(value if len(value) > 7 else f"{value}-01")
        return Cell(text, ibis.literal(day.replace(day=1)))
    return Cell(text, text)


def _finite(number: ir.FloatingValue) -> ir.FloatingValue:
    # Neither NaN nor infinity is; by Ibis 12, Spark does not find the infinite itself.
    return ibis.ifelse(number.abs() <= sys.float_info.max, number, ibis.null("float64"))


def _numbers(codes: tuple[str, ...]) -> list[float]:
    """The codes that are numbers."""
    return [number for code in codes if (number := stated(code, None)) is not None]
