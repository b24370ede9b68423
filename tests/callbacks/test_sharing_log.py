"""Shared links: what the log has of them, who is told, and how they are taken back."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select, update

from settings import Settings
from store.app_store import AppStore
from store.tables import LinkSession
from tests.server.people import token_of, with_accounts
from tests.server.sharing import (
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


def test_a_token_is_nowhere_but_in_the_link(
    both: tuple[Dash, AppStore],
    store: AppStore,
    stranger: FlaskClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    making = person(both)
    link = share(making, "/loyalty?region=EMEA", hold=[])
    token = link.rpartition("/")[2]
    caplog.clear()  # what is logged by now depends on the tests before
    with caplog.at_level("INFO"):
        first = stranger.get(link)
        stranger.get(first.headers["Location"])
        more = stranger.get(f"{link}/more?view={token}")
    assert first.headers["Referrer-Policy"] == "strict-origin"
    assert token not in first.headers["Location"]
    assert more.status_code == 404
    requests = [one for one in caplog.records if one.name == "cxlens.request"]
    paths = [vars(one)["path"] for one in requests]
    assert paths[0] == "/s/…"
    assert token not in str([vars(one) for one in caplog.records])
    assert token not in making.get("/metrics").text
    assert 'page="shared links"' in making.get("/metrics").text
    assert token not in making.get("/links").text
    assert store.file
    assert token.encode() not in store.file.read_bytes()
    wal = store.file.with_name(store.file.name + "-wal")
    assert not wal.exists() or token.encode() not in wal.read_bytes()


def test_links_are_taken_back_one_by_one_or_all_of_a_person(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    making = maker(both, "sharer")
    links = [share(making, "/loyalty", more=["exports"]) for _ in range(3)]
    browsers = [both[0].server.test_client() for _ in links]
    places = [place_of(opened(one, link)) for one, link in zip(browsers, links, strict=True)]
    numbers = [place.split("/")[2] for place in places]

    def answered() -> list[int]:
        found = zip(browsers, places, strict=True)
        return [one.get(f"{place}api/loyalty/cards.csv").status_code for one, place in found]

    def take_back(browser: FlaskClient, **what: str) -> int:
        form = {"csrf_token": token_of(browser.get("/links")), **what}
        return browser.post("/links", data=form).status_code

    assert answered() == [200, 200, 200]
    other = maker(both, "other sharer")
    share(other, "/loyalty")  # so that there is a form
    for one in ({"link": numbers[0]}, {"link": "x"}, {"link": "9" * 30}, {}):
        assert take_back(other, **one) == 404
    assert take_back(making, link=numbers[0]) == 303
    assert answered() == [401, 200, 200]
    administrator = person(both, "the administrator")
    share(administrator, "/loyalty")
    account = re.findall(r'name="all_of" value="([0-9]+)"', making.get("/links").text)
    assert take_back(other, all_of=account[0]) == 404
    assert answered() == [401, 200, 200]
    assert take_back(administrator, all_of=account[0]) == 303
    assert answered() == [401, 401, 401]
    told = [one for one in events(store) if one[1] == "link taken back"]
    assert [who for who, _, _ in told] == ["sharer", "the administrator", "the administrator"]
    assert 'name="link"' not in making.get("/links").text


def test_administrators_see_what_is_shared_and_each_opening(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    making = maker(both, "watched")
    link = share(making, VIEW, password=SECRET)
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.6.6.6"}
    stranger.post(link, data={"csrf_token": token_of(stranger.get(link)), "password": "wrong one"})
    number = place_of(opened(stranger, link, SECRET)).split("/")[2]
    administrator = person(both, "the administrator")
    listed = administrator.get("/links/all").text
    assert "watched" in listed
    assert "Touchpoints: touchpoint: Billing, 1 Jan 2026 to 31 Mar 2026, live" in listed
    happened = administrator.get(f"/links/{number}").text
    for said in ("link made", "link refused", "the password was wrong", "link opened", "10.6.6.6"):
        assert said in happened
    own = making.get(f"/links/{number}").text
    assert "link opened" in own
    assert "10.6.6.6" not in own  # where somebody was is for administrators
    assert person(both).get(f"/links/{number}").status_code == 404
    assert person(both).get("/links/all").status_code == 403
    taken = administrator.get("/api/audit.csv").get_data().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(taken)) if row["event"] == "link opened"]
    assert any(row["about"] == f"link {number} to touchpoints" for row in rows)


def test_strangers_do_not_fill_the_log(both: tuple[Dash, AppStore], store: AppStore) -> None:
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.7.7.7"}
    before = len(events(store))
    for number in range(40):
        assert stranger.get(f"/s/{number:022d}").status_code == 404
    assert len(events(store)) == before + 30
    link = share(person(both), "/loyalty")
    assert opened(stranger, link)  # who has a link is not held back for it


def test_a_session_of_a_link_ends(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    link = share(person(both), "/loyalty")
    place = place_of(opened(stranger, link))
    with store.write() as session:
        over = datetime.now(UTC) - timedelta(hours=12, seconds=1)
        session.execute(update(LinkSession).values(opened_at=over))
    assert stranger.get(f"{place}loyalty").status_code == 404
    assert place_of(opened(stranger, link)) == place
    with store.read() as session:
        assert len(session.scalars(select(LinkSession)).all()) == 1  # what is over is cleared away
