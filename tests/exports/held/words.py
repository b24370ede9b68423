"""Numbers in words, held against the JSON: each must be one of its values, rounded as it is shown.

Nothing of the product's formatting is used: what a text says is read back into a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from metrics.definitions import DEFINITIONS

Row = Mapping[str, Any]
_SECONDS = {"s": 1, "min": 60, "h": 3600, "days": 86_400}
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
_LARGE = {"m": 1e6, "bn": 1e9, "tn": 1e12}
_NUMBER = re.compile(
    r"(?P<sign>[−+▲▼]|<|under |over )? ?(?:[A-Z]{3} )?"
    r"(?<![\w.,])(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit>%| (?:h|min|s|days|m|bn|tn)\b)?(?!\w)"
)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?.*")
# Columns of tables of figures, and where the JSON has what they show.
_COLUMNS = {
    "Figure": ("value",),
    "95% interval": ("low", "high"),
    "n": ("n",),
    "Compared with": ("comparison.value",),
    "Change": ("comparison.change",),
    "Target": ("target.value",),
    "Benchmark": ("benchmark.value",),
}
_ADD_UP = {"Share, 95% interval", "Promoters", "Passives", "Detractors", "Of all answers"}


def numbers(found: object) -> Iterator[float]:
    """All numbers within."""
    for one in _inside(found):
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield float(one)


def unexplained(
    words: str, *known: object, unit: str = "", decimals: int | None = None, whole: bool = False
) -> list[str]:
    """The numbers of a text that none of the known values is, rounded.

    `known`: of the JSON; its texts and days may stand in the text as they are. `unit`: of its
    values, where they are times; `decimals`: with how many they are shown, where that is known;
    `whole`: they are shares that add up to 100 as they are shown, so that some are rounded away.
    """
    left = " ".join(words.split())
    for one in sorted(set(_texts(known)), key=len, reverse=True):
        left = re.sub(rf"(?<![\w.,−]){re.escape(one)}(?![\w%])(?!\.\d)", " ", left)
    values = list(numbers(known))
    return [
        found[0]
        for found in _NUMBER.finditer(left)
        if not any(_is_shown(found, one, unit, decimals, whole) for one in values)
    ]


# Why a resolution rate of young days is hidden: `metrics.definitions.service.RESOLVED_WITHIN`.
_NOT_YET = ["known only after 30 days"]


def wrong_cells(head: Iterable[str], cells: Iterable[str], row: Row, *more: object) -> list[str]:
    """The same of a row of a table, beside its row of the JSON. `more`: that it may show as well.

    Columns of figures hold what they are called after, with the decimals of their metric.
    """
    metric = DEFINITIONS.get(str(row.get("metric")))
    unit = metric.unit if metric else ""
    wrong = []
    for name, words in zip(head, cells, strict=True):
        if "comparison" in row and name in _COLUMNS and metric:
            known = [_at(row, path) for path in _COLUMNS[name]]
            decimals = metric.decimals if name in ("Figure", "95% interval") else None
            beside = (
                (row.get("target"), row.get("benchmark")) if name in ("Target", "Benchmark") else ()
            )
            texts = [one for one in _inside(beside) if isinstance(one, str)]
            texts += _NOT_YET if row.get("hidden") else []
            found = unexplained(words, known, texts, unit=unit, decimals=decimals)
        else:
            whole = name in _ADD_UP
            found = unexplained(words, row, *more, unit=unit, whole=whole)
        wrong += [f"{name}: {one} in “{words}”" for one in found]
    return wrong


def _is_shown(
    found: re.Match[str], value: float, unit: str, decimals: int | None, whole: bool
) -> bool:
    digits, sign = found["digits"], found["sign"] or ""
    shown, places = float(digits.replace(",", "")), len(digits.partition(".")[2])
    suffix = (found["unit"] or "").strip()
    if (sign in ("−", "▼") and value > 0) or (sign in ("+", "▲") and value < 0):
        return False
    for size in _sizes(suffix, unit):
        if decimals is not None and places != decimals and size not in _LARGE.values():
            continue
        exact, half = abs(value) / size, (1 if whole else 0.5) * 10**-places
        if sign in ("<", "under "):
            near = exact <= shown
        elif sign == "over ":
            near = exact >= shown
        else:
            near = abs(exact - shown) <= half + 1e-9 * max(exact, 1)
        if near:
            return True
    return False


def _sizes(suffix: str, unit: str) -> list[float]:
    """What a shown number may have been divided by."""
    own = _UNITS.get(unit)
    if suffix in _SECONDS:
        return [_SECONDS[suffix] / own] if own else [1.0]
    if suffix in _LARGE:
        return [_LARGE[suffix]]
    if suffix == "%":
        return [1.0, 0.01]  # chances are shares of 1 in the JSON
    return [one / own for one in _SECONDS.values()] if own else [1.0, *_LARGE.values()]


def _at(row: Row, path: str) -> object:
    found: Any = row
    for name in path.split("."):
        found = (found or {}).get(name)
    return found


def _texts(known: object) -> Iterator[str]:
    for one in _inside(known):
        if not isinstance(one, str) or not one.strip():
            continue
        if (found := _DAY.fullmatch(one)) is not None:
            yield from _day_names(date.fromisoformat(found[1]))
            yield found[2] or one
        else:
            whole = " ".join(one.replace("\u00a0", " ").split())
            yield whole
            yield from (part for part in re.split(r" · |, ", whole) if not part[:1].isdigit())


def _day_names(day: date) -> list[str]:
    quarter = f"Q{(day.month + 2) // 3} {day.year}"
    return [
        f"{day.day} {day:%b} {day.year}",
        *(f"{day:%b %Y}", f"{day:%b %y}", f"{day.day} {day:%b}", quarter, str(day.year)),
    ]


def _inside(found: object) -> Iterator[object]:
    if isinstance(found, Mapping):
        for one in found.values():
            yield from _inside(one)
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _inside(one)
    else:
        yield found
