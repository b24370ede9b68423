"""A chart as plain data: what files draw it from, natively or as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from components import text

Number = float | None  # None: a gap


class Form(StrEnum):
    """How it is drawn."""

    LINE = "line chart"
    COLUMNS = "column chart"
    STACKED = "stacked column chart"
    BARS = "bar chart"  # sideways: levels with long names


@dataclass(frozen=True)
class Series:
    """Numbers as the JSON twin has them, one for each category of the chart."""

    name: str
    values: tuple[Number, ...]
    colour: str
    low: tuple[Number, ...] = ()  # ends of the 95 % interval; () where it has none
    high: tuple[Number, ...] = ()
    n: tuple[Number, ...] = ()
    dashed: bool = False
    colours: tuple[str, ...] = ()  # of each point, where they differ

    @property
    def drawn_interval(self) -> bool:
        """True where any value has an interval."""
        return any(one is not None for one in self.low)


@dataclass(frozen=True)
class Chart:
    """One chart. `intervals`: as error bars; in a stack they would stand at the wrong height."""

    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str  # as spreadsheets write it
    left_out: int = 0  # categories for which there is no room

    @property
    def intervals(self) -> bool:
        """True where any value is drawn with its interval."""
        drawn = any(one.drawn_interval for one in self.series)
        return drawn and self.form != Form.STACKED

    @property
    def ends(self) -> list[Number]:
        """All values, and all ends of intervals."""
        return [one for own in self.series for one in (*own.values, *own.low, *own.high)]


_SUFFIX = {"%": '"%"', "hours": '" h"', "minutes": '" min"', "seconds": '" s"'}


def number_format(decimals: int, unit: str = "") -> str:
    """`#,##0.0"%"`: how a spreadsheet shows numbers of a metric."""
    return f"#,##0{'.' if decimals else ''}{'0' * decimals}{_SUFFIX.get(unit, '')}"


def written(value: Number, number_format: str) -> str:
    """A number as a spreadsheet shows it in such a format, with a true minus sign."""
    digits, _, suffix = number_format.partition('"')
    return text.number(value, len(digits.partition(".")[2])) + suffix.rstrip('"')


def figures(name: str, rows: Sequence[Mapping[str, object]], colour: str) -> Series:
    """The figures of rows of the JSON twin, with interval and n."""
    value, low, high, n = (numbers(rows, column) for column in ("value", "low", "high", "n"))
    return Series(name, value, colour, low, high, n)


def numbers(rows: Sequence[Mapping[str, object]], name: str) -> tuple[Number, ...]:
    """A column of rows of the JSON twin, None where a row lacks it."""
    found = (row.get(name) for row in rows)
    return tuple(float(one) if isinstance(one, int | float) else None for one in found)
