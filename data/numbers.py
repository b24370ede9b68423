"""Numbers as people and programs write them, in SQL: grouped thousands, currency, per cent."""

from __future__ import annotations

import math
import re

from data.space import SPACE
from data.sql import literal
from detection.currencies import SIGNS

CURRENCY_SIGNS = frozenset(sign for signs in SIGNS.values() for sign in signs)
_GAP = f"[{SPACE}]"
_FIRST = "[1-9][0-9]{0,2}"  # digits before the first thousand
_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def number(sql: str, decimal: str | None, currency: str = "") -> str:
    """A finite DOUBLE; NULL of what is not surely one number.

    `decimal`: the sign of decimals that the mapping states. None is a point, but a single comma
    before three digits may be either and is not read. Thousands may be grouped by the other sign,
    by space or by apostrophes, or as in India (1,23,456). The company's currency and a per cent
    sign are left out.
    """
    plain = f"replace({sql}, ',', '.')" if decimal == "," else sql
    value = f"TRY_CAST({plain} AS DOUBLE)"
    # DuckDB would read 1_0 as 10 and +-5 as -5.
    sure = f"isfinite({value}) AND NOT contains({sql}, '_') AND NOT starts_with({sql}, '+-')"
    if decimal == ",":
        sure += f" AND NOT contains({sql}, '.')"
    # Hardly any text is written otherwise, and only those are looked at again.
    return f"CASE WHEN {sure} THEN {value} ELSE {_written(sql, decimal, currency)} END"


def stated(text: str, decimal: str | None) -> float | None:
    """A number that a mapping states; None where it is none."""
    plain = text.replace(",", ".") if decimal == "," else text
    value = float(plain) if _PLAIN.fullmatch(plain) else math.inf
    return value if math.isfinite(value) else None


def _written(sql: str, decimal: str | None, currency: str) -> str:
    """The value of a text with more than digits and a point."""
    point, other = (",", r"\.") if decimal == "," else (r"\.", ",")
    rest = f"(?:{point}[0-9]+)"
    bodies = [
        f"[0-9]+{rest}?",
        f"{_FIRST}(?:{_GAP}[0-9]{{3}})+{rest}?",
        f"{_FIRST}(?:['’][0-9]{{3}})+{rest}?",
        f"{_FIRST}(?:{other}[0-9]{{3}})+{rest}{'' if decimal is None else '?'}",
    ]
    if decimal is None:  # two commas can only group
        bodies.append(f"{_FIRST}(?:,[0-9]{{3}}){{2,}}")
    if decimal != ",":  # lakhs and crores
        bodies.append(f"[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}{rest}?")
    signs = (currency, *SIGNS.get(currency.upper(), ()))
    money = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True) if sign)
    before = f"(?:(?:{money}){_GAP}*)?" if money else ""
    after = f"(?:{_GAP}*(?:%{f'|{money}' if money else ''}))?"
    pattern = literal(f"(?:([+−-]?){_GAP}*{before}|{before}([+−-]?))({'|'.join(bodies)}){after}")
    kept = f"regexp_replace({sql}, {pattern}, '\\1\\2\\3')"
    kept = f"replace(regexp_replace({kept}, '[^0-9{point}+−-]', '', 'g'), '−', '-')"
    if decimal == ",":
        kept = f"replace({kept}, ',', '.')"
    return f"CASE WHEN regexp_full_match({sql}, {pattern}) THEN TRY_CAST({kept} AS DOUBLE) END"
