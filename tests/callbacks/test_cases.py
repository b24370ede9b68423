"""Cases are made from the list of whom to call, changed by their owner, and seen by rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.cases.kept import KeptCase, Status, read_cases
from access.cases.written import forget
from access.rights import Role
from components.as_html import as_html
from components.states import overdue_notice
from components.text import day
from settings import Settings
from store.app_store import AppStore
from tests.server.noting import limited
from tests.server.people import token_of, with_accounts
from tests.server.sharing import ask, opened, person, place_of, share

Both = tuple[Dash, AppStore]
COPENHAGEN = ZoneInfo("Europe/Copenhagen")  # where the sample company is


@pytest.fixture(scope="module")
def app(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture
def both(app: Both) -> Iterator[Both]:
    yield app
    for one in read_cases(app[1]).cases:
        forget(app[1], one.customer_id, datetime.now(UTC))


@pytest.fixture(scope="module")
def analyst(app: Both) -> FlaskClient:
    return person(app)


@pytest.fixture(scope="module")
def editor(app: Both) -> FlaskClient:
    return person(app, "the editor")


@pytest.fixture(scope="module")
def oceania(app: Both) -> FlaskClient:
    return limited(app, "olga", (("region", ("Oceania",)),), Role.EDITOR)


@pytest.fixture(scope="module")
def there(analyst: FlaskClient) -> dict[str, str]:
    """A customer to call of each of two regions."""
    return {one: rows(analyst, f"?region={one}")[0]["customer_id"] for one in ("EMEA", "Oceania")}


def rows(browser: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(f"/api/to-call{query}").get_json()["panels"][
        "to_call"
    ]["rows"]
    return found


def send(browser: FlaskClient, path: str, **said: str) -> TestResponse:
    """What the form at a path answers; `said`: fields of it that are not as they are at first."""
    form = browser.get(path)
    assert form.status_code == 200, form.text[:500]
    given = dict(re.findall(r'name="(\w+)"(?: type="\w+")? value="([^"]*)"', form.text))
    for name, options in re.findall(
        r'<select id="\w+" name="(\w+)">(.*?)</select>', form.text, re.S
    ):
        given[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    fields = {name: unescape(value) for name, value in given.items()}
    (to,) = re.findall(r'<form method="post" action="([^"]*)"', form.text)
    return browser.post(unescape(to), data=fields | said | {"csrf_token": token_of(form)})


def new(customer: str, view: str = "/to-call") -> str:
    return f"/cases/new?{urlencode({'customer': customer, 'view': view})}"


def kept(both: Both) -> list[KeptCase]:
    return list(read_cases(both[1]).cases)


def test_made_from_the_list_and_shown_on_it(
    both: Both, analyst: FlaskClient, there: dict[str, str]
) -> None:
    who = there["EMEA"]
    assert {row["case"] for row in rows(analyst)} == {None}
    form = analyst.get(new(who)).text
    assert 'value="Waiting time"' in form
    made = send(
        analyst, new(who, "/to-call?region=EMEA"), cause="Waiting time", text="Call <b> at 10"
    )
    assert (made.status_code, made.headers["Location"]) == (303, "/to-call?region=EMEA")
    (case,) = kept(both)
    assert (case.customer_id, case.owner, case.author) == (who, "the analyst", "the analyst")
    assert (case.status, case.cause, case.text) == (Status.OPEN, "Waiting time", "Call <b> at 10")
    assert timedelta(5) < case.due - datetime.now(UTC).date() < timedelta(9)
    told = {row["customer_id"]: row for row in rows(analyst)}[who]
    assert (told["case"], told["case_status"], told["case_owner"]) == (
        case.id,
        "open",
        "the analyst",
    )
    assert told["case_due"] == case.due.isoformat()
    saved = csv.DictReader(
        io.StringIO(analyst.get("/api/to-call/to_call.csv").text.lstrip("\ufeff"))
    )
    assert [row["customer_id"] for row in saved if row["case"]] == [who]
    page = part(analyst, "to-call", "content")
    assert f'href="/cases/{case.id}"' in page and "open, the analyst, due" in page
    again = send(analyst, new(who))
    assert again.status_code == 400 and "has a case already" in again.text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    both: Both, analyst: FlaskClient, there: dict[str, str]
) -> None:
    for wrong, why in (
        ({"due": "soon"}, "“Due” is no date"),
        ({"status": "lost"}, "what has become"),
        ({"text": "x" * 501}, "501 characters"),
        ({"owner": "99999"}, "another owner"),
        ({"owner": "x"}, "another owner"),
    ):
        answer = send(analyst, new(there["EMEA"]), **{"cause": 'A "cause"', **wrong})
        assert answer.status_code == 400
        assert why in answer.text
        assert 'value="A &#34;cause&#34;"' in answer.text
    assert kept(both) == []
    assert analyst.get(new("nobody there")).status_code == 404
    assert analyst.get("/cases/new").status_code == 404


def test_changed_by_its_owner_and_by_editors(
    both: Both, analyst: FlaskClient, editor: FlaskClient, there: dict[str, str]
) -> None:
    send(editor, new(there["EMEA"]))
    (case,) = kept(both)
    path = f"/cases/{case.id}"
    seen = analyst.get(path).text
    assert "<fieldset disabled>" in seen and "Change the case" not in seen
    refused = analyst.post(path, data={"csrf_token": token_of(analyst.get(new(there["EMEA"])))})
    assert refused.status_code == 400
    answer = send(editor, path, status="contacted", text="She is ill")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases?done=changed")
    (case,) = kept(both)
    assert (case.status, case.text, case.owner) == (Status.CONTACTED, "She is ill", "the editor")
    handed_over = re.search(r'value="(\d+)">the analyst</option>', editor.get(path).text)
    assert handed_over
    assert send(editor, path, owner=handed_over[1]).status_code == 303
    assert send(analyst, path, status="solved").status_code == 303
    assert kept(both)[0].status == Status.SOLVED


def test_the_list_has_those_under_way_and_ones_own(
    both: Both, analyst: FlaskClient, editor: FlaskClient, there: dict[str, str]
) -> None:
    first, second = there.values()
    send(analyst, new(first))
    send(editor, new(second), due="2026-01-31")

    def listed(browser: FlaskClient, query: str = "") -> set[str]:
        return {one for one in (first, second) if f">{one}<" in browser.get(f"/cases{query}").text}

    assert listed(analyst) == {first, second}
    assert listed(analyst, "?mine=yes") == {first}
    assert listed(editor, "?mine=yes") == {second}
    text = analyst.get("/cases").text
    assert text.count(", overdue") == 1 and "31 Jan 2026, overdue" in text
    number = next(one.id for one in kept(both) if one.customer_id == second)
    send(editor, f"/cases/{number}", status="given up")
    assert listed(analyst) == {first}
    assert listed(analyst, "?closed=yes") == {first, second}


def test_who_is_limited_sees_cases_of_their_customers_alone(
    both: Both, editor: FlaskClient, oceania: FlaskClient, there: dict[str, str]
) -> None:
    for who in there.values():
        send(editor, new(who), due="2026-01-31")
    numbers = {one.customer_id: one.id for one in kept(both)}
    text = oceania.get("/cases").text
    assert there["Oceania"] in text and there["EMEA"] not in text
    assert oceania.get(f"/cases/{numbers[there['Oceania']]}").status_code == 200
    hidden = f"/cases/{numbers[there['EMEA']]}"
    assert oceania.get(hidden).status_code == 404
    token = token_of(oceania.get(new(there["Oceania"])))
    assert oceania.post(hidden, data={"csrf_token": token, "status": "solved"}).status_code == 404
    assert oceania.get(new(there["EMEA"])).status_code == 404
    assert {row["case"] for row in rows(oceania)} == {None, numbers[there["Oceania"]]}
    assert "1 case is overdue" in notices(oceania)
    assert "2 cases are overdue" in notices(editor)


def part(browser: FlaskClient, page: str, name: str, query: str = "") -> str:
    browser.get("/data")  # which brings the token that Dash sends back
    answer = ask(browser, "/", page, query).get_json()["response"]["answer"]["data"]
    return str(answer["parts"][name])


def notices(browser: FlaskClient, page: str = "overview", query: str = "") -> str:
    return part(browser, page, "notices", query)


def test_overview_tells_of_overdue_cases(
    both: Both, analyst: FlaskClient, editor: FlaskClient, there: dict[str, str]
) -> None:
    assert "overdue" not in notices(editor)
    send(editor, new(there["EMEA"]), due="2026-01-31")
    assert re.search(
        r"1 case is overdue</a>, <a href=./cases.mine=yes.>it is yours</a>\.", notices(editor)
    )
    assert "1 case is overdue</a>." in notices(analyst)
    assert 'href="/cases?mine=yes"' in notices(editor)
    assert "overdue" not in notices(person(both, "the viewer"))
    assert "overdue" not in notices(editor, "loyalty")
    number = kept(both)[0].id
    send(editor, f"/cases/{number}", status="solved")
    assert "overdue" not in notices(editor)


@pytest.mark.parametrize(
    ("overdue", "own", "said"),
    [
        (1, 0, "1 case is overdue."),
        (3, 2, "3 cases are overdue, 2 of them yours."),
        (2, 2, "2 cases are overdue, all of them yours."),
        (1200, 1, "1,200 cases are overdue, 1 of them yours."),
    ],
)
def test_overdue_cases_in_words(overdue: int, own: int, said: str) -> None:
    html, _ = as_html(overdue_notice(overdue, own, "/"))
    assert re.sub(r"<[^>]*>", "", html) == said


def test_own_cases_stand_on_to_call_and_lead_to_the_customer_and_back(
    both: Both, analyst: FlaskClient, editor: FlaskClient, there: dict[str, str]
) -> None:
    first, second = there.values()
    assert "none is under way" in part(analyst, "to-call", "content")
    send(analyst, new(first), due="2026-01-31")
    send(editor, new(second))
    numbers = {one.customer_id: one.id for one in kept(both)}
    text = part(analyst, "to-call", "content").partition("Whom to call")[0]
    assert "1 under way, 1 of them overdue" in text and "31 Jan 2026, overdue" in text
    assert f'href="/cases/{numbers[first]}"' in text
    assert f'href="/cases/{numbers[second]}"' not in text
    assert 'href="/cases"' in text and "mine=yes" in text
    # Each reader has their own, though pages are kept for all.
    others = part(editor, "to-call", "content").partition("Whom to call")[0]
    assert f'href="/cases/{numbers[second]}"' in others
    assert f"customer_id={first}" in analyst.get("/cases?mine=yes").text
    told = notices(analyst, "customer", f"customer_id={first}")
    assert "Case: open, the analyst, due 31 Jan 2026, overdue" in told
    assert f'href="/cases/{numbers[first]}"' in told and "Make a case" not in told
    send(analyst, f"/cases/{numbers[first]}", status="solved")
    closed = f"solved, the analyst, closed on {day(datetime.now(COPENHAGEN))}<"
    told = notices(analyst, "customer", f"customer_id={first}")
    assert f"Case: {closed}" in told and "due" not in told
    assert closed in part(analyst, "to-call", "content").partition("Whom to call")[2]
    way = re.search(r'href="(/cases/new[^"]*)">Make a case', told)
    assert way
    made = send(analyst, unescape(way[1]))
    assert made.headers["Location"] == f"/customer?customer_id={first}"
    for nobody in ("", "customer_id=nobody"):
        assert "cases" not in notices(analyst, "customer", nobody)
    viewer = person(both, "the viewer")
    assert "cases" not in notices(viewer, "customer", f"customer_id={first}")


def test_who_may_not_see_customers_sees_no_case(
    both: Both, analyst: FlaskClient, there: dict[str, str]
) -> None:
    send(analyst, new(there["EMEA"]), due="2026-01-31")
    viewer = person(both, "the viewer")
    for path in ("/cases", new(there["EMEA"]), f"/cases/{kept(both)[0].id}"):
        assert viewer.get(path).status_code == 403
    other = both[0].server.test_client()
    place = place_of(opened(other, share(analyst, "/overview", more=["comments", "exports"])))
    assert other.get(f"{place}api/to-call").status_code in (403, 404)
    assert "overdue" not in str(ask(other, place, "overview").get_json())
    assert other.get(f"{place}cases").status_code in (403, 404)
