"""What goes with an outcome, of customers that are made up: noise stays unnamed, causes are named.

Answers on scales of 5 at several touchpoints that go together, an outcome of 0 to 10 or leaving.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.claims.rows import COVERED, Row, at_least, at_most, between, table
from data.scope import Span
from metrics.reasons.relative_weights import relative_weights
from metrics.sums.grouping import Array
from pages.drivers.customers import Known
from pages.drivers.predictors import Group, Predictor
from pages.drivers.work import Driver, weighed

_ROUNDS = 5  # views a round and case
_MANY = 200_000  # customers whose weights are the true ones
_SPAN = Span(date(2026, 1, 1), date(2026, 6, 30))
INTERVALS = (0.90, COVERED[1])  # a little short where few customers tell of a weight


class Case(NamedTuple):
    """`slopes` of the first touchpoints in the outcome; `share` who leaves, 0 for a score."""

    name: str
    customers: int
    touchpoints: int = 8
    service: int = 0
    alike: float = 0.5  # correlation of the scores of a customer
    slopes: tuple[float, ...] = ()
    share: float = 0.0
    missing: float = 0.0  # of each score


CASES = (
    Case("noise, 120 customers, 8 touchpoints", 120),
    Case("noise, 1,000 customers, 20 touchpoints", 1000, touchpoints=20),
    Case("noise, scores and service", 500, service=8),
    Case("noise, a third missing", 800, touchpoints=4, missing=0.33),
    Case("noise, 5 % leave", 3000, share=0.05),
    Case("one of 8, 300 customers", 300, alike=0.0, slopes=(0.35,)),
    Case("two of 8, one against, 1,000", 1000, alike=0.0, slopes=(0.25, -0.25)),
    Case("one of 8, 10 % leave, 3,000", 3000, alike=0.0, slopes=(0.5,), share=0.1),
)


def run(seed: int, rounds: int) -> pd.DataFrame:
    """How often anything is named on noise, and what was planted; intervals of weights."""
    chance, rows = np.random.default_rng(seed), []
    for case in CASES:
        views = [_named(case, chance) for _ in range(_ROUNDS * rounds)]
        planted = {f"T{place}" for place in range(len(case.slopes))}
        wrong = sum(bool({one.name for one in view if one.above_noise} - planted) for view in views)
        rows.append(at_most(case.name, "a driver is named where there is none", wrong, len(views)))
        if planted:
            rows += _found(case, planted, views)
    return table([*rows, *_intervals(chance, _ROUNDS * rounds)])


def _named(case: Case, chance: np.random.Generator) -> list[Driver]:
    values, outcome = drawn(case, case.customers, chance)
    names = [f"T{place}" for place in range(case.touchpoints)]
    predictors = [Predictor(group=Group.SCORES, name=one, metric="csat") for one in names]
    predictors += [Predictor(group=Group.SERVICE, name=f"S{one}") for one in range(case.service)]
    values[chance.random(values.shape) < case.missing] = np.nan
    found = weighed(Known(outcome, values, predictors, len(outcome), _SPAN, _SPAN), 10)
    return [one for group in found.groups for one in group.drivers]


def drawn(case: Case, customers: int, chance: np.random.Generator) -> tuple[Array, Array]:
    """Scores and service figures of customers, and their outcome."""
    person = chance.standard_normal((customers, 1))
    own = chance.standard_normal((customers, case.touchpoints))
    about = np.sqrt(case.alike) * person + np.sqrt(1 - case.alike) * own
    scores = np.clip(np.round(3.8 + about), 1, 5)
    service = chance.exponential(1.0, (customers, case.service))
    slopes = np.array(case.slopes)
    inside = about[:, : len(slopes)] @ slopes if len(slopes) else np.zeros(customers)
    value = inside + chance.standard_normal(customers)
    if case.share:
        outcome = (value > np.quantile(value, 1 - case.share)).astype(float)
    else:
        outcome = np.clip(np.round(7.5 + 2 * value), 0, 10)
    return np.column_stack([scores, service]), outcome


def _found(case: Case, planted: set[str], views: list[list[Driver]]) -> list[Row]:
    """Each planted driver is named, with its sign."""
    named = 0
    for view in views:
        signs = {one.name: np.sign(one.correlation) for one in view if one.above_noise}
        true = {f"T{place}": np.sign(slope) for place, slope in enumerate(case.slopes)}
        named += all(signs.get(name) == true[name] for name in planted)
    return [at_least(case.name, "all planted are named with their signs", named, len(views), 0.9)]


def _intervals(chance: np.random.Generator, views: int) -> list[Row]:
    """Intervals of the planted weights hold those of all customers there might be."""
    rows = []
    for customers in (150, 1000):
        case = Case("", customers, touchpoints=4, slopes=(0.5, 0.3, -0.3))
        many, outcome = drawn(case, _MANY, chance)
        whole = np.asarray(np.corrcoef(np.column_stack([many, outcome]), rowvar=False))
        true = 100 * relative_weights(whole[:-1, :-1], whole[:-1, -1])
        held = 0
        for _ in range(views):
            for one in _named(case, chance):
                place = int(one.name[1:])
                held += place == 0 and one.low <= true[place] <= one.high
        name = f"largest of 3 that go together, {customers:,} customers"
        rows.append(between(name, "95 % interval of the weight holds", held, views, INTERVALS))
    return rows
