"""The tables of the sample company as columns of text and numbers, ready to be written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import HANDLED_BY
from data.sample.calendar import MONTHS, Floats, Ints, Seconds, Texts, day_weights, times_within
from data.sample.comments import coded_sentiment, make_comments
from data.sample.commerce import ENGAGEMENT_KINDS, make_costs, make_engagement, make_orders
from data.sample.customers import (
    INDUSTRIES,
    PLANS,
    REGIONS,
    Customers,
    customer_ids,
    make_customers,
    named,
)
from data.sample.faults import add_feedback_faults, add_ticket_faults
from data.sample.feedback import CHANNELS, METRICS, SURVEYS, Answers, make_answers
from data.sample.handling import Handling, make_handling
from data.sample.invitations import Invitations, make_invitations
from data.sample.loyal import more_orders, with_referrals
from data.sample.scores import TOUCHPOINTS
from data.sample.tickets import PRIORITIES, TEAMS, TICKET_CHANNELS, Tickets, make_tickets

_AGENT_NAMES = (
    "Ada",
    "Bruno",
    "Chloe",
    "Dario",
    "Elif",
    "Femi",
    "Grete",
    "Hana",
    "Ivo",
    "Jonas",
    "Kirsi",
    "Luz",
)


def make_tables(rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    """Table name -> column name -> values (text or number, None or null where missing)."""
    weights = day_weights(rng)
    customers = make_customers(rng, weights)
    answers, left = make_answers(rng, customers, weights)
    comments = make_comments(rng, answers, customers)
    feedback = _feedback(answers, comments)
    tickets = make_tickets(rng, customers, left, weights)
    ordered_by, ordered_at, amount = make_orders(rng, customers, left, weights)
    engaged, engaged_at, kind = make_engagement(rng, customers, left, weights)
    # What was added later draws from streams of its own: all else stays as it was.
    asking, reading, buying, referring, handling = rng.spawn(5)
    coded, sentiment = coded_sentiment(reading, answers, comments[0])
    again_by, again_at, again = more_orders(buying, customers, left, answers)
    customers.referred_by = with_referrals(referring, customers, answers)
    handled = {**_tickets(tickets), **_handling(make_handling(handling, tickets))}
    return {
        "sentiment": {"response_id": feedback["response_id"][coded], "sentiment": sentiment},
        "invitations": _invitations(make_invitations(asking, customers, left, weights, answers)),
        "feedback": add_feedback_faults(rng, feedback),
        "customers": _customers(rng, customers, left, weights),
        "orders": {
            "order_id": _ids("O", len(amount) + len(again)),
            "customer_id": customer_ids(np.concatenate([ordered_by, again_by])),
            "ordered_at": _texts(np.concatenate([ordered_at, again_at])),
            "amount": np.concatenate([amount, again]),
        },
        "tickets": add_ticket_faults(rng, handled),
        "costs": make_costs(rng),
        "engagement": {
            "customer_id": customer_ids(engaged),
            "occurred_at": _texts(engaged_at),
            "kind": named(kind, ENGAGEMENT_KINDS),
        },
    }


def _feedback(answers: Answers, comments: tuple[Texts, Texts, Texts]) -> dict[str, Texts]:
    comment, reason, language = comments
    return {
        "response_id": _ids("R", len(answers.times)),
        "submitted_at": _texts(answers.times),
        "customer_id": customer_ids(answers.customer),
        "metric": named(answers.metric, METRICS),
        "score": named(answers.score, tuple(str(score) for score in range(11))),
        "touchpoint": named(answers.touchpoint, TOUCHPOINTS),
        "survey": named(answers.survey, SURVEYS),
        "channel": named(answers.channel, CHANNELS),
        "language": language,
        "reason": reason,
        "comment": comment,
    }


def _invitations(invitations: Invitations) -> dict[str, Any]:
    return {
        "invitation_id": _ids("I", len(invitations.sent_at)),
        "sent_at": invitations.sent_at,
        "customer_id": customer_ids(invitations.customer),
        "touchpoint": named(invitations.touchpoint, TOUCHPOINTS),
        "survey": named(invitations.survey, SURVEYS),
        "channel": named(invitations.channel, CHANNELS),
        "answered": named(invitations.answered.astype(np.int64), ("no", "yes")),
    }


def _customers(
    rng: np.random.Generator, customers: Customers, left: Ints, weights: Floats
) -> dict[str, Any]:
    churned_at = np.full(len(customers), np.datetime64("NaT"), dtype="datetime64[s]")
    gone = left < len(MONTHS)
    churned_at[gone] = times_within(rng, left[gone], weights)
    return {
        "customer_id": customer_ids(np.arange(len(customers))),
        "joined_at": _texts(customers.joined_at),
        "churned_at": _texts(churned_at),
        "region": named(customers.region, REGIONS),
        "plan": named(customers.plan, PLANS),
        "industry": named(customers.industry, INDUSTRIES),
        "annual_revenue": customers.annual_revenue,
        "acquisition_cost": customers.acquisition_cost,
        "referred_by": customer_ids(customers.referred_by),
    }


def _tickets(tickets: Tickets) -> dict[str, Any]:
    agents = tuple(f"{name} {letter}." for letter in "BKMR" for name in _AGENT_NAMES)
    return {
        "ticket_id": _ids("T", len(tickets.opened_at)),
        "opened_at": _texts(tickets.opened_at),
        "customer_id": customer_ids(tickets.customer),
        "channel": named(tickets.channel, TICKET_CHANNELS),
        "team": named(tickets.team, TEAMS),
        "agent": named(tickets.agent, agents),
        "priority": named(tickets.priority, PRIORITIES),
        "first_response_at": _texts(tickets.first_response_at),
        "resolved_at": _texts(tickets.resolved_at),
        "reopened": named(tickets.reopened.astype(np.int64), ("no", "yes")),
        "contacts": tickets.contacts,
        "wait_seconds": _whole(tickets.wait_seconds),
        "handle_seconds": _whole(tickets.handle_seconds),
        "answered": named(tickets.answered, ("no", "yes")),
        "sla_seconds": tickets.sla_seconds,
        "quality_score": _whole(tickets.quality_score),
    }


def _handling(handling: Handling) -> dict[str, Any]:
    return {
        "handled_by": named(handling.handled_by, HANDLED_BY),
        "self_service_solved": named(handling.self_service_solved, ("no", "yes")),
        "transfers": _whole(handling.transfers),
        "tone_start": pa.array(handling.tone_start, from_pandas=True),
        "tone_end": pa.array(handling.tone_end, from_pandas=True),
    }


def _ids(letter: str, size: int) -> Texts:
    numbers = pc.utf8_lpad(pa.array(np.arange(1, size + 1)).cast(pa.string()), 6, "0")
    ids: Texts = pc.binary_join_element_wise(letter, numbers, "").to_numpy(zero_copy_only=False)
    return ids


def _texts(times: Seconds) -> Texts:
    """ISO 8601, None where missing."""
    texts = np.datetime_as_string(times).astype(object)
    texts[np.isnat(times)] = None
    return np.asarray(texts, dtype=object)


def _whole(values: Floats) -> pa.Array:
    """Whole numbers, null where NaN."""
    return pa.array(values, from_pandas=True).cast(pa.int64())
