"""Metrics of customers, orders and costs."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

_ORDERS = "Orders placed in the period with an amount."
_FARRIS = "Farris, Bendle, Pfeifer and Reibstein 2010, “Marketing Metrics”"
_GUPTA = "Gupta and Lehmann 2003, “Customers as Assets”, Journal of Interactive Marketing"
_LOYALTY = "Reichheld 1996, “The Loyalty Effect”"
_LIVES = ("customers.joined_at", "customers.churned_at")
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
_FOLLOWED = (
    "Customers of the NPS group by their last answer of the period after which the data go on for "
    "180 days or more; not those who had left before the answer."
)

VALUE = (
    MetricDefinition(
        key="average_order_value",
        name="Average order value",
        short="Order value",
        subject="the average order value",
        question="How much does a customer spend on one order?",
        formula="Sum of order amounts over number of orders",
        denominator=_ORDERS,
        unit="currency",
        kind="mean",
        table="orders",
        noun="orders",
        needs=("orders.amount",),
        decimals=2,
        source=_FARRIS,
    ),
    MetricDefinition(
        key="revenue",
        name="Revenue",
        short="Revenue",
        subject="revenue",
        question="How much was ordered?",
        formula="Sum of order amounts",
        denominator=_ORDERS,
        unit="currency",
        kind="total",
        table="orders",
        beside="average_order_value",
        noun="orders",
        needs=("orders.amount",),
        decimals=2,
        headline=False,
        source=_FARRIS,
    ),
    MetricDefinition(
        key="repeat_purchase_rate",
        name="Repeat purchase rate",
        short="Repeat purchase",
        subject="repeat purchase",
        question="How many of those who order, order again?",
        formula="% of the customers who ordered in the period that ordered more than once in it",
        denominator="Customers with an order in the period; without any, there is no rate.",
        unit="%",
        kind="proportion",
        table="orders",
        noun="customers",
        needs=("orders.customer_id",),
        headline=False,
        source=_FARRIS,
    ),
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
        source=f"{_FARRIS}; {_LOYALTY}",
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
        headline=False,
        source=_FARRIS,
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
            "0, there is no rate. The effective n is Kish's: (sum of revenue)² / sum of revenue²."
        ),
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=(*_LIVES, "customers.annual_revenue"),
        higher_is_better=False,
        headline=False,
        source=f"{_FARRIS}; Kish 1965, “Survey Sampling”",
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
            "where the data have that column; without the column the cost is 0."
        ),
        unit="currency",
        kind="mean",
        table="customers",
        noun="customers",
        needs=(*_LIVES, "customers.annual_revenue"),
        headline=False,
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
        needs=(*_LIVES, "customers.referred_by"),
        headline=False,
        source=_LOYALTY,
    ),
    MetricDefinition(
        key="engagement_rate",
        name="Engagement rate",
        short="Engagement",
        subject="engagement",
        question="How many of our customers do something with us?",
        formula="% of the customers there in the period with at least one engagement event in it",
        denominator=f"{_THERE} Without customers there is no rate.",
        unit="%",
        kind="proportion",
        table="engagement",
        noun="customers",
        needs=("engagement.occurred_at", *_LIVES),
        headline=False,
        source=_FARRIS,
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
        headline=False,
        decimals=2,
        source=_FARRIS,
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
        headline=False,
        decimals=0,
        source=_FARRIS,
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
        headline=False,
        decimals=0,
        source=_FARRIS,
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
        needs=_LIVES,
        headline=False,
        decimals=0,
        source=_FARRIS,
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
        headline=False,
        decimals=0,
        source=_FARRIS,
    ),
    MetricDefinition(
        key="left_after_answer",
        name="Churn after an NPS answer",
        short="Left after",
        subject="churn after an answer",
        question="How many leave after they answered?",
        formula="% that left within 180 days of their last NPS answer",
        denominator=_FOLLOWED,
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at"),
        higher_is_better=False,
        headline=False,
        source=_LOYALTY,
    ),
    MetricDefinition(
        key="revenue_left_after_answer",
        name="Revenue lost after an NPS answer",
        short="Revenue left after",
        subject="revenue lost after an answer",
        question="How much revenue leaves after they answered?",
        formula=(
            "% of annual revenue whose customers left within 180 days of their last NPS answer: "
            "a proportion in which each customer weighs as much as their revenue (n: Kish)"
        ),
        denominator=f"{_FOLLOWED} Without an annual revenue, or with a negative one: left out.",
        unit="%",
        kind="proportion",
        table="customers",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at", "customers.annual_revenue"),
        higher_is_better=False,
        headline=False,
        source=_LOYALTY,
    ),
    MetricDefinition(
        key="ordered_after_answer",
        name="Orders after an NPS answer",
        short="Ordered after",
        subject="what is ordered after an answer",
        question="How much do they order after they answered?",
        formula="Mean sum of order amounts in the 180 days after the day of the last NPS answer",
        denominator=f"{_FOLLOWED} Who ordered nothing counts as 0.",
        unit="currency",
        kind="mean",
        table="orders",
        noun="customers",
        needs=("feedback.customer_id", "customers.churned_at", "orders.amount"),
        headline=False,
        decimals=2,
        source=_LOYALTY,
    ),
    MetricDefinition(
        key="money_at_risk",
        name="Money at risk",
        short="Money at risk",
        subject="money at risk",
        question="What is at stake where customers are unhappy?",
        formula=(
            "Annual revenue of the customers whose last NPS answer of the period is a detractor's "
            "and who are still there, × (% of revenue lost after an answer among detractors − the "
            "same among promoters). Association, not cause"
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
        headline=False,
        decimals=0,
        source=f"{_LOYALTY}; Newcombe 1998, Statistics in Medicine 17",
    ),
)
