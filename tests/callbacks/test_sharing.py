"""Shared links: what their makers choose, what their openers see and what they are told."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access import accounts
from access.accounts import Changes
from callbacks.sharing import share as sharing
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.callbacks.client import Part
from tests.server.people import with_accounts
from tests.server.sharing import (
    answer_to_form,
    ask,
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


def answer(browser: FlaskClient, place: str, page: str, query: str = "") -> dict[str, object]:
    browser.get(f"{place}{page}")
    told = ask(browser, place, page, query)
    assert told.status_code == 200, told.text[:500]
    found: dict[str, object] = told.get_json()["response"]["answer"]["data"]
    return found


def words(told: dict[str, object], part: str) -> str:
    parts = told["parts"]
    assert isinstance(parts, dict)
    return " ".join(Part(parts[part]).words)


def test_who_opens_a_link_sees_the_view_and_its_limits(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    address = opened(stranger, share(person(both), VIEW))
    page = stranger.get(address).text
    assert "Billing" in page
    assert (
        "Shared by the analyst, open until" in page
        and "Touchpoint: Billing; 1 Jan 2026 to 31 Mar 2026 and nothing else, "
        "without comments and exports."
        in page
    )
    place = place_of(address)
    assert (
        Part(page.split('id="navigation"')[1].split("</nav>")[0])
        .hrefs[0]
        .startswith(f"{place}touchpoints")
    )
    assert "Onboarding" not in page
    assert "Log out" not in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "touchpoint=Onboarding",
        "touchpoint=Onboarding&touchpoint=Billing",
        "+touchpoint=Onboarding",
        "touchpoint=&from=2020-01-01",
        "period=all",
        "from=2026-01-01&to=2026-10-31",
        "to=2026-10-31&compare=year-ago",
        "touchpoint=(not+stated)",
    ],
)
def test_what_is_held_stays_whatever_is_asked(
    both: tuple[Dash, AppStore], stranger: FlaskClient, query: str
) -> None:
    link = share(person(both), VIEW, more=["exports"])
    place = place_of(opened(stranger, link))
    asked = answer(stranger, place, "touchpoints", query)
    assert re.search(r"^Billing\b", words(asked, "chips"))
    controls = asked["controls"]
    assert isinstance(controls, dict)
    assert [controls[name] for name in ("from", "to", "compare")] == [*DAYS, "previous"]
    assert "touchpoint" not in controls  # there is but one
    assert "Onboarding" not in str(asked)
    # And programs, which are told that they asked for too much.
    told = stranger.get(f"{place}api/touchpoints?{query}")
    if told.status_code == 200:
        view = told.get_json()["view"]
        assert view["filters"] == {"touchpoint": ["Billing"]}
        assert (view["from"], view["to"]) == DAYS
    else:
        assert told.status_code == 400
    assert "Onboarding" not in told.text.replace("“Onboarding”", "")
    levels = stranger.get(f"{place}api/levels/touchpoint").get_json()["levels"]
    assert levels == ["Billing", "(not stated)"]


def test_what_is_not_held_may_be_narrowed(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), VIEW, dates="free", hold=[])
    place = place_of(opened(stranger, link))
    told = answer(stranger, place, "touchpoints", "touchpoint=Onboarding&period=last-quarter")
    assert "Remove filter Touchpoint:  Onboarding" in words(told, "chips")
    assert told["controls"]["period"] == "last-quarter"  # type: ignore[index]
    assert words(told, "notices") == ""


def test_several_held_levels_may_be_narrowed_to_one(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/touchpoints?touchpoint=Billing&touchpoint=Onboarding")
    place = place_of(opened(stranger, link))
    told = answer(stranger, place, "touchpoints", "touchpoint=Onboarding&touchpoint=Delivery")
    assert told["controls"]["touchpoint"] == ["Onboarding"]  # type: ignore[index]
    both_of_them = answer(stranger, place, "touchpoints")
    assert sorted(both_of_them["controls"]["touchpoint"]) == ["Billing", "Onboarding"]  # type: ignore[index]


def test_a_moving_period_stays_that_period(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/touchpoints?period=last-quarter", dates="moving")
    address = opened(stranger, link)
    assert address.endswith("/touchpoints?period=last-quarter")
    told = answer(stranger, place_of(address), "touchpoints", "period=all")
    assert told["controls"]["period"] == "last-quarter"  # type: ignore[index]
    assert "held by this link" in words(told, "notices")


def test_comments_and_exports_are_there_where_they_were_given(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    making = person(both)
    bare = place_of(opened(stranger, share(making, "/loyalty")))
    full = place_of(opened(stranger, share(making, "/loyalty", more=["comments", "exports"])))
    without, given = answer(stranger, bare, "loyalty"), answer(stranger, full, "loyalty")
    assert "Newest comments" not in words(without, "content")
    assert ".csv" not in str(without)
    assert "Newest comments" in words(given, "content")
    assert f"{full}api/loyalty/trend.csv" in str(given)
    assert stranger.get(f"{full}api/loyalty/cards.csv").status_code == 200
    assert stranger.get(f"{bare}api/loyalty/cards.csv").status_code == 403
    assert stranger.get(f"{full}api/data/rejected.csv").status_code == 403
    assert "customer_id" not in str(given)  # no link looks up customers


def test_the_key_of_one_view_reads_no_other(both: tuple[Dash, AppStore]) -> None:
    making = person(both)
    one, other = both[0].server.test_client(), both[0].server.test_client()
    first = place_of(opened(one, share(making, "/touchpoints?touchpoint=Billing")))
    second = place_of(opened(other, share(making, "/loyalty", more=["exports"])))
    cookie = one.get_cookie("cxlens_link", path=first)
    assert cookie
    assert other.get(f"{second}api/loyalty").status_code == 200
    sent = {"Cookie": f"cxlens_link={cookie.value}"}
    fresh = both[0].server.test_client(use_cookies=False)
    assert fresh.get(f"{first}touchpoints", headers=sent).status_code == 200
    assert fresh.get(f"{second}loyalty", headers=sent).status_code == 404
    assert fresh.get(f"{second}api/loyalty", headers=sent).status_code == 401
    assert fresh.get("/loyalty", headers=sent).status_code == 302
    # A session of a log-in is none of a link, and the other way round.
    sent = {"Cookie": f"cxlens_session={cookie.value}"}
    assert fresh.get("/loyalty", headers=sent).status_code == 302
    # The same page under two links has two answers, whatever a client says of caches.
    assert one.get(f"{first}api/loyalty").status_code == 403


def test_kept_answers_are_not_mixed_up(both: tuple[Dash, AppStore], stranger: FlaskClient) -> None:
    making = person(both)
    whole = making.get("/api/touchpoints?from=2026-01-01&to=2026-03-31")
    place = place_of(opened(stranger, share(making, VIEW, more=["exports"])))
    path = f"{place}api/touchpoints?from=2026-01-01&to=2026-03-31"
    narrow = stranger.get(path)
    assert narrow.get_json()["view"]["filters"] == {"touchpoint": ["Billing"]}
    assert narrow.headers["ETag"] != whole.headers["ETag"]
    again = stranger.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 200
    assert stranger.get(path, headers={"If-None-Match": narrow.headers["ETag"]}).status_code == 304


def test_a_log_in_in_the_same_browser_is_neither_replaced_nor_widened(
    both: tuple[Dash, AppStore],
) -> None:
    link = share(person(both), "/loyalty", more=["comments", "exports"])
    viewer = person(both, "the viewer")
    before = viewer.get_cookie("cxlens_session")
    place = place_of(opened(viewer, link))
    assert viewer.get(f"{place}api/loyalty").status_code == 200
    assert viewer.get("/api/loyalty").status_code == 403
    assert "the viewer" in viewer.get("/loyalty").text
    assert viewer.get_cookie("cxlens_session") == before
    assert "Newest comments" not in viewer.get("/loyalty").text


def test_for_the_team_of_the_maker(both: tuple[Dash, AppStore], stranger: FlaskClient) -> None:
    making = person(both)
    assert "My team" not in making.get("/links/new?view=/loyalty").text
    refused = answer_to_form(making, "/loyalty", who="team")
    assert (refused.status_code, "You are in no team" in refused.text) == (400, True)
    assert answer_to_form(making, "/loyalty", who="everybody").status_code == 400
    for name in ("the analyst", "the viewer"):
        accounts.set_rights(both[1], name, Changes(team="Support"), NOW)
    link = share(making, "/loyalty", who="team")
    assert "the team “Support”" in making.get("/links").text
    viewer = person(both, "the viewer")
    place = place_of(opened(viewer, link))
    assert viewer.get(f"{place}loyalty").status_code == 200
    assert stranger.get(link).status_code == 401
    assert CLOSED in person(both, "the editor").get(link).text
    accounts.set_rights(both[1], "the viewer", Changes(team=""), NOW)
    assert CLOSED in viewer.get(f"{place}loyalty").text
    accounts.set_rights(both[1], "the analyst", Changes(team=""), NOW)


@pytest.mark.parametrize("data", ["live", "seen"])
def test_a_link_of_voice_opens_and_is_refused_where_it_would_not(
    both: tuple[Dash, AppStore], stranger: FlaskClient, data: str
) -> None:
    maker, view = person(both), "/voice?from=2026-01-01&to=2026-03-31"
    address = opened(stranger, share(maker, view, more=["comments"], data=data))
    assert "named by" in stranger.get(address).text
    for more, said in (((), {}), (("comments",), {"anonymous": "yes"})):
        refused = answer_to_form(maker, view, more=more, data=data, **said)
        assert refused.status_code == 400
        assert "choose “What customers wrote" in refused.text


def test_no_link_is_made_that_opens_nothing(
    both: tuple[Dash, AppStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = person(both)
    refused = answer_to_form(maker, "/to-call")
    assert refused.status_code == 400
    assert "“To call” can't be opened through such a link: share another page." in html.unescape(
        refused.text
    )
    # A company whose answers of this region are of no touchpoint.
    monkeypatch.setattr(sharing, "_opens", lambda _, terms, __: not terms.rows)
    refused = answer_to_form(maker, "/journey?region=EMEA")
    assert refused.status_code == 400
    assert "“Journey” has no rows with “region” held: hold less" in refused.text
    assert answer_to_form(maker, "/journey?region=EMEA", hold=[]).status_code == 200
