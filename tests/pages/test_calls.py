"""A small call centre: what Overview shows of it, times in the unit that fits, agents' CSAT."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from components.charts import breakdown, trend
from components.panels.ranking import ranking, ranking_table
from components.theme import LIGHT
from metrics.definitions import DEFINITIONS
from pages.as_json import page_json
from tests.data.company import Company
from tests.pages.log import LOG, opened
from tests.pages.reading import figure, frame, read

CALLS = (
    LOG
    + """agent = "who"
wait_seconds = "wait"
handle_seconds = "talk"
answered = "answered"
sla_seconds = { constant = 60 }
"""
)
SURVEY = """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "at"
metric = { constant = "csat" }
score = "score"
agent = "who"
"""
MARCH = "from=2024-03-01&to=2024-03-31"
FIRST = datetime(2024, 2, 1, 9)


def log_of_calls() -> pd.DataFrame:
    """Of February and March; one in ten is not answered, and March's waits are shorter."""
    number = np.arange(200)
    march = number >= 100
    return pd.DataFrame(
        {
            "id": number,
            "at": [FIRST + timedelta(days=int(n % 28 + 29 * (n >= 100))) for n in number],
            "who": np.where(number % 2, "Ann", "Ben"),
            "wait": 55 + number % 40 - 20 * march,
            "talk": 100 + number,
            "answered": np.where(number % 10 == 0, "no", "yes"),
        }
    )


def survey_of_agents() -> pd.DataFrame:
    """Ann has many answers, Ben a few, Cyd (who takes no calls) some."""
    who = ["Ann"] * 30 + ["Ben"] * 4 + ["Cyd"] * 20
    score = [5 if n % 3 else 2 for n in range(len(who))]
    return pd.DataFrame({"id": range(len(who)), "at": "2024-03-05", "who": who, "score": score})


def keys(rows: pd.DataFrame) -> list[str]:
    return [key for key in rows["metric"] if not DEFINITIONS[key].beside]


def test_overview_of_calls_alone(company: Company) -> None:
    log = log_of_calls()
    calls = opened(company, CALLS, log=log)
    page = read(calls, f"overview?{MARCH}")
    rows = frame(page, "cards")
    assert keys(rows) == [
        *("tickets_opened", "sla_met", "average_speed_of_answer", "unanswered_calls")
    ]
    march = log[100:]
    taken = march[march["answered"] == "yes"]
    speed = figure(rows, metric="average_speed_of_answer")
    assert (speed["value"], speed["n"]) == (pytest.approx(taken["wait"].mean()), 90)
    assert figure(rows, metric="unanswered_calls")["value"] == 10
    # In time is of all calls: nobody answered ten of them.
    in_time = (taken["wait"] <= 60).sum()
    assert figure(rows, metric="sla_met")["value"] == in_time
    assert "The average wait for an answer fell 16.0 seconds" in page.account
    trend_of = read(calls, f"overview?{MARCH}&metric=average_speed_of_answer")
    assert set(frame(trend_of, "trend")["metric"]) == {"average_speed_of_answer"}


def test_four_of_service_are_shown_the_first_response_first(company: Company) -> None:
    log = log_of_calls()
    log["first"] = log["at"] + pd.Timedelta(seconds=66)
    mapping = CALLS + 'first_response_at = "first"\n'
    rows = frame(read(opened(company, mapping, log=log), f"overview?{MARCH}"), "cards")
    assert keys(rows) == [
        *("first_response_time", "tickets_opened", "sla_met", "average_speed_of_answer")
    ]


def test_times_are_told_in_the_unit_that_fits(company: Company) -> None:
    """A median of 66 seconds: 1.1 minutes and not 0.0 h; frames and JSON keep hours."""
    log = log_of_calls()
    seconds = np.where(log["id"] < 100, 90.0, 66.0) + log["id"] % 3 - 1
    log["first"] = log["at"] + pd.to_timedelta(seconds, unit="s")
    calls = opened(company, CALLS + 'first_response_at = "first"\n', log=log)
    alone = read(calls, f"overview?{MARCH}&compare=none")
    assert "First response time is 1.1 minutes" in alone.account
    page = read(calls, f"overview?{MARCH}&grain=month")
    assert "irst response time fell 0.4 minutes" in page.account
    rows = page_json(page, calls.catalog)["panels"]["cards"]["rows"]
    (card,) = (row for row in rows if row["metric"] == "first_response_time")
    assert (card["unit"], card["value"]) == ("hours", pytest.approx(66 / 3600))
    panel = page.panel("trend")
    assert panel is not None
    assert "hours" not in panel.subtitle
    drawn = trend.draw(panel, page.view, LIGHT)
    assert drawn["layout"]["yaxis"]["ticksuffix"] == " min"
    # The calls end within March: a part of a month is a point, and no line.
    line = next(one for one in drawn["data"] if one["mode"] == "markers")
    assert [round(y, 3) for y in line["y"] if y] == [
        *(round(60 * value, 3) for value in panel.frame["value"].dropna())
    ]
    assert any("1.1 min" in told for told in drawn["data"][-1]["hovertext"])
    by_agent = read(calls, f"service?{MARCH}&metric=first_response_time")
    agents = by_agent.panel("agents")
    assert agents is not None
    told = str(ranking(agents, by_agent, calls.catalog))
    for minutes in 60 * agents.frame["value"]:
        assert f"{minutes:.1f} min" in told


def test_levels_are_drawn_in_the_unit_of_the_largest(company: Company) -> None:
    log = log_of_calls()
    log["wait"] = np.where(log["who"] == "Ann", 7200, 30)
    mapping = CALLS.replace('agent = "who"', 'team = "who"')
    page = read(
        opened(company, mapping, log=log),
        f"service?{MARCH}&compare=none&metric=average_speed_of_answer&by=team",
    )
    panel = page.panel("by_segment")
    assert panel is not None
    drawn = breakdown.draw(panel, page.view, LIGHT)
    assert drawn["layout"]["xaxis"]["ticksuffix"] == " h"
    points = drawn["data"][-1]
    assert points["x"] == pytest.approx([30 / 3600, 2.0])
    assert "30.0 s" in points["hovertext"][0]
    assert "2.0 h" in points["hovertext"][1]


def test_handle_time_needs_no_resolution(company: Company) -> None:
    log = log_of_calls()
    rows = frame(read(opened(company, CALLS, log=log), f"service?{MARCH}"), "cards")
    found = figure(rows, metric="handle_time")
    taken = log[(log["id"] >= 100) & (log["answered"] == "yes")]["talk"]
    assert (found["n"], found["value"]) == (90, pytest.approx(taken.median() / 60))


def test_csat_beside_the_ranking(company: Company) -> None:
    calls = opened(company, CALLS + SURVEY, log=log_of_calls(), survey=survey_of_agents())
    page = read(calls, f"service?{MARCH}")
    panel = page.panel("agents")
    assert panel is not None
    assert "beside it CSAT, % 4–5 of 5" in panel.subtitle
    ann, ben = (figure(panel.frame, segment=name) for name in ("Ann", "Ben"))
    assert (ann["csat_n"], ann["csat_value"]) == (30, pytest.approx(100 * 20 / 30))
    # Wilson's interval of 20 in 30.
    assert (ann["csat_low"], ann["csat_high"]) == pytest.approx((48.78, 80.77), abs=0.01)
    assert (ben["csat_n"], ben["csat_hidden"]) == (4, "too_few")
    assert np.isnan(ben["csat_value"])
    rows = page_json(page, calls.catalog)["panels"]["agents"]["rows"]
    beside = {row["segment"]: row["csat"] for row in rows}
    assert beside["Ben"] == {
        "value": None,
        "low": None,
        "high": None,
        "n": None,
        "hidden": "too_few",
    }
    assert set(beside["Ann"]) == {"value", "low", "high", "n"}
    listed = str(ranking(panel, page, calls.catalog)).replace("\\xa0", " ")
    assert "CSAT 66.7% (48.8 – 80.8), n 30" in listed
    told = str(ranking_table(panel, page.view, calls.catalog)).replace("\\xa0", " ")
    assert "66.7% (48.8 – 80.8), n 30" in told
    assert "too few answers" in told
    assert "n 4" not in told


def test_csat_beside_agents_of_several_teams_is_said_to_be_of_all(company: Company) -> None:
    """Answers name the agent and no team: beside each of its teams stands the same figure."""
    log = log_of_calls().assign(crew=lambda t: np.where(t["id"] % 4 < 2, "Day", "Night"))
    calls = opened(company, CALLS + 'team = "crew"\n' + SURVEY, log=log, survey=survey_of_agents())
    panel = read(calls, f"service?{MARCH}").panel("agents")
    assert panel is not None
    anns = panel.frame[panel.frame["segment"] == "Ann"]
    assert (anns["team"].tolist(), anns["csat_n"].tolist()) == (["Day", "Night"], [30, 30])
    assert "beside it CSAT of all their teams, % 4–5 of 5" in panel.subtitle


def test_one_agent_s_satisfaction_and_speed_stand_side_by_side(company: Company) -> None:
    calls = opened(company, CALLS + SURVEY, log=log_of_calls(), survey=survey_of_agents())
    page = read(calls, f"overview?{MARCH}&agent=Ann")
    assert page.note == ""
    rows = frame(page, "cards")
    assert {"csat", "average_speed_of_answer"} <= set(rows["metric"])
    assert figure(rows, metric="csat")["n"] == 30
    assert figure(rows, metric="average_speed_of_answer")["n"] == 50


def test_no_csat_where_answers_name_no_agent_or_can_t_be_filtered(company: Company) -> None:
    log = log_of_calls().assign(rank=lambda t: np.where(t["id"] % 4 < 2, "high", "low"))
    mapping = CALLS + 'priority = "rank"\n'
    found = opened(company, mapping + SURVEY, log=log, survey=survey_of_agents())
    assert "csat_value" in frame(read(found, f"service?{MARCH}"), "agents")
    assert "csat_value" not in frame(read(found, f"service?{MARCH}&priority=high"), "agents")
    survey = SURVEY.replace('agent = "who"\n', "")
    found = opened(company, mapping + survey, log=log, survey=survey_of_agents())
    assert "csat_value" not in frame(read(found, f"service?{MARCH}"), "agents")
