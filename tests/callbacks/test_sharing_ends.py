"""Shared links: whom they are for, how they end, who is told of it, and what nobody learns."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select

from access import accounts
from access.accounts import Changes
from access.limits import OF_PAIR
from access.rights import Role
from access.sessions import hash_of
from settings import Settings
from store.app_store import AppStore
from store.tables import Link
from tests.access.people import NOW
from tests.server.people import token_of, with_accounts
from tests.server.sharing import (
    answer_to_form,
    events,
    maker,
    opened,
    person,
    place_of,
    share,
)

DAYS = ("2026-01-01", "2026-03-31")
VIEW = "/touchpoints?touchpoint=Billing&from=2026-01-01&to=2026-03-31"
CLOSED = "This link opens nothing here"
SECRET = "a secret of the link"


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture
def store(both: tuple[Dash, AppStore]) -> AppStore:
    return both[1]


@pytest.fixture
def stranger(both: tuple[Dash, AppStore]) -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    return found


@pytest.mark.parametrize(
    "token", ["x", "A" * 22, "A" * 21, "A" * 500, "%00", "a/b", "é" * 22, "1' OR '1'='1"]
)
def test_what_is_no_token_opens_nothing(stranger: FlaskClient, token: str) -> None:
    found = stranger.get(f"/s/{token}")
    assert found.status_code == 404
    assert CLOSED in found.text
    assert stranger.get_cookie("cxlens_link") is None


def test_all_ends_of_a_link_look_the_same(both: tuple[Dash, AppStore], store: AppStore) -> None:
    pages = set()
    for how in (
        "unknown",
        "cut off",
        "expired",
        "revoked",
        "disabled",
        "demoted",
        "no rows",
        "for others",
    ):
        making = maker(both, f"maker of {how}")
        said = {"who": "named", "people": "the viewer"} if how == "for others" else {}
        view = "/loyalty?region=EMEA" if how == "no rows" else "/loyalty"
        link = share(making, view, **said)
        token = link.rpartition("/")[2]
        with store.write() as session:
            kept = session.scalars(select(Link).where(Link.token_hash == hash_of(token))).one()
            if how == "expired":
                kept.until = datetime.now(UTC)
            if how == "revoked":
                kept.revoked_at = datetime.now(UTC)
        if how == "disabled":
            accounts.set_disabled(store, f"maker of {how}", True, NOW)
        if how == "demoted":
            accounts.set_rights(store, f"maker of {how}", Changes(Role.VIEWER), NOW)
        if how == "no rows":
            rows = (("region", ("APAC",)),)
            accounts.set_rights(store, f"maker of {how}", Changes(rows=rows), NOW)
        link = {"unknown": "/s/" + "B" * 22, "cut off": link[:-1]}.get(how, link)
        opener = person(both, "the editor") if how == "for others" else both[0].server.test_client()
        found = opener.get(link)
        assert found.status_code == 404, how
        assert opener.get_cookie("cxlens_link") is None
        pages.add(found.text)
        if how != "for others":
            reason = events(store)[-1]
            assert reason[:2] == ("(not logged in)", "link refused")
            assert token not in reason[2]
    assert len(pages) == 1
    assert CLOSED in pages.pop()


def test_rights_are_those_of_the_maker_at_each_request(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    making = maker(both, "changing")
    place = place_of(opened(stranger, share(making, "/loyalty", more=["exports"])))
    csv_file = f"{place}api/loyalty/cards.csv"
    assert stranger.get(csv_file).status_code == 200
    accounts.set_disabled(store, "changing", True, NOW)
    assert stranger.get(csv_file).status_code == 401
    accounts.set_disabled(store, "changing", False, NOW)
    assert stranger.get(csv_file).status_code == 200
    accounts.set_rights(store, "changing", Changes(Role.VIEWER), NOW)
    assert stranger.get(csv_file).status_code == 401
    assert stranger.get(f"{place}loyalty").status_code == 404


@pytest.mark.parametrize(
    ("of_maker", "shared", "seen"),
    [
        ((), "region=EMEA", {"region": ("EMEA",)}),
        ((), "region=EMEA&region=APAC&touchpoint=Billing", {"region": ("APAC", "EMEA")}),
        ((("plan", ("Starter",)),), "region=EMEA", {"plan": ("Starter",), "region": ("EMEA",)}),
        ((("region", ("EMEA",)),), "region=EMEA&region=APAC", {"region": ("EMEA",)}),
        ((("region", ("EMEA",)),), "touchpoint=Billing", {"region": ("EMEA",)}),
    ],
)  # fmt: skip
def test_held_segments_are_rows_of_the_reader_and_meet_those_of_the_maker(
    both: tuple[Dash, AppStore],
    store: AppStore,
    stranger: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    of_maker: tuple[tuple[str, tuple[str, ...]], ...],
    shared: str,
    seen: dict[str, tuple[str, ...]],
) -> None:
    """As the data get them (server.seen)."""
    name = f"rows {len(events(store))} {shared}"
    making = maker(both, name)
    link = share(making, f"/touchpoints?{shared}")
    accounts.set_rights(store, name, Changes(rows=of_maker), NOW)
    place = place_of(opened(stranger, link))
    readers = []

    def note(snapshot: object, reader: object) -> object:
        readers.append(reader)
        return snapshot

    monkeypatch.setattr("server.current.seen_by", note)
    for path in ("touchpoints", "_dash-layout", "api/levels/region"):
        assert stranger.get(place + path).status_code == 200
    assert readers
    for one in readers:
        rows = {key: tuple(sorted(levels)) for key, levels in one.rows}  # type: ignore[attr-defined]
        assert rows == seen
        assert not one.totals  # type: ignore[attr-defined]


def test_a_password_is_asked_for_and_its_tries_are_limited(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    link = share(person(both), "/loyalty", password=SECRET)
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.5.5.5"}
    form = stranger.get(link)
    assert (form.status_code, "This link has a password" in form.text) == (200, True)
    assert stranger.get_cookie("cxlens_link", path="/shared/") is None
    for _ in range(OF_PAIR):
        wrong = {"csrf_token": token_of(stranger.get(link)), "password": "not the secret"}
        assert stranger.post(link, data=wrong).status_code == 401
    right = {"csrf_token": token_of(stranger.get(link)), "password": SECRET}
    held = stranger.post(link, data=right)
    assert held.status_code == 429
    assert 880 <= int(held.headers["Retry-After"]) <= 901
    assert "Try again in 15 minutes" in held.text
    elsewhere = both[0].server.test_client()
    elsewhere.environ_base = {"REMOTE_ADDR": "10.5.5.6"}
    assert opened(elsewhere, link, SECRET).endswith("/loyalty?from=2025-11-01&to=2026-10-31")
    told = [event for _, event, _ in events(store)]
    assert told.count("link held back") == 1
    assert SECRET not in str(events(store))
    # A form of a foreign page is none of ours.
    foreign = elsewhere.post(link, data={"password": SECRET})
    assert (foreign.status_code, foreign.headers["Location"]) == (303, f"{link}?stale=yes")


def test_named_people_have_to_be_logged_in(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/loyalty", who="named", people="The Viewer , the editor")
    asked = stranger.get(link)
    assert (asked.status_code, "for people with an account" in asked.text) == (401, True)
    assert "Location" not in asked.headers
    viewer = person(both, "the viewer")
    place = place_of(opened(viewer, link))
    assert viewer.get(f"{place}loyalty").status_code == 200
    viewer.post("/log-out", data={"csrf_token": token_of(viewer.get("/loyalty"))})
    assert viewer.get(f"{place}loyalty").status_code == 404


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            {"who": "named", "people": "the viewer, nobody here"},
            "There is no account “nobody here”",
        ),
        ({"who": "named", "people": " , "}, "Name at least one account"),
        ({"until": "2020-01-01"}, "a day from today on"),
        ({"until": "2199-01-01"}, "a day from today on"),
        ({"until": "soon"}, "is no date"),
        ({"password": "short"}, "The password is too short"),
        ({"dates": "any"}, "The form was not whole"),
        ({"data": "seen", "dates": "free"}, "What stays as seen stays at its days"),
    ],
)
def test_a_form_that_says_nonsense_makes_no_link(
    both: tuple[Dash, AppStore], store: AppStore, said: dict[str, str], why: str
) -> None:
    before = len(events(store))
    refused = answer_to_form(person(both), VIEW, **said)
    assert refused.status_code == 400
    assert why in refused.text
    assert 'name="hold" value="touchpoint" checked' in refused.text  # what was chosen is kept
    assert len(events(store)) == before


def test_who_may_not_share_finds_no_form(both: tuple[Dash, AppStore]) -> None:
    viewer = person(both, "the viewer")
    assert viewer.get("/links/new?view=/loyalty").status_code == 403
    assert '"id":"share"' not in viewer.get("/_dash-layout").text
    assert '"id":"share"' in person(both).get("/_dash-layout").text
    assert person(both).get("/links/new?view=/data").status_code == 400
