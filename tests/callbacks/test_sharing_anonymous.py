"""A link that is shared as anonymous: what it leaves out, and that its maker's list says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select

from access import accounts
from access.accounts import Changes
from settings import Settings
from store.app_store import AppStore
from store.tables import Link
from tests.access.people import NOW
from tests.server.people import with_accounts
from tests.server.sharing import maker, opened, place_of, share

VIEW = "/loyalty?from=2026-01-01&to=2026-03-31"


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


def asked(browser: FlaskClient, place: str) -> int:
    """How a filter of few customers is answered."""
    status: int = browser.get(
        f"{place}api/loyalty?{VIEW.partition('?')[2]}&industry=Mining"
    ).status_code
    return status


def test_a_link_is_anonymous_where_the_form_says_so(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    making = maker(both, "careful")
    for said, status in (({}, 200), ({"anonymous": "yes"}, 400)):
        link = share(making, VIEW, more=["exports", "comments"], dates="free", **said)
        assert asked(stranger, place_of(opened(stranger, link))) == status
    listed = making.get("/links").text
    assert listed.count("with exports, anonymous") == 1
    assert listed.count("with comments, with exports") == 1


def test_all_links_of_an_anonymous_maker_are(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    making = maker(both, "anonymous")
    link = share(making, VIEW, more=["exports"], dates="free")
    place = place_of(opened(stranger, link))
    assert asked(stranger, place) == 200
    accounts.set_rights(store, "anonymous", Changes(anonymous=True), NOW)
    assert asked(stranger, place) == 400
    form = making.get("/links/new", query_string={"view": VIEW}).text
    assert "All your links are anonymous" in form


def test_figures_of_then_are_those_that_the_link_shows(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    """A day and a small group are held: the maker chose them, and nobody else can leave them."""
    making = maker(both, "keeps a day")
    view = "/loyalty?from=2026-10-05&to=2026-10-16&compare=none&language=fr"
    link = share(making, view, data="seen", anonymous="yes", more=["exports"])
    shown = stranger.get(f"{place_of(opened(stranger, link))}api/loyalty").get_json()
    assert shown["view"]["filters"] == {"language": ["fr"]}
    (nps,) = [one for one in shown["panels"]["cards"]["rows"] if one["metric"] == "nps"]
    with store.read() as session:
        kept = session.scalars(select(Link).order_by(Link.id.desc())).first()
        assert kept
        words = {key.partition("|")[0]: said for key, _, said in kept.figures["shown"]}
    assert words["nps"].startswith(f"{nps['value']:.1f}")
