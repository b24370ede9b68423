"""What promoters do more often than others: buy again, and bring in new customers."""

from __future__ import annotations

import numpy as np

from data.sample.calendar import END, Floats, Ints, Seconds, month_of
from data.sample.commerce import order_amounts
from data.sample.customers import Customers
from data.sample.feedback import Answers

_MORE_ORDERS = np.array([0.02, 0.08, 0.24])  # after an NPS answer: detractor, passive, promoter
_DAYS = 270  # within which they come
_REFERRALS = 0.07  # of new customers, brought in by promoters, beside those that anyone brought


def more_orders(
    rng: np.random.Generator, customers: Customers, left: Ints, answers: Answers
) -> tuple[Ints, Seconds, Floats]:
    """Customer, time and amount in EUR of further orders, in order of time."""
    rows = np.flatnonzero(answers.metric == 0)
    group = np.digitize(answers.score[rows], [6.5, 8.5])
    rows = np.repeat(rows, rng.poisson(_MORE_ORDERS[group]))
    later = rng.integers(1, _DAYS * 24 * 60, len(rows)) * 60
    times, customer = answers.times[rows] + later, answers.customer[rows]
    there = times < END
    there[there] = month_of(times[there]) < left[customer[there]]
    times, customer = times[there], customer[there]
    order = np.argsort(times, kind="stable")
    return customer[order], times[order], order_amounts(rng, customers, customer[order])


def with_referrals(rng: np.random.Generator, customers: Customers, answers: Answers) -> Ints:
    """Who referred each customer: as it was, and for some of the others a promoter."""
    rows = np.flatnonzero((answers.metric == 0) & (answers.score >= 9))
    new = (customers.joined_month >= 1) & (customers.referred_by < 0)
    chosen = np.flatnonzero(new & (rng.random(len(customers)) < _REFERRALS))
    # One of those who had said so before the new customer came.
    before = np.searchsorted(answers.times[rows], customers.joined_at[chosen])
    found = customers.referred_by.copy()
    place = (rng.random(len(chosen)) * before).astype(np.int64)
    found[chosen] = answers.customer[rows][place]
    return found
