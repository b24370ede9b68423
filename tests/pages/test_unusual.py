"""What is unusual: cards, trend and headline tell of one chart, which is recounted here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from components.as_html import as_html
from components.charts.icons import chart_rows
from components.page import page_content
from components.theme import LIGHT
from data.frames import Tables
from data.grains import buckets
from data.scope import Span
from data.store.snapshots import Snapshot
from data.work.questions import Answer, Result
from pages.as_json import page_json
from pages.figures.figure import figures_of
from pages.figures.series import subject_of
from pages.heavy import kinds
from pages.index import read_page
from pages.panel import Page
from pages.unusual import charts, histories
from pages.unusual.phases import phases
from tests.pages.reading import figure, frame, read, view_of
from view.notes import NewLevel

TONE = "tone_change"


@pytest.fixture(scope="module")
def overview(snapshot: Snapshot) -> Page:
    return read(snapshot, "overview")


def card(page: Page, metric: str) -> pd.Series:
    return figure(frame(page, "cards"), metric=metric)


def test_a_card_and_the_trend_tell_of_the_same_chart(overview: Page) -> None:
    """NPS fell in spring: the card says since when the trend has marks."""
    trend = frame(overview, "trend").set_index("period")
    nps = card(overview, "nps")
    assert nps["variation"] == "special cause, worsening"
    marked = trend.index[trend["unusual"].astype(bool)]
    assert pd.Timestamp(nps["special_since"]) == marked[0]
    assert trend.loc[marked[0], "value"] < trend.loc[marked[0], "band_low"]
    assert np.isnan(nps["usual_low"]), "while a special cause holds, nothing is usual"


def test_a_finding_says_since_when(overview: Page) -> None:
    nps = next(one for one in overview.findings if one.figure.metric == "nps")
    assert nps.why.endswith("; unusual since May 2026")


def test_what_is_usual_is_laneys_chart_of_the_months(overview: Page, tables: Tables) -> None:
    """CSAT of three years by month, each answer one of its own, in loops."""
    assert tables.feedback is not None
    rows = tables.feedback[tables.feedback["metric"] == "csat"]
    months = rows.groupby(rows["submitted_at"].dt.strftime("%Y-%m"))["score"]
    n = months.count().to_numpy()
    positive = months.apply(lambda scores: (scores >= 4).sum()).to_numpy()
    assert len(n) == 36
    mean = positive.sum() / n.sum()
    sigma = np.sqrt(mean * (1 - mean) / n)
    z = (positive / n - mean) / sigma
    sigma_z = np.abs(np.diff(z)).mean() / 1.128
    usual = 3 * np.sqrt(mean * (1 - mean) / n.mean()) * max(sigma_z, 1)
    csat = card(overview, "csat")
    assert csat["variation"] == "common cause" and csat["chart_periods"] == 36
    low, high = csat["usual_low"], csat["usual_high"]
    assert (low + high) / 2 == pytest.approx(100 * mean, abs=1e-6)
    # Intervals are Wilson's, and several answers of one customer count for less.
    assert (high - low) / 2 == pytest.approx(100 * usual, rel=0.05)


def test_a_target_is_held_against_what_is_usual(overview: Page) -> None:
    for metric in ("csat", "first_contact_resolution", "first_response_time"):
        row = card(overview, metric)
        inside = row["usual_low"] < row["target"] < row["usual_high"]
        assert (row["assurance"] == "met sometimes") == inside
    assert card(overview, "first_contact_resolution")["assurance"] == "met never"
    assert card(overview, "first_response_time")["assurance"] == "met always"
    assert card(overview, "nps")["assurance"] == card(overview, "revenue")["assurance"] == ""


def test_a_month_that_is_cut_has_no_limits(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?from=2025-11-10&to=2026-10-20")
    trend = frame(page, "trend")
    assert trend["band_low"].isna().tolist() == [True, *[False] * 10, True]
    assert card(page, "nps")["chart_periods"] == 35


def test_twelve_periods_are_too_few(snapshot: Snapshot) -> None:
    few = read(snapshot, "overview?from=2023-11-01&to=2024-10-31")
    assert "variation" not in frame(few, "cards") and "band_low" not in frame(few, "trend")
    more = read(snapshot, "overview?from=2023-11-01&to=2024-11-30")
    assert card(more, "nps")["chart_periods"] == 13
    assert frame(more, "trend")["band_low"].notna().tolist() == [*[False] * 12, True]
    assert card(few, "nps")["chart_early"] and not card(few, "revenue")["chart_early"]
    view = few.view
    told = dict(chart_rows(figures_of(frame(few, "cards"))[0], view))
    assert told["Variation by month"] == "not told: that needs 13 whole months"


def test_a_history_from_the_background_is_the_one_read_at_once(
    snapshot: Snapshot, overview: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By JSON, of all metrics and days, and cut to the view: equal in each figure of each chart."""
    monkeypatch.setattr(histories, "AT_ONCE", 0)
    for link in ("overview", "overview?from=2025-04-01&to=2026-03-20", "service?grain=quarter"):
        at_once = overview if link == "overview" else None
        if at_once is None:
            monkeypatch.setattr(histories, "AT_ONCE", 200_000)
            at_once = read(snapshot, link)
            monkeypatch.setattr(histories, "AT_ONCE", 0)
        apart = read(snapshot, link)
        for key in ("cards", "trend"):
            pd.testing.assert_frame_equal(frame(apart, key), frame(at_once, key))


def test_while_histories_are_read_the_page_stands_and_asks_again(
    snapshot: Snapshot, overview: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "AT_ONCE", 0)
    monkeypatch.setattr(kinds, "asked", lambda *_: Answer(None, "begun", "a" * 32))
    page = read(snapshot, "overview")
    cards, whole = frame(page, "cards"), frame(overview, "cards")
    pd.testing.assert_frame_equal(cards, whole[[*cards]])
    assert "variation" not in cards and "chart_early" not in cards
    assert not page.whole, "or it would be kept without its charts"
    drawn = str(as_html(page_content(page, snapshot.catalog, LIGHT)))
    assert drawn.count(f'data-pending="/api/work/{"a" * 32}"') == 1
    assert "aria-busy" not in drawn, "the cards can be read"


def test_what_is_usual_may_be_below_zero(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of tone runs from −2 to 2."""
    view, subject = view_of(snapshot, "service?grain=month"), subject_of(snapshot.catalog, TONE)
    months = buckets(Span(date(2024, 11, 1), date(2026, 10, 31)), "month")
    history = histories.History(
        metric=TONE,
        series=subject.series,
        periods=months,
        value=[-0.1, 0.0] * 12,
        error=[0.1] * 24,
        n=[20.0] * 24,
        days=[30] * 24,
    )
    monkeypatch.setattr(charts, "few_rows", lambda *_: True)
    monkeypatch.setattr(charts, "read_histories", lambda *_: [history])
    chart = charts.charts_of(snapshot, view, [], subject).of[TONE, subject.series]
    low, high = chart.usual
    assert (low + high) / 2 == pytest.approx(-0.05)
    assert np.nanmax(chart.found.low) < -0.1


def test_what_could_not_be_read_leaves_the_page_without_charts(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Result(version="v", rows=(), kind="histories", failed="Too large.")
    monkeypatch.setattr(histories, "AT_ONCE", 0)
    monkeypatch.setattr(kinds, "asked", lambda *_: Answer(lost))
    page = read(snapshot, "overview")
    assert page.whole and "variation" not in frame(page, "cards")


@pytest.mark.parametrize("held", ["days_held", "anonymous"])
def test_who_is_held_to_days_reads_no_others(snapshot: Snapshot, held: str) -> None:
    """Of a year there are 12 months; of a year and a half the chart has these 18 alone."""
    catalog = snapshot.catalog.model_copy(update={held: True})
    limited = replace(snapshot, catalog=catalog)
    assert "variation" not in frame(read(limited, "overview?compare=none"), "cards")
    page = read(limited, "overview?from=2025-05-01&to=2026-10-31&grain=month&compare=none")
    assert card(page, "nps")["chart_periods"] == 18


def test_json_has_the_chart_of_a_card(overview: Page, snapshot: Snapshot) -> None:
    rows = page_json(overview, snapshot.catalog)["panels"]["cards"]["rows"]
    nps = next(row for row in rows if row["metric"] == "nps")
    assert nps["chart"]["special_since"] == date(2026, 5, 1).isoformat()
    assert nps["chart"]["usual_low"] is None and nps["chart"]["assurance"] is None
    assert all("chart" not in row for row in rows if row["metric"] == "revenue")


def test_a_new_level_begins_a_new_chart(snapshot: Snapshot, tables: Tables) -> None:
    """Limits are of the months since; of the old level no month counts, nor the one it came in."""
    view = view_of(snapshot, "overview")
    levels = (NewLevel(date(2025, 3, 10)),)
    page = read_page(snapshot, replace(view, new_levels=levels))
    csat = card(page, "csat")
    assert csat["chart_periods"] == 19
    assert tables.feedback is not None
    rows = tables.feedback[tables.feedback["metric"] == "csat"]
    since = rows.loc[rows["submitted_at"] >= "2025-04-01", "score"]
    middle = (csat["usual_low"] + csat["usual_high"]) / 2
    assert middle == pytest.approx(100 * (since >= 4).mean(), abs=1e-6)


def test_a_new_level_of_one_metric_leaves_all_others(snapshot: Snapshot, overview: Page) -> None:
    """The fall of NPS is explained: nothing is unusual, and nothing is usual yet."""
    view = replace(view_of(snapshot, "overview"), new_levels=(NewLevel(date(2026, 5, 1), "nps"),))
    page = read_page(snapshot, view)
    cards = frame(page, "cards")
    assert cards.loc[cards["chart_early"], "metric"].tolist() == ["nps"]
    assert card(page, "nps")["variation"] == ""
    assert card(page, "csat")["usual_low"] == card(overview, "csat")["usual_low"]
    trend = frame(page, "trend").set_index("period")
    assert not trend["unusual"].any()
    assert trend.loc["2026-05-01":, "band_low"].isna().all()
    assert trend.loc[:"2026-04-30", "band_low"].notna().all()


JAN_TO_JUN = [date(2026, month, 1) for month in range(1, 7)]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], [(0, 6)]),
        ([date(2026, 3, 1)], [(0, 2), (2, 6)]),
        ([date(2026, 3, 15)], [(0, 2), (3, 6)]),
        ([date(2025, 12, 1)], [(0, 0), (0, 6)]),
        ([date(2026, 6, 30)], [(0, 5), (6, 6)]),
        ([date(2026, 7, 4)], [(0, 6), (6, 6)]),
        ([date(2026, 2, 1), date(2026, 4, 20)], [(0, 1), (1, 3), (4, 6)]),
    ],
)
def test_phases(days: list[date], found: list[tuple[int, int]]) -> None:
    made = phases(JAN_TO_JUN, date(2026, 7, 1), days)
    assert [(one.start, one.stop) for one in made] == found
