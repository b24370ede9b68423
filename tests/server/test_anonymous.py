"""What an anonymous reader gets of the sample company, by every exit alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.reader import ANYBODY, Held
from access.rights import Right
from app import create_app
from server.gate.reader import put_reader
from settings import Settings
from tests.access.people import NOW
from tests.callbacks.client import show

ANONYMOUS = replace(ANYBODY, anonymous=True)
WHAT = "would single out fewer than 10 customers: it is not applied in an anonymous view."


@pytest.fixture(scope="module")
def server(settings: Settings) -> Dash:
    made = create_app(settings)
    made.server.before_request_funcs.setdefault(None, []).append(lambda: put_reader(ANONYMOUS))
    return made


@pytest.fixture
def anonymous(server: Dash) -> FlaskClient:
    found: FlaskClient = server.server.test_client()
    return found


def controls(client: FlaskClient, link: str) -> dict[str, Any]:
    found: dict[str, Any] = show(client, link).answer["controls"]
    return found


@pytest.mark.parametrize("query", ["", "region=EMEA", "region=Oceania&plan=Business", "plan=Team"])
@pytest.mark.parametrize("page", ["overview", "loyalty", "service", "customers"])
def test_filters_of_decent_size_are_as_for_everybody(
    client: FlaskClient, anonymous: FlaskClient, page: str, query: str
) -> None:
    asked = f"from=2025-11-01&to=2026-10-31&{query}"
    own, usual = (one.get(f"/api/{page}?{asked}").get_json() for one in (anonymous, client))
    assert own["view"] == usual["view"] | {"customer_id": None}
    assert {*usual["panels"]} - {*own["panels"]} <= {"comments", "leaving", "leaving_tested"}
    assert not [one for one in own["panels"].values() if "could not be made" in str(one["note"])]
    panel = next(iter(own["panels"]))
    shown = [row for row in own["panels"][panel]["rows"] if not row.get("hidden")]
    assert len(shown) >= 0.8 * len(usual["panels"][panel]["rows"])


def test_a_filter_of_few_is_not_applied_and_every_exit_says_so(anonymous: FlaskClient) -> None:
    query = "from=2025-11-01&to=2026-10-31&industry=Mining"
    for exit_ in ("loyalty", "loyalty/cards.csv"):
        answer = anonymous.get(f"/api/{exit_}?{query}")
        assert answer.status_code == 400
        assert answer.get_json() == {"errors": [f"The filter “Industry” {WHAT}"]}
    shown = show(anonymous, f"/loyalty?{query}")
    assert f"The filter “Industry” {WHAT}" in shown.text("notices")
    assert shown.answer["controls"]["industry"] == []
    first = anonymous.get(f"/loyalty?{query}").text
    assert WHAT in first


def test_what_leaves_out_few_is_not_applied_either(anonymous: FlaskClient) -> None:
    levels = anonymous.get("/api/levels/industry").get_json()["levels"]
    others = [("industry", level) for level in levels if level != "Mining"]
    assert controls(anonymous, f"/loyalty?{urlencode(others)}")["industry"] == []


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("from=2026-04-03&to=2026-06-10", ("2026-04-01", "2026-06-30")),
        ("period=last-30-days", ("2026-10-01", "2026-10-31")),
        ("period=last-7-days", ("2026-10-01", "2026-10-31")),
        ("period=last-90-days", ("2026-09-01", "2026-10-31")),
        ("period=last-12-months", ("2025-11-01", "2026-10-31")),
        ("period=all", ("2023-11-01", "2026-10-31")),
    ],
)
def test_dates_are_whole_months(anonymous: FlaskClient, asked: str, shown: tuple[str, str]) -> None:
    found = show(anonymous, f"/loyalty?{asked}")
    own = found.answer["controls"]
    assert (own["from"], own["to"]) == shown
    assert own["grain"] in ("month", "quarter", "year")
    said = "An anonymous view shows whole months" in found.text("notices")
    assert said == ("from" in asked)
    answer = anonymous.get(f"/api/loyalty?{asked}")
    assert answer.status_code == (400 if said else 200)
    if not said:
        view = answer.get_json()["view"]
        assert (view["from"], view["to"], view["grain"]) == (*shown, own["grain"])


def test_points_are_not_finer_than_months(anonymous: FlaskClient, client: FlaskClient) -> None:
    link = "/api/loyalty?period=last-90-days&grain=day"
    assert anonymous.get(link).get_json()["errors"] == [
        "An anonymous view has no point finer than a month."
    ]
    assert client.get(link).status_code == 200


def test_windows_which_overlap_are_not_shown(anonymous: FlaskClient, client: FlaskClient) -> None:
    link = "/api/loyalty?window=3"
    assert anonymous.get(link).get_json()["errors"] == [
        "Small groups are shielded in these data: windows, which overlap, would give them away."
    ]
    assert client.get(link).get_json()["view"]["window"] == "3"


def test_nothing_of_single_people(anonymous: FlaskClient, client: FlaskClient) -> None:
    own, usual = (one.get("/api/loyalty").get_json()["panels"] for one in (anonymous, client))
    assert "comments" in usual
    assert not own.get("comments", {}).get("rows")
    assert anonymous.get("/api/customer?customer_id=C1").status_code in (403, 404)
    assert anonymous.get("/api/data").get_json()["panels"].get("doubts", {"rows": []})["rows"] == []


def test_held_dates_and_filters_are_not_moved(settings: Settings) -> None:
    from datetime import date

    from data.scope import Span

    held = Held(
        link=1,
        page="loyalty",
        query="",
        filters=(("industry", ("Mining",)), ("touchpoint", ("Billing",))),
        days=Span(date(2026, 4, 3), date(2026, 6, 10)),
        period="",
        compare="previous",
        version="",
        maker="ann",
        made_at=NOW,
        until=NOW,
    )
    rows = (("industry", ("Mining",)),)
    rights = frozenset({Right.VIEW, Right.EXPORT})
    reader = replace(ANONYMOUS, rights=rights, held=held, rows=rows)
    server = create_app(settings).server
    server.before_request_funcs.setdefault(None, []).append(lambda: put_reader(reader))
    view = server.test_client().get("/api/loyalty").get_json()["view"]
    assert (view["from"], view["to"]) == ("2026-04-03", "2026-06-10")
    assert view["filters"] == {"industry": ["Mining"], "touchpoint": ["Billing"]}
