"""Windows that are used again: a fresh one costs as much as three pages in one that is there.

Nothing of who had it before is left in a window, but files that a browser may keep.
"""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, Error, Page

_MOST = 4  # that wait for somebody; each is a process of some fifty megabytes


class Window(NamedTuple):
    """A window on an address, by mouse or by finger."""

    browser: Browser
    address: str
    touch: bool
    page: Page


_WAITING: list[Window] = []


def opened(browser: Browser, address: str, *, touch: bool = False, fresh: bool = False) -> Window:
    """An empty window without cookies; a fresh one has no file of ours either."""
    for one in _WAITING:
        if not fresh and one[:3] == (browser, address, touch):
            _WAITING.remove(one)
            return one
    profile = browser.new_context(
        base_url=address, has_touch=touch, permissions=["clipboard-read", "clipboard-write"]
    )
    return Window(browser, address, touch, profile.new_page())


def put_back(window: Window) -> None:
    """Empty it for the next one; of too many, close the one that has waited longest."""
    try:
        _empty(window)
    except Error:  # its test has closed it, or it answers no more
        window.page.context.close()
        return
    # A test that is tried again may have another browser.
    _WAITING[:] = [*(one for one in _WAITING if one.browser.is_connected()), window]
    if len(_WAITING) > _MOST:
        _WAITING.pop(0).page.context.close()


def _empty(window: Window) -> None:
    page, profile = window.page, window.page.context
    for other in profile.pages[1:]:
        other.close()
    page.unroute_all()
    profile.set_offline(False)
    page.mouse.move(0, 0)
    page.route("**/*", lambda route: route.fulfill(content_type="text/html"))
    page.goto(window.address)  # of another site, another process would begin anew
    page.unroute_all()
    profile.clear_cookies()
    tools = profile.new_cdp_session(page)
    tools.send("Page.resetNavigationHistory")
    tools.detach()
