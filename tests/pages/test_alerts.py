"""What alerts of the sample company say: of whole periods, once, and what its pages show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.grains import next_start
from data.store.snapshots import Snapshot
from metrics.alerts.conditions import Condition, State
from pages.alerts import judged
from pages.alerts.judged import Judged, News, Watched, judge, newest_period, possible
from pages.alerts.late import earliest_late, late_from
from pages.alerts.periods import figures_before
from pages.as_json import page_json
from pages.figures.series import subject_of
from tests.pages.reading import read, view_of
from view.notes import NewLevel

ALL = frozenset(Condition)
START = date(2025, 12, 29)  # the week before 2026
IN_TIME = date(2026, 11, 3)


def watched(
    snapshot: Snapshot, metric: str, link: str = "overview?grain=week", since: date = START
) -> Watched:
    view = replace(view_of(snapshot, link), metric=metric)
    return Watched(view, subject_of(snapshot.catalog, metric), ALL, {}, since, alerts=10)


def alone(snapshot: Snapshot, metric: str) -> Watched:
    """The one alert of a company, from before the week in which tickets came in three times."""
    asked = watched(snapshot, metric, since=date(2024, 5, 27))
    return replace(asked, conditions=frozenset({Condition.CHANGE}), alerts=1)


def again(asked: Watched, found: Judged) -> Watched:
    return replace(asked, states=found.states, judged_to=found.judged_to)


def test_new_alerts_start_at_the_newest_whole_period(snapshot: Snapshot) -> None:
    """Data go to Saturday 31 October 2026."""
    newest = {
        grain: newest_period(snapshot, view_of(snapshot, f"overview?grain={grain}"))
        for grain in ("day", "week", "month", "quarter")
    }
    assert newest == {
        "day": date(2026, 10, 31),
        "week": date(2026, 10, 19),
        "month": date(2026, 10, 1),
        "quarter": date(2026, 7, 1),
    }


@pytest.mark.parametrize("metric", ["response_rate", "ces", "xqi", "tickets_opened"])
def test_the_figure_of_news_is_that_of_the_json_of_its_link(
    snapshot: Snapshot, metric: str
) -> None:
    asked = watched(snapshot, metric)
    if metric == "tickets_opened":
        asked = alone(snapshot, metric)
    found = judge(snapshot, asked, IN_TIME)
    told = [one for one in found.news if one.condition != Condition.DATA]
    assert told, "something was planted"
    for news in told:
        year = f"from={news.period - timedelta(98)}&to={news.period + timedelta(6)}"
        page = read(snapshot, f"overview?metric={metric}&grain=week&{year}")
        rows = page_json(page, snapshot.catalog)["panels"]["trend"]["rows"]
        row = next(one for one in rows if one["period"] == news.period.isoformat())
        assert (news.value, news.low, news.high, news.n) == pytest.approx(
            (row["value"], row["low"], row["high"], row["n"])
        )
        if news.target is not None:
            assert news.target == row["target"]["value"]
        if news.expected and news.begins:
            assert not news.expected[0] <= news.value <= news.expected[1]


def test_judged_again_on_the_same_data_it_says_nothing(snapshot: Snapshot) -> None:
    asked = watched(snapshot, "response_rate")
    found = judge(snapshot, asked, IN_TIME)
    assert [one.condition for one in found.news] == ["change"]
    second = judge(snapshot, again(asked, found), IN_TIME)
    assert second == replace(found, news=())


@pytest.fixture(scope="module")
def at_once(snapshot: Snapshot) -> Mapping[str, Judged]:
    return {
        metric: judge(snapshot, alone(snapshot, metric), IN_TIME)
        for metric in ("tickets_opened", "response_rate")
    }


@settings(max_examples=3)
@given(data=st.data())
def test_however_often_it_is_judged_the_news_are_the_same(
    snapshot: Snapshot, at_once: Mapping[str, Judged], data: st.DataObject
) -> None:
    """As data come in, up to any weeks, one after the other, or all at once."""
    metric = data.draw(st.sampled_from(sorted(at_once)))
    weeks = data.draw(st.lists(st.integers(1, 120), min_size=1, max_size=3, unique=True))
    asked = alone(snapshot, metric)
    news: list[News] = []
    with pytest.MonkeyPatch.context() as patch:
        for number in sorted(weeks):
            upto = date(2024, 5, 27) + timedelta(weeks=number)
            patch.setattr(judged, "newest_whole", lambda *_, upto=upto: upto)
            found = judge(snapshot, asked, IN_TIME)
            asked = again(asked, found)
            news += found.news
    last = judge(snapshot, asked, IN_TIME)
    told = (*news, *last.news)
    assert [one.condition for one in told], "something was planted"
    assert [_rounded(one) for one in told] == [_rounded(one) for one in at_once[metric].news]
    assert replace(last, news=()) == replace(at_once[metric], news=())


def _rounded(news: News) -> News:
    """Sums of more weeks differ in their last digit."""
    ends = news.expected and (round(news.expected[0], 6), round(news.expected[1], 6))
    return replace(news, expected=ends)


def test_a_week_that_has_not_ended_is_not_judged(snapshot: Snapshot) -> None:
    """The data end on a Saturday: the newest whole week is the one before."""
    found = judge(snapshot, watched(snapshot, "csat"), IN_TIME)
    assert found.judged_to == date(2026, 10, 19)
    slow = judge(snapshot, watched(snapshot, "resolution_rate"), IN_TIME)
    assert slow.judged_to == date(2026, 9, 21), "of later weeks it can't be told yet"


def test_data_are_late_once_and_in_time_again_once(snapshot: Snapshot) -> None:
    """To Saturday 31 October; a long weekend and a week later it is 10 November."""
    asked = replace(watched(snapshot, "csat"), conditions=frozenset({Condition.DATA}))
    assert judge(snapshot, asked, date(2026, 11, 10)).news == ()
    found = judge(snapshot, asked, date(2026, 11, 12))
    (news,) = found.news
    assert (news.condition, news.begins, news.since) == ("data", True, date(2026, 11, 11))
    assert news.last_day == date(2026, 10, 31) and math.isnan(news.value) and news.n == 0
    still = judge(snapshot, again(asked, found), date(2026, 11, 20))
    assert still.news == () and still.states == found.states
    ended = judge(snapshot, again(asked, found), date(2026, 11, 5))
    assert [one.begins for one in ended.news] == [False]
    assert ended.news[0].since == date(2026, 11, 11)
    assert ended.states == {Condition.DATA: State()}


def test_longer_pauses_of_the_past_are_usual() -> None:
    """Days answered on 1, 2, 3 and 9 May: five days without are two more than a long weekend."""
    days = [date(2026, 5, day) for day in (1, 2, 3, 9)]
    assert earliest_late(days[-1], days[-1], "day") == date(2026, 5, 14)
    assert late_from(days[-1], days[-1], "day", days) == date(2026, 5, 16)


def test_what_can_be_watched(snapshot: Snapshot) -> None:
    catalog, view = snapshot.catalog, view_of(snapshot, "overview")

    def of(metric: str) -> set[str]:
        return {str(one) for one in possible(catalog, view, subject_of(catalog, metric).metric)}

    assert of("nps") == {"change", "target", "answers", "data"}
    assert of("tickets_opened") == {"change", "data"}
    assert of("retention_rate") == of("ordered_after_answer") == {"data"}


def test_a_condition_that_cannot_be_watched_is_quiet(snapshot: Snapshot) -> None:
    asked = watched(snapshot, "tickets_opened", since=date(2026, 10, 19))
    asked = replace(asked, states={Condition.TARGET: State(1, START)})
    found = judge(snapshot, asked, IN_TIME)
    assert found.news == () and found.states[Condition.TARGET] == State()


def test_a_note_on_a_new_level_leaves_out_the_week_that_it_falls_into(snapshot: Snapshot) -> None:
    asked = watched(snapshot, "response_rate")
    view = replace(asked.view, new_levels=(NewLevel(date(2026, 2, 11)),))
    monday = date(2026, 2, 9)
    found = figures_before(snapshot, view, asked.subject, monday, next_start(monday, "week"))
    assert found.judged.levels[-2:] == [None, date(2026, 2, 16)]
    assert math.isnan(found.judged.value[-2]) and not math.isnan(found.shown.value[-2])
    told = judge(snapshot, replace(asked, view=view), IN_TIME)
    assert [one for one in told.news if one.condition == Condition.CHANGE] == []
