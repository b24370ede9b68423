"""What is said of whom to call."""

from __future__ import annotations

import math

import pandas as pd

from data.catalog import Catalog
from data.query.each_customer.to_call import FELL, RECENT
from metrics.series import Series
from pages.words.units import large, large_number
from view.query import counted
from view.state import View


def headline(found: pd.DataFrame, catalog: Catalog, view: View) -> str:
    """How many there are to call, and what they pay a year. `found`: of `to_call`, not empty."""
    n, paid = int(found["of"].iloc[0]), float(found["paid"].iloc[0])
    who = f"{counted(n, 'customers')} to call"
    if paid > 0:
        pay = "who pays" if n == 1 else "who pay"
        # Of some it may be not known, who come last; nothing is known of those beyond the list.
        known = len(found) == n and found["annual_revenue"].notna().all()
        least = "" if known else "at least "
        who += f", {pay} {least}{_money(paid, catalog)} a year"
    return f"{who}: their last answer of {RECENT} days{_within(view)} was bad or fell."


def nobody(view: View) -> str:
    """That there is nobody to call."""
    last = f"no last answer of {RECENT} days{_within(view)}"
    return f"Nobody to call: {last} was bad, or fell by {FELL} points."


def _within(view: View) -> str:
    """Outside the filters there may be a later one."""
    return " within the filters" if view.filters else ""


def bad_words(series: Series, score: float, before: float, *, bad: bool) -> str:
    """Why a customer is told of: `detractor, 4 points lower`."""
    parts = []
    if bad:
        parts.append("detractor" if series.metric == "nps" else "below the positive range")
    fell = 0.0 if math.isnan(before) else before - score
    if fell >= FELL:
        parts.append(f"{fell:g} points lower")
    return ", ".join(parts)


def _money(amount: float, catalog: Catalog) -> str:
    size, word = large("currency", amount)
    said = f"{large_number(amount, size)}\u00a0{word}" if word else f"{amount:,.0f}"
    return f"{catalog.currency}\u00a0{said}" if catalog.currency else said
