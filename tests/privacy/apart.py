"""Plays an anonymous reader who subtracts: of which rows views differ, recounted from the files."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
import pandas as pd
from flask.testing import FlaskClient

from data.scope import NOT_STATED
from tests.callbacks.client import show
from tests.privacy.companies import FIRST, LAST, LEVELS, Known
from tests.privacy.rows import Flags

# The figures that are recounted: each by its table and the column that decides on the day.
_OF = {
    "answers to nps": ("feedback", "submitted_at"),
    "answers to csat": ("feedback", "submitted_at"),
    "tickets opened": ("tickets", "opened_at"),
    "tickets resolved": ("tickets", "resolved_at"),
    "orders": ("orders", "ordered_at"),
    "customers": ("customers", ""),
}


@dataclass(frozen=True)
class Got:
    """A view that a reader has got: its days, and the levels of its filters."""

    start: date
    end: date
    filters: frozenset[tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, view: dict[str, Any]) -> Got:
        """As the API tells of it."""
        filters = frozenset((key, frozenset(levels)) for key, levels in view["filters"].items())
        return cls(date.fromisoformat(view["from"]), date.fromisoformat(view["to"]), filters)

    def step(self, other: Got) -> str:
        """In what two views differ, if that is one thing."""
        days = (self.start, self.end) != (other.start, other.end)
        keys = {key for key, _ in self.filters ^ other.filters}
        return next(iter(keys), "days") if len(keys) + days == 1 else ""


def asked(chance: random.Random, many: int) -> Iterator[str]:
    """Links that are a step from each other: each begins somewhere, and goes on a few steps."""
    for _ in range(many // 4):
        days = _days(chance)
        filters: dict[str, list[str]] = {}
        for _ in range(4):
            key = chance.choice(["", *LEVELS])
            if key and (key not in filters or chance.random() < 0.7):
                levels = [*LEVELS[key], NOT_STATED]
                filters[key] = chance.sample(levels, chance.randint(1, len(LEVELS[key]) - 1))
            elif key:
                del filters[key]
            else:
                days = _days(chance)
            of = [(key, level) for key, levels in filters.items() for level in levels]
            compare = chance.choice(("none", "previous"))
            yield urlencode([("from", days[0]), ("to", days[1]), ("compare", compare), *of])


def _days(chance: random.Random) -> tuple[date, date]:
    """Often of months, else any."""
    if chance.random() < 0.3:
        first, last = sorted(chance.sample(range((LAST - FIRST).days + 1), 2))
        return FIRST + timedelta(days=first), FIRST + timedelta(days=last)
    first, last = sorted(chance.choices(range(1, 7), k=2))
    end = (pd.Timestamp(2026, last, 1) + pd.offsets.MonthEnd()).date()
    return date(2026, first, 1), end


def got(client: FlaskClient, queries: list[str]) -> list[Got]:
    """The views that a reader gets, and those that they are compared with.

    The page shows a view for each link; the API, which refuses what can't be applied, tells it.
    """
    found: dict[Got, None] = {}
    for query in queries:
        answer = client.get(f"/api/data?{query}")
        if answer.status_code == 400:
            shown = show(client, f"/data?{query}")
            assert answer.get_json()["errors"][0] in shown.text("notices")
            answer = client.get(f"/api{shown.answer['link']}")
        assert answer.status_code == 200, answer.text
        view = answer.get_json()["view"]
        own = Got.of(view)
        found[own] = None
        if view["compare"] == "previous" and own.start.day == 1:
            months = (pd.Period(own.end, "M") - pd.Period(own.start, "M")).n + 1
            start = (pd.Period(own.start, "M") - months).start_time.date()
            found[Got(start, own.start - timedelta(days=1), own.filters)] = None
    return list(found)


def told(known: Known, views: list[Got]) -> list[str]:
    """What can be told of a few customers by one view less another that is a step from it."""
    found, least = [], known.minimum_n
    rows = _rows_of(known, views)
    persons = {
        of: pd.factorize(known.tables[table]["customer_id"])[0] for of, (table, _) in _OF.items()
    }
    for one, other in combinations(views, 2):
        step = one.step(other)
        if not step:
            continue
        for of, (_, clock) in _OF.items():
            if step == "days" and not clock:
                continue  # how many customers joined or left is no secret
            here, there = rows[one][of], rows[other][of]
            who = persons[of]
            if max(_many(who[here]), _many(who[there])) < least:
                continue  # hidden in both
            for left in (here & ~there, there & ~here):
                if 0 < _many(who[left]) < least:
                    found.append(f"{step}: {_many(who[left])} of {of}: {one} and {other}")
    return found


def _many(who: npt.NDArray[np.intp]) -> int:
    """Different customers, by their numbers; -1 is of nobody."""
    return len(np.unique(who[who >= 0]))


def _rows_of(known: Known, views: list[Got]) -> dict[Got, dict[str, Flags]]:
    """The rows that each figure of each view is of."""
    days = {
        (table, clock): pd.to_datetime(known.tables[table][clock]).dt.date
        for table, *clocks in [*_OF.values(), ("customers", "joined_at", "churned_at")]
        for clock in clocks
        if clock
    }
    return {view: {of: _rows(known, of, view, days) for of in _OF} for view in views}


def _rows(known: Known, of: str, view: Got, days: Mapping[tuple[str, str], pd.Series]) -> Flags:
    table, clock = _OF[of]
    rows = known.tables[table]
    met = np.ones(len(rows), dtype=bool)
    for key, levels in view.filters:
        if key in rows:
            met &= rows[key].fillna(NOT_STATED).isin(levels).to_numpy()
    if clock:
        day = days[table, clock]
        met &= ((day >= view.start) & (day <= view.end)).to_numpy()
    else:
        joined = days[table, "joined_at"]
        left = days[table, "churned_at"].fillna(date.max)
        met &= ((joined <= view.end) & (left >= view.start)).to_numpy()
    if table == "feedback":
        met &= (rows["metric"] == of.removeprefix("answers to ")).to_numpy()
    return met
