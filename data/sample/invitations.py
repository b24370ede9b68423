"""Whom the sample company asked by name: every answer that was invited, and all who kept silent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.calendar import (
    Bools,
    Floats,
    Ints,
    Seconds,
    month_index,
    month_of,
    pick,
    season,
    times_within,
)
from data.sample.customers import Customers
from data.sample.feedback import CHANNELS, SURVEYS, Answers
from data.sample.scores import TOUCHPOINTS

SINCE = month_index("2024-11")  # when the company began to keep its invitations
MORE_SURVEYS = month_index("2026-02")  # relational surveys by e-mail go out more often
_ASKED_AFTER = ("Support chat", "Support call")  # transactional surveys that are sent by name
_RATES = {  # of those asked, how many answer, in the order of CHANNELS; the last: not known
    "relational": (0.27, 0, 0.12, 0, 0, 0.22),
    "transactional": (0.31, 0, 0.17, 0.39, 0, 0.29),
}
_TIRED = 0.72  # of the rate, since there are more surveys
_SIZES = tuple(len(names) + 1 for names in (TOUCHPOINTS, SURVEYS, CHANNELS))
_IN_APP = CHANNELS.index("in-app")  # asks whoever is there
_HOURS_TO_ANSWER = 9.0  # median
_OVER_SURVEYED = 0.05  # of the customers are on several lists
_TIMES_AS_OFTEN = 4.0


@dataclass
class Invitations:
    """One entry an invitation, in order of time; names as positions, -1 where missing."""

    sent_at: Seconds
    customer: Ints
    touchpoint: Ints
    survey: Ints
    channel: Ints
    answered: Bools


def make_invitations(
    rng: np.random.Generator,
    customers: Customers,
    left: Ints,
    weights: Floats,
    answers: Answers,
) -> Invitations:
    """Invitations since SINCE to relational surveys and to those after a contact with support.

    Prompts inside the app are none.

    Each that was answered belongs to an answer of that customer, survey, touchpoint and channel.
    """
    touchpoints = np.array([-1, *(TOUCHPOINTS.index(name) for name in _ASKED_AFTER)])
    named = (answers.customer >= 0) & (answers.survey < 2) & (answers.channel != _IN_APP)
    rows = np.flatnonzero(named & np.isin(answers.touchpoint, touchpoints))
    hours = _HOURS_TO_ANSWER * rng.lognormal(0, 1.0, len(rows))
    customer = answers.customer[rows]
    sent = answers.times[rows] - (hours * 3600).astype(np.int64)
    sent = np.maximum(sent, customers.joined_at[customer])
    kept = month_of(sent) >= SINCE
    rows, sent, customer = rows[kept], sent[kept], customer[kept]
    places = [one[rows] for one in (answers.touchpoint, answers.survey, answers.channel)]

    _, first, answered = np.unique(
        np.ravel_multi_index([one + 1 for one in places], _SIZES),
        return_index=True,
        return_counts=True,
    )
    cells = [one[first] for one in places]
    cell, who, months = _silent(rng, customers, left, cells, answered)
    silent_at = times_within(rng, months, weights)
    sent_at = np.concatenate([sent, silent_at])
    order = np.argsort(sent_at, kind="stable")
    columns = [np.concatenate([one, other[cell]]) for one, other in zip(places, cells, strict=True)]
    touchpoint, survey, channel = (column[order] for column in columns)
    return Invitations(
        sent_at=sent_at[order],
        customer=np.concatenate([customer, who])[order],
        touchpoint=touchpoint,
        survey=survey,
        channel=channel,
        answered=order < len(sent),
    )


def _silent(
    rng: np.random.Generator, customers: Customers, left: Ints, cells: list[Ints], answered: Ints
) -> tuple[Ints, Ints, Ints]:
    """Cell, customer and month of each invitation without an answer.

    Their numbers follow those who could be asked, not the answers that came: so the rate of answers
    varies as chance makes it.
    """
    _, survey, channel = cells
    rates = np.array([_RATES[name] for name in SURVEYS[:2]])[survey, channel]
    by_email = (survey == 0) & (channel == CHANNELS.index("email"))
    often = np.where(rng.random(len(customers)) < _OVER_SURVEYED, _TIMES_AS_OFTEN, 1.0)
    often *= rng.lognormal(0, 0.4, len(customers))
    asked = {}
    for month, activity in enumerate(season()):
        if month >= SINCE:
            active = np.flatnonzero((customers.joined_month < month) & (left > month))
            asked[month] = (active, len(active) * activity)
    whole = sum(size for _, size in asked.values())
    parts: list[tuple[Ints, Ints, Ints]] = []
    for month, (active, size) in asked.items():
        rate = np.where(by_email & (month >= MORE_SURVEYS), _TIRED * rates, rates)
        counts = rng.poisson(answered * size / whole * (1 - rate) / rate)
        who = active[pick(rng, often[active], int(counts.sum()))]
        parts.append((np.repeat(np.arange(len(counts)), counts), who, np.full(len(who), month)))
    cell, who, months = (np.concatenate(part) for part in zip(*parts, strict=True))
    return cell, who, months
