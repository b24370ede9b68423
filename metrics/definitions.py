"""The metric contract as data: what each figure asks, counts and leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["points", "%", "score", "hours", "currency"]
Kind = Literal["net_share", "proportion", "mean", "quantile", "total"]
Table = Literal["feedback", "tickets", "orders"]


@dataclass(frozen=True)
class MetricDefinition:
    """One metric. The scale and the positive range belong to the `Series`, not to the metric."""

    key: str
    name: str
    short: str  # for cards and column heads
    question: str
    formula: str  # in words
    denominator: str  # who is counted, and what becomes of missing values
    unit: Unit
    kind: Kind
    table: Table
    source: str
    higher_is_better: bool = True
    feedback_metric: str | None = None  # nps, csat, ces or rating
    mean_of: str | None = None  # the headline metric that this mean stands beside
    minimum_n: int = 10
    decimals: int = 1
    headline: bool = True  # has a KPI card on the overview
    pooled: bool = True  # has one figure over all touchpoints


_REICHHELD = "Reichheld 2003, “The One Number You Need to Grow”, Harvard Business Review"
_SATISFACTION = "Top-box convention for satisfaction scales; see MeasuringU, “Top-Box Scoring”"
_EFFORT = "Dixon, Freeman and Toman 2010, “Stop Trying to Delight Your Customers”; MeasuringU"
_ANSWERED = "Everyone who gave a score; blanks and “does not apply” are left out."
_ORDERS = "Orders placed in the period with an amount."

_ALL = (
    MetricDefinition(
        key="nps",
        name="Net Promoter Score",
        short="NPS",
        question="How likely are you to recommend us to a friend or colleague?",
        formula="% promoters (9–10) minus % detractors (0–6), on the 0–10 scale",
        denominator=_ANSWERED,
        unit="points",
        kind="net_share",
        table="feedback",
        feedback_metric="nps",
        source=_REICHHELD,
    ),
    MetricDefinition(
        key="csat",
        name="Customer satisfaction",
        short="CSAT",
        question="How satisfied were you?",
        formula="% of answers in the positive range: 4–5 of 5, 6–7 of 7, 9–10 of 10",
        denominator=_ANSWERED,
        unit="%",
        kind="proportion",
        table="feedback",
        feedback_metric="csat",
        source=_SATISFACTION,
    ),
    MetricDefinition(
        key="csat_mean",
        name="Mean satisfaction",
        short="CSAT mean",
        question="How satisfied were you?",
        formula="Mean score on the question's own scale",
        denominator=_ANSWERED,
        unit="score",
        kind="mean",
        table="feedback",
        feedback_metric="csat",
        mean_of="csat",
        decimals=2,
        headline=False,
        source=_SATISFACTION,
    ),
    MetricDefinition(
        key="ces",
        name="Customer effort: ease",
        short="CES",
        question="How easy was it to get done what you came for?",
        formula="% of answers that found it easy: 5–7 of 7, 4–5 of 5",
        denominator=_ANSWERED,
        unit="%",
        kind="proportion",
        table="feedback",
        feedback_metric="ces",
        source=_EFFORT,
    ),
    MetricDefinition(
        key="ces_mean",
        name="Mean ease",
        short="CES mean",
        question="How easy was it to get done what you came for?",
        formula="Mean score on the question's own scale; more is easier",
        denominator=_ANSWERED,
        unit="score",
        kind="mean",
        table="feedback",
        feedback_metric="ces",
        mean_of="ces",
        decimals=2,
        headline=False,
        source=_EFFORT,
    ),
    MetricDefinition(
        key="rating",
        name="Rating",
        short="Rating",
        question="How do you rate it?",
        formula="% of answers in the positive range: 4–5 of 5, 6–7 of 7, 9–10 of 10",
        denominator=_ANSWERED,
        unit="%",
        kind="proportion",
        table="feedback",
        feedback_metric="rating",
        pooled=False,
        source=_SATISFACTION,
    ),
    MetricDefinition(
        key="rating_mean",
        name="Mean rating",
        short="Rating mean",
        question="How do you rate it?",
        formula="Mean score on the question's own scale",
        denominator=_ANSWERED,
        unit="score",
        kind="mean",
        table="feedback",
        feedback_metric="rating",
        mean_of="rating",
        decimals=2,
        headline=False,
        pooled=False,
        source=_SATISFACTION,
    ),
    MetricDefinition(
        key="first_contact_resolution",
        name="First contact resolution",
        short="FCR",
        question="Was it solved at the first contact?",
        formula="% of resolved tickets with one contact that were not reopened",
        denominator=(
            "Tickets resolved in the period whose number of contacts is known; "
            "where it is not known whether a ticket was reopened, it was not."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        source="SQM Group; ISO 18295-1:2017, Customer contact centres",
    ),
    MetricDefinition(
        key="first_response_time",
        name="First response time",
        short="First response",
        question="How long until someone answers?",
        formula="Median of calendar hours from opened to first response",
        denominator="Tickets first answered in the period; those still waiting are left out.",
        unit="hours",
        kind="quantile",
        table="tickets",
        higher_is_better=False,
        source="ISO 18295-1:2017, Customer contact centres",
    ),
    MetricDefinition(
        key="resolution_time",
        name="Resolution time",
        short="Resolution",
        question="How long until it is solved?",
        formula="Median of calendar hours from opened to resolved",
        denominator="Tickets resolved in the period, whenever they were opened.",
        unit="hours",
        kind="quantile",
        table="tickets",
        higher_is_better=False,
        source="ISO 18295-1:2017, Customer contact centres",
    ),
    MetricDefinition(
        key="average_order_value",
        name="Average order value",
        short="Order value",
        question="How much does a customer spend on one order?",
        formula="Sum of order amounts over number of orders",
        denominator=_ORDERS,
        unit="currency",
        kind="mean",
        table="orders",
        decimals=2,
        source="Farris, Bendle, Pfeifer and Reibstein 2010, “Marketing Metrics”",
    ),
    MetricDefinition(
        key="revenue",
        name="Revenue",
        short="Revenue",
        question="How much was ordered?",
        formula="Sum of order amounts",
        denominator=_ORDERS,
        unit="currency",
        kind="total",
        table="orders",
        decimals=2,
        headline=False,
        source="Farris, Bendle, Pfeifer and Reibstein 2010, “Marketing Metrics”",
    ),
)

DEFINITIONS: dict[str, MetricDefinition] = {definition.key: definition for definition in _ALL}
