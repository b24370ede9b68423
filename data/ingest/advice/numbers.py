"""Texts that are no numbers: hidden characters, commas, units, words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from data.ingest.advice.amounts import amount
from data.ingest.advice.case import Case
from data.sql import literal

_SHOWN = 6
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_COMMA = re.compile(r"[+-]?\d[\d.]*,\d+")
_UNIT = re.compile(r"(\D*)([+-]?\d+(?:[.,]\d+)?)(\D*)")
_OF = re.compile(r"[+-]?\d+(?:[.,]\d+)? ?/ ?\d+")
_NO_ANSWER = frozenset(
    {"n/a", "#n/a", "na", "none", "null", "nil", "nan", "-", "--", "?", ".", "unknown", "refused"}
    | {"no answer", "no response", "not answered", "not applicable", "don't know", "k.a."}
    | {"keine angabe", "ns/nr", "sin respuesta", "sans réponse"}
)


def mend(case: Case) -> str:
    """What the kind of text needs that most of the rows have."""
    rows: dict[Callable[[Case, list[str]], str], int] = {}
    for value, n in case.values.items():
        kind = _kind(case, value)
        rows[kind] = rows.get(kind, 0) + n
    most = max(rows, key=lambda kind: rows[kind])
    values = [value for value in case.values if _kind(case, value) is most]
    # How numbers are written is an option for files alone: a database has queries.
    written = "" if case.mapping.warehouse else amount(case, values[0])
    return written or most(case, values)


def _kind(case: Case, value: str) -> Callable[[Case, list[str]], str]:
    decimal_comma = getattr(case.mapped, "decimal", ".") == ","
    if _shown(value) != value and (_PLAIN.fullmatch(_shown(value)) or _COMMA.fullmatch(value)):
        return _hidden
    if decimal_comma and _PLAIN.fullmatch(value):
        return _points
    if _GROUPED.fullmatch(value):
        return _grouped
    if _COMMA.fullmatch(value) and not decimal_comma:
        return _commas
    if value.lower() in _NO_ANSWER:
        return _no_answer
    if _OF.fullmatch(value):
        return _out_of
    return _unit if _UNIT.fullmatch(value) else _words


def _shown(value: str) -> str:
    """The text without what can't be seen."""
    return "".join(c for c in value if c.isprintable()).strip()


def _hidden(case: Case, values: list[str]) -> str:
    value, shown = values[0], _shown(values[0])
    found = next(c for c in value if not c.isprintable())
    name = unicodedata.name(found, "control character").lower()
    said = f"'{shown}' has a character that can't be seen: {name} (U+{ord(found):04X})."
    if case.mapping.warehouse:
        return f"{said} {case.means({value: shown})}."
    replaced = f"replace({{}}, chr({ord(found)}), '')"
    return f"{said} {case.query(replaced)}"


def _points(case: Case, values: list[str]) -> str:
    return (
        f"A decimal comma is stated, and {values[0]} is written with a point: take the option "
        "away, or map the rows of each kind as a source of their own."
    )


def _grouped(case: Case, values: list[str]) -> str:
    replaced = "replace({}, ',', '')"
    return f"The commas of {values[0]} group thousands. {case.query(replaced)}"


def _commas(case: Case, values: list[str]) -> str:
    if case.mapping.warehouse:
        replaced = "replace({}, ',', '.')"
        return f"Are these decimal commas? {case.query(replaced)}"
    comma = 'decimal = ","'
    return f"Are these decimal commas? {case.option(comma)}."


def _no_answer(case: Case, values: list[str]) -> str:
    return f'If this means "no answer": {case.blank(*values[:_SHOWN])}.'


def _unit(case: Case, values: list[str]) -> str:
    found = _UNIT.fullmatch(values[0])
    before, number, after = found.groups() if found else ("", values[0], "")
    affixes, taken = [affix for affix in (before, after) if affix], "{}"
    for affix in affixes:
        taken = f"replace({taken}, {literal(affix)}, '')"
    beside = " and ".join(f"'{affix}'" for affix in affixes)
    return f"The number {number} stands with {beside}. {case.query(taken)}"


def _out_of(case: Case, values: list[str]) -> str:
    taken = "trim(split_part({}, '/', 1))"
    return f"Of {values[0]} the first number is the score. {case.query(taken)}"


def _words(case: Case, values: list[str]) -> str:
    stated = case.means(dict.fromkeys(values[:_SHOWN], "..."))
    return (
        f'Say which number each text stands for: {stated}. What means "no answer" goes into blank.'
    )
