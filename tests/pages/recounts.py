"""Every figure of the sample company by plain pandas, from its CSV files and docs/metrics.md alone.

Nothing of the product is imported: neither its cleaning of rows nor its formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import hypot, isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

Z = 1.959963984540054
HOLIDAYS = ("2023-12-25", "2024-01-01", "2024-12-25", "2025-01-01", "2025-12-25", "2026-01-01")
DAY = pd.Timedelta(days=1)
FOLLOWED = 180 * DAY
GROUPS = {"promoters": (9, 10), "passives": (7, 8), "detractors": (0, 6)}


@dataclass(frozen=True)
class Figure:
    """A figure, the ends of its 95 % interval (nan: none), and what it counts.

    `kind` says how it is compared: mover (from the two intervals), net, mean, total; `error` is
    the standard error where there is no interval.
    """

    value: float
    low: float
    high: float
    n: int
    kind: str = "mover"
    error: float = nan


NOTHING = Figure(nan, nan, nan, 0)


def change(now: Figure, base: Figure) -> tuple[float, float, float]:
    """The change and the ends of its 95 % interval."""
    moved = now.value - base.value
    if now.kind == "mover":  # Newcombe 1998 for shares, Zou and Donner 2008 for others
        down = hypot(now.value - now.low, base.high - base.value)
        return moved, moved - down, moved + hypot(now.high - now.value, base.value - base.low)
    if now.kind == "total":
        half = Z * hypot(now.error, base.error)
        return moved, moved - half, moved + half
    halves = [(side.high - side.low) / 2 for side in (now, base)]
    if now.kind == "net":  # around the adjusted values, which are the middles of the intervals
        middle = (now.low + now.high - base.low - base.high) / 2
        return moved, middle - hypot(*halves), middle + hypot(*halves)
    errors = [h / stats.t.ppf(0.975, s.n - 1) for h, s in zip(halves, (now, base), strict=True)]
    parts = [e**4 / (s.n - 1) for e, s in zip(errors, (now, base), strict=True)]
    half = stats.t.ppf(0.975, hypot(*errors) ** 4 / sum(parts)) * hypot(*errors)
    return moved, moved - half, moved + half


def share(counted: pd.Series) -> Figure:
    """Per cent that are true, Wilson's interval."""
    n = len(counted)
    return wilson(float(counted.mean()), n, n) if n else NOTHING


def wilson(p: float, effective: float, n: int) -> Figure:
    centre = (p + Z**2 / 2 / effective) / (1 + Z**2 / effective)
    half = sqrt(p * (1 - p) / effective + Z**2 / 4 / effective**2) * Z / (1 + Z**2 / effective)
    return Figure(100 * p, 100 * (centre - half), 100 * (centre + half), n)


def weighted_share(counted: pd.Series, weight: pd.Series) -> Figure:
    """Each counts as much as its weight; Wilson's interval at Kish's effective n."""
    if counted.empty:
        return NOTHING
    p = float((counted * weight).sum() / weight.sum())
    return wilson(p, float(weight.sum() ** 2 / (weight**2).sum()), len(counted))


def net(up: pd.Series, down: pd.Series) -> Figure:
    """Per cent up less per cent down, adjusted Wald: 3/4 of an answer more up and as many down."""
    n = len(up)
    if n == 0:
        return NOTHING
    p, d = (up.sum() + 0.75) / (n + 3), (down.sum() + 0.75) / (n + 3)
    half = Z * sqrt((p + d - (p - d) ** 2) / (n + 3))
    value = 100 * float(up.mean() - down.mean())
    return Figure(value, 100 * float(p - d - half), 100 * float(p - d + half), n, "net")


def mean(values: pd.Series) -> Figure:
    n = len(values)
    if n < 2:
        return NOTHING
    half = stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / sqrt(n)
    return Figure(values.mean(), values.mean() - half, values.mean() + half, n, "mean")


def quantile(values: pd.Series, q: float = 0.5) -> Figure:
    """Between the order statistics whose binomial tails are at most 2.5 % each."""
    ordered, n = np.sort(values.to_numpy(float)), len(values)
    low, high = int(stats.binom.ppf(0.025, n, q)), int(stats.binom.ppf(0.975, n, q)) + 1
    if n == 0:
        return NOTHING
    ends = (float(ordered[low - 1]) if low else nan, float(ordered[high - 1]) if high <= n else nan)
    return Figure(float(np.quantile(ordered, q)), *ends, n)


def count(n: int) -> Figure:
    """Exact Poisson interval (Garwood 1936)."""
    return Figure(n, stats.gamma.ppf(0.025, n), stats.gamma.ppf(0.975, n + 1), n)


def total(value: float, n: int, variance: float = nan) -> Figure:
    return Figure(float(value), nan, nan, n, "total", sqrt(variance))


def sum_of(values: pd.Series) -> Figure:
    """How many there are is chance as well: the variance is the sum of squares."""
    return total(values.sum(), len(values), float((values.astype(float) ** 2).sum()))


def weighted_mean(parts: Iterable[tuple[float, Figure]]) -> Figure:
    """Of independent parts, the interval from theirs (MOVER: Zou, Huang and Zhang 2009)."""
    parts = list(parts)
    value = sum(w * part.value for w, part in parts)
    low = sqrt(sum((w * (part.value - part.low)) ** 2 for w, part in parts))
    high = sqrt(sum((w * (part.high - part.value)) ** 2 for w, part in parts))
    return Figure(value, value - low, value + high, min(part.n for _, part in parts))


def business_hours(start: pd.Series, end: pd.Series) -> pd.Series:
    """Monday to Friday 8 to 18, but on holidays."""
    days = pd.date_range("2023-10-30", "2026-11-30")
    open_ = (days.dayofweek < 5) & ~days.isin(pd.to_datetime(list(HOLIDAYS)))
    before = np.concatenate([[0], np.cumsum(open_ * 10.0)])

    def worked(at: pd.Series) -> pd.Series:
        day = (at - days[0]) // DAY
        hour = (at - at.dt.normalize()) / pd.Timedelta(hours=1)
        return pd.Series(before[day] + open_[day] * np.clip(hour - 8, 0, 10), at.index)

    return worked(end) - worked(start)


def _instant(clock: pd.Series) -> pd.Series:
    """Hours go by as they do when the clock is put forward or back."""
    hour = pd.Timedelta(hours=1)  # what the clock skipped is read as an hour later
    return clock.dt.tz_localize("Europe/Copenhagen", ambiguous=False, nonexistent=hour)


class Company:
    """Rows that keep the contract, with the region, plan and industry of their customer."""

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
        hour, found = pd.Timedelta(hours=1), {}
        for name in ("first_response", "resolution"):
            end = rows["resolved_at" if name == "resolution" else "first_response_at"].dropna()
            opened = rows.loc[end.index, "opened_at"]
            found[name] = (_instant(end) - _instant(opened)) / hour
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


def of_feedback(side: Side) -> dict[str, Figure]:
    rows = side.rows("feedback", "submitted_at")
    score = {name: rows.loc[rows["metric"] == name, "score"] for name in ("nps", "csat", "ces")}
    tone = rows["tone"].dropna()
    return {
        "nps": net(score["nps"] >= 9, score["nps"] <= 6),
        "csat": share(score["csat"] >= 4),
        "csat_mean": mean(score["csat"]),
        "ces": share(score["ces"] >= 5),
        "ces_mean": mean(score["ces"]),
        "sentiment": net(tone > 0, tone < 0),
    }


def of_invitations(side: Side) -> dict[str, Figure]:
    sent = side.rows("invitations", "sent_at")
    return {
        "response_rate": share(sent["answered"] == "yes"),
        "contacts_per_customer": mean(sent.groupby("customer_id").size().astype(float)),
    }


def of_tickets(side: Side) -> dict[str, Figure]:
    every = side.rows("tickets")
    opened, solved = (every[side.during(every[at])] for at in ("opened_at", "resolved_at"))
    responded = every[side.during(every["first_response_at"])]
    until = side.last + DAY
    found = {
        "first_contact_resolution": share((solved["contacts"] == 1) & (solved["reopened"] == "no")),
        "sla_met": _service_level(side.company.tickets, opened),
        "average_speed_of_answer": mean(opened.loc[opened["answered"] == "yes", "wait_seconds"]),
        "speed_of_answer_p90": quantile(
            opened.loc[opened["answered"] == "yes", "wait_seconds"], 0.9
        ),
        "unanswered_calls": share(opened["answered"].dropna() == "no"),
        "tickets_opened": count(len(opened)),
        "tickets_resolved": count(len(solved)),
        "interactions": sum_of(opened["contacts"]),
        "quality_score": mean(opened["quality_score"].dropna()),
    }
    still_open = int((every["opened_at"] < until).sum() - (every["resolved_at"] < until).sum())
    found["open_cases"] = total(still_open, still_open)
    times = {"handle": solved["handle_seconds"].dropna() / 60}
    for name, rows in (("first_response", responded), ("resolution", solved)):
        times |= {name: rows[name], f"{name}_business": rows[f"{name}_business"]}
    for name, values in times.items():
        found[f"{name}_time"] = quantile(values)
        found[f"{name}_p90"], found[f"{name}_mean"] = quantile(values, 0.9), mean(values)
    return found


def _service_level(every: pd.DataFrame, opened: pd.DataFrame) -> Figure:
    """Unanswered is not met once overdue at the newest moment of all tickets."""
    newest = every[["opened_at", "first_response_at", "resolved_at"]].max().max()
    until = opened["first_response_at"].fillna(newest)
    waited = (_instant(until) - _instant(opened["opened_at"])).dt.total_seconds()
    late = waited > opened["sla_seconds"]
    return share(~late[opened["first_response_at"].notna() | late])


def of_orders(side: Side) -> dict[str, Figure]:
    orders = side.rows("orders", "ordered_at")
    return {
        "average_order_value": mean(orders["amount"]),
        "revenue": sum_of(orders["amount"]),
        "repeat_purchase_rate": share(orders.groupby("customer_id").size() > 1),
    }


def of_customers(side: Side) -> dict[str, Figure]:
    rows = side.rows("customers")
    joined, left = rows["joined_at"].dt.normalize(), rows["churned_at"].dt.normalize()
    gone = left <= side.last
    start = rows[(joined < side.first) & ~(left < side.first)]
    lost, revenue = gone[start.index], start["annual_revenue"]
    there = rows[(joined <= side.last) & ~(left < side.first)]
    until = left[there.index].fillna(side.last).clip(upper=side.last)
    years = (until - joined[there.index]) / DAY / 365.25
    new, events = rows[side.during(rows["joined_at"])], side.rows("engagement", "occurred_at")
    found = {
        "retention_rate": share(~lost),
        "customer_churn": share(lost),
        "revenue_churn": weighted_share(lost, revenue),
        "customer_lifetime_value": mean(
            there["annual_revenue"] * years - there["acquisition_cost"]
        ),
        "referral_rate": share(new["referred_by"].notna()),
        "engagement_rate": share(there["customer_id"].isin(events["customer_id"])),
        "customers_start": total(len(start), len(there)),
        "customers_end": total(((joined <= side.last) & ~gone).sum(), len(there)),
        "customers_new": count(len(new)),
        "customers_lost": count(int(side.during(rows["churned_at"]).sum())),
    }
    costs = side.company.costs
    month = costs["month"].dt.to_period("M")
    whole = (month.dt.start_time >= side.first) & (month.dt.end_time < side.last + DAY)
    if len(rows) == len(side.company.customers):  # costs have no segments
        spent = costs.loc[whole & (costs["kind"] == "retention"), "amount"].sum()
        found["retention_cost"] = total(spent / len(there), len(there))
    return found


def of_groups(side: Side) -> dict[tuple[str, str], Figure]:
    """What became of each NPS group within 180 days of the last answer; money at risk."""
    answers = side.rows("feedback", "submitted_at").query("metric == 'nps'")
    answers = answers.dropna(subset=["customer_id"]).sort_values("submitted_at")
    dates = ["customer_id", "churned_at", "annual_revenue"]
    answers = answers.merge(side.company.customers[dates], on="customer_id")
    answers["day"] = answers["submitted_at"].dt.normalize()
    answers["left"] = answers["churned_at"].dt.normalize()
    answers = answers[~(answers["left"] < answers["day"])]
    newest = pd.Timestamp("2026-10-31")
    followed = answers[answers["day"] + FOLLOWED <= newest]
    found: dict[tuple[str, str], Figure] = {}
    for group, (low, high) in GROUPS.items():
        last = followed.drop_duplicates("customer_id", keep="last")
        last = last[last["score"].between(low, high)]
        gone = last["left"] <= last["day"] + FOLLOWED
        found["left_after_answer", group] = share(gone)
        found["revenue_left_after_answer", group] = weighted_share(gone, last["annual_revenue"])
        bought = last[["customer_id", "day"]].merge(side.company.orders, on="customer_id")
        since = bought["ordered_at"].dt.normalize() - bought["day"]
        spent = bought[(since > 0 * DAY) & (since <= FOLLOWED)].groupby("customer_id")["amount"]
        found["ordered_after_answer", group] = mean(
            last["customer_id"].map(spent.sum()).fillna(0.0)
        )
    unhappy, happy = (
        found["revenue_left_after_answer", group] for group in ("detractors", "promoters")
    )
    last = answers.drop_duplicates("customer_id", keep="last")
    last = last[(last["score"] <= 6) & ~(last["left"] <= side.last)]
    difference = unhappy.value - happy.value
    low = difference - hypot(unhappy.value - unhappy.low, happy.high - happy.value)
    high = difference + hypot(unhappy.high - unhappy.value, happy.value - happy.low)
    ends = (last["annual_revenue"].sum() / 100 * end for end in (difference, low, high))
    found["money_at_risk", "detractors"] = Figure(*ends, len(last))
    return found


def recounted(side: Side) -> dict[str, Figure]:
    """Every metric that has one figure in a view."""
    found: dict[str, Figure] = {}
    for part in (of_feedback, of_invitations, of_tickets, of_orders, of_customers):
        found |= part(side)
    waited = found["first_response_time"]
    ends = (100 * (1 - hours / 48) for hours in (waited.value, waited.high, waited.low))
    parts = (
        (0.35, found["ces"]),
        (0.25, found["csat"]),
        (0.2, Figure(*ends, waited.n)),
        (0.2, found["first_contact_resolution"]),
    )
    return found | {"xqi": weighted_mean(parts)}


def agrees(found: float | None, expected: float) -> bool:
    """Within the digits that JSON keeps; without an interval both say so."""
    if found is None or isnan(expected):
        return found is None and isnan(expected)
    return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
