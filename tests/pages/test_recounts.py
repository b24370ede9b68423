"""Every figure of the pages against a recount from the CSV files that shares no code with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pytest

from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.panel import Page
from settings import Settings
from tests.pages.reading import frame, read
from tests.pages.recounts.company import Company, Side
from tests.pages.recounts.figures import Figure, change, share
from tests.pages.recounts.metrics import GROUPS, of_groups, recounted
from tests.pages.recounts.tickets import of_tickets

pytestmark = pytest.mark.slow

PAGES = ("overview", "loyalty", "voice", "customers", "service")
SINGLE = ("cards", "others", "orders")  # panels of which each row is a metric over all
STOCKS = {"open_cases", "customers_end", "customers_start"}  # how they change: tests/metrics
ENDS = ("", "_low", "_high")
VALUES, CHANGES = ("value", "low", "high"), ("change", "change_low", "change_high")


@dataclass(frozen=True)
class Comparison:
    """What a link shows: two periods, and the region or plan that is compared."""

    now: tuple[str, str]
    base: tuple[str, str]
    column: str = ""
    level: str = ""
    rest: bool = False


LINKS = {
    "": Comparison(("2025-11-01", "2026-10-31"), ("2024-11-01", "2025-10-31")),
    "from=2025-03-10&to=2025-08-20&compare=year-ago": Comparison(
        ("2025-03-10", "2025-08-20"), ("2024-03-10", "2024-08-20")
    ),
    "region=EMEA&compare=rest": Comparison(
        ("2025-11-01", "2026-10-31"), ("2025-11-01", "2026-10-31"), "region", "EMEA", rest=True
    ),
    "plan=Enterprise&period=last-90-days": Comparison(
        ("2026-08-03", "2026-10-31"), ("2026-05-05", "2026-08-02"), "plan", "Enterprise"
    ),
}


@pytest.fixture(scope="module")
def company(settings: Settings) -> Company:
    assert settings.mapping is not None
    return Company(settings.mapping.parent)


def side(company: Company, days: tuple[str, str], column: str, level: str, other: bool) -> Side:
    def counts(rows: pd.DataFrame) -> pd.Series:
        if not column:
            return pd.Series(True, rows.index)
        return (rows[column] == level) != other

    first, last = days
    return Side(company, pd.Timestamp(first), pd.Timestamp(last), counts)


@cache
def both(company: Company, link: str) -> tuple[Side, dict[str, Figure], dict[str, Figure]]:
    """The view's side, and the figures of both."""
    of = LINKS[link]
    now = side(company, of.now, of.column, of.level, False)
    base = side(company, of.base, of.column, of.level, of.rest)
    return now, recounted(now), recounted(base)


def pages(snapshot: Snapshot, link: str) -> list[Page]:
    return [read(snapshot, f"{page}?{link}") for page in PAGES]


def same(row: pd.Series, expected: Figure, prefix: str = "") -> bool:
    ends = [row[prefix + name] for name in VALUES]
    wanted = [expected.value, expected.low, expected.high]
    near = pytest.approx(wanted, rel=digits(row["metric"]), nan_ok=True)
    return bool(ends == near) and int(row[prefix + "n"]) == expected.n


def digits(metric: str) -> float:
    """The likelihood of the prediction is flat at its top: two searches stop 0.01 % apart."""
    return 1e-3 if metric == "predicted_lifetime_value" else 1e-9


@pytest.mark.parametrize("link", LINKS)
def test_every_figure_and_every_change(link: str, snapshot: Snapshot, company: Company) -> None:
    _, now, base = both(company, link)
    compared = set()
    for page in pages(snapshot, link):
        for panel in page.panels:
            for _, row in panel.frame.iterrows() if panel.key in SINGLE else ():
                metric = row["metric"]
                assert same(row, now[metric]), (page.view.page, panel.key, row, now[metric])
                if pd.isna(row["base_value"]):
                    continue
                assert same(row, base[metric], "base_"), (panel.key, row, base[metric])
                if metric not in STOCKS and not pd.isna(row["change"]):
                    found = [row[name] for name in CHANGES]
                    wanted = change(now[metric], base[metric])
                    assert found == pytest.approx(wanted, rel=digits(metric), nan_ok=True), row
                    compared.add(metric)
    assert len(compared) >= 40


@pytest.mark.parametrize("link", [*LINKS][:3])
def test_what_nps_groups_did(link: str, snapshot: Snapshot, company: Company) -> None:
    now, _, _ = both(company, link)
    expected = of_groups(now)
    rows = frame(read(snapshot, f"customers?{link}"), "risk")
    assert len(rows) == len(expected) == 10
    for _, row in rows.iterrows():
        metric, group = row["metric"], row["segment"]
        assert same(row, expected[metric, group]), (row, expected[metric, group])
        if not pd.isna(row["change"]):
            found = [row[name] for name in CHANGES]
            wanted = change(expected[metric, group], expected[metric, "promoters"])
            assert found == pytest.approx(wanted), row


@pytest.mark.parametrize("link", [*LINKS][:3])
def test_the_dictionary_says_the_same(link: str, snapshot: Snapshot, company: Company) -> None:
    _, now, _ = both(company, link)
    rows = frame(read(snapshot, f"dictionary?{link}"), "metrics")
    for _, row in rows[rows["value"].notna()].iterrows():
        assert same(row, now[row["metric"]]), (row, now[row["metric"]])


def test_every_metric_that_can_be_answered_is_shown_and_recounted(
    snapshot: Snapshot, company: Company
) -> None:
    """A new metric needs a recount in tests/pages/recounts."""
    now, expected, _ = both(company, "")
    known = {*expected, *(metric for metric, _ in of_groups(now))}
    answerable = {
        key for key, metric in DEFINITIONS.items() if snapshot.catalog.answers_metric(metric)
    }
    assert answerable == known
    panels = [panel for page in pages(snapshot, "") for panel in page.panels]
    shown = {m for panel in panels if panel.key in (*SINGLE, "risk") for m in panel.frame["metric"]}
    assert shown == known


def test_each_month_for_itself(snapshot: Snapshot, company: Company) -> None:
    expected = {}
    for month in pd.period_range("2026-02", "2026-04", freq="M"):
        start = month.start_time
        one = Side(company, start, month.end_time.normalize())
        expected[start] = recounted(one)
    link = "from=2026-02-01&to=2026-04-30&grain=month&compare=none"
    seen = set()
    for page in pages(snapshot, link):
        for panel in page.panels:
            for _, row in panel.frame.iterrows() if panel.key in ("sparklines", "trend") else ():
                wanted = expected[row["period"]][row["metric"]]
                assert same(row, wanted), (page.view.page, panel.key, row, wanted)
                seen.add(row["metric"])
    assert len(seen) >= 25


def test_each_region_for_itself(snapshot: Snapshot, company: Company) -> None:
    days, regions = LINKS[""].now, company.customers["region"].unique()
    expected = {one: recounted(side(company, days, "region", one, False)) for one in regions}
    for page, metric in (
        ("loyalty", "nps"), ("service", "resolution_time"), ("customers", "revenue_churn"),
        ("service", "tickets_opened"), ("customers", "customer_lifetime_value"),
    ):  # fmt: skip
        rows = frame(read(snapshot, f"{page}?metric={metric}"), "by_segment")
        assert set(rows["segment"]) == set(expected)
        for _, row in rows.iterrows():
            assert same(row, expected[row["segment"]][row["metric"]]), row


@pytest.mark.parametrize("link", LINKS)
def test_churn_and_retention_are_one_fact(link: str, snapshot: Snapshot) -> None:
    page = read(snapshot, f"customers?{link}")
    cards = frame(page, "cards").set_index("metric")
    for column in ("p_value", "verdict"):
        assert cards[column]["customer_churn"] == cards[column]["retention_rate"]
    alone = [key for key in cards.index if not DEFINITIONS[key].beside and key != "customer_churn"]
    counts = re.findall(r"(\d+) (?:others? |key figures? )?(?:within|may|with) ", page.rest)
    also = re.search("also beyond noise: ([^·]*)", page.rest)
    named = len(also[1].split(", ")) if also else 0
    assert len({one.figure.metric for one in page.findings} & {*alone}) + named + sum(
        map(int, counts)
    ) == len(alone)


def test_cohorts(snapshot: Snapshot, company: Company) -> None:
    rows = frame(read(snapshot, "customers"), "cohorts")
    joined = company.customers["joined_at"].dt.to_period("M")
    left = company.customers["churned_at"].dt.to_period("M")
    assert len(rows) == sum(range(1, 25))  # two years of months, each followed to the end
    for _, row in rows.iterrows():
        month = row["period"].to_period("M")
        stayed = ~(left[joined == month] <= month + row["months"])
        row["metric"] = "retention_rate"
        assert same(row, share(stayed)), row


def test_backlog_and_distribution(snapshot: Snapshot, company: Company) -> None:
    for _, row in frame(read(snapshot, "service"), "backlog").iterrows():
        month = row["period"].to_period("M")
        one = Side(company, month.start_time, month.end_time.normalize())
        expected = of_tickets(one)
        keys = ("tickets_opened", "tickets_resolved", "tickets_unsolved", "open_cases")
        found = [row[key] for key in ("opened", "resolved", "unsolved", "open")]
        assert found == [expected[key].value for key in keys]
    now, _, _ = both(company, "")
    answers = now.rows("feedback", "submitted_at").query("metric == 'nps'")["score"]
    for _, row in frame(read(snapshot, "loyalty"), "distribution").iterrows():
        low, high = GROUPS[row["group"]]
        of_score, of_group = share(answers == row["score"]), share(answers.between(low, high))
        found = [row[f"{name}{end}"] for name in ("share", "group_share") for end in ENDS]
        wanted = [x for one in (of_score, of_group) for x in (one.value, one.low, one.high)]
        assert found == pytest.approx(wanted)
        assert row["answers"] == (answers == row["score"]).sum()
