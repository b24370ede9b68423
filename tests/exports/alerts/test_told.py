"""What an alert tells: its link shows the figure, its texts are clean, and it can be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given

from data.store.snapshots import Snapshot
from exports.alerts.told import Told, as_json, of_json, told_of
from pages.alerts.judged import News
from pages.figures.series import subject_of
from tests.exports.alerts.news import AT, FELL, LATE, MISSED, NAMES, called, ended, told
from view.url import parse

ADDRESS = "https://cx.example.org"


def of_link(snapshot: Snapshot, link: str, metric: str, news: News | None = FELL) -> Told:
    path, _, query = link.partition("?")
    view = parse(path, query, snapshot.catalog).view
    subject = subject_of(snapshot.catalog, metric)
    return told_of("Its name", news, view, subject, snapshot.catalog, ADDRESS, AT)


@pytest.mark.parametrize(
    ("link", "metric", "period", "since"),
    [
        ("/overview?period=last-30-days", "csat", date(2026, 10, 20), date(2026, 8, 3)),  # by day
        (
            "/why?from=2025-01-01&to=2025-06-30&grain=month&window=3",
            "ces",
            date(2026, 9, 1),
            date(2026, 6, 1),
        ),
        (
            "/service?grain=quarter",
            "first_response_time",
            date(2026, 7, 1),
            date(2025, 1, 1),
        ),
    ],
)
def test_the_link_shows_the_figure_from_when_it_began(
    snapshot: Snapshot, client: FlaskClient, link: str, metric: str, period: date, since: date
) -> None:
    one = of_link(snapshot, link, metric, replace(FELL, period=period, since=since))
    start, hash_, anchor = one.about.link.partition("#")
    assert (hash_, anchor) == ("#", "trend")
    assert start.startswith(f"{ADDRESS}/")
    page, _, query = start.removeprefix(f"{ADDRESS}/").partition("?")
    answer = client.get(f"/api/{page}?{query}")
    assert answer.status_code == 200, answer.get_json()
    assert answer.get_json()["view"]["window"] is None
    rows = answer.get_json()["panels"]["trend"]["rows"]
    assert {row["metric"] for row in rows} == {metric}
    whole = [row["period"] for row in rows if row["days"] == row["of_days"]]
    assert {period.isoformat(), since.isoformat()} <= {*whole}, whole


@pytest.mark.parametrize("since", [date(2026, 9, 1), date(2021, 1, 1), date(2026, 10, 20)])
@pytest.mark.parametrize("days", ["from=2020-01-01&to=2020-12-31", "period=last-30-days"])
def test_the_link_has_no_more_days_than_its_grain_takes(
    snapshot: Snapshot, days: str, since: date
) -> None:
    news = replace(FELL, period=date(2026, 10, 20), since=since)
    one = of_link(snapshot, f"/overview?{days}&grain=day", "csat", news)
    path, _, query = one.about.link.removeprefix(ADDRESS).partition("#")[0].partition("?")
    view, notices = parse(path, query, snapshot.catalog)
    assert notices == () and view.grain == "day"
    assert view.span.start <= news.period <= view.span.end


def test_what_is_said_of_the_view(snapshot: Snapshot) -> None:
    one = of_link(snapshot, "/loyalty?region=EMEA", "nps", None)
    assert (one.place, one.metric, one.figure) == ("EMEA", "nps", "Net Promoter Score")
    assert one.about.company == snapshot.catalog.company
    assert one.about.title == "Loyalty"
    assert "Region: EMEA" in one.about.scope
    assert one.about.until.startswith("Data to 31 Oct 2026, Europe/")


def test_a_filter_that_the_page_does_without_is_no_place(snapshot: Snapshot) -> None:
    touchpoint = snapshot.catalog.dimension("touchpoint")
    assert touchpoint
    link = urlencode({"touchpoint": touchpoint.levels[0], "region": "EMEA"})
    assert of_link(snapshot, f"/customers?{link}", "customers_end").place == "EMEA"


def test_another_scale_of_a_metric_is_named(snapshot: Snapshot) -> None:
    catalog = snapshot.catalog.model_copy(update={"series": ("csat:1-5", "csat:1-10", "nps:0-10")})
    view = parse("/overview", "", catalog).view
    usual, other = (
        told_of("Its name", FELL, view, subject_of(catalog, key), catalog, ADDRESS, AT)
        for key in ("csat", "csat:1-10")
    )
    assert usual.figure == "Customer satisfaction"
    assert other.figure == "Customer satisfaction, % 9–10 of 10"
    assert "metric=csat#" in usual.about.link and "metric=csat:1-10#" in other.about.link


@given(NAMES)
def test_whatever_it_is_called_is_one_clean_line(snapshot: Snapshot, name: str) -> None:
    view = parse("/loyalty", "", snapshot.catalog).view
    catalog = snapshot.catalog.model_copy(update={"company": name})
    one = told_of(name, FELL, view, subject_of(catalog, "nps"), catalog, ADDRESS, AT)
    for words in (one.name, one.about.company):
        assert not {*words} & {*"\n\r\t\0\x0b\u202e\ud800"}
        words.encode()


@pytest.mark.parametrize("news", [FELL, ended(FELL), MISSED, LATE, None])
def test_what_is_kept_is_all_of_it(news: News | None) -> None:
    kept = as_json(told(news))
    assert repr(replace(of_json(kept), at=AT)) == repr(told(news))
    assert of_json(kept).at == AT


@given(NAMES)
def test_whatever_it_is_called_is_kept(name: str) -> None:
    assert of_json(as_json(called(name))).name == called(name).name


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"name": 1}'])
def test_what_nobody_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Told"):
        of_json(text)
