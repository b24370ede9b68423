"""A shared link in a frame of another site: shown to the sites that it names, and to no other.

The dashboard is at 127.0.0.1 and the pages around it at localhost, which browsers take for two
sites: cookies of the frame are third-party cookies, of which this browser takes those alone that
are partitioned.
"""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from access import accounts
from access.accounts import Changes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.certificate import tls
from tests.browser.proxy import proxied
from tests.browser.serving import started
from tests.browser.visitor import SETTLED

pytestmark = pytest.mark.browser
SECRET = "a secret of the link"
VIEW = "links/new?view=/touchpoints%3Ftouchpoint%3DBilling%26touchpoint%3DOnboarding"


@dataclass
class Site:
    """A site of somebody else, with one page, on which the tests put what they like."""

    address: str
    content: dict[str, str] = field(default_factory=lambda: {"frame": ""})


@contextmanager
def site(secure: ssl.SSLContext | None) -> Iterator[Site]:
    content = {"frame": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            head = '<!DOCTYPE html><title>Intranet</title><link rel="icon" href="data:,">'
            text = f"{head}<h1>Intranet</h1>{content['frame']}"
            page = text.encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if secure:
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever).start()
        try:
            scheme = "https" if secure else "http"
            yield Site(f"{scheme}://localhost:{server.server_address[1]}", content)
        finally:
            server.shutdown()


@dataclass(frozen=True)
class Places:
    """The dashboard by TLS and without, and three sites: two that are named, and one that isn't."""

    dashboard: str
    without_tls: str
    intranet: Site
    old_intranet: Site
    stranger: Site


@pytest.fixture(scope="module")
def places(
    tmp_path_factory: pytest.TempPathFactory, sample_file: Path, settings: Settings
) -> Iterator[Places]:
    assert settings.mapping
    assert sample_file.exists()
    folder = tmp_path_factory.mktemp("embedding")
    store = AppStore(f"sqlite:///{folder / 'store.sqlite'}")
    migrate(store)
    accounts.add(store, "analyst", QUICK.hash(PASSWORD), Changes(Role.ANALYST), NOW)
    store.close()
    secure = tls(folder)
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "2"}
    with ExitStack() as stack:
        found, _ = stack.enter_context(
            started(settings.mapping, settings.folder, prefix="/cx/", **given)
        )
        by_tls = stack.enter_context(proxied(found, "/cx/", secure))
        plain = stack.enter_context(proxied(found, "/cx/"))
        sites = [stack.enter_context(site(one)) for one in (secure, None, secure)]
        yield Places(f"{by_tls}/cx/", f"{plain}/cx/", *sites)


@contextmanager
def window(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A fresh profile, and all that its console says."""
    context = browser.new_context(
        ignore_https_errors=True, viewport={"width": 1400, "height": 1000}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    context.close()


def log_in(page: Page, dashboard: str) -> None:
    page.goto(f"{dashboard}log-in")
    page.get_by_label("Name").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "log-in" not in url)


def made(browser: Browser, dashboard: str, parents: str, password: str = "") -> str:
    """What a maker is given for other pages."""
    with window(browser) as (page, _):
        log_in(page, dashboard)
        page.goto(f"{dashboard}{VIEW}")
        page.get_by_label("Sites that may show it in a frame").fill(parents)
        page.get_by_label("Password, if you want one").fill(password)
        page.get_by_role("button", name="Make the link").click()
        return page.get_by_label("For a page of").input_value()


def settled(page: Page) -> FrameLocator:
    """The frame of the page, once its view is there."""
    shown = page.frame_locator("iframe")
    expect(shown.locator("#content h1")).to_be_visible()
    page.frames[1].wait_for_function(SETTLED)
    return shown


def test_a_named_site_shows_it_and_it_works(whole_browser: Browser, places: Places) -> None:
    named = f"{places.intranet.address} {places.old_intranet.address}"
    places.intranet.content["frame"] = made(whole_browser, places.dashboard, named)
    with window(whole_browser) as (page, said):
        page.goto(places.intranet.address)
        shown = settled(page)
        expect(shown.locator(".cx-shared")).to_contain_text("Shared by analyst")
        frame = page.frames[1]
        assert re.match(rf"{places.dashboard}shared/\d+/touchpoints", frame.url)
        shown.locator(".cx-filters summary").click()
        shown.locator("[data-control='region'] button.dash-dropdown").click()
        shown.get_by_role("checkbox", name="EMEA", exact=True).check()
        expect(shown.locator(".cx-applied:not(.cx-held)")).to_have_text(re.compile("EMEA"))
        frame.wait_for_function(SETTLED)
        assert "region=EMEA" in frame.url
        # Nothing in it changes anything.
        assert frame.locator("form[method=post]").count() == 0
        expect(shown.get_by_role("link", name="Share", exact=True)).to_have_count(0)
        # It is what it seems: a frame of a third party, whose other cookies are blocked.
        cookies = frame.evaluate(
            """() => {
              document.cookie = "third=1; SameSite=None; Secure";
              document.cookie = "lax=1; SameSite=Lax; Secure";
              return document.cookie;
            }"""
        )
        assert cookies.startswith("_csrf_token=")
        assert "third=1" not in cookies
        assert "lax=1" not in cookies
        assert said == []


def test_a_site_that_is_not_named_shows_nothing(whole_browser: Browser, places: Places) -> None:
    named = places.intranet.address
    places.stranger.content["frame"] = made(whole_browser, places.dashboard, named)
    with window(whole_browser) as (page, said):
        with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
            page.goto(places.stranger.address)
        assert not page.frames[1].url.startswith("http")
        assert page.frame_locator("iframe").locator(".cx-shared").count() == 0
        assert said
        assert all("frame-ancestors" in one for one in said)


def test_a_password_is_asked_for_in_the_frame(whole_browser: Browser, places: Places) -> None:
    """Also within a page that has no TLS itself, and in the one of a site that is not alone."""
    named = f"{places.intranet.address} {places.old_intranet.address}"
    places.old_intranet.content["frame"] = made(whole_browser, places.dashboard, named, SECRET)
    with window(whole_browser) as (page, said):
        page.goto(places.old_intranet.address)
        shown = page.frame_locator("iframe")
        shown.get_by_label("Password").fill("not the secret one")
        shown.get_by_role("button", name="Open").click()
        expect(shown.get_by_role("alert")).to_have_text("That is not the password of this link.")
        shown.get_by_label("Password").fill(SECRET)
        shown.get_by_role("button", name="Open").click()
        settled(page)
        # The wrong one; and a frame does not take the focus.
        assert [one for one in said if not re.search("status of 401|autofocus", one)] == []


def test_without_tls_the_frame_says_what_it_needs(whole_browser: Browser, places: Places) -> None:
    frame = made(whole_browser, places.without_tls, places.old_intranet.address)
    places.old_intranet.content["frame"] = frame
    with window(whole_browser) as (page, _):
        page.goto(places.old_intranet.address)
        shown = page.frame_locator("iframe")
        expect(shown.locator("main")).to_contain_text("Within another page it needs https")
        # In a window of its own the same link opens.
        page.goto(re.findall('src="([^"]+)"', frame)[0])
        page.wait_for_function(SETTLED)


def test_a_link_that_is_taken_back_says_so_in_the_frame(
    whole_browser: Browser, places: Places
) -> None:
    frame = made(whole_browser, places.dashboard, places.intranet.address)
    places.intranet.content["frame"] = frame
    with window(whole_browser) as (page, _), window(whole_browser) as (maker, _):
        page.goto(places.intranet.address)
        shown = settled(page)
        log_in(maker, places.dashboard)
        maker.goto(f"{places.dashboard}links")
        maker.get_by_role("button", name="Take back link").first.click()
        expect(maker.get_by_role("status")).to_contain_text("Taken back")
        shown.locator(".cx-filters summary").click()
        shown.locator("[data-control='plan'] button.dash-dropdown").click()
        shown.get_by_role("checkbox").first.check()
        closed = shown.get_by_role("heading", name="This link opens nothing here")
        expect(closed).to_be_visible()
        page.reload()
        expect(closed).to_be_visible()
