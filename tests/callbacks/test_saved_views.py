"""Saved views through the forms and pages: what is kept, what each opener gets, what is refused."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from access import accounts
from access.accounts import Changes
from settings import Settings
from store.app_store import AppStore
from store.tables import SavedView, StartPage
from tests.access.people import NOW, PASSWORD, QUICK
from tests.callbacks.client import Part, client_of, layout
from tests.server.people import log_in, token_of, with_accounts
from tests.server.sharing import ask, opened, person, place_of, share

Both = tuple[Dash, AppStore]
EMEA = "/touchpoints?touchpoint=Billing&region=EMEA"


@pytest.fixture(scope="module")
def made(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    found = with_accounts(settings, tmp_path_factory.mktemp("accounts"))
    for name in ("the editor", "the viewer"):
        accounts.set_rights(found[1], name, Changes(team="Support"), NOW)
    accounts.add(
        found[1], "apac", QUICK.hash(PASSWORD), Changes(rows=(("region", ("APAC",)),)), NOW
    )
    return found


@pytest.fixture
def both(made: Both) -> Both:
    """With no view in it."""
    with made[1].write() as session:
        session.execute(delete(SavedView))
    return made


def save(browser: FlaskClient, view: str, name: str, **said: str) -> TestResponse:
    """What the form answers."""
    form = browser.get("/views/new", query_string={"view": view})
    assert form.status_code == 200, form.text[:300]
    given = {"view": view, "name": name, "audience": "own", "csrf_token": token_of(form)}
    return browser.post("/views/new", data={**given, **said})


def change(browser: FlaskClient, number: int, do: str, name: str = "") -> TestResponse:
    """Press a button of the list."""
    token = token_of(browser.get("/views/new?view=/loyalty"))
    given = {"view": str(number), "do": do, "name": name, "csrf_token": token}
    return browser.post("/views", data=given)


def kept(both: Both) -> list[tuple[int, str, str, str]]:
    with both[1].read() as session:
        found = session.scalars(select(SavedView).order_by(SavedView.id)).all()
    return [(one.id, one.name, one.page, one.query) for one in found]


def number(both: Both, name: str) -> int:
    return next(one[0] for one in kept(both) if one[1] == name)


def listed(browser: FlaskClient) -> list[str]:
    page = browser.get("/views")
    assert page.status_code == 200
    return [unescape(one) for one in re.findall(r'class="cx-view"[^>]*>([^<]*)<', page.text)]


def test_saved_listed_and_opened(both: Both) -> None:
    vic = person(both, "the viewer")
    assert "No view is saved yet" in vic.get("/views").text
    answer = save(vic, EMEA, "Billing in EMEA")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/views?done=saved")
    assert "The view is saved." in vic.get("/views?done=saved").text
    assert listed(vic) == ["Billing in EMEA"]
    answer = vic.get(f"/views/{number(both, 'Billing in EMEA')}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/touchpoints?touchpoint=Billing&region=EMEA"


@pytest.mark.parametrize(
    ("view", "page", "query"),
    [
        ("/loyalty?period=last-quarter", "loyalty", "period=last-quarter"),
        ("/loyalty?period=last-12-months&compare=previous", "loyalty", ""),  # as is usual
        ("/loyalty?region=EMEA&nonsense=1&region=Nowhere", "loyalty", "region=EMEA"),
        ("/?to=2026-03-31&from=2026-01-01", "overview", "from=2026-01-01&to=2026-03-31"),
        ("/service?page=loyalty&customer_id=C-1", "service", ""),
        ("//elsewhere.example/x", "overview", ""),
        ("https://elsewhere.example/loyalty", "overview", ""),
        ("/data", "data", ""),
    ],
)
def test_what_is_kept_is_a_link_of_ours(both: Both, view: str, page: str, query: str) -> None:
    assert save(person(both, "the viewer"), view, "x").status_code == 303
    assert [one[2:] for one in kept(both)] == [(page, query)]


def test_a_single_customer_is_no_view_to_save(both: Both) -> None:
    editor = person(both, "the editor")
    answer = editor.get("/views/new?view=/customer%3Fcustomer_id%3DC000001")
    assert (answer.status_code, "is about one customer" in answer.text) == (400, True)


def test_who_is_limited_to_rows_is_told_of_no_others(both: Both) -> None:
    editor = person(both, "the editor")
    views = {
        "Billing": EMEA,
        "All regions": "/loyalty?region=EMEA&region=APAC&region=North+America",
        "Against the rest": "/overview?region=EMEA&compare=rest",
    }
    for name, view in views.items():
        assert save(editor, view, name, audience="company").status_code == 303
    apac = person(both, "apac")
    assert sorted(listed(apac)) == sorted(views)
    hidden = ("EMEA", "North America", "LATAM")
    for page in (apac.get("/views").text, apac.get("/views/new?view=/loyalty").text):
        assert not [one for one in hidden if one in page]
    for name in views:
        answer = apac.get(f"/views/{number(both, name)}")
        link = answer.headers["Location"]
        page, _, query = link.lstrip("/").partition("?")
        told = ask(apac, "/", page, query)
        words = Part(told.get_json()["response"]["answer"]["data"]["parts"]["notices"]).words
        assert "“(a saved one)” is not a region in these data; left out." in " ".join(words)
        assert not [one for one in hidden if one in link + told.text + apac.get(link).text]
    assert "region=APAC" in apac.get(f"/views/{number(both, 'All regions')}").headers["Location"]
    # As a start page as well.
    assert change(apac, number(both, "Billing"), "start").status_code == 303
    assert "EMEA" not in apac.get("/").headers["Location"]


def test_whom_the_form_offers(both: Both) -> None:
    offered = {
        "the viewer": ["own"],
        "the analyst": ["own"],
        "the editor": ["own", "team", "company"],
        "the administrator": ["own", "company"],  # who is in no team
    }
    for name, audiences in offered.items():
        form = person(both, name).get("/views/new?view=/loyalty").text
        assert re.findall(r'name="audience" value="(\w+)"', form) == audiences


def test_for_others_only_by_who_may_edit(both: Both) -> None:
    vic, editor = person(both, "the viewer"), person(both, "the editor")
    for audience in ("team", "company", "", "everybody"):
        answer = save(vic, "/loyalty", "x", audience=audience)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert kept(both) == []
    for audience in ("team", "company"):
        save(editor, "/loyalty", audience, audience=audience)
        for do in ("renamed", "deleted"):
            answer = change(vic, number(both, audience), do, "mine")
            assert (answer.status_code, "only an editor" in answer.text) == (400, True)
        answer = save(vic, "/service", "", replace=str(number(both, audience)))
        assert (answer.status_code, "only an editor" in answer.text) == (400, True)
    assert [one[1:3] for one in kept(both)] == [("team", "loyalty"), ("company", "loyalty")]
    page = vic.get("/views").text
    assert "Delete" not in page
    assert "Rename" not in page
    assert page.count("Make it my start page") == 2


def test_renamed_replaced_and_deleted(both: Both) -> None:
    vic = person(both, "the viewer")
    save(vic, "/loyalty", "one")
    save(vic, "/service", "two")
    one = number(both, "one")
    answer = change(vic, one, "renamed", "TWO ")
    assert (answer.status_code, "There is a view “TWO” there already" in answer.text) == (400, True)
    assert change(vic, one, "renamed", "first").headers["Location"] == "/views?done=renamed"
    answer = save(vic, EMEA, "", replace=str(one))
    assert answer.headers["Location"] == "/views?done=replaced"
    assert kept(both)[0] == (one, "first", "touchpoints", "touchpoint=Billing&region=EMEA")
    assert change(vic, one, "deleted").headers["Location"] == "/views?done=deleted"
    assert listed(vic) == ["two"]
    assert vic.get(f"/views/{one}").status_code == 404
    assert change(vic, one, "deleted").status_code == 404


def test_what_is_somebody_else_s_is_not_there(both: Both) -> None:
    save(person(both, "the viewer"), "/loyalty", "secret plan")
    one = number(both, "secret plan")
    admin = person(both, "the administrator")
    assert listed(admin) == []
    assert admin.get(f"/views/{one}").status_code == 404
    for do in ("renamed", "deleted", "start"):
        assert change(admin, one, do, "x").status_code == 404
    assert save(admin, "/service", "", replace=str(one)).status_code == 404
    assert "secret plan" not in admin.get("/views/new?view=/loyalty").text
    assert kept(both) == [(one, "secret plan", "loyalty", "")]


def test_the_start_page(both: Both) -> None:
    vic, editor = person(both, "the viewer"), person(both, "the editor")
    assert vic.get("/").status_code == 200
    save(editor, "/service?period=last-quarter", "queue", audience="team", start="yes")
    assert editor.get("/").headers["Location"] == "/service?period=last-quarter"
    assert vic.get("/").status_code == 200
    change(vic, number(both, "queue"), "start")
    answer = vic.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/service?period=last-quarter")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "start page</span>" in vic.get("/views").text
    # Links say what they say.
    assert vic.get("/overview").status_code == vic.get("/?region=EMEA").status_code == 200
    fresh = both[0].server.test_client()
    assert log_in(fresh, "the viewer").headers["Location"] == "/"
    # Nor is it anybody's through a shared link.
    place = place_of(opened(vic, share(person(both), "/loyalty")))
    assert vic.get(place).headers["Location"] == f"{place}loyalty"
    change(vic, number(both, "queue"), "no-start")
    assert vic.get("/").status_code == 200
    change(vic, number(both, "queue"), "start")
    change(editor, number(both, "queue"), "deleted")
    assert vic.get("/").status_code == editor.get("/").status_code == 200
    with both[1].read() as session:
        assert session.scalars(select(StartPage)).all() == []


def test_a_name_is_text_and_nothing_else(both: Both) -> None:
    editor = person(both, "the editor")
    name = "<script>alert(1)</script> {{ 7*7 }} \"'&"
    save(editor, "/loyalty", name, audience="company")
    assert listed(editor) == [name]
    for page in ("/views", "/views/new?view=/loyalty"):
        text = person(both, "the viewer" if page == "/views" else "the editor").get(page).text
        assert "<script>alert" not in text
        assert unescape(text).count(name) >= 1
    for wrong in ("", " ", "a\nb", "a\x00b", "a" * 81):
        answer = save(editor, "/loyalty", wrong)
        assert (answer.status_code, "1 to 80 letters" in answer.text) == (400, True)


def test_without_the_token_of_a_form_nothing_changes(both: Both) -> None:
    vic = person(both, "the viewer")
    save(vic, "/loyalty", "one")
    one = str(number(both, "one"))
    for path, given in (
        ("/views", {"view": one, "do": "deleted"}),
        ("/views", {"view": one, "do": "start"}),
        ("/views/new", {"view": "/service", "name": "two", "audience": "own"}),
        ("/views/new", {"view": "/service", "replace": one}),
    ):
        answer = vic.post(path, data=given)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/log-in?stale=yes")
    assert kept(both) == [(int(one), "one", "loyalty", "")]
    assert vic.get("/").status_code == 200


def test_what_no_address_has_room_for_is_not_saved(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callbacks.saved_views.save.MOST_ADDRESS", 310)
    vic = person(both, "the viewer")
    answer = save(vic, EMEA, "long")
    assert (answer.status_code, "too many filters" in answer.text) == (400, True)
    assert save(vic, "/loyalty", "short").status_code == 303


@pytest.mark.parametrize("one", ["0", "-1", "999999999", "x", "1e3", "", "²", "2147483648"])
def test_numbers_that_no_view_has(both: Both, one: str) -> None:
    vic = person(both, "the viewer")
    token = token_of(vic.get("/views/new?view=/loyalty"))
    for do in ("renamed", "deleted", "start"):
        given = {"view": one, "do": do, "name": "x", "csrf_token": token}
        assert vic.post("/views", data=given).status_code == 404
    assert vic.post("/views", data={"do": "?", "csrf_token": token}).status_code == 400
    assert vic.get(f"/views/{'9' * 30}").status_code == 404


def test_an_open_dashboard_has_nothing_of_it(settings: Settings, sample_file: Path) -> None:
    client = client_of(settings)
    assert client.get("/views").status_code == 404
    assert '"save"' not in str(layout(client)).replace("'", '"')
    assert "Views" not in client.get("/").text


def test_who_is_logged_in_finds_it(both: Both) -> None:
    vic = person(both, "the viewer")
    page = vic.get("/loyalty").text
    assert '<a class="cx-own" href="/views">Views</a>' in page
    assert '"save"' in str(layout(vic)).replace("'", '"')
    place = place_of(opened(vic, share(person(both), "/loyalty")))
    assert "Views" not in vic.get(f"{place}loyalty").text
    assert '"save"' not in str(vic.get(f"{place}_dash-layout").get_json()).replace("'", '"')
