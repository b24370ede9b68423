"""Who sees which notes: by their rows, through shared links, and as soon as one was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.rights import Role
from app import create_app
from data.store.load_status import LoadStatus
from settings import Settings
from store.app_store import AppStore
from tests.callbacks.client import UPDATE, body_of
from tests.server.noting import form_at, limited, note
from tests.server.people import dash_header, log_in, with_accounts
from tests.server.sharing import ask, opened, person, place_of, share

EMEA = (("region", ("EMEA",)),)
SLOW = ("overview", "touchpoints", "customers", "service")
PAGES = ("loyalty", *(pytest.param(page, marks=pytest.mark.slow) for page in SLOW))
# What is written, from which view, and who may know of it: all, or those of EMEA, or no such.
COMPANY, OURS, SHARED, THEIRS = "the company", "of ours", "of ours and theirs", "of theirs"
VIEWS = {
    COMPANY: "/loyalty",
    OURS: "/loyalty?region=EMEA",
    SHARED: "/loyalty?region=APAC&region=EMEA",
    THEIRS: "/loyalty?region=APAC&plan=Business",
}


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    made = with_accounts(settings, tmp_path_factory.mktemp("accounts"))
    editor = person(made, "the editor")
    for text, view in VIEWS.items():
        note(editor, f"Note {text}.", view, first="2026-05-09")
    return made


@pytest.fixture(scope="module")
def eva(both: tuple[Dash, AppStore]) -> FlaskClient:
    return limited(both, "eva", EMEA, Role.EDITOR)


@pytest.fixture(scope="module")
def editor(both: tuple[Dash, AppStore]) -> FlaskClient:
    return person(both, "the editor")


def update(browser: FlaskClient, path: str, query: str) -> str:
    """What the page's callback answers."""
    browser.get(f"{path}{query}")  # as a browser does, which then has a token
    answer = browser.post(UPDATE, json=body_of(browser, path, query), headers=dash_header(browser))
    assert answer.status_code == 200
    return answer.text


def exits(browser: FlaskClient, page: str, query: str = "") -> dict[str, str]:
    """A page in each form in which it leaves the server."""
    data = browser.get(f"/api/{page}{query}")
    assert data.status_code == 200
    files = {
        f"{panel}.csv": browser.get(f"/api/{page}/{panel}.csv{query}").text
        for panel, found in data.get_json()["panels"].items()
        if any("period" in row for row in found["rows"])
    }
    assert files
    return {
        "frame": browser.get(f"/{page}{query}").text,
        "callback": update(browser, f"/{page}", query),
        "table": update(browser, f"/{page}", f"{query or '?'}&table=trend".replace("?&", "?")),
        "json": data.text,
        **files,
    }


def texts_in(said: str) -> set[str]:
    return {text for text in VIEWS if f"Note {text}." in said}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_scope_hides_does_not_exist(eva: FlaskClient, page: str) -> None:
    for name, said in exits(eva, page).items():
        assert "APAC" not in said, name
        expected = {COMPANY, OURS, SHARED}
        if name.endswith(".csv") and name not in ("trend.csv", "by_month.csv"):
            assert texts_in(said) <= expected, name
        else:
            assert texts_in(said) == expected, name


@pytest.mark.parametrize("page", ["loyalty"])
def test_who_may_see_all_sees_those_of_the_view(editor: FlaskClient, page: str) -> None:
    of_view = {
        "": {*VIEWS},
        "?region=EMEA": {COMPANY, OURS, SHARED},
        "?region=APAC": {COMPANY, SHARED, THEIRS},
        "?region=APAC&plan=Starter": {COMPANY, SHARED},
        "?region=Oceania": {COMPANY},
        "?from=2026-06-01&to=2026-10-31": set(),
    }
    for query, expected in of_view.items():
        for name in ("frame", "json"):
            path = f"/{page}{query}" if name == "frame" else f"/api/{page}{query}"
            assert texts_in(editor.get(path).text) == expected, (query, name)


def test_the_list_and_the_form_tell_no_more(eva: FlaskClient, editor: FlaskClient) -> None:
    listed = eva.get("/notes").text
    assert texts_in(listed) == {COMPANY, OURS, SHARED}
    assert "APAC" not in listed
    assert "Region: EMEA" in listed
    assert "APAC" in editor.get("/notes").text
    # Of the four she may change that which is of her rows alone, and knows of no other by number.
    answers = [eva.get(f"/notes/{number}") for number in (1, 2, 3, 4, 5)]
    assert [one.status_code for one in answers] == [404, 200, 404, 404, 404]
    assert len({one.text for one in answers if one.status_code == 404}) == 1


def test_the_json_says_what_there_is(eva: FlaskClient) -> None:
    notes = eva.get("/api/loyalty").get_json()["notes"]
    known = {one["text"]: one["scope"] for one in notes}
    region = {"region": ["EMEA"]}
    assert known == {
        f"Note {COMPANY}.": {},
        f"Note {OURS}.": region,
        f"Note {SHARED}.": region,
    }
    assert {(one["first_day"], one["last_day"], one["author"]) for one in notes} == {
        ("2026-05-09", "2026-05-09", "the editor")
    }


@pytest.mark.parametrize("comments", [True, False])
def test_through_a_link_they_are_there_where_comments_are(
    both: tuple[Dash, AppStore], editor: FlaskClient, comments: bool
) -> None:
    more = ["exports", "comments"] if comments else ["exports"]
    stranger: FlaskClient = both[0].server.test_client()
    address = opened(stranger, share(editor, "/loyalty?region=EMEA&period=all", more=more))
    place = place_of(address)
    frame = stranger.get(address).text
    said = {
        "frame": frame,
        "callback": ask(stranger, place, "loyalty").text,
        "json": stranger.get(f"{place}api/loyalty").text,
        "csv": stranger.get(f"{place}api/loyalty/trend.csv").text,
    }
    for name, text in said.items():
        assert texts_in(text) == ({COMPANY, OURS, SHARED} if comments else set()), name
        assert "APAC" not in text, name
    assert 'href="/notes"' not in frame
    for path in ("notes", "notes/new", "notes/2"):
        assert stranger.get(f"{place}{path}").status_code == 403
        assert stranger.get(f"/{path}").status_code == 302


def test_every_process_shows_a_change_at_once(
    settings: Settings, sample_file: Path, tmp_path: Path
) -> None:
    first = with_accounts(settings, tmp_path)
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    own = {"mapping": settings.mapping, "folder": settings.folder}
    other = create_app(
        Settings.model_validate({**own, "access": "accounts", "store": address}), LoadStatus()
    )
    reader: FlaskClient = other.server.test_client()
    log_in(reader, "the analyst")
    editor = person(first, "the editor")
    tags: list[str] = []

    def shown(text: str) -> None:
        answer = reader.get("/api/loyalty", headers={"If-None-Match": tags[-1] if tags else ""})
        assert answer.status_code == 200  # and not 304
        tags.append(answer.headers["ETag"])
        for said in (
            answer.text,
            reader.get("/loyalty").text,
            reader.get("/api/loyalty/trend.csv").text,
        ):
            assert [one for one in ("portal", "prices") if one in said] == ([text] if text else [])
        again = reader.get("/api/loyalty", headers={"If-None-Match": tags[-1]})
        assert again.status_code == 304

    shown("")
    note(editor, "New portal", first="2026-05-09")
    shown("portal")
    form_at(editor, "/notes/1", text="New prices")
    shown("prices")
    form_at(editor, "/notes/1", text="New portal")
    shown("portal")
    form_at(editor, "/notes/1", delete="yes")
    shown("")
    assert tags[0] == tags[-1]  # the very answer that there was without any
