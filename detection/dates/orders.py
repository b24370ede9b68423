"""Day or month first: what all values of a column together say.

1. An order that reads fewer rows than another is none, since 13 is no month; unless these rows are
   below `MIXED_FROM` of all, and may be slips. Where both read rows that the other does not, the
   column is mixed, unless those of one are below `MIXED_FROM` of them.
2. Orders that give the same days are one.
3. An order that puts `MANY_AHEAD` of the rows into the future is none where another puts no row
   there; not in a column whose name says that its dates are planned.
4. Of years with two digits, an order that needs `MORE_YEARS` times as many years as another is
   none.
5. What else speaks for an order decides only if both do: the rows of the file are in the order of
   the dates, and no weekends are among them. Else somebody has to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detection.column import Choice
from detection.dates.hints import speaks_for
from detection.dates.layouts import Order
from detection.dates.names import plain
from detection.dates.written import Templates, Written

MIXED_FROM = 0.01  # of the rows: fewer are slips
MANY_AHEAD = 0.1  # of the rows
FEWEST_AHEAD = 3  # different days
MORE_YEARS = 3
FEWEST_YEARS = 8  # different ones
IN_WORDS: dict[Order, str] = {
    "dmy": "day first",
    "mdy": "month first",
    "ymd": "year first",
    "": "as written",
}
_OVER_12: dict[Order, str] = {"dmy": "first", "mdy": "second"}
_PLANNED = re.compile(
    r"due|deadline|expir|valid|until|plan|sched|next|renew|end|expected|churn|cancel"
    r"|fallig|ablauf|gultig|ende|termin|erapaiva|paatt|forfall|slut|utgang|echeance|fin|prevu"
    r"|venc|prev|scad|verval|eind|termin|срок|оконч|план|到期|预计|期限|予定|bitis"
)

Rows = NDArray[np.int64]


def in_best_order(
    readings: Sequence[Written], found: Templates, name: str, today: date
) -> Choice[Written]:
    """Readings that are left of a column of that name, the best first."""
    rows = found.rows
    every = int(rows.sum())
    ranked = sorted(readings, key=lambda one: -_read(one, rows))
    best, left, evidence = ranked[0], [ranked[0]], ""
    for other in ranked[1:]:
        lost, gained = _only(best, other, rows), _only(other, best, rows)
        if gained and gained >= MIXED_FROM * (lost + gained):
            return Choice((best, other), False, _mixed(best, other, lost, gained))
        if 0 < lost < MIXED_FROM * _read(best, rows):
            evidence = _decided(best, lost, gained, every)
            left.append(other)
        elif lost:
            evidence = evidence or _decided(best, lost, gained, every)
        elif not np.array_equal(best.days, other.days, equal_nan=True):
            left.append(other)
    if len(left) == 1:
        return Choice((best,), True, evidence)
    for rule in (_ahead, _years):
        left, said = rule(left, rows, name, today)
        if len(left) == 1:
            return Choice(tuple(left), True, said)
    hinted = speaks_for(left, found)
    if hinted.best:
        left = [hinted.best, *(one for one in left if one is not hinted.best)]
    if hinted.best and hinted.sure:
        return Choice((left[0],), True, hinted.evidence)
    words = " or ".join(IN_WORDS[one.order] for one in left)
    open_ = f"{words}: " + (f"only {evidence}" if evidence else f"all {every:,} rows can be either")
    return Choice(tuple(left), False, f"{open_}; {hinted.evidence}" if hinted.evidence else open_)


def _read(one: Written, rows: Rows) -> int:
    return int(rows[~np.isnat(one.days)].sum())


def _only(one: Written, other: Written, rows: Rows) -> int:
    """Rows that one reads and the other does not."""
    return int(rows[~np.isnat(one.days) & np.isnat(other.days)].sum())


def _decided(best: Written, lost: int, gained: int, every: int) -> str:
    part = _OVER_12.get(best.order)
    has = "has" if lost == 1 else "have"
    told = (
        f"{lost:,} of {every:,} rows {has} a {part} part over 12"
        if part
        else f"{lost:,} of {every:,} rows are dates with the year first alone"
    )
    return f"{told}, {gained:,} the other way round" if gained else told


def _mixed(best: Written, other: Written, lost: int, gained: int) -> str:
    return (
        f"two orders are mixed: {lost:,} rows are dates with the {IN_WORDS[best.order]} alone, "
        f"{gained:,} with the {IN_WORDS[other.order]} alone"
    )


_Left = tuple[list[Written], str]


def _ahead(left: list[Written], rows: Rows, name: str, today: date) -> _Left:
    """Without the orders that alone put many rows into the future."""
    if _PLANNED.search(plain(name)):
        return left, ""
    after = np.datetime64(today, "D") + 1
    later = [one.days > after for one in left]
    if all(found.any() for found in later):
        return left, ""
    many = [
        rows[found].sum() >= MANY_AHEAD * rows.sum()
        and len(np.unique(one.days[found])) >= FEWEST_AHEAD
        for one, found in zip(left, later, strict=True)
    ]
    kept = [one for one, too_many in zip(left, many, strict=True) if not too_many]
    ahead = sum(int(rows[found].sum()) for found, too in zip(later, many, strict=True) if too)
    return kept, f"{IN_WORDS[kept[0].order]}: else {ahead:,} rows would be in the future"


def _years(left: list[Written], rows: Rows, name: str, today: date) -> _Left:
    """Without orders that need many more years, where years have two digits."""
    if not all("%y" in text for one in left for text in one.formats):
        return left, ""
    years = [len(np.unique(one.days[~np.isnat(one.days)].astype("M8[Y]"))) for one in left]
    fewest = min(years)
    kept = [
        one
        for one, n in zip(left, years, strict=True)
        if n < max(FEWEST_YEARS, MORE_YEARS * fewest)
    ]
    kept = kept or left
    return kept, f"{IN_WORDS[kept[0].order]}: else there would be {max(years)} different years"
