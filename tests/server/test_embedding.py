"""Links in frames of other sites: which answers may stand there, and with which cookies."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from settings import Settings
from store.app_store import AppStore
from store.tables import Link
from tests.callbacks.client import UPDATE
from tests.server.people import log_in, token_of, with_accounts
from tests.server.sharing import answer_to_form, ask, body_below, opened, place_of, share

VIEW = "/touchpoints?touchpoint=Billing&period=all"
PARENTS = "https://intranet.example.org http://wiki:8080"
SECRET = "a secret of the link"
TLS = {"HTTP_X_FORWARDED_PROTO": "https"}


@pytest.fixture(scope="module", params=["/", "/cx/"])
def root(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory, root: str
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), root)


@pytest.fixture
def maker(both: tuple[Dash, AppStore], root: str) -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    assert log_in(found, "the analyst", root=root).status_code == 303
    return found


@pytest.fixture
def stranger(both: tuple[Dash, AppStore]) -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    return found


def framing(answer: TestResponse) -> str:
    """What an answer says of frames; both headers agree."""
    policy = answer.headers["Content-Security-Policy"].split("; ")
    (found,) = (one for one in policy if one.startswith("frame-ancestors"))
    ancestors = found.removeprefix("frame-ancestors ")
    assert (answer.headers.get("X-Frame-Options") == "DENY") == (ancestors == "'none'")
    assert answer.headers.getlist("Content-Security-Policy") == ["; ".join(policy)]
    return ancestors


def test_what_is_read_through_the_link_may_stand_in_frames_of_its_parents(
    maker: FlaskClient, stranger: FlaskClient, root: str
) -> None:
    link = share(maker, VIEW, root, parents=PARENTS, more=["exports"])
    assert framing(stranger.get(link)) == PARENTS  # the answer that leads on
    place = place_of(opened(stranger, link))
    for path in ("touchpoints", "", "overview", "api/touchpoints", "api/touchpoints/by_month.csv"):
        assert framing(stranger.get(place + path)) == PARENTS, path
    assert framing(ask(stranger, place, "touchpoints")) == PARENTS
    # Beside the link nothing may, in the same browser or another one.
    for browser in (stranger, maker):
        for path in ("", "touchpoints", "log-in", "links", "links/new?view=/loyalty", "healthz"):
            assert framing(browser.get(root + path)) == "'none'", path


def test_a_link_without_parents_is_in_no_frame(
    maker: FlaskClient, stranger: FlaskClient, root: str
) -> None:
    link = share(maker, VIEW, root, password=SECRET)
    assert framing(stranger.get(link)) == "'none'"
    place = place_of(opened(stranger, link, SECRET))
    assert framing(stranger.get(f"{place}touchpoints")) == "'none'"
    # Nor by the cookie of another one that has parents.
    other = place_of(opened(stranger, share(maker, VIEW, root, parents=PARENTS)))
    assert framing(stranger.get(f"{place}touchpoints")) == "'none'"
    assert framing(stranger.get(f"{other}touchpoints")) == PARENTS


def test_what_opens_nothing_says_so_in_any_frame_and_has_nothing_to_press(
    both: tuple[Dash, AppStore], maker: FlaskClient, stranger: FlaskClient, root: str
) -> None:
    link = share(maker, VIEW, root, parents=PARENTS)
    place = place_of(opened(stranger, link))
    number = int(re.findall(r"/shared/([0-9]+)/", place)[0])
    with both[1].write() as session:
        change = update(Link).where(Link.id == number)
        session.execute(change.values(revoked_at=datetime.now(UTC)))
    unknown = f"{root}s/{'A' * 22}"
    pages = [stranger.get(path) for path in (link, f"{place}touchpoints", unknown)]
    assert {page.status_code for page in pages} == {404}
    # All alike, so that nobody learns from it which links there are, and whose frames they are in.
    assert {framing(page) for page in pages} == {"*"}
    assert len({page.text for page in pages}) == 1
    assert not re.search(r"<(form|button|input|a) ", pages[0].text)
    assert "Within another page it needs https" in pages[0].text
    callback = stranger.post(f"{place}{UPDATE[1:]}", json=body_below(place, "touchpoints"))
    assert (callback.status_code, framing(callback)) == (401, "'none'")


def cookies_of(answer: TestResponse) -> dict[str, str]:
    return {one.partition("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}


@pytest.mark.parametrize(
    ("parents", "tls", "framed"),
    [(PARENTS, True, True), (PARENTS, False, False), ("", True, False)],
)
def test_cookies_that_are_sent_within_frames_are_those_of_such_links_alone(
    maker: FlaskClient, stranger: FlaskClient, root: str, parents: str, tls: bool, framed: bool
) -> None:
    link = share(maker, VIEW, root, parents=parents, password=SECRET)
    stranger.environ_base |= TLS if tls else {}
    form = stranger.get(link)
    sent = {"csrf_token": token_of(form), "password": SECRET}
    done = stranger.post(link, data=sent)
    assert done.status_code == 303
    page = stranger.get(done.headers["Location"])
    place = place_of(done.headers["Location"])
    expected = [
        (form, {"cxlens_link": f"{root}s/", "_csrf_token": f"{root}s/"}),
        (done, {"cxlens_link": place}),
        (page, {"_csrf_token": place}),
    ]
    for answer, paths in expected:
        found = cookies_of(answer)
        assert set(found) == set(paths)
        for name, cookie in found.items():
            said = cookie.split("; ")[1:]
            assert f"Path={paths[name]}" in said
            assert ("Secure" in said) == tls
            assert ("SameSite=None" in said, "Partitioned" in said) == (framed, framed)
            assert ("SameSite=Lax" in said) != framed
            assert ("HttpOnly" in said) == (name == "cxlens_link")


def test_a_frame_asks_with_the_cookies_of_its_link_and_no_others(
    both: tuple[Dash, AppStore], maker: FlaskClient, stranger: FlaskClient, root: str
) -> None:
    place = place_of(opened(stranger, share(maker, VIEW, root, parents=PARENTS)))
    page = stranger.get(f"{place}touchpoints")
    token = re.findall("_csrf_token=([^;]+)", cookies_of(page)["_csrf_token"])[0]
    held = stranger.get_cookie("cxlens_link", path=place)
    assert held
    body = body_below(place, "touchpoints")
    alone = both[0].server.test_client(use_cookies=False)

    def status(link: str, form: str) -> int:
        headers = {"Cookie": f"cxlens_link={link}", "X-CSRFToken": form}
        answer = alone.post(f"{place}{UPDATE[1:]}", json=body, headers=headers)
        return int(answer.status_code)

    assert status(held.value, token) == 200
    other = both[0].server.test_client()
    opened(other, share(maker, VIEW, root, parents=PARENTS))
    assert status(held.value, "") == 401
    assert status(held.value, token[:-1]) == 401
    # A token of somebody's own log-in, or of another opening of a link, is none of this one.
    assert status(held.value, token_of(maker.get(f"{root}links"))) == 401
    again = place_of(opened(other, share(maker, VIEW, root)))
    foreign = cookies_of(other.get(f"{again}touchpoints"))["_csrf_token"]
    assert status(held.value, foreign.split("=", 1)[1].partition(";")[0]) == 401


def test_a_form_whose_cookie_was_blocked_is_shown_once_more_with_why(
    maker: FlaskClient, both: tuple[Dash, AppStore], root: str
) -> None:
    link = share(maker, VIEW, root, parents=PARENTS, password=SECRET)
    blocked = both[0].server.test_client(use_cookies=False)
    sent = {"csrf_token": token_of(blocked.get(link)), "password": SECRET}
    again = blocked.post(link, data=sent)
    assert (again.status_code, again.headers["Location"]) == (303, f"{link}?stale=yes")
    assert framing(again) == "*"
    told = blocked.get(again.headers["Location"])
    assert "open the link in a window of its own" in told.text
    assert framing(told) == PARENTS


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"parents": "https://*.example.org"}, "would be many sites"),
        ({"parents": "intranet"}, "“intranet” is no site"),
        (
            {"parents": PARENTS, "who": "named", "people": "the viewer"},
            "can&#39;t be shown in a frame of another site",
        ),
    ],
)
def test_the_form_says_what_can_not_be(
    maker: FlaskClient, root: str, said: dict[str, str], why: str
) -> None:
    refused = answer_to_form(maker, VIEW, root, **said)
    assert refused.status_code == 400
    assert why in refused.text
    assert f'name="parents" value="{said["parents"]}"' in refused.text


@pytest.mark.parametrize("tls", [True, False])
def test_its_maker_gets_what_a_page_needs(maker: FlaskClient, root: str, tls: bool) -> None:
    maker.environ_base |= TLS if tls else {}
    made = answer_to_form(maker, VIEW, root, parents=PARENTS)
    scheme = "https" if tls else "http"
    (shown,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", made.text, re.DOTALL)
    frame = html.unescape(shown)
    address = re.findall(rf'^<iframe src="({scheme}://localhost{root}s/[\w-]{{22}})"', frame)
    assert len(address) == 1
    assert f'value="{address[0]}"' in made.text
    assert 'title="Touchpoints, CX Lens"' in frame
    assert ("You have reached CX Lens by http" in made.text) != tls
    assert "<textarea" not in answer_to_form(maker, VIEW, root).text
    listed = maker.get(f"{root}links").text
    assert "in frames of https://intranet.example.org, http://wiki:8080" in listed
