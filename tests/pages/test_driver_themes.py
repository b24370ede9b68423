"""Themes as drivers: none of the words that came with the outcome itself."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.snapshots import Snapshot, open_snapshot
from pages.drivers.customers import Known, known_of_customers
from pages.drivers.panels import driver_panels
from pages.drivers.predictors import Group
from pages.figures.series import subject_of
from tests.data.company import HEAD, Company
from tests.pages.reading import view_of

MAPPING = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
customer_id = "who"
metric = "metric"
score = "score"
touchpoint = "touchpoint"
reason = "reason"
comment = "comment"
"""
)
TICKETS = """
[sources.desk]
file = "desk.csv"
[tickets]
source = "desk"
[tickets.columns]
ticket_id = "ticket"
opened_at = "opened"
customer_id = "who"
"""
SIZE = 300


def survey() -> pd.DataFrame:
    """Each customer gives NPS and, with the same reason, CSAT; and CSAT of a desk another day."""
    rows = []
    for who in range(SIZE):
        own, other = ("Price", "Waiting")[who % 2], ("Tone", "Speed")[who // 2 % 2]
        words = "Great service" if who % 3 else "Terrible service"
        first = {"id": f"a{who}", "date": "2026-01-05", "who": who, "reason": own, "comment": words}
        rows += [
            {**first, "metric": "nps", "score": who % 11},
            {**first, "metric": "csat", "score": 1 + who % 5, "touchpoint": "Shop", "comment": ""},
            {"id": f"b{who}", "date": "2026-01-07", "who": who, "metric": "csat",
             "score": 1 + who % 5, "touchpoint": "Desk", "reason": other},
        ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("themes"))


@pytest.fixture(scope="module")
def surveyed(company: Company) -> Snapshot:
    company.write(MAPPING, survey_csv=survey().to_csv(index=False))
    return open_snapshot(company.build())


def test_several_reasons_in_a_cell_are_several_themes(company: Company) -> None:
    """As on Voice: here each customer's other answer names Tone, Speed or both."""
    rows = survey()
    of_desk = rows["touchpoint"] == "Desk"
    cells = [("Tone", "Speed", "Tone; Speed")[who % 3] for who in rows.loc[of_desk, "who"]]
    rows.loc[of_desk, "reason"] = cells
    snapshot = open_snapshot(company.write(MAPPING, survey_csv=rows.to_csv(index=False)).build())
    found = known(snapshot, "nps")
    themes = {
        one.name: found.values[:, place].tolist()
        for place, one in enumerate(found.predictors)
        if one.group == Group.THEMES
    }
    expected = [("Tone" in cell, "Speed" in cell) for cell in cells]
    assert set(themes) == {"Tone", "Speed"}
    assert sorted(zip(themes["Tone"], themes["Speed"], strict=True)) == sorted(expected)


def known(snapshot: Snapshot, metric: str) -> Known:
    view = view_of(snapshot, f"why?metric={metric}&period=all")
    found = known_of_customers(snapshot, view, subject_of(snapshot.catalog, metric))
    assert found is not None
    return found


def test_reasons_of_the_same_response_are_none(surveyed: Snapshot) -> None:
    found = known(surveyed, "nps")
    themes = {one.name: place for place, one in enumerate(found.predictors) if not one.series}
    assert set(themes) == {"Tone", "Speed"}
    customers = sorted(map(str, range(SIZE)))  # a row each, in the order of their ids
    expected = [float(int(who) // 2 % 2 == 0) for who in customers]
    assert found.values[:, themes["Tone"]].tolist() == expected


def test_sentiment_is_weighed_against_tickets_alone(company: Company, surveyed: Snapshot) -> None:
    view = view_of(surveyed, "why?metric=sentiment&period=all")
    assert driver_panels(surveyed, view, subject_of(surveyed.catalog, "sentiment")) == []
    desk = pd.DataFrame({"ticket": range(SIZE), "opened": "2026-01-04", "who": range(SIZE)})
    company.write(MAPPING + TICKETS, survey_csv=survey().to_csv(index=False),
                  desk_csv=desk.to_csv(index=False))  # fmt: skip
    found = known(open_snapshot(company.build()), "sentiment")
    assert {one.group for one in found.predictors} == {Group.SERVICE}
