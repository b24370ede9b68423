"""Companies whose customers leave, for no reason or for a planted one: are risks told, and right?

Each has eight periods behind it, and one ahead that shows what came. Customers who left are
replaced. Of what is known of them one thing changes from period to period and one stays; further
columns are noise, some of them the same for a customer in all periods.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from benchmarks.claims.rows import COVERED, Row, at_least, at_most, between, table
from metrics.inference.intervals import Array
from metrics.leaving.auc import auc
from metrics.leaving.leaving import Leaving, Outcome, Period, leaving
from metrics.leaving.model import Flags
from metrics.sums.grouping import IntArray

_COMPANIES = 5  # a round and case
_PERIODS = 8
_NOISE = 12  # columns
_CAUTIOUS = (0.93, 0.995)  # of a prediction that few periods were known for
_TRUE = 400_000  # customers by whom a true area is known


class Case(NamedTuple):
    """How customers leave; `weights` in log odds of what changes and of what stays."""

    name: str
    customers: int = 3000
    share: float = 0.03  # who leave in a period, about
    weights: tuple[float, float] = (0.0, 0.0)
    frailty: float = 0.0  # standard deviation of what nobody knows of a customer, log odds
    shocks: float = 0.0  # the same of periods
    large: float = 0.0  # log odds by the logarithm of revenue, which no risk knows


NOISE = (
    Case("noise, 3,000 customers, 3 % leave"),
    Case("noise, 1,500 customers, 2 % leave", 1500, 0.02),
    Case("noise, 1,000 customers, 20 % leave", 1000, 0.2),
    Case("noise, customers unlike", frailty=1.0),
    Case("noise, periods unlike", shocks=0.3),
)
PLANTED = (
    Case("what changes, 2 times the odds", weights=(0.7, 0.0)),
    Case("what stays, 2 times the odds", weights=(0.0, 0.7)),
    Case("both, customers unlike", weights=(0.7, 0.7), frailty=0.7),
    Case("both, periods unlike", weights=(0.7, 0.7), shocks=0.3),
    Case("both, large ones leave less", weights=(0.7, 0.7), large=-0.4),
)


class Company(NamedTuple):
    """Its periods, the newest first, its customers of today, and who of them will leave."""

    past: list[Period]
    values: Array
    revenue: Array
    leaves: Flags


def run(seed: int, rounds: int) -> pd.DataFrame:
    """How often risks are told, how well they are calibrated, and whether intervals hold."""
    chance, rows = np.random.default_rng(seed), []
    for case in NOISE:
        found = [told_of(case, chance)[0] for _ in range(_COMPANIES * rounds)]
        told = sum(one.outcome == Outcome.TOLD for one in found)
        rows.append(at_most(case.name, "told", told, len(found)))
    for case in PLANTED:
        rows += _planted(case, [told_of(case, chance) for _ in range(_COMPANIES * rounds)])
    return table([*rows, *_areas(chance, _COMPANIES * rounds)])


def told_of(case: Case, chance: np.random.Generator) -> tuple[Leaving, Company]:
    """A company of the case, and what is told of it."""
    company = drawn(case, chance)
    return leaving((company.values.astype(np.float32), company.revenue), company.past), company


def drawn(case: Case, chance: np.random.Generator) -> Company:
    """A company: customers by period, each leaving by its own odds."""
    size = case.customers
    stays, frail = chance.normal(size=size), chance.normal(0, case.frailty, size)
    own, paid = chance.normal(size=(size, _NOISE // 2)), chance.lognormal(8, 1.2, size)
    who, newest = np.arange(size), size
    periods: list[tuple[Array, Flags, IntArray, Array]] = []
    for _ in range(_PERIODS + 1):
        changes = chance.normal(size=size)
        odds = logit(case.share) + case.weights[0] * changes + case.weights[1] * stays + frail
        odds = odds + chance.normal(0, case.shocks) + case.large * (np.log(paid) - 8)
        noise = chance.normal(size=(size, _NOISE - _NOISE // 2))
        left = chance.random(size) < expit(odds)
        periods.append(
            (np.column_stack([changes, stays, own, noise]), left, who.copy(), paid.copy())
        )
        gone = int(left.sum())
        stays[left], frail[left] = chance.normal(size=gone), chance.normal(0, case.frailty, gone)
        own[left], paid[left] = (
            chance.normal(size=(gone, own.shape[1])),
            chance.lognormal(8, 1.2, gone),
        )
        who[left], newest = newest + np.arange(gone), newest + gone
    *before, (values, leaves, _, revenue) = periods
    past = [Period(v.astype(np.float32), left, ids, pays) for v, left, ids, pays in before[::-1]]
    return Company(past, values, revenue, leaves)


def _planted(case: Case, found: list[tuple[Leaving, Company]]) -> list[Row]:
    told = [(one, company) for one, company in found if one.outcome == Outcome.TOLD]
    rows = [at_least(case.name, "told", len(told), len(found), 0.9)]
    bins = held = lost = many = 0
    expected = came = 0.0
    for one, company in told:
        assert one.tested is not None and one.risk is not None and one.revenue is not None
        frame = one.tested.bins
        bins += len(frame)
        held += int(frame["expected"].between(frame["low"], frame["high"]).sum())
        assert one.leave is not None
        many += bool(one.leave.low <= company.leaves.sum() <= one.leave.high)
        lost += bool(one.revenue.low <= company.revenue[company.leaves].sum() <= one.revenue.high)
        expected, came = expected + one.risk.value.sum(), came + company.leaves.sum()
    bounds = (0.5, 1.0) if case.shocks else (0.88, 1.0)  # all tenths of a period move together
    rows.append(between(case.name, "tenths whose share holds the risk told", held, bins, bounds))
    rows.append(
        between(case.name, "number's interval holds how many left", many, len(told), _CAUTIOUS)
    )
    rows.append(
        between(case.name, "revenue's interval holds what was lost", lost, len(told), _CAUTIOUS)
    )
    rows.append(Row(case.name, "left over expected", came / expected, 0.9, 1.1))
    return rows


def _areas(chance: np.random.Generator, tries: int) -> list[Row]:
    """Intervals of the area under the curve, customers in four periods, some more at risk."""
    rows = []
    for name, size, frailty in (("300 a period", 300, 0.0), ("3,000, customers unlike", 3000, 1.5)):
        score, left, *_ = _scored(_TRUE, frailty, chance)
        truth = float(auc(score, left, np.zeros(len(left), int), np.arange(len(left))).value)
        held = 0
        for _ in range(tries):
            ends = auc(*_scored(size, frailty, chance))
            held += bool(ends.low <= truth <= ends.high)
        rows.append(between(f"area, {name}", "interval holds the truth", held, tries, COVERED))
    return rows


def _scored(
    size: int, frailty: float, chance: np.random.Generator
) -> tuple[Array, Flags, IntArray, IntArray]:
    """Score, who left, period and customer: in four periods, the score much the same in each."""
    own, frail = chance.normal(size=size), chance.normal(0, frailty, size)
    period, customer = np.repeat(np.arange(4), size), np.tile(np.arange(size), 4)
    score = own[customer] + 0.3 * chance.normal(size=4 * size)
    odds = -2.5 + 0.7 * score + frail[customer]
    return score, chance.random(4 * size) < expit(odds), period, customer
