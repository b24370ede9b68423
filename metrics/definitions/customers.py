"""Metrics of customers: who stays, who leaves, what they are worth."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition
from metrics.definitions.value import FARRIS

_GUPTA = "Gupta and Lehmann 2003, “Customers as Assets”, Journal of Interactive Marketing"
LOYALTY = "Reichheld 1996, “The Loyalty Effect”"
_JOINED = "customers.joined_at"
_LIVES = (_JOINED, "customers.churned_at")
_AT_START = (
    "Customers who joined before the first day and had not left before it; where there are none, "
    "there is no rate. Who has no joining date, or one after they left, is left out."
)
_THERE = (
    "Customers who were there on at least one day of the period; who has no joining date, or one "
    "after they left, is left out."
)
_COUNTED = (
    f"{_THERE} Counted, not sampled: without an interval. With the period just before, the change "
    "is judged by those who joined and left in between (Skellam 1946); else it is not compared."
)

CUSTOMERS = (
    MetricDefinition(
        key="retention_rate",
        name="Retention rate",
        short="Retention",
        subject="retention",
        question="How many of our customers stay?",
        formula=(
            "(customers at the end − new ones who are still there) / customers at the start: "
            "% of the customers at the start who are still there at the end"
        ),
        denominator=_AT_START,
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=_LIVES,
        source=f"{FARRIS}; {LOYALTY}",
    ),
    MetricDefinition(
        key="customer_churn",
        name="Customer churn",
        short="Churn",
        subject="customer churn",
        question="How many of our customers leave?",
        formula="100 − retention rate: % of the customers at the start who left in the period",
        denominator=_AT_START,
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=_LIVES,
        higher_is_better=False,
        source=FARRIS,
    ),
    MetricDefinition(
        key="revenue_churn",
        name="Revenue churn",
        short="Revenue churn",
        subject="revenue churn",
        question="How much of our revenue leaves with them?",
        formula=(
            "Annual revenue of the customers at the start who left in the period over that of all "
            "customers at the start, in %: a proportion in which each customer weighs as much as "
            "their revenue"
        ),
        denominator=(
            f"{_AT_START} So is who has no annual revenue, or a negative one; where all revenue is "
            "0, there is no rate. The effective n is Kish's, (sum of revenue)² / sum of revenue², "
            "or less where large customers leave more often (linearised variance)."
        ),
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        of="revenue",
        needs=(*_LIVES, "customers.annual_revenue"),
        higher_is_better=False,
        source=f"{FARRIS}; Kish 1965, “Survey Sampling”; Cochran 1977, “Sampling Techniques”",
    ),
    MetricDefinition(
        key="customer_lifetime_value",
        name="Customer lifetime value",
        short="Lifetime value",
        subject="the customer lifetime value",
        question="What has a customer been worth so far?",
        formula=(
            "Mean of annual revenue × years − acquisition cost; years from joining to leaving or "
            "the period's last day, of 365.25 days"
        ),
        denominator=(
            f"{_THERE} So is who has no annual revenue, or a negative one, or no acquisition cost "
            "where the data have that column; without the column the cost is 0. Many new customers "
            "lower it."
        ),
        unit="currency",
        kind="mean",
        table="customers",
        noun="customers",
        needs=(*_LIVES, "customers.annual_revenue"),
        decimals=0,
        source=_GUPTA,
    ),
    MetricDefinition(
        key="referral_rate",
        name="Referral rate",
        short="Referral",
        subject="referral",
        question="How many of our new customers were sent by others?",
        formula="% of the customers who joined in the period that were referred by somebody",
        denominator=(
            "Customers who joined in the period; an empty referred_by is none. Without new "
            "customers there is no rate."
        ),
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        of="new customers",
        needs=(_JOINED, "customers.referred_by"),
        source=LOYALTY,
    ),
    MetricDefinition(
        key="engagement_rate",
        name="Engagement rate",
        short="Engagement",
        subject="engagement",
        question="How many of our customers do something with us?",
        formula="% of the customers there in the period with at least one engagement event in it",
        denominator=(
            f"{_THERE} Without customers there is no rate. Who joined or left in the period had "
            "less time for an event: growth alone lowers it."
        ),
        unit="%",
        kind="proportion",
        table="engagement",
        noun="customers",
        needs=("engagement.occurred_at", *_LIVES),
        source=FARRIS,
    ),
    MetricDefinition(
        key="retention_cost",
        name="Retention cost per active customer",
        short="Retention cost",
        subject="the retention cost per customer",
        question="What do we spend to keep a customer?",
        formula=(
            "Costs of kind “retention” in the whole calendar months inside the period, over the "
            "customers there in the period"
        ),
        denominator=(
            f"{_THERE} Without a whole month with costs, or without customers, there is no figure; "
            "costs have no segments, so there is none with a filter either. Known as a sum only: "
            "without interval and verdict."
        ),
        unit="currency",
        kind="mean",
        table="costs",
        noun="customers",
        needs=("costs.kind", *_LIVES),
        higher_is_better=False,
        decimals=2,
        source=FARRIS,
    ),
    MetricDefinition(
        key="customers_end",
        name="Customers at end",
        short="Customers",
        subject="the number of customers",
        question="How many customers do we have?",
        formula="Customers at the start + new − lost: those still there at the end of the last day",
        denominator=_COUNTED,
        unit="count",
        kind="total",
        table="customers",
        noun="customers",
        needs=_LIVES,
        decimals=0,
        source=FARRIS,
    ),
    MetricDefinition(
        key="customers_start",
        name="Customers at start",
        short="At start",
        subject="the number of customers at the start",
        question="How many customers did we have?",
        formula="Customers who joined before the first day and had not left before it",
        denominator=_COUNTED,
        unit="count",
        kind="total",
        table="customers",
        beside="customers_end",
        noun="customers",
        needs=_LIVES,
        decimals=0,
        source=FARRIS,
    ),
    MetricDefinition(
        key="customers_new",
        name="New customers",
        short="New",
        subject="the number of new customers",
        question="How many joined?",
        formula="Customers who joined in the period",
        denominator="Who has no joining date, or one after they left, is left out.",
        unit="count",
        kind="count",
        table="customers",
        beside="customers_end",
        noun="customers",
        needs=(_JOINED,),
        decimals=0,
        source=FARRIS,
    ),
    MetricDefinition(
        key="customers_lost",
        name="Lost customers",
        short="Lost",
        subject="the number of lost customers",
        question="How many left?",
        formula="Customers who left in the period, whenever they joined",
        denominator="Who has no joining date, or one after they left, is left out.",
        unit="count",
        kind="count",
        table="customers",
        beside="customers_end",
        noun="customers",
        needs=_LIVES,
        higher_is_better=False,
        decimals=0,
        source=FARRIS,
    ),
)
