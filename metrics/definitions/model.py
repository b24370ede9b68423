"""What a metric says of itself: the question, the formula, who is counted, how it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "points",
    "%",
    "score",
    "hours",
    "minutes",
    "seconds",
    "currency",
    "count",
    "years",
    "index",
]
Kind = Literal[
    "net_share", "proportion", "mean", "quantile", "count", "stock", "total", "composite"
]
Table = Literal[
    "feedback", "customers", "orders", "tickets", "costs", "engagement", "invitations", "parts"
]


@dataclass(frozen=True)
class MetricDefinition:
    """One metric. The scale and the positive range belong to the `Series`, not to the metric."""

    key: str
    name: str
    short: str  # for cards and column heads
    subject: str  # inside a sentence
    question: str
    formula: str  # in words
    denominator: str  # who is counted, and what becomes of missing values
    unit: Unit
    kind: Kind
    table: Table
    source: str
    noun: str = "answers"  # what n counts
    of: str | None = None  # what a proportion is a share of; None: what n counts
    alone_of: str | None = None  # of whom it is where it stands alone; None: of all whom it counts
    needs: tuple[str, ...] = ()  # `table.column` that must be mapped
    higher_is_better: bool | None = True  # None: neither is better
    feedback_metric: str | None = None  # nps, csat, ces, rating or sentiment
    beside: str | None = None  # the metric on whose card this one stands
    quantile: float | None = None  # of kind quantile: 0.5 is the median
    clock: str | None = None  # the time that puts a row into a period; None: the table's own
    column: str | None = None  # what is added up, shared or ranked; None: the rows are counted
    decimals: int = 1
    answered_by: str | None = None  # who reads it (pages/figures/readers); None: as its table
    pooled: bool = True  # has one figure over all touchpoints, and over all groups of customers

    @property
    def reader(self) -> str:
        """Who reads it: see `READERS` of pages/figures/readers."""
        return self.answered_by or self.table

    @property
    def has_periods(self) -> bool:
        """False where it looks ahead from the newest day, whatever the period."""
        return self.reader != "predicted value"

    @property
    def share_of(self) -> str:
        """What a proportion is a share of: `customers`, `revenue`."""
        return self.of or self.noun

    @property
    def is_average(self) -> bool:
        """True of rates, means and NPS: levels make up their total by their shares of the rows.

        Not of what NPS groups did later, which has no one figure over these groups.
        """
        return self.kind in ("net_share", "proportion", "mean") and self.answered_by != "outcomes"

    @property
    def of_parts(self) -> bool:
        """Made of other metrics as the mapping says: the XQI."""
        return self.table == "parts"

    @property
    def of_mentions(self) -> bool:
        """Of levels of which a row may name several: how many of all rows name each."""
        return self.answered_by == "comments"

    @property
    def of_customers(self) -> bool:
        """Shown on the page of customers."""
        return self.table in ("customers", "orders", "costs", "engagement")
