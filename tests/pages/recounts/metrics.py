"""Every metric of the sample company, as docs/metrics.md has it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tests.pages.recounts.company import DAY, Company, Side
from tests.pages.recounts.customers import Table, answers_of
from tests.pages.recounts.figures import (
    Figure,
    change,
    count,
    mean,
    mean_score,
    net,
    share,
    sum_of,
    total,
    weighted_mean,
    weighted_share,
)
from tests.pages.recounts.lifetime import predicted
from tests.pages.recounts.tickets import of_tickets
from tests.pages.recounts.weeks import by_week

FOLLOWED = 180 * DAY
GROUPS = {"promoters": (9, 10), "passives": (7, 8), "detractors": (0, 6)}


@cache
def _answers(company: Company) -> Table:
    return Table(answers_of(company))


@cache
def _orders(company: Company) -> Table:
    return Table(company.orders.assign(day=company.orders["ordered_at"]))


def of_feedback(side: Side) -> dict[str, Figure]:
    rows = side.rows("feedback", "submitted_at")
    score = {name: rows.loc[rows["metric"] == name, "score"] for name in ("nps", "csat", "ces")}
    tone = rows["tone"].dropna()
    table = _answers(side.company)
    every = {name: own["score"] for name, own in table.rows.groupby("metric")}
    nps, tones = every["nps"], every["sentiment"]
    return {
        "nps": net(
            score["nps"] >= 9, score["nps"] <= 6, table.tie(side, 1.0 * (nps >= 9) - (nps <= 6))
        ),
        "csat": share(score["csat"] >= 4, table.tie(side, every["csat"] >= 4)),
        "csat_mean": mean_score(score["csat"], 1, 5, table.tie(side, every["csat"])),
        "ces": share(score["ces"] >= 5, table.tie(side, every["ces"] >= 5)),
        "ces_mean": mean_score(score["ces"], 1, 7, table.tie(side, every["ces"])),
        "sentiment": net(tone > 0, tone < 0, table.tie(side, tones)),
    }


@cache
def _voices(company: Company) -> pd.Series:
    """Which answers have a comment that is no copy of a long one of the same day."""
    rows = company.feedback
    plain = rows["comment"].str.casefold().str.replace(r"[\W\d_]+", " ", regex=True).str.strip()
    long = plain.str.count(" ") >= 7
    whose = rows["response_id"].where(~long, "")
    day = rows["submitted_at"].dt.date.astype(str)
    own = pd.DataFrame({"plain": plain, "day": day, "whose": whose})
    return rows["comment"].notna() & ~own.duplicated()


def of_comments(side: Side) -> dict[str, Figure]:
    rows = side.rows("feedback", "submitted_at")
    written = rows[_voices(side.company)[rows.index]]
    return {"theme_share": share(written["reason"].notna())}


def of_invitations(side: Side) -> dict[str, Figure]:
    sent = side.rows("invitations", "sent_at")
    return {
        "response_rate": share(sent["answered"] == "yes"),
        "contacts_per_customer": mean(sent.groupby("customer_id").size().astype(float)),
    }


def of_orders(side: Side) -> dict[str, Figure]:
    orders = side.rows("orders", "ordered_at")
    return {
        "average_order_value": mean(
            orders["amount"], _orders(side.company).tie(side, side.company.orders["amount"])
        ),
        "revenue": by_week(
            *(side, sum_of(orders["amount"]), orders["ordered_at"], orders["amount"]),
            _orders(side.company),
        ),
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
    churned = rows[side.during(rows["churned_at"])]
    found = {
        "retention_rate": share(~lost),
        "customer_churn": share(lost),
        "revenue_churn": weighted_share(lost, revenue),
        "customer_lifetime_value": mean(
            there["annual_revenue"] * years - there["acquisition_cost"], skewed=False
        ),
        "referral_rate": share(new["referred_by"].notna()),
        "engagement_rate": share(there["customer_id"].isin(events["customer_id"])),
        "customers_start": total(len(start), len(there)),
        "customers_end": total(((joined <= side.last) & ~gone).sum(), len(there)),
        "customers_new": by_week(side, count(len(new)), new["joined_at"]),
        "customers_lost": by_week(side, count(len(churned)), churned["churned_at"]),
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
    followed = answers[answers["day"] + FOLLOWED <= side.company.newest]
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
    difference = Figure(*change(unhappy, happy), len(last))
    revenue = float(last["annual_revenue"].sum())
    found["money_at_risk", "detractors"] = difference.on_scale(revenue / 100)
    return found


def of_detractors(side: Side) -> dict[str, Figure]:
    """What the dictionary has of the groups."""
    return {
        metric: one for (metric, group), one in of_groups(side).items() if group == "detractors"
    }


def of_the_year_to_come(side: Side) -> dict[str, Figure]:
    spent = predicted(side.company)
    ours = side.rows("customers")["customer_id"]
    return {"predicted_lifetime_value": mean(spent[spent.index.isin(ours)], skewed=False)}


def _index(found: dict[str, Figure]) -> Figure:
    """The XQI of the sample's mapping."""
    parts = (
        (0.35, found["ces"]),
        (0.25, found["sentiment"].on_scale(1 / 2, 50)),
        (0.2, found["first_response_time"].on_scale(-100 / 48, 100)),
        (0.2, found["first_contact_resolution"]),
    )
    return weighted_mean(parts)


def recounted(side: Side) -> dict[str, Figure]:
    """Every metric that has one figure in a view."""
    parts = (
        *(of_feedback, of_comments, of_invitations, of_tickets, of_orders, of_customers),
        *(of_detractors, of_the_year_to_come),
    )
    found: dict[str, Figure] = {}
    for part in parts:
        found |= part(side)
    return found | {"xqi": _index(found)}
