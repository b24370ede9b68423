"""Feedback of any number of rows as Parquet files with a mapping.

Three years, 8 touchpoints, 6 channels, 6 regions, 4 plans, 8 industries, 3 kinds of survey. The
dimensions are independent, which is the hard case: most combinations occur, so counts shrink least.
Scores drift, and fall at one touchpoint of one region, so that headlines have reasons to look for.
Customers join and leave; the columns that say so are mapped by `benchmarks/tables.py` alone.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

FIRST_DAY, DAYS = "2023-11-01", 1096

_MAPPING = """
[company]
name = "Benchmark"

[sources.feedback]
file = "feedback.parquet"

[sources.customers]
file = "customers.parquet"

[feedback]
source = "feedback"

[feedback.columns]
response_id = "response_id"
submitted_at = "submitted_at"
customer_id = "customer_id"
metric = "metric"
score = "score"
touchpoint = "touchpoint"
channel = "channel"
survey = "survey"
comment = "comment"

[customers]
source = "customers"

[customers.columns]
customer_id = "customer_id"
{more}
[[segments]]
key = "region"
table = "customers"
column = "region"

[[segments]]
key = "plan"
table = "customers"
column = "plan"

[[segments]]
key = "industry"
table = "customers"
column = "industry"
"""

LEVELS = {
    "touchpoint": [
        "Website",
        "Onboarding",
        "Delivery",
        "Billing",
        "Support",
        "Renewal",
        "Shop",
        "App",
    ],
    "channel": ["E-mail", "Phone", "Chat", "Web", "Text", "Letter"],
    "survey": ["relational", "transactional", "in_moment"],
    "region": ["EMEA", "Americas", "Asia", "Nordics", "Africa", "Oceania"],
    "plan": ["Free", "Basic", "Plus", "Enterprise"],
    "industry": ["Retail", "Finance", "Health", "Energy", "Media", "Travel", "Public", "Farming"],
}
_STARTS = ["The bill", "An agent", "My order", "The app", "Your website", "The new contract"]
_MIDDLES = ["was", "became", "stayed", "is, after three calls,", "was, to be fair,"]
_ENDS = ["quick and friendly", "hard to understand", "late again", "better than last year", "fine"]


def make(rows: int, folder: Path) -> Path:
    """Write the files into `folder`, unless they are there. Returns the mapping file."""
    mapping = folder / "mapping.toml"
    if mapping.exists():
        return mapping
    folder.mkdir(parents=True, exist_ok=True)
    customers = max(rows // 10, 1)
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute(f"CREATE TABLE customers AS {_customers(customers)}")
        for name, sql in (("customers", "FROM customers"), ("feedback", _feedback(rows))):
            con.execute(f"COPY ({sql}) TO '{folder / name}.parquet' (FORMAT parquet)")
    mapping.write_text(mapped(), encoding="utf-8")
    return mapping


def mapped(of_customers: str = "") -> str:
    """The mapping, with more lines on columns of customers."""
    return _MAPPING.format(more=of_customers)


def _customers(count: int) -> str:
    segments = ", ".join(_level(name, place) for place, name in enumerate(LEVELS) if place > 2)
    # Some were there before the first day; who has left stays three years and a half on average.
    return f"""
        WITH drawn AS (
            SELECT i, {segments}, floor({DAYS + 1000} * {random(70)} - 1000)::INTEGER AS came,
                floor(-ln(1 - {random(71)}) * 1300)::INTEGER AS stayed
            FROM range({count}) AS t(i)
        )
        SELECT 'c' || i AS customer_id, region, plan, industry,
            DATE '{FIRST_DAY}' + came AS joined_at,
            CASE WHEN came + stayed < {DAYS} THEN DATE '{FIRST_DAY}' + came + stayed END
                AS churned_at,
            CASE WHEN {random(72)} < 0.9 THEN round(exp(6 + 2 * {random(73)}), 2) END
                AS annual_revenue,
            CASE WHEN {random(74)} < 0.8 THEN round(exp(4 + 2 * {random(75)}), 2) END
                AS acquisition_cost,
            CASE WHEN {random(76)} < 0.15 THEN 'c' || floor({count} * {random(77)})::BIGINT END
                AS referred_by
        FROM drawn
    """


def _feedback(rows: int) -> str:
    levels = ", ".join(_level(name, place) for place, name in enumerate(LEVELS) if place < 3)
    words = " || ' ' || ".join(
        pick(part, 20 + place) for place, part in enumerate((_STARTS, _MIDDLES, _ENDS))
    )
    return f"""
        WITH drawn AS (
            SELECT i, {levels}, {pick(["nps", "nps", "csat", "csat", "ces"], 10)} AS metric,
                'c' || floor({max(rows // 10, 1)} * {random(11)})::BIGINT AS customer_id,
                {DAYS} * {random(12)} AS day, {random(13)} AS luck,
                CASE WHEN {random(14)} < 0.3 THEN {words} || ', case ' || i % 9973 END AS comment
            FROM range({rows}) AS t(i)
        ), answered AS (
            SELECT *, least(0.999, greatest(0, luck + 0.00001 * day - CASE
                WHEN touchpoint = 'Billing' AND region = 'EMEA' AND day > 850 THEN 0.3 ELSE 0
            END)) AS mood
            FROM drawn JOIN customers USING (customer_id)
        )
        SELECT 'r' || i AS response_id, customer_id, metric, touchpoint, channel, survey, comment,
            TIMESTAMP '{FIRST_DAY}' + to_seconds(floor(86400 * day)) AS submitted_at,
            CASE metric WHEN 'nps' THEN floor(11 * mood ** 0.3)
                WHEN 'csat' THEN 1 + floor(5 * mood ** 0.4)
                ELSE 1 + floor(7 * mood ** 0.5) END AS score
        FROM answered
    """


def random(seed: int) -> str:
    """Even in [0, 1), the same for the same row `i` and seed."""
    return f"(hash(i * 64 + {seed}) % 1000000007 / 1000000007.0)::DOUBLE"


def pick(words: list[str], seed: int, rarer: float = 1) -> str:
    """One of the words; above 1 the later ones are rarer."""
    return f"{words}[1 + floor({len(words)} * {random(seed)} ** {rarer})::BIGINT]"


def _level(name: str, seed: int) -> str:
    """A level of a dimension, the later ones rarer."""
    levels = LEVELS[name]
    return f"{levels}[1 + floor({len(levels)} * {random(seed)} ** 1.3)::BIGINT] AS {name}"
