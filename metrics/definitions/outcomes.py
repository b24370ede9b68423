"""Metrics of what customers did after an NPS answer."""

from __future__ import annotations

from metrics.definitions.customers import LOYALTY
from metrics.definitions.model import MetricDefinition

FOLLOW_UP = 180  # days after an answer in which is looked at what the customer did
_FOLLOWED = (
    "Customers of the NPS group by their last answer of the period after which the data go on for "
    f"{FOLLOW_UP} days or more; not those who had left before the answer. One figure alone, as in "
    "the dictionary, is that of detractors."
)

OUTCOMES = (
    MetricDefinition(
        key="left_after_answer",
        name="Churn after an NPS answer",
        short="Left after",
        subject="churn after an answer",
        question="How many leave after they answered?",
        formula=f"% that left within {FOLLOW_UP} days of their last NPS answer",
        denominator=_FOLLOWED,
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at"),
        higher_is_better=False,
        pooled=False,
        answered_by="outcomes",
        alone_of="detractors",
        source=LOYALTY,
    ),
    MetricDefinition(
        key="revenue_left_after_answer",
        name="Revenue lost after an NPS answer",
        short="Revenue left after",
        subject="revenue lost after an answer",
        question="How much revenue leaves after they answered?",
        formula=(
            f"% of annual revenue whose customers left within {FOLLOW_UP} days of their last NPS "
            "answer: a proportion in which each customer weighs as much as their revenue (n: as of "
            "revenue churn)"
        ),
        denominator=f"{_FOLLOWED} Without an annual revenue, or with a negative one: left out.",
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        of="revenue",
        needs=("feedback.customer_id", "customers.churned_at", "customers.annual_revenue"),
        higher_is_better=False,
        pooled=False,
        answered_by="outcomes",
        alone_of="detractors",
        source=LOYALTY,
    ),
    MetricDefinition(
        key="ordered_after_answer",
        name="Orders after an NPS answer",
        short="Ordered after",
        subject="what is ordered after an answer",
        question="How much do they order after they answered?",
        formula=(
            f"Mean sum of order amounts in the {FOLLOW_UP} days after the day of the last NPS "
            "answer"
        ),
        denominator=f"{_FOLLOWED} Who ordered nothing counts as 0.",
        unit="currency",
        kind="mean",
        table="orders",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at", "orders.amount"),
        pooled=False,
        decimals=2,
        answered_by="outcomes",
        alone_of="detractors",
        source=LOYALTY,
    ),
    MetricDefinition(
        key="money_at_risk",
        name="Money at risk",
        short="Money at risk",
        subject="money at risk",
        question="What is at stake where customers are unhappy?",
        formula=(
            "Annual revenue of the customers whose last NPS answer of the period is a detractor's "
            "and who are still there at its end, × (% of revenue lost within "
            f"{FOLLOW_UP} days of an answer among detractors − the same among promoters). "
            "Association, not cause"
        ),
        denominator=(
            "Customers as for the revenue lost after an answer; the interval is that of the "
            "difference, times the revenue, which is counted and not sampled."
        ),
        unit="currency",
        kind="composite",
        table="customers",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at", "customers.annual_revenue"),
        higher_is_better=False,
        decimals=0,
        answered_by="outcomes",
        alone_of="detractors",
        source=f"{LOYALTY}; Newcombe 1998, Statistics in Medicine 17",
    ),
)
