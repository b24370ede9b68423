"""An agent reaches the page of their own work, and nothing else: by no address, link or token."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import accounts, tokens
from access.accounts import AccountError, Changes
from access.rights import Role
from data.frames import Tables
from server.gate.table import ENDPOINTS, FOR_AGENTS
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.callbacks.client import UPDATE, body_of, layout
from tests.server.people import AGENT, dash_header, log_in, with_accounts
from tests.server.sharing import opened, person, share
from tests.server.walk import EXAMPLES, every_address
from view.pages import PAGES


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("agents"))


@pytest.fixture(scope="module")
def agent(both: tuple[Dash, AppStore]) -> FlaskClient:
    found = person(both, "the agent")
    found.get("/my-work")
    return found


def test_every_page_leads_to_their_own(agent: FlaskClient) -> None:
    for page in ["", *(one for one in PAGES if one != "my-work"), "no-such-page"]:
        answer = agent.get(f"/{page}?agent=Bruno+B.&period=all")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/my-work")


def test_no_address_tells_of_anybody_else(
    both: tuple[Dash, AppStore], agent: FlaskClient, tables: Tables
) -> None:
    """Every address and each of its methods, for all pages, filters and panels."""
    assert tables.tickets is not None
    others = set(tables.tickets["agent"].dropna()) - {AGENT}
    teams = set(tables.tickets["team"].dropna())
    assert len(others) > 20
    examples = [{**EXAMPLES, "page": page, "path": page} for page in PAGES]
    examples += [{**EXAMPLES, "key": key} for key in ("agent", "team", "customer_id")]
    header, asked = dash_header(agent), 0
    for example in examples:
        for _, path, methods in every_address(both[0], example):
            for method in methods - {"OPTIONS"}:
                if path == "log-out":
                    continue
                answer = agent.open(f"/{path}?period=all", method=method, headers=header)
                text = answer.get_data(as_text=True)
                assert not [one for one in others if one in text], path
                shown = [one for one in teams if one in text]
                assert not shown or path == "my-work", (path, shown)
                asked += 1
    assert asked > 300


def test_what_an_agent_may_ask_for_is_written_by_hand(agent: FlaskClient) -> None:
    assert set(ENDPOINTS) > FOR_AGENTS
    assert {one for one in FOR_AGENTS if not one.startswith("/")} == {"api.new_data"}
    for path in ("api/my-work", "api/my-work/cards.csv", "api/overview", "api/levels/agent"):
        assert agent.get(f"/{path}").status_code == 403
    for path in ("views", "views/new", "links", "notes", "cases", "api/audit.csv", "api/work/0"):
        assert agent.get(f"/{path}").status_code == 403


@pytest.mark.parametrize("page", ["my-work?period=all", "overview?agent=Bruno+B.&period=all"])
def test_an_open_page_of_theirs_hears_of_new_data_and_never_of_how_many(
    agent: FlaskClient, page: str
) -> None:
    def asked(tag: str) -> TestResponse:
        return agent.get(f"/api/new-data/{page}", headers={"If-None-Match": f'"{tag}"'})

    body = body_of(agent, "/my-work", "")
    shown = agent.post(UPDATE, json=body, headers=dash_header(agent)).get_json()
    first = asked(shown["response"]["answer"]["data"]["version"])
    assert first.get_json() == {"told": ""}
    assert asked(first.headers["ETag"].strip('"')).status_code == 304
    for tag in ("before", "before|", "before|1"):  # also where a tag claims a number
        found = asked(tag)
        assert (found.get_json(), found.headers["ETag"][-2:]) == ({"told": "New data"}, '|"')


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_callback_of_every_page_gives_their_own(agent: FlaskClient, page: str) -> None:
    link = "?agent=Bruno+B.&team=Billing&compare=previous&by=agent&period=last-month"
    answer = agent.post(UPDATE, json=body_of(agent, f"/{page}", link), headers=dash_header(agent))
    found = answer.get_json()["response"]["answer"]["data"]
    assert found["page"] == "my-work"
    assert "Bruno B." not in found["parts"]["content"]
    assert "Billing" not in found["parts"]["content"]
    assert found["parts"]["navigation"].count("<a ") == 1
    assert {"agent", "team"}.isdisjoint(found["controls"])


def test_the_controls_offer_no_filter(agent: FlaskClient) -> None:
    text = str(layout(agent))
    assert "Bruno B." not in text
    assert "'agent'" not in text


def test_no_link_opens_by_who_an_agent_is(both: tuple[Dash, AppStore]) -> None:
    accounts.set_rights(both[1], "the agent", Changes(team="Support"), NOW)
    accounts.set_rights(both[1], "the analyst", Changes(team="Support"), NOW)
    accounts.set_rights(both[1], "the viewer", Changes(team="Support"), NOW)
    maker = person(both)
    for who in ({"who": "named", "people": "the viewer"}, {"who": "team"}):
        link = share(maker, "/service", **who)
        assert "/shared/" in opened(person(both, "the viewer"), link)
        assert "/shared/" not in person(both, "the agent").get(link).headers.get("Location", "")


def test_an_agent_has_no_token(both: tuple[Dash, AppStore]) -> None:
    with pytest.raises(AccountError, match="has no right to"):
        tokens.add(both[1], "the agent", "mine", [], (), 30, datetime.now(UTC))
    _, token = tokens.add(both[1], "the editor", "all", [], (), 30, datetime.now(UTC))
    browser = both[0].server.test_client()
    asks = {"Authorization": f"Bearer {token}"}
    assert browser.get("/api/overview", headers=asks).status_code == 200
    rights = Changes(Role.AGENT, agent=AGENT)
    accounts.set_rights(both[1], "the editor", rights, NOW)
    assert browser.get("/api/overview", headers=asks).status_code == 403


def test_nobody_else_has_that_page(both: tuple[Dash, AppStore], client: FlaskClient) -> None:
    administrator = both[0].server.test_client()
    log_in(administrator, "the administrator")
    for browser in (administrator, client):
        text = browser.get("/my-work").get_data(as_text=True)
        assert "nothing to show on “My work”" in text
        assert "rest of your team" not in text
        assert browser.get("/api/my-work").status_code == 404
