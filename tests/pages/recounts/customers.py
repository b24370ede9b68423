"""How much less several answers of one customer tell, counted customer by customer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import pandas as pd

from tests.pages.recounts.company import Company, Side

_LEAST = 0.05  # of an effect beyond 1


@dataclass(frozen=True)
class Tie:
    """Design effect of one figure, and how often each customer of the sample is behind it."""

    effect: float = 1.0
    rho: float = 0.0
    often: pd.Series | None = None

    def correlation(self, other: Tie) -> float:
        """Of the estimates of two sides, by the customers of both."""
        if self.often is None or other.often is None:
            return 0.0
        cross = float((self.often * other.often).sum())  # matched by customer
        if not cross:
            return 0.0
        sizes = sqrt(self.often.sum() * other.often.sum())
        return min(self.rho * cross / sizes / sqrt(self.effect * other.effect), 0.99)


@dataclass(frozen=True)
class Table:
    """All rows of a table with their customers; `values` gives those of a metric, by row."""

    rows: pd.DataFrame  # customer_id, day; of answers several series, each a row

    @cached_property
    def named(self) -> pd.DataFrame:
        return self.rows[self.rows["customer_id"].notna()]

    @cached_property
    def sampled(self) -> pd.DataFrame:
        """Of every so-many-th customer, in the order of their ids."""
        ids = sorted(self.named["customer_id"].unique())
        step = max(1, len(self.named) // 6000)
        return self.named[self.named["customer_id"].isin(ids[::step])]

    def part(self, side: Side, counted: int) -> float:
        """Of the rows of a side, about, those that are counted."""
        step = max(1, len(self.named) // 6000)
        return min(counted / (step * float(self.often(side).sum())), 1.0)

    def often(self, side: Side) -> pd.Series:
        """How many of its rows each customer of the sample has on a side."""
        rows = self.sampled[side.counts(self.sampled) & side.during(self.sampled["day"])]
        return rows["customer_id"].value_counts().astype(float)

    def tie(
        self, side: Side, values: pd.Series, *, ranked: bool = False, of_all: bool = False
    ) -> Tie:
        """Of a metric with these values of rows; of answers these are one series, else of all."""
        values = values.dropna().astype(float)
        values = values[values.index.isin(self.sampled.index)]
        values = values.rank() if ranked else values
        off = values - values.mean()
        by = self.sampled.loc[values.index, "customer_id"]
        often = by.value_counts()
        pairs = float((often * (often - 1)).sum())
        products = float((off.groupby(by).sum() ** 2).sum() - (off**2).sum())
        rho, more = max(products / pairs / float((off**2).mean()), 0.0), pairs / len(values)
        if rho * more <= _LEAST:
            return Tie()
        rho, more = round(rho, 6), round(more, 6)
        count = self.often(side)
        if not of_all:
            rows = self.sampled[side.counts(self.sampled) & side.during(self.sampled["day"])]
            rows = rows.loc[rows.index.isin(values.index)]
            count = rows["customer_id"].value_counts().astype(float)
        size = count.sum()
        part = len(values) / len(self.sampled) if of_all else 1.0
        counted = round(len(self.named) / len(self.rows) * part, 6)
        drawn = float((count**2).sum() - size + 5 * more) / (size + 5) * counted
        return Tie(1 + rho * drawn, rho, count)


def answers_of(company: Company) -> pd.DataFrame:
    """Every answer a row: of the questions, and of the coded comments."""
    rows = company.feedback.assign(day=company.feedback["submitted_at"])
    coded = rows[rows["tone"].notna()].assign(metric="sentiment")
    coded["score"] = coded["tone"]
    return pd.concat([rows, coded], ignore_index=True)
