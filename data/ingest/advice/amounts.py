"""Amounts written otherwise than the mapping says: which of two they may be, or whose sign."""

from __future__ import annotations

import re

from data.ingest.advice.case import Case
from data.numbers import CURRENCY_SIGNS

_MONEY = "|".join([r"[A-Z]{3}\b", *map(re.escape, sorted(CURRENCY_SIGNS, key=len, reverse=True))])
_AMOUNT = re.compile(rf"[+−-]?\s*({_MONEY})?\s*[+−-]?([0-9][0-9.,\s'’]*)({_MONEY}|%)?")


def amount(case: Case, value: str) -> str:
    """A sentence on a number that was not read as it is written; empty for what is no number."""
    found = _AMOUNT.fullmatch(value.strip())
    if not found:
        return ""
    digits = re.sub(r"[\s'’]", "", found[2])
    point, comma = (case.option(f'decimal = "{mark}"') for mark in ".,")
    if re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", digits):
        return (
            f"Is {digits} {digits.replace(',', '')} or {digits.replace(',', '.')}? Where a comma "
            f"groups thousands, say {point}; where it begins the decimals, {comma}."
        )
    if re.fullmatch(r"([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+", digits):
        return f"Are these decimal commas? {comma}."
    if found[1] or found[3]:
        return (
            "Of signs beside a number, per cent and the company's own currency are read: state it "
            'as currency = "USD" in [company], say. Amounts in several need a query first.'
        )
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", digits):
        return f"Are these decimal points? {point}."
    return ""
