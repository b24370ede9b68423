"""The published figures of the real data sets, by the command line and by the API.

`../shared/realdata/README.md` has them, recounted without pandas.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import main
from settings import Settings
from tests.callbacks.client import client_of
from tests.realdata import ROOT, needs_real_data

pytestmark = needs_real_data

Clients = Callable[[str], FlaskClient]

ALL = "period=all&compare=none"
MONTH = "compare=none&from={0}-01&to={0}-{1}"

# Data set, query of the overview, metric, value, its decimals, n where it is known.
FIGURES: list[tuple[str, str, str, float, int, int | None]] = [
    ("sfo_2017", ALL, "nps", 39.84, 2, 2746),
    ("sfo_2017", f"{ALL}&weighted=yes", "nps", 40.40, 2, 2746),
    ("sfo_2017", f"{ALL}&problem=Yes", "nps", 18.77, 2, 309),
    ("sfo_2017", f"{ALL}&problem=No", "nps", 43.65, 2, 2330),
    ("sfo_2017", ALL, "csat", 82.07, 2, 2688),
    ("sfo_2017", ALL, "csat_mean", 4.064, 3, 2688),
    ("sfo_2017", f"{ALL}&touchpoint=Parking", "rating", 66.56, 2, 1271),
    ("sfo_2017", f"{ALL}&touchpoint=Parking", "rating_mean", 3.8725, 4, 1271),
    ("sfo_2017", f"{ALL}&touchpoint=Finding+the+way", "ces", 85.35, 2, 2683),
    ("olist", ALL, "csat", 76.72, 2, 3986),
    ("olist", ALL, "csat_mean", 4.080, 3, 3986),
    ("olist", f"{ALL}&state=SP", "csat", 79.88, 2, None),
    ("olist", f"{ALL}&state=RJ", "csat", 69.72, 2, None),
    ("olist", f"{ALL}&state=BA", "csat", 70.42, 2, None),
    ("olist", MONTH.format("2017-11", 30), "csat", 75.41, 2, None),
    ("olist", MONTH.format("2018-03", 31), "csat", 62.35, 2, None),
    ("olist", f"{ALL}&on_time=Yes", "csat", 82.57, 2, 3562),
    ("olist", f"{ALL}&on_time=No", "csat", 31.89, 2, 323),
    ("olist", ALL, "revenue", 645_494.05, 2, None),
    ("olist", ALL, "average_order_value", 161.37, 2, None),
    ("helpdesk", ALL, "first_response_time", 16.39, 2, 4285),
    ("helpdesk", ALL, "first_response_mean", 97.59, 2, 4285),
    ("helpdesk", ALL, "resolution_time", 159.79, 2, 4569),
    ("helpdesk", ALL, "resolution_mean", 276.91, 2, 4569),
    ("helpdesk", ALL, "first_contact_resolution", 81.24, 2, 4569),
]
BY_QUERY = sorted({(name, query) for name, query, *_ in FIGURES})


def mapping(name: str) -> Path:
    return ROOT / "examples" / name / "mapping.toml"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data files are built, once."""
    return tmp_path_factory.mktemp("reference")


@pytest.fixture(scope="session")
def api(built: Path) -> Clients:
    """The app of a data set, as a client."""

    @cache
    def client(name: str) -> FlaskClient:
        return client_of(Settings(mapping=mapping(name), folder=built))

    return client


def read_json(text: str) -> dict[str, Any]:
    """JSON without the last digits: sums of weights depend on the order of adding up."""
    found: dict[str, Any] = json.loads(text, parse_float=lambda digits: round(float(digits), 9))
    return found


def card(body: dict[str, Any], metric: str) -> dict[str, Any]:
    rows = [row for row in body["panels"]["cards"]["rows"] if row["metric"] == metric]
    assert len(rows) == 1
    found: dict[str, Any] = rows[0]
    return found


@pytest.mark.parametrize(("name", "query"), BY_QUERY)
def test_reference_figures(
    name: str,
    query: str,
    built: Path,
    api: Clients,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CXLENS_FOLDER", str(built))
    assert main(["kpis", str(mapping(name)), query]) == 0
    printed = read_json(capsys.readouterr().out)
    answer = api(name).get(f"/api/overview?{query}")
    assert printed == read_json(answer.get_data(as_text=True))
    for one, its_query, metric, value, decimals, n in FIGURES:
        if (one, its_query) == (name, query):
            figure = card(printed, metric)
            assert round(figure["value"], decimals) == value, metric
            assert n in (None, figure["n"]), metric


def test_promoters_passives_and_detractors(api: Clients) -> None:
    body = api("sfo_2017").get(f"/api/loyalty?{ALL}").get_json()
    groups = dict.fromkeys(("promoters", "passives", "detractors"), 0)
    for row in body["panels"]["distribution"]["rows"]:
        groups[row["group"]] += row["answers"]
    assert groups == {"promoters": 1436, "passives": 968, "detractors": 342}
    nps = card(body, "nps")
    assert round(nps["weighted"]["value"], 2) == 40.40


def test_sentiment_of_coded_comments(api: Clients) -> None:
    """1,444 positive, 1,841 negative, 130 neutral: counted by hand."""
    rows = api("sfo_2017").get(f"/api/loyalty?{ALL}").get_json()["panels"]["others"]["rows"]
    assert [(row["metric"], round(row["value"], 2), row["n"]) for row in rows] == [
        ("sentiment", -11.63, 3415)
    ]


@pytest.mark.parametrize("page", ["overview", "loyalty", "touchpoints"])
def test_codes_for_no_answer_are_not_counted(page: str, api: Clients) -> None:
    """41.63 is the NPS with the 11s, 4.73 the mean of parking with 0 and 6."""
    links = [ALL, f"{ALL}&touchpoint=Parking"] if page != "loyalty" else [ALL]
    for query in links:
        for panel in api("sfo_2017").get(f"/api/{page}?{query}").get_json()["panels"].values():
            for row in panel["rows"]:
                if row.get("metric") in ("nps", "rating_mean") and row.get("value") is not None:
                    assert round(row["value"], 2) not in (41.63, 4.73)
                if "score" in row:
                    assert row["score"] <= 10


def test_scales_are_not_mixed(api: Clients) -> None:
    rows = api("sfo_2017").get(f"/api/overview?{ALL}").get_json()["panels"]["cards"]["rows"]
    assert "rating" not in {row["metric"] for row in rows}  # no common figure over touchpoints
    assert {row["series"] for row in rows} == {"nps:0-10", "csat:1-5", "ces:1-5"}


def test_touchpoints_have_the_same_figures(api: Clients) -> None:
    panels = api("sfo_2017").get(f"/api/touchpoints?{ALL}").get_json()["panels"]
    found = {
        row["touchpoint"]: (round(row["value"], 2), row["n"])
        for key in ("rating:1-5_by_touchpoint", "ces:1-5_by_touchpoint")
        for row in panels[key]["rows"]
    }
    assert found["Parking"] == (66.56, 1271)
    assert found["Finding the way"] == (85.35, 2683)


def test_loyalty_of_those_with_a_problem_is_really_lower(api: Clients) -> None:
    body = api("sfo_2017").get("/api/loyalty?period=all&compare=rest&problem=Yes").get_json()
    nps = card(body, "nps")
    assert nps["comparison"]["verdict"] == "real"
    assert nps["comparison"]["change"] < -20


def test_repeat_purchase(api: Clients) -> None:
    body = api("olist").get(f"/api/customers?{ALL}").get_json()
    repeat = card(body, "repeat_purchase_rate")
    assert (repeat["n"], round(repeat["value"] * repeat["n"] / 100, 9)) == (3998, 2)
    assert round(card(body, "revenue")["value"], 2) == 645_494.05
    assert round(card(body, "average_order_value")["value"], 2) == 161.37
    panels = {"cards", "sparklines", "trend", "by_segment", "leaving", "orders"}
    assert set(body["panels"]) == panels


def test_tickets_of_the_event_log(api: Clients) -> None:
    body = api("helpdesk").get(f"/api/service?{ALL}").get_json()
    found = {key: card(body, key) for key in ("tickets_opened", "tickets_resolved", "open_cases")}
    assert [row["value"] for row in found.values()] == [4580, 4569, 11]
    assert round(card(body, "first_contact_resolution")["value"], 2) == 81.24
