"""A column of texts read as dates in one language, in each order of day, month and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detection.dates.days import Days, days, signs
from detection.dates.layouts import Layout, Order, layouts
from detection.dates.names import LANGUAGES, month_names, plain

_LONGEST = 60  # signs of a date with day of the week, time and zone
_DIGITS = str.maketrans("123456789", "000000000")
_ABBREVIATED = 3
_ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")


@dataclass(frozen=True)
class Written:
    """The column in one order: `days` of each text, NaT where it is none."""

    order: Order
    formats: tuple[str, ...]
    language: str
    days: Days
    time: bool


@dataclass(frozen=True)
class Templates:
    """The templates of texts: `texts` of the column, the template of each, and rows of each."""

    texts: NDArray[np.object_]
    rows: NDArray[np.int64]
    codes: NDArray[np.int64]
    kinds: tuple[str, ...]
    rows_of: NDArray[np.int64]


def templates(values: pd.Series) -> Templates:
    """Texts (int rows, indexed by text) by their templates: digits are 0, all else stays."""
    texts = values.index.to_numpy(dtype=object)
    codes, kinds = pd.factorize(np.array([_template(text) for text in texts], dtype=object))
    rows = values.to_numpy(dtype=np.int64)
    rows_of = np.bincount(codes, weights=rows, minlength=len(kinds)).astype(np.int64)
    return Templates(texts, rows, codes.astype(np.int64), tuple(kinds), rows_of)


def _template(text: str) -> str:
    return text.translate(_DIGITS) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _layouts(template: str, language: str) -> tuple[Layout, ...]:
    return layouts(template, language)


def reads(text: str, language: str) -> bool:
    """True if a text has the form of a date in that language, whatever its numbers are."""
    return bool(_layouts(_template(text), language))


def readable(found: Templates, language: str) -> int:
    """Rows whose template is one of a date in that language, whatever the numbers are."""
    return sum(
        int(rows)
        for kind, rows in zip(found.kinds, found.rows_of, strict=True)
        if _layouts(kind, language)
    )


def languages(found: Templates) -> list[str]:
    """Languages of the names: those that read most rows, and give months that differ.

    The first that CLDR has is enough where several name the same months. Several are left only
    where a word is another month in each of them.
    """
    read = {"en": readable(found, "en")}
    if read["en"] < sum(found.rows_of) and any(_has_words(kind) for kind in found.kinds):
        read = {language: readable(found, language) for language in LANGUAGES}
    most = max(read.values())
    apart: dict[tuple[int | None, ...], str] = {}
    for language in (one for one, rows in read.items() if rows == most):
        apart.setdefault(_months(found, language), language)
    return list(apart.values())


def _has_words(template: str) -> bool:
    return any(c.isalpha() and c not in "TZ年月日" for c in template)


def _months(found: Templates, language: str) -> tuple[int | None, ...]:
    return tuple(one.month for kind in found.kinds for one in _layouts(kind, language)[:1])


def written(found: Templates, language: str) -> tuple[Written, ...]:
    """The column in each order that reads any of it; in one where no text leaves a choice."""
    groups = [np.flatnonzero(found.codes == code) for code in _used(found, language)]
    chosen = [_layouts(found.kinds[found.codes[group[0]]], language) for group in groups]
    matrices = [signs(list(found.texts[group])) for group in groups]
    orders = [order for order in _ORDERS if any(one.order == order for of in chosen for one in of)]
    read: list[Written] = []
    for order in orders or [""]:
        uses = [
            (group, matrix, one)
            for group, matrix, of in zip(groups, matrices, chosen, strict=True)
            for one in of
            if one.order in ("", order)
        ]
        read.append(_in_order(found, order, language, uses))
    return tuple(one for one in read if one.formats or not np.isnat(one.days).all())


def _used(found: Templates, language: str) -> list[int]:
    return [code for code, kind in enumerate(found.kinds) if _layouts(kind, language)]


_Use = tuple[NDArray[np.int64], NDArray[np.uint32], Layout]


def _in_order(found: Templates, order: Order, language: str, uses: Sequence[_Use]) -> Written:
    all_days: Days = np.full(len(found.texts), np.datetime64("NaT", "D"))
    read: list[tuple[Layout, int]] = []
    for group, matrix, layout in uses:
        own = days(matrix, layout)
        all_days[group] = own
        rows = int(found.rows[group][~np.isnat(own)].sum())
        if rows:
            read.append((layout, rows))
    used = [layout for layout, _ in read]
    formats = () if all(layout.iso for layout in used) else _formats(read)
    exact = all(_exact(layout) for layout in used)
    named = any(layout.word or "%a" in layout.format.lower() for layout in used)
    return Written(
        order,
        formats,
        "" if not named or (language == "en" and exact) else language,
        all_days,
        any("H" in layout.places for layout in used),
    )


def _exact(layout: Layout) -> bool:
    """True for an English name as strptime reads it: whole, or of three letters."""
    return not layout.word or layout.word.lower() in month_names("en").keys() - {"sept"}


def _formats(read: Sequence[tuple[Layout, int]]) -> tuple[str, ...]:
    """Formats of layouts that read some rows: years of two digits first, then the most frequent.

    `%Y` would take two digits for a year of the first century. A name that is whole and abbreviated
    alike (May) is written as the others of its format are.
    """
    whole = {_whole(layout) for layout, _ in read if len(layout.word) > _ABBREVIATED}
    rows: dict[str, int] = {}
    for layout, n in read:
        long = len(layout.word) > _ABBREVIATED or (
            plain(layout.word) == "may" and _whole(layout) in whole
        )
        text = _whole(layout) if long else layout.format
        rows[text] = rows.get(text, 0) + n
    return tuple(sorted(rows, key=lambda text: ("%y" not in text, -rows[text])))


def _whole(layout: Layout) -> str:
    return layout.format.replace("%b", "%B")
