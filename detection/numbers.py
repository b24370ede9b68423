"""Which numbers a column of unknown texts holds: points or commas before the decimals.

1. A text is a number with digits, one sign of decimals, thousands grouped by the other sign, by
   space or by apostrophes (1,23,456 in the Indian way), a sign, one currency and a per cent sign,
   as a mapping reads it. At least `NEARLY_ALL` of the rows with a digit are, and half of all rows.
2. 12.5 and 1.234.567,8 are numbers with one sign of decimals only. Where one sign reads such rows
   and the other none, or below `MIXED_FROM` of them, it is the sign; else the column is mixed, and
   not sure.
3. 1,234 and 1.234 are read both ways. Where no other row decides, somebody has to be asked; but
   for `MANY` such numbers or more beside whole ones, all of those below 1000: there the sign
   groups, for else numbers would have three decimals or none, and never one or two.
4. Numbers that name things are no measure: leading zeros in `SOME_ZEROS` of the rows (00501), a
   plus before eight digits or more (telephones), and columns whose name says so (`column_names`)
   and whose values are another one in each row, or mostly whole with four digits or more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detection.column import Choice, Column
from detection.column_names import says_code
from detection.currencies import SIGNS

NEARLY_ALL = 0.8
MIXED_FROM = 0.01
MANY = 30  # different ones
SOME_ZEROS = 0.01
_SHOWN = 5

Decimal: TypeAlias = Literal[".", ","]
_Rows: TypeAlias = NDArray[np.int64]
_Numbers: TypeAlias = NDArray[np.float64]

_MONEY = "|".join(
    re.escape(sign)
    for sign in sorted({*SIGNS, *(s for of in SIGNS.values() for s in of)}, key=len, reverse=True)
)
_FIRST = "[1-9][0-9]{0,2}"  # digits before the first thousand


def _pattern(point: str, group: str) -> re.Pattern[str]:
    bodies = [
        rf"[0-9]+(?:{point}[0-9]*)?(?:[eE][+-]?[0-9]+)?",
        rf"{point}[0-9]+",
        rf"{_FIRST}(?:(?:\s[0-9]{{3}})+|(?:['’][0-9]{{3}})+|(?:{group}[0-9]{{3}})+)(?:{point}[0-9]+)?",
    ]
    if group == ",":
        bodies.append(rf"[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}(?:{point}[0-9]+)?")
    money = f"(?:{_MONEY})"
    sign = r"(?P<{}>[+−-]?)\s*"
    return re.compile(
        rf"(?:{sign.format('first')}(?:(?P<before>{money})\s*)?|(?P<alone>{money})\s*"
        rf"{sign.format('second')})(?P<body>{'|'.join(bodies)})(?:\s*(?:%|(?P<after>{money})))?"
    )


_PATTERNS: dict[Decimal, re.Pattern[str]] = {
    ".": _pattern(r"\.", ","),
    ",": _pattern(",", r"\."),
}
_CURRENCY = re.compile(_MONEY)
_DIGIT = re.compile(r"[0-9]")
_LEADING_ZERO = re.compile(r"0[0-9]{2,}")
_TELEPHONE = re.compile(r"\+[0-9][0-9 ()/-]{7,}")
_LONG = re.compile(r"[0-9]{4,}")
_WHOLE_BELOW_1000 = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class NumberReading:
    """A way to read a column as numbers, and what comes of it.

    `decimal`: the sign before the decimals, as a mapping states it. `read`: rows that are read.
    `whole`: all are whole. `low`, `high`: the least and the highest. `unread`: up to five texts
    that are no number.
    """

    decimal: Decimal
    read: int
    whole: bool
    low: float
    high: float
    unread: tuple[str, ...]

    def number(self, text: str) -> float | None:
        """The number of a text; None where it is none."""
        return _number(text, self.decimal)


def number_choice(column: Column) -> Choice[NumberReading]:
    """The readings of a column as numbers, the best first; none where it is no measure.

    Not sure: points and commas can be either, or are mixed.
    """
    texts = [str(text) for text in column.values.index]
    rows = column.values.to_numpy(dtype=np.int64)
    code = _code(column, texts, rows)
    if code:
        return Choice(evidence=code)
    by_point = np.array([_or_nan(_number(text, ".")) for text in texts])
    by_comma = np.array([_or_nan(_number(text, ",")) for text in texts])
    point, comma = ~np.isnan(by_point), ~np.isnan(by_comma)
    digits = np.array([bool(_DIGIT.search(text)) for text in texts], dtype=bool)
    either = int(rows[point | comma].sum())
    if not either or either < NEARLY_ALL * rows[digits].sum() or either * 2 < rows.sum():
        return Choice()
    readings: dict[Decimal, NumberReading] = {
        sign: _reading(sign, texts, rows, numbers)
        for sign, numbers in _signs(by_point, by_comma)
        if not np.isnan(numbers).all()
    }
    best, sure, evidence = _sign(texts, rows, by_point, by_comma)
    money = sorted({found[0] for text in texts for found in [_CURRENCY.search(text)] if found})
    if money:
        evidence = f"{evidence}; amounts in {' and '.join(money[:3])}"
    first = readings.pop(best)
    return Choice((first,) if sure else (first, *readings.values()), sure, evidence)


def _signs(by_point: _Numbers, by_comma: _Numbers) -> tuple[tuple[Decimal, _Numbers], ...]:
    return (".", by_point), (",", by_comma)


def _or_nan(number: float | None) -> float:
    return np.nan if number is None else number


def _number(text: str, decimal: Decimal) -> float | None:
    found = _PATTERNS[decimal].fullmatch(text)
    if not found:
        return None
    kept = re.sub(r"[^0-9eE+.,-]", "", found["body"])
    plain = kept.replace(",", "") if decimal == "." else kept.replace(".", "").replace(",", ".")
    number = float(plain)
    return -number if (found["first"] or found["second"] or "") in ("-", "−") else number


def _code(column: Column, texts: Sequence[str], rows: _Rows) -> str:
    """Why numbers only name things; empty where they may be a measure."""
    for pattern, what in ((_LEADING_ZERO, "leading zeros"), (_TELEPHONE, "telephone numbers")):
        found = [bool(pattern.fullmatch(text)) for text in texts]
        if any(found) and rows[found].sum() >= SOME_ZEROS * rows.sum():
            return f"{what} ({texts[found.index(True)]}): no measure"
    long = [bool(_LONG.fullmatch(text)) for text in texts]
    names = len(texts) == column.rows or rows[long].sum() >= NEARLY_ALL * rows.sum()
    if names and says_code(column.name):
        return "its name says that it names things: no measure"
    return ""


def _sign(
    texts: Sequence[str], rows: _Rows, by_point: _Numbers, by_comma: _Numbers
) -> tuple[Decimal, bool, str]:
    """The sign of decimals, whether it is sure, and why."""
    point, comma = ~np.isnan(by_point), ~np.isnan(by_comma)
    points, commas = int(rows[point & ~comma].sum()), int(rows[comma & ~point].sum())
    either = point & comma & (by_point != by_comma)
    if points or commas:
        best: Decimal = "." if points >= commas else ","
        word = "point" if best == "." else "comma"
        if min(points, commas) >= MIXED_FROM * (points + commas):
            return best, False, f"mixed: a decimal point in {points:,} rows, a comma in {commas:,}"
        every = f"{max(points, commas):,} of {rows.sum():,} rows"
        return best, True, f"{every} can only have a decimal {word}"
    if not either.any():
        return ".", True, "no decimals"
    example = texts[int(np.argmax(either))]
    grouped: Decimal = "." if "," in example else ","
    if _groups(texts, either):
        return grouped, True, f"{example} is a thousand: others are whole and below 1000"
    by = by_point if grouped == "." else by_comma
    other = by_comma if grouped == "." else by_point
    at = int(np.argmax(either))
    return grouped, False, f"{example} is {by[at]:g} or {other[at]:g}: no row tells which"


def _groups(texts: Sequence[str], either: NDArray[np.bool_]) -> bool:
    others = [text for text, open_ in zip(texts, either, strict=True) if not open_]
    whole = [text for text in others if text.isdecimal()]
    return (
        int(either.sum()) >= MANY
        and bool(whole)
        and all(_WHOLE_BELOW_1000.fullmatch(text) for text in whole)
    )


def _reading(
    decimal: Decimal, texts: Sequence[str], rows: _Rows, numbers: _Numbers
) -> NumberReading:
    read = ~np.isnan(numbers)
    known = numbers[read]
    return NumberReading(
        decimal,
        int(rows[read].sum()),
        bool((known == np.floor(known)).all()),
        float(known.min()),
        float(known.max()),
        tuple(text for text, fits in zip(texts, read, strict=True) if not fits)[:_SHOWN],
    )
