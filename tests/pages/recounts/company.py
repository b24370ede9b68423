"""The sample company's rows that keep the contract, as its CSV files have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

DAY = pd.Timedelta(days=1)
HOLIDAYS = ("2023-12-25", "2024-01-01", "2024-12-25", "2025-01-01", "2025-12-25", "2026-01-01")


def business_hours(start: pd.Series, end: pd.Series) -> pd.Series:
    """Monday to Friday 8 to 18, but on holidays."""
    days = pd.date_range("2023-10-30", "2026-11-30")
    open_ = (days.day_of_week < 5) & ~days.isin(pd.to_datetime(list(HOLIDAYS)))
    before = np.concatenate([[0], np.cumsum(open_ * 10.0)])

    def worked(at: pd.Series) -> pd.Series:
        day = (at - days[0]) // DAY
        hour = (at - at.dt.normalize()) / pd.Timedelta(hours=1)
        return pd.Series(before[day] + open_[day] * np.clip(hour - 8, 0, 10), at.index)

    return worked(end) - worked(start)


def instant(clock: pd.Series) -> pd.Series:
    """Hours go by as they do when the clock is put forward or back."""
    hour = pd.Timedelta(hours=1)  # what the clock skipped is an hour later, of two the first
    every = np.ones(len(clock), dtype=bool)
    found: pd.Series = clock.dt.tz_localize("Europe/Copenhagen", ambiguous=every, nonexistent=hour)
    return found


class Company:
    """Rows that keep the contract, with the region, plan and industry of their customer."""

    newest = pd.Timestamp("2026-10-31")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.customers = self._read("customers", "joined_at", "churned_at")

    def _read(self, table: str, *times: str) -> pd.DataFrame:
        rows = pd.read_csv(self.folder / f"{table}.csv", low_memory=False)
        for column in times:
            rows[column] = pd.to_datetime(rows[column], format="ISO8601", errors="coerce")
        if table in ("customers", "costs"):
            return rows
        segments = self.customers[["customer_id", "region", "plan", "industry"]]
        return rows.merge(segments, on="customer_id", how="left", validate="many_to_one")

    @cached_property
    def feedback(self) -> pd.DataFrame:
        rows = self._read("feedback", "submitted_at")
        rows["score"] = pd.to_numeric(rows["score"], errors="coerce")
        most = rows["metric"].map({"nps": 10, "csat": 5, "ces": 7})
        fits = rows["score"].between((rows["metric"] != "nps").astype(int), most)
        rows = rows[fits & (rows["submitted_at"] < "2026-11-02")]
        coded = pd.read_csv(self.folder / "sentiment.csv")
        tone = {"negative": -1, "neutral": 0, "positive": 1}
        coded = coded.assign(tone=coded["sentiment"].map(tone))[["response_id", "tone"]]
        return rows.drop_duplicates("response_id").merge(coded, on="response_id", how="left")

    @cached_property
    def orders(self) -> pd.DataFrame:
        return self._read("orders", "ordered_at")

    @cached_property
    def invitations(self) -> pd.DataFrame:
        return self._read("invitations", "sent_at")

    @cached_property
    def engagement(self) -> pd.DataFrame:
        return self._read("engagement", "occurred_at")

    @cached_property
    def costs(self) -> pd.DataFrame:
        return self._read("costs", "month")

    @cached_property
    def tickets(self) -> pd.DataFrame:
        rows = self._read("tickets", "opened_at", "first_response_at", "resolved_at")
        rows = rows[~(rows["resolved_at"] < rows["opened_at"])]
        found = {}
        for name in ("first_response", "resolution"):
            end = rows["resolved_at" if name == "resolution" else "first_response_at"].dropna()
            opened = rows.loc[end.index, "opened_at"]
            found[name] = (instant(end) - instant(opened)).dt.total_seconds() / 3600
            found[f"{name}_business"] = business_hours(opened, end)
        return rows.assign(**found)


@dataclass(frozen=True)
class Side:
    """A period, both days included, and whose rows count."""

    company: Company
    first: pd.Timestamp
    last: pd.Timestamp
    counts: Callable[[pd.DataFrame], pd.Series] = lambda rows: pd.Series(True, rows.index)

    def during(self, at: pd.Series) -> pd.Series:
        return (at >= self.first) & (at < self.last + DAY)

    def rows(self, table: str, at: str | None = None) -> pd.DataFrame:
        rows: pd.DataFrame = getattr(self.company, table)
        rows = rows[self.counts(rows)]
        return rows if at is None else rows[self.during(rows[at])]
