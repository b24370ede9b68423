"""What one date format reads, in SQL: numbers that count, and names of months in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.sql import literal
from detection.dates.names import day_names, month_names, plain

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DIRECTIVE = re.compile(r"(%-?.)")
# Before March 1900 Excel counts a day that there was not.
_EXCEL = (
    "CASE WHEN regexp_full_match({0}, '[0-9]{{2,7}}([.,][0-9]+)?') "
    "AND TRY_CAST(replace({0}, ',', '.') AS DOUBLE) BETWEEN 61 AND 2958465 "
    "THEN TIMESTAMP '1899-12-30' + to_microseconds("
    "CAST(round(CAST(replace({0}, ',', '.') AS DOUBLE) * 86400) AS BIGINT) * 1000000) END"
)
_SINCE_1970 = (
    "CASE WHEN regexp_full_match({0}, '-?[0-9]{{1,{1}}}(\\.[0-9]+)?') "
    "THEN make_timestamptz(CAST(round(CAST({0} AS DOUBLE) * {2}) AS BIGINT)) END"
)


def by_format(sql: str, text_format: str, language: str | None = None) -> str:
    """The TIMESTAMP of a text, with a zone where the format has one; NULL where it does not fit.

    Excel's days are read to the second. `%z` at the end reads Z, UTC and GMT as well, other than
    strptime. With a `language` names of months and days are read in each of their forms; without
    one they are English, as strptime has them.
    """
    if text_format == "excel":
        return _EXCEL.format(sql)
    if text_format == "unix":
        return _SINCE_1970.format(sql, 11, 1_000_000)
    if text_format == "unix_ms":
        return _SINCE_1970.format(sql, 14, 1_000)
    if text_format.endswith("%z"):
        sql = f"regexp_replace({sql}, '([0-9] ?)(z|utc|gmt)$', '\\1+0000', 'i')"
    if language is None:
        return f"try_strptime({sql}, {literal(text_format)})"
    return _in_english(sql, text_format, language)


def _in_english(sql: str, text_format: str, language: str) -> str:
    """Each name of the format replaced in its turn by that which strptime knows."""
    text = f"translate(strip_accents(lower({sql})), 'ıς', 'iσ')"  # as `plain`
    pieces = _DIRECTIVE.split(text_format)
    for at in range(1, len(pieces), 2):
        kind = pieces[at][-1]
        if kind in "aAbB":
            names = month_names(language) if kind in "bB" else day_names(language)
            point = "" if pieces[at + 1].startswith(".") else r"\.?"
            text = _replaced(text, names, _MONTHS if kind in "bB" else _DAYS, point)
            pieces[at] = f"%{kind.lower()}"
    known = "".join(one if at % 2 else plain(one) for at, one in enumerate(pieces))
    return f"try_strptime({text}, {literal(known)})"


def _replaced(text: str, names: Mapping[str, int], english: list[str], point: str) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    pattern = f"({'|'.join(re.escape(name) for name in longest_first)})"
    keys = ", ".join(f"{literal(name)}: {literal(english[number - 1])}"
                     for name, number in names.items())  # fmt: skip
    found = f"regexp_extract(t, {literal(pattern)}, 1)"
    replaced = f"regexp_replace(t, {literal(pattern + point)}, MAP {{{keys}}}[{found}])"
    # Once for all uses of it.
    return f"list_transform([{text}], lambda t: {replaced})[1]"
