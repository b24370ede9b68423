"""All other tables beside the feedback of `benchmarks/feedback.py`, about as many rows each.

Five teams, sixty agents, four priorities; waits and times are log-normal, as real ones are.
Customers buy and do something while they are there, some more often than others. Every metric can
be had.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.feedback import DAYS, FIRST_DAY, LEVELS, mapped, pick, random
from benchmarks.feedback import make as feedback_alone

TICKET_LEVELS = {
    "channel": ["E-mail", "Phone", "Chat", "Web", "Text", "Letter"],
    "team": ["Frontline", "Billing", "Technical", "Chat", "Abroad"],
    "agent": [f"Agent {number}" for number in range(1, 61)],
    "priority": ["low", "normal", "high", "urgent"],
}

_OF_CUSTOMERS = """\
joined_at = "joined_at"
churned_at = "churned_at"
annual_revenue = "annual_revenue"
acquisition_cost = "acquisition_cost"
referred_by = "referred_by"
"""
_MAPPING = """
[sources.tickets]
file = "tickets.parquet"

[tickets]
source = "tickets"

[tickets.columns]
ticket_id = "ticket_id"
opened_at = "opened_at"
customer_id = "customer_id"
channel = "channel"
team = "team"
agent = "agent"
priority = "priority"
first_response_at = "first_response_at"
resolved_at = "resolved_at"
reopened = "reopened"
contacts = "contacts"
wait_seconds = "wait_seconds"
handle_seconds = "handle_seconds"
answered = "answered"
sla_seconds = "sla_seconds"
quality_score = "quality_score"

[sources.orders]
file = "orders.parquet"

[orders]
source = "orders"

[orders.columns]
order_id = "order_id"
customer_id = "customer_id"
ordered_at = "ordered_at"
amount = "amount"

[sources.engagement]
file = "engagement.parquet"

[engagement]
source = "engagement"

[engagement.columns]
customer_id = "customer_id"
occurred_at = "occurred_at"
kind = "kind"

[sources.invitations]
file = "invitations.parquet"

[invitations]
source = "invitations"

[invitations.columns]
invitation_id = "invitation_id"
sent_at = "sent_at"
answered = "answered"
customer_id = "customer_id"
touchpoint = "touchpoint"
channel = "channel"
survey = "survey"

[sources.costs]
file = "costs.parquet"

[costs]
source = "costs"

[costs.columns]
month = "month"
kind = "kind"
amount = "amount"

[privacy]
customers = "shown"

[business_hours]
start = "09:00"
end = "17:30"
holidays = [2024-12-25, 2025-12-25]

[service]
repeat_days = 7
"""
_THERE = 0.47  # share of customers who are there on a day, on average
_COSTS = f"""
    SELECT month::DATE AS month, kind, amount FROM range(
        TIMESTAMP '{FIRST_DAY}', TIMESTAMP '{FIRST_DAY}' + to_days({DAYS}), INTERVAL 1 MONTH
    ) AS t(month), (VALUES ('retention', 41000.0), ('acquisition', 265000.0)) AS spent(kind, amount)
"""


def make(rows: int, folder: Path) -> Path:
    """Write every table, of about so many rows each. Returns the mapping file."""
    feedback_alone(rows, folder)
    mapping = folder / "everything.toml"
    if mapping.exists():
        return mapping
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute(f"CREATE VIEW customers AS FROM '{folder}/customers.parquet'")
        written = {
            "tickets": _tickets(rows),
            "orders": _orders(rows),
            "engagement": _engagement(rows),
            "invitations": _invitations(rows),
            "costs": _COSTS,
        }
        for name, sql in written.items():
            con.execute(f"COPY ({sql}) TO '{folder / name}.parquet' (FORMAT parquet)")
    mapping.write_text(mapped(_OF_CUSTOMERS) + _MAPPING, encoding="utf-8")
    return mapping


def _tickets(rows: int) -> str:
    levels = ", ".join(
        f"{pick(levels, 30 + place, 1.3)} AS {name}"
        for place, (name, levels) in enumerate(TICKET_LEVELS.items())
    )
    return f"""
        WITH drawn AS (
            SELECT i, {levels}, 'c' || floor({max(rows // 10, 1)} * {random(40)})::BIGINT AS who,
                TIMESTAMP '{FIRST_DAY}' + to_seconds(floor(86400 * {DAYS} * {random(41)})::BIGINT)
                    AS opened_at,
                {_lasting(9, 1.3, 42)} AS first, {_lasting(10.5, 1.4, 44)} AS more,
                1 + floor(-ln(1 - {random(46)}) / 1.1)::BIGINT AS contacts
            FROM range({rows}) AS t(i)
        ), timed AS (
            SELECT *, opened_at + to_seconds(first) AS answered_at,
                opened_at + to_seconds(first + more) AS solved_at,
                TIMESTAMP '{FIRST_DAY}' + to_days({DAYS}) AS today
            FROM drawn
        )
        SELECT 't' || i AS ticket_id, opened_at, who AS customer_id,
            channel, team, agent, priority, contacts,
            CASE WHEN answered_at < today THEN answered_at END AS first_response_at,
            CASE WHEN solved_at < today THEN solved_at END AS resolved_at,
            {random(47)} < 0.06 AS reopened,
            CASE WHEN channel IN ('Phone', 'Chat') THEN {_lasting(4.2, 0.9, 48)} END
                AS wait_seconds,
            {_lasting(5.8, 0.7, 50)} AS handle_seconds,
            CASE WHEN channel IN ('Phone', 'Chat') THEN {random(52)} < 0.93 END AS answered,
            CASE priority WHEN 'urgent' THEN 3600 WHEN 'high' THEN 14400 ELSE 86400 END
                AS sla_seconds,
            CASE WHEN {random(53)} < 0.1 THEN 60 + floor(41 * {random(54)}) END AS quality_score
        FROM timed
    """


def _orders(rows: int) -> str:
    return f"""
        SELECT 'o' || i AS order_id, customer_id, moment AS ordered_at,
            round(exp(4 + {random(62)} + {random(63)}), 2) AS amount
        FROM ({_while_there(rows, 60)})
    """


def _engagement(rows: int) -> str:
    kinds = ["login", "feature_use", "webinar", "community_post"]
    return f"""
        SELECT customer_id, moment AS occurred_at, {pick(kinds, 82, 2)} AS kind
        FROM ({_while_there(rows, 80)})
    """


def _invitations(rows: int) -> str:
    levels = ", ".join(
        f"{pick(LEVELS[name], 92 + place, 1.3)} AS {name}"
        for place, name in enumerate(("touchpoint", "channel", "survey"))
    )
    return f"""
        SELECT 'i' || i AS invitation_id, moment AS sent_at, customer_id, {levels},
            {random(95)} < 0.22 AS answered
        FROM ({_while_there(rows, 90)})
    """


def _while_there(rows: int, seed: int) -> str:
    """About so many rows: i, customer_id and a time (`moment`) between their first and last day."""
    drawn = round(rows / _THERE)
    return f"""
        SELECT i, customer_id, moment
        FROM (
            SELECT i, 'c' || floor({max(rows // 10, 1)} * {random(seed)} ** 1.5)::BIGINT
                AS customer_id,
                TIMESTAMP '{FIRST_DAY}'
                    + to_seconds(floor(86400 * {DAYS} * {random(seed + 1)})::BIGINT) AS moment
            FROM range({drawn}) AS t(i)
        ) JOIN customers USING (customer_id)
        WHERE moment >= joined_at AND (churned_at IS NULL OR moment < churned_at)
    """


def _lasting(middle: float, spread: float, seed: int) -> str:
    """Whole seconds, log-normal."""
    normal = f"sqrt(-2 * ln(1 - {random(seed)})) * cos(2 * pi() * {random(seed + 1)})"
    return f"floor(exp({middle} + {spread} * {normal}))::BIGINT"
