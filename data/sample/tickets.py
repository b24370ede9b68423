"""Support tickets: who waits, who answers, what is solved and what stays open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.calendar import (
    END,
    OUTAGE,
    Bools,
    Floats,
    Ints,
    Seconds,
    month_of,
    pick,
    season,
    times_within,
)
from data.sample.customers import REGIONS, Customers
from data.sample.scores import BILLING_PORTAL, CHAT_TEAM

TICKET_CHANNELS = ("phone", "chat", "email", "web")
PRIORITIES = ("low", "normal", "high", "urgent")
TEAMS = ("Frontline", "Billing", "Technical", "Chat")
AGENTS_PER_TEAM = 12

_PHONE, _CHAT = 0, 1
_BILLING, _CHAT_TEAM = 1, 3
_TICKETS = 0.105  # a month and customer
_CHANNEL_SHARES = (0.22, 0.18, 0.40, 0.20)
_TEAM_SHARES = (0.45, 0.25, 0.30)
_PRIORITY_SHARES = (0.22, 0.55, 0.17, 0.06)
_SLA_HOURS = np.array([24, 8, 4, 1])  # to the first response, by priority
_PORTAL_EXTRA = 0.055  # more billing tickets a month and customer in EMEA, from 2026-03
_OUTAGE_EXTRA = 420
_WAIT = np.array([80, 95, 0, 0])  # median seconds by channel; none for email and web
_CHAT_TEAM_WAIT = 0.45
_FIRST_RESPONSE_HOURS = np.array([2.0, 1.5, 5.5, 7.0])  # where not answered at once
_RESOLUTION_HOURS = np.array([30, 14, 6, 2.5])  # median by priority
_NEVER_RESOLVED, _REOPENED, _REVIEWED = 0.012, 0.07, 0.10


@dataclass
class Tickets:
    """One entry a ticket, in order of time. Missing: -1, NaN or NaT."""

    opened_at: Seconds
    customer: Ints
    channel: Ints
    team: Ints
    agent: Ints  # number among all agents
    priority: Ints
    first_response_at: Seconds
    resolved_at: Seconds
    reopened: Bools
    contacts: Ints
    wait_seconds: Floats
    handle_seconds: Floats
    answered: Ints  # 1, 0, or -1 where there was no call or chat
    sla_seconds: Ints
    quality_score: Floats


def make_tickets(
    rng: np.random.Generator, customers: Customers, left: Ints, weights: Floats
) -> Tickets:
    """All tickets; `left` is the month in which each customer left."""
    customer, months, about_portal = _opened(rng, customers, left)
    opened_at = times_within(rng, months, weights)
    outage = len(opened_at) - _OUTAGE_EXTRA  # the last ones are about the outage
    opened_at[outage:] = OUTAGE[0].astype("datetime64[s]") + rng.integers(
        0, 3 * 86_400, _OUTAGE_EXTRA
    )
    order = np.argsort(opened_at, kind="stable")
    opened_at, customer, about_portal = opened_at[order], customer[order], about_portal[order]
    size = len(order)

    channel = pick(rng, _CHANNEL_SHARES, size)
    priority = pick(rng, _PRIORITY_SHARES, size)
    chat_team = (channel == _CHAT) & (month_of(opened_at) >= CHAT_TEAM)
    team = np.where(about_portal, _BILLING, pick(rng, _TEAM_SHARES, size))
    team[chat_team] = _CHAT_TEAM
    agent = team * AGENTS_PER_TEAM + pick(rng, 1 / np.arange(2, AGENTS_PER_TEAM + 2), size)
    skill = rng.lognormal(0, 0.22, len(TEAMS) * AGENTS_PER_TEAM)[agent]  # above 1: slower

    wait = _WAIT[channel] * np.where(chat_team, _CHAT_TEAM_WAIT, 1) * rng.lognormal(0, 0.9, size)
    live = channel <= _CHAT
    missed = live & (rng.random(size) < 0.03 + 0.12 * np.minimum(wait / 300, 1))
    answered = np.where(live, 1 - missed, -1)
    hours = _FIRST_RESPONSE_HOURS[channel] * skill * (1.6 - 0.3 * priority)
    hours *= rng.lognormal(0, 1.0, size)
    first = opened_at + np.where(answered == 1, wait, hours * 3600).astype(np.int64)

    contacts = 1 + rng.poisson(0.42 * skill)
    work = _RESOLUTION_HOURS[priority] * skill * contacts * rng.lognormal(0, 1.1, size)
    at_once = (answered == 1) & (contacts == 1) & (rng.random(size) < 0.7)
    handle = np.round(340 * skill * contacts**0.8 * rng.lognormal(0, 0.45, size))
    resolved = first + np.where(at_once, handle, work * 3600).astype(np.int64)
    resolved[rng.random(size) < _NEVER_RESOLVED] = np.datetime64("NaT")
    first[first >= END] = np.datetime64("NaT")
    resolved[resolved >= END] = np.datetime64("NaT")
    done = ~np.isnat(resolved)

    quality = np.round(np.clip(rng.normal(90 - 9 * skill, 8, size), 0, 100))
    return Tickets(
        opened_at=opened_at,
        customer=customer,
        channel=channel,
        team=team,
        agent=agent,
        priority=priority,
        first_response_at=first,
        resolved_at=resolved,
        reopened=done & (rng.random(size) < _REOPENED),
        contacts=contacts,
        wait_seconds=np.where(live, np.round(wait), np.nan),
        handle_seconds=np.where(np.isnat(first), np.nan, handle),
        answered=answered,
        sla_seconds=_SLA_HOURS[priority] * 3600,
        quality_score=np.where(done & (rng.random(size) < _REVIEWED), quality, np.nan),
    )


def _opened(rng: np.random.Generator, customers: Customers, left: Ints) -> tuple[Ints, Ints, Bools]:
    """Customer, month and whether the billing portal is the matter; those of the outage last."""
    parts: list[tuple[Ints, int, bool]] = []
    for month, activity in enumerate(season()):
        active = np.flatnonzero((customers.joined_month < month) & (left > month))
        parts.append(
            (rng.choice(active, rng.poisson(len(active) * _TICKETS * activity)), month, False)
        )
        if month >= BILLING_PORTAL:
            emea = active[customers.region[active] == REGIONS.index("EMEA")]
            extra = rng.poisson(len(emea) * _PORTAL_EXTRA * activity)
            parts.append((rng.choice(emea, extra), month, True))
    outage_month = int(month_of(np.array([OUTAGE[0]], "datetime64[s]"))[0])
    active = np.flatnonzero((customers.joined_month < outage_month) & (left > outage_month))
    parts.append((rng.choice(active, _OUTAGE_EXTRA), outage_month, False))
    sizes = [len(who) for who, _, _ in parts]
    return (
        np.concatenate([who for who, _, _ in parts]),
        np.repeat([month for _, month, _ in parts], sizes),
        np.repeat([portal for _, _, portal in parts], sizes),
    )
