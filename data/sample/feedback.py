"""Three years of surveys, month by month: who is asked, who answers, and who leaves afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.calendar import (
    MONTHS,
    Bools,
    Floats,
    Ints,
    Seconds,
    pick,
    season,
    times_within,
)
from data.sample.customers import Customers
from data.sample.scores import TOUCHPOINTS, ces_scores, csat_scores, nps_scores

METRICS = ("nps", "csat", "ces")
SURVEYS = ("relational", "transactional", "in_moment")
CHANNELS = ("email", "in-app", "sms", "phone", "web")

_ANSWERS = 0.402  # a month and customer, all metrics
_METRIC_SHARES = np.array([0.26, 0.42, 0.32])
_TOUCHPOINT_SHARES = {
    "nps": (0, 0, 0, 0.3, 0.4, 0, 0, 0.3),
    "csat": (0.16, 0.08, 0.13, 0.11, 0.18, 0.14, 0.09, 0.11),
    "ces": (0.12, 0.03, 0.12, 0.11, 0.10, 0.24, 0.14, 0.14),
}
_NEW_CUSTOMER_TOUCHPOINTS = ("Sales", "Checkout", "Onboarding")
_IN_MOMENT_TOUCHPOINTS = ("Website", "Checkout", "Product use")
_TRANSACTIONAL_NPS = 0.2
_ANONYMOUS_ON_WEBSITE = 0.2
_CHANNEL_SHARES = {
    "relational": (0.68, 0.20, 0.12, 0, 0),
    "transactional": (0.58, 0.08, 0.20, 0.14, 0),
    "in_moment": (0, 0.55, 0, 0, 0.45),
}
_CHANNEL_MISSING = 0.03

# Chance to leave in a month, by plan, times a factor by the latest NPS answer.
_LEAVING = np.array([0.016, 0.011, 0.008, 0.005])
_LEAVING_FACTOR = np.array([2.8, 1.1, 0.5, 0.9])  # detractor, passive, promoter, unknown
_UNKNOWN = 3
_STAYS = len(MONTHS)


@dataclass
class Answers:
    """One entry an answer, in order of time; names as positions, -1 where missing."""

    times: Seconds
    customer: Ints
    metric: Ints
    score: Ints
    touchpoint: Ints
    survey: Ints
    channel: Ints


def make_answers(
    rng: np.random.Generator, customers: Customers, weights: Floats
) -> tuple[Answers, Ints]:
    """All answers, and the month each customer left in (a position in MONTHS, or their number)."""
    customer, metric, score, touchpoint, months, left = _by_month(rng, customers)
    times = times_within(rng, months, weights)
    region = customers.region[customer]
    anonymous = (touchpoint == 0) & (rng.random(len(customer)) < _ANONYMOUS_ON_WEBSITE)
    customer, region = np.where(anonymous, -1, customer), np.where(anonymous, -1, region)
    csat, ces = metric == 1, metric == 2
    score[csat] = csat_scores(rng, touchpoint[csat], times[csat])
    score[ces] = ces_scores(rng, touchpoint[ces], region[ces], times[ces])
    survey = _surveys(rng, touchpoint)
    channel = _channels(rng, survey)
    order = np.argsort(times, kind="stable")
    answers = Answers(times, customer, metric, score, touchpoint, survey, channel)
    return Answers(*(column[order] for column in vars(answers).values())), left


def _by_month(
    rng: np.random.Generator, customers: Customers
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Who answers what in each month; NPS is scored here because it decides who leaves."""
    left = np.full(len(customers), _STAYS)
    opinion = np.full(len(customers), _UNKNOWN)
    parts: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
    for month, activity in enumerate(season()):
        active = np.flatnonzero((customers.joined_month < month) & (left > month))
        asked = rng.poisson(len(active) * _ANSWERS * activity * _METRIC_SHARES)
        metric = np.repeat(np.arange(3), asked)
        touchpoint = _touchpoints(rng, asked)
        who = _answering(rng, customers, active, month, metric, touchpoint)
        score = np.zeros(len(who), dtype=np.int64)
        loyal = who[metric == 0]
        score[metric == 0] = nps_scores(
            rng, customers.plan[loyal], customers.region[loyal], customers.industry[loyal]
        )
        opinion[loyal] = np.digitize(score[metric == 0], [6.5, 8.5])
        parts.append((who, metric, score, touchpoint, np.full(len(who), month)))
        chance = _LEAVING[customers.plan[active]] * _LEAVING_FACTOR[opinion[active]]
        left[active[rng.random(len(active)) < chance]] = month + 1
    who, metric, score, touchpoint, months = (np.concatenate(p) for p in zip(*parts, strict=True))
    return who, metric, score, touchpoint, months, left


def _touchpoints(rng: np.random.Generator, asked: Ints) -> Ints:
    drawn = [pick(rng, _TOUCHPOINT_SHARES[name], n) for name, n in zip(METRICS, asked, strict=True)]
    drawn[0][rng.random(asked[0]) >= _TRANSACTIONAL_NPS] = -1
    return np.concatenate(drawn)


def _answering(
    rng: np.random.Generator,
    customers: Customers,
    active: Ints,
    month: int,
    metric: Ints,
    touchpoint: Ints,
) -> Ints:
    """A customer for each answer: new ones buy and start, and are asked for NPS more often."""
    inclination = customers.answering[active]
    tenure = month - customers.joined_month[active]
    early = _is_one_of(touchpoint, _NEW_CUSTOMER_TOUCHPOINTS) & (metric > 0)
    who = np.zeros(len(metric), dtype=np.int64)
    for rows, weights in (
        (metric == 0, inclination * np.where(tenure <= 12, 1.8, 1.0)),
        (early, inclination * np.where(tenure <= 3, 12.0, 0.3)),
        ((metric > 0) & ~early, inclination),
    ):
        who[rows] = active[pick(rng, weights, int(rows.sum()))]
    return who


def _surveys(rng: np.random.Generator, touchpoint: Ints) -> Ints:
    in_moment = _is_one_of(touchpoint, _IN_MOMENT_TOUCHPOINTS) & (rng.random(len(touchpoint)) < 0.6)
    return np.where(touchpoint < 0, 0, np.where(in_moment, 2, 1))


def _channels(rng: np.random.Generator, survey: Ints) -> Ints:
    channel = np.full(len(survey), -1)
    for index, name in enumerate(SURVEYS):
        rows = survey == index
        channel[rows] = pick(rng, _CHANNEL_SHARES[name], int(rows.sum()))
    channel[rng.random(len(survey)) < _CHANNEL_MISSING] = -1
    return channel


def _is_one_of(touchpoint: Ints, names: tuple[str, ...]) -> Bools:
    return np.isin(touchpoint, [TOUCHPOINTS.index(name) for name in names])
