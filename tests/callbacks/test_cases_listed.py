"""The list of cases by its filters, on the page and as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from access.cases.by_rule import Cause, add_by_rule
from access.cases.kept import read_cases
from access.rights import Role
from settings import Settings
from tests.callbacks.test_cases import Both, new, rows, send
from tests.server.noting import limited
from tests.server.people import with_accounts
from tests.server.sharing import person

FORMULA = "=HYPERLINK(1)"


def listed(browser: FlaskClient, query: str = "") -> list[str]:
    """The customers of the page, in their order."""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', browser.get(f"/cases{query}").text)


def saved(browser: FlaskClient, query: str = "", **headers: str) -> list[dict[str, str]]:
    answer = browser.get(f"/api/cases.csv{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if headers else ","))


def answer_of(browser: FlaskClient, customer: str) -> dict[str, Any]:
    """The newest answer of a customer, as their page has it."""
    page = browser.get(f"/api/customer?customer_id={customer}").get_json()
    every = page["panels"]["timeline"]["rows"]
    return next(one for one in every if one["kind"] == "feedback")


@pytest.fixture(scope="module")
def both(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture(scope="module")
def analyst(both: Both) -> FlaskClient:
    return person(both)


@pytest.fixture(scope="module")
def three(both: Both, analyst: FlaskClient) -> list[str]:
    """A customer of EMEA, late and the analyst's; one of Oceania, solved; one of a rule."""
    late, ruled = (one["customer_id"] for one in rows(analyst, "?region=EMEA")[:2])
    solved = rows(analyst, "?region=Oceania")[0]["customer_id"]
    send(analyst, new(late), due="2026-01-31", text=FORMULA)
    send(person(both, "the editor"), new(solved), status="solved")
    cause = Cause(ruled, answer_of(analyst, ruled)["id"], date(2026, 10, 30))
    far = datetime.now(UTC) + timedelta(days=99)
    zone = ZoneInfo("Europe/Copenhagen")
    assert add_by_rule(both[1], "unhappy", None, far.date(), [cause], datetime.now(UTC), zone) == 1
    return [late, solved, ruled]


def test_the_page_and_its_file_have_the_same_cases(
    both: Both, analyst: FlaskClient, three: list[str]
) -> None:
    late, solved, ruled = three
    editors = {one.customer_id: one.owner_id for one in read_cases(both[1]).cases}[solved]
    for query, found in (
        ("", [late, ruled]),
        ("?status=all", [late, ruled, solved]),
        ("?status=overdue", [late]),
        (f"?owner={editors}&status=closed&rule=by-hand", [solved]),
        ("?owner=nobody&status=&rule=unhappy", [ruled]),
        ("?mine=yes&closed=yes", [late]),
    ):
        assert listed(analyst, query) == found
        assert [one["customer_id"] for one in saved(analyst, query)] == found
    page = analyst.get("/cases?owner=nobody&rule=unhappy").text
    way = re.search(r'<a href="/(api/cases.csv[^"]*)" download>', page)
    assert way and unescape(way[1]) == "api/cases.csv?owner=nobody&status=under-way&rule=unhappy"
    chosen = re.findall(r'<option value="(\S*)" selected>', page)
    assert chosen == ["nobody", "under-way", "unhappy"]
    assert "<td>rule “unhappy”</td>" in page
    assert re.search(r"<td>solved, closed on \d", analyst.get("/cases?status=closed").text)


def test_the_file_says_all_of_a_case_and_is_safe_to_open(
    analyst: FlaskClient, three: list[str]
) -> None:
    late, ruled, solved = saved(analyst, "?status=all")
    assert (late["status"], late["due"], late["overdue"]) == ("open", "2026-01-31", "True")
    assert (late["owner"], late["made_by"], late["rule"]) == ("the analyst", "the analyst", "")
    assert late["note"] == f"'{FORMULA}"
    assert (late["contacted_on"], late["closed_on"]) == ("", "")
    today = datetime.now(ZoneInfo("Europe/Copenhagen")).date().isoformat()
    assert late["made_on"] == today
    assert (solved["closed_on"], solved["contacted_on"]) == (today, today)
    assert solved["overdue"] == "False"
    assert (ruled["made_by"], ruled["rule"], ruled["owner"]) == ("rule unhappy", "unhappy", "")
    danish = saved(analyst, "?status=all", **{"Accept-Language": "da"})
    assert [one["customer_id"] for one in danish] == [three[0], three[2], three[1]]


def test_the_case_of_a_rule_says_for_which_answer(
    both: Both, analyst: FlaskClient, three: list[str]
) -> None:
    (case,) = (one for one in read_cases(both[1]).cases if one.rule)
    answer = answer_of(analyst, three[2])
    said = unescape(analyst.get(f"/cases/{case.id}").text)
    when = datetime.fromisoformat(answer["at"])
    metric = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}[answer["series"].partition(":")[0]]
    told = f"by the rule “unhappy”, for the answer {metric} {answer['score']:g}"
    assert told in said and f" of {when.day} {when:%b %Y}" in said
    assert answer["id"] not in said
    if answer["comment"]:
        assert f": “{answer['comment']}”" in said


def test_what_there_is_not_is_told_on_the_page_and_refused_as_a_file(
    analyst: FlaskClient, three: list[str]
) -> None:
    page = analyst.get("/cases?owner=99999&rule=%3Cb%3E")
    assert page.status_code == 200 and listed(analyst, "?owner=99999") == [three[0], three[2]]
    assert "There is no owner “99999” of cases here" in page.text
    assert "There is no rule “&lt;b&gt;” of cases here; there is by-hand" in page.text
    refused = analyst.get("/api/cases.csv?status=late")
    assert refused.status_code == 400
    assert "there is under-way (Under way), overdue" in refused.get_json()["errors"][0]


def test_after_a_change_the_list_is_as_it_was_filtered(
    both: Both, analyst: FlaskClient, three: list[str]
) -> None:
    editor = person(both, "the editor")
    (late,) = (one for one in read_cases(both[1]).cases if one.customer_id == three[0])
    query = f"?owner={late.owner_id}&status=overdue&rule=by-hand"
    page = editor.get(f"/cases{query}&done=changed").text
    way = unescape(re.findall(r'<td><a href="([^"]*)">Open<', page)[0])
    assert way == f"/cases/{late.id}{query}"
    assert f'href="/cases{escape(query)}">Back to the cases<' in editor.get(way).text
    wrong = send(editor, way, due="soon")
    assert wrong.status_code == 400 and f'action="{escape(way)}"' in wrong.text
    assert send(editor, way, cause="Price").headers["Location"] == f"/cases{query}&done=changed"
    # Its owner has none any longer: the list is empty, and no other one.
    send(editor, way, owner="")
    text = editor.get(f"/cases{query}").text
    assert "There are no such cases" in text and "could not be applied" not in text
    assert f'value="{late.owner_id}" selected>the analyst<' in text
    assert saved(editor, query) == []
    send(editor, f"/cases/{late.id}", owner=str(late.owner_id))


def test_what_leads_back_is_made_of_filters_there_are(
    both: Both, analyst: FlaskClient, three: list[str]
) -> None:
    late = next(one for one in read_cases(both[1]).cases if one.customer_id == three[0])
    evil = "//evil.example"
    for query, back in (
        ("", "?done=changed"),
        ("?status=under-way", "?done=changed"),
        (f"?owner=99999&status={evil}&rule=%0d%0aX: y&next={evil}&root={evil}", "?done=changed"),
        (f"?status=all&rule={evil}", "?status=all&done=changed"),
        ("?mine=yes", f"?owner={late.owner_id}&status=under-way&done=changed"),
    ):
        answer = send(analyst, f"/cases/{late.id}{query}", next=evil, back=evil, rule=evil)
        assert answer.headers["Location"] == f"/cases{back}"


def test_who_is_limited_to_rows_takes_and_is_offered_those_alone(
    both: Both, three: list[str]
) -> None:
    oceania = limited(both, "olga", (("region", ("Oceania",)),), Role.EDITOR)
    assert listed(oceania, "?status=all") == [three[1]]
    assert [one["customer_id"] for one in saved(oceania, "?status=all")] == [three[1]]
    page = oceania.get("/cases").text
    assert "unhappy" not in page and ">the analyst<" not in page
    assert "unhappy" not in oceania.get("/api/cases.csv?rule=nothing").text


def test_who_took_it_stands_in_the_audit_log_without_a_customer(
    both: Both, analyst: FlaskClient, three: list[str]
) -> None:
    saved(analyst, "?mine=yes&anything=C00001")
    log = person(both, "the administrator").get("/api/audit.csv").text
    taken = [one for one in log.splitlines() if "api/cases.csv" in one][-1]
    assert '"the analyst","export","api/cases.csv?owner=' in taken
    assert "&status=under-way" in taken and "C00001" not in taken
    assert person(both, "the viewer").get("/api/cases.csv").status_code == 403
