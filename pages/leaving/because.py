"""What raised a customer's risk to leave, in words. Association, not cause."""

from __future__ import annotations

from datetime import date

import pandas as pd

from metrics.leaving.features import days_before

_NAMED = 2  # of what raised a risk most
_LEAST = 0.1  # of log odds: a tenth more likely to leave than the mean customer


def because(raised: pd.Series, person: pd.DataFrame, day: date) -> list[str]:
    """What raised it most, first: `last NPS answer: detractor`.

    `raised` are log odds by theme (`metrics.leaving.model.raised_by`), `person` the customer's row
    as known on the day.
    """
    most = raised[raised > _LEAST].sort_values(ascending=False, kind="stable").index[:_NAMED]
    return [_WORDS[theme](person, theme, day) for theme in most]


def _nps(person: pd.DataFrame, _: str, day: date) -> str:
    for group in ("detractor", "passive", "promoter"):
        if _number(person, group) >= 0.5:
            return f"last NPS answer: {group}"
    return "no NPS answer in a year"


def _answers(person: pd.DataFrame, theme: str, day: date) -> str:
    given, low = _number(person, f"{theme}_n"), _number(person, "low")
    if not given:
        return "no answers in a year"
    return f"{low:.0f} low of {given:.0f} {'answer' if given == 1 else 'answers'} in a year"


def _orders(person: pd.DataFrame, theme: str, day: date) -> str:
    return _since(person, theme, day, "last order", "no order in a year")


def _tickets(person: pd.DataFrame, theme: str, day: date) -> str:
    n, waits = _number(person, f"{theme}_n"), _number(person, "tickets_open")
    if not n:
        return "no ticket in a year"
    words = f"{n:.0f} {'ticket' if n == 1 else 'tickets'} in a year"
    return f"{words}, {waits:.0f} open" if waits else words


def _engagement(person: pd.DataFrame, theme: str, day: date) -> str:
    return _since(person, theme, day, "last active", "not active in a year")


def _tenure(person: pd.DataFrame, _: str, day: date) -> str:
    days = int(days_before(person["joined_day"], day)[0])
    years = days // 365
    if not years:
        return f"customer for {days} {'day' if days == 1 else 'days'}"
    return f"customer for {years} {'year' if years == 1 else 'years'}"


def _since(person: pd.DataFrame, theme: str, day: date, what: str, never: str) -> str:
    days = days_before(person[f"{theme}_last"], day)[0]
    if days != days:
        return never
    return f"{what} {days:.0f} {'day' if days == 1 else 'days'} ago"


def _number(person: pd.DataFrame, name: str) -> float:
    return float(person[name].fillna(0).iloc[0]) if name in person else 0.0


_WORDS = {
    "nps": _nps,
    "feedback": _answers,
    "orders": _orders,
    "tickets": _tickets,
    "engagement": _engagement,
    "tenure": _tenure,
}
