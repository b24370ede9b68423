"""Pictures of what there is where people log in: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from access import accounts
from access.accounts import Changes, find, reader_of
from access.notes.written import Draft, add
from access.passwords import Passwords
from access.rights import Role
from data.sample import write_sample
from data.scope import Filters, Span
from docs.screenshots import FOLDER, NARROW, WIDE, take
from store.app_store import AppStore
from store.migrate import migrate
from tests.browser import chromium
from tests.browser.serving import started
from tests.browser.visitor import Visitor

_NAME, _PASSWORD = "Ann", "a password of pictures"
_NOTES: tuple[tuple[date, str, Filters], ...] = (
    (date(2026, 1, 12), "More people in the chat team", ()),
    (date(2026, 3, 2), "New billing portal", (("region", ("EMEA",)),)),
)
_WATCHED = "/loyalty%3Fregion%3DEMEA%26grain%3Dmonth"
_SENDS = {
    "smtp": "smtp://mail.example.org",
    "mail_from": "cx@example.org",
    "public_address": "https://cx.example.org",
    "outgoing_hosts": "hooks.slack.com",
}
_SHARED = "/links/new?view=/touchpoints%3Fregion%3DEMEA%26touchpoint%3DBilling"


def main() -> int:
    """Takes all pictures. Returns the exit code: 2 where there is no browser."""
    path = chromium.find()
    if path is None:
        print(f"None of {', '.join(chromium.NAMES)} is installed.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, chromium.started(path) as browser:
        folder = Path(name)
        store = AppStore(folder / "store.sqlite")
        _fill(store)
        store.close()
        given = {"access": "accounts", "store": f"sqlite:///{store.file}", **_SENDS}
        with started(write_sample(folder / "sample"), folder, **given) as (address, _):
            for theme in ("light", "dark"):
                _take_all(browser, address, theme)
    return 0


def _fill(store: AppStore) -> None:
    now = datetime.now(UTC)
    migrate(store)
    accounts.add(store, _NAME, Passwords().hash(_PASSWORD), Changes(Role.EDITOR), now)
    with store.read() as session:
        found = find(session, _NAME)
        assert found
        who = reader_of(found)
    for day, text, about in _NOTES:
        add(store, who, Draft(Span(day, day), text, about), now, "")


def _take_all(browser: Browser, address: str, theme: str) -> None:
    wide = Visitor(browser, address, WIDE, theme)
    window = wide.page
    window.goto("/log-in")
    window.screenshot(path=FOLDER / f"log-in-{theme}.png")
    window.get_by_label("Name").fill(_NAME)
    window.get_by_label("Password").fill(_PASSWORD)
    window.get_by_role("button", name="Log in").click()
    wide.settle()
    take(wide, "loyalty?period=last-12-months", FOLDER / f"notes-{theme}.png")
    if theme == "light":
        _what_leaves(window)
    window.goto(_SHARED)
    window.screenshot(path=FOLDER / f"share-{theme}.png", full_page=True)
    window.locator("[value=seen]").check()
    window.get_by_role("button", name="Make the link").click()
    link = window.get_by_label("It is shown only now").input_value()
    wide.close()
    stranger = Visitor(browser, address, NARROW, theme)
    stranger.open(link)
    stranger.page.screenshot(path=FOLDER / f"link-narrow-{theme}.png", full_page=True)
    stranger.close()


def _what_leaves(window: Page) -> None:
    """The pages of alerts, with one of them, and of subscriptions."""
    window.set_viewport_size({"width": WIDE, "height": 800})
    window.goto(f"/alerts?view={_WATCHED}")
    window.get_by_label("Name").fill("NPS of EMEA")
    window.get_by_label("The target is missed").check()
    window.get_by_role("button", name="Watch it").click()
    window.goto(f"/alerts?view={_WATCHED}")
    window.screenshot(path=FOLDER / "alerts-light.png", full_page=True)
    window.goto(f"/subscriptions?view={_WATCHED}")
    window.screenshot(path=FOLDER / "subscriptions-light.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
