"""A window that is used again is as empty as a new one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.windows import opened, put_back

pytestmark = pytest.mark.browser
ADDRESS = "http://127.0.0.1:65533/cx/"  # where nobody listens: the tests answer


def _go(page: Page, path: str) -> None:
    """A page of our own, without a server."""
    page.route(ADDRESS + path, lambda route: route.fulfill(body=path, content_type="text/html"))
    page.goto(path)
    assert page.inner_text("body") == path


def test_nothing_of_who_had_it_before_is_left(browser: Browser) -> None:
    window = opened(browser, ADDRESS)
    page = window.page
    _go(page, "one")
    _go(page, "two")
    page.evaluate("document.cookie = 'cx-theme=dark'")
    assert page.context.cookies()
    page.context.new_page()
    page.context.set_offline(True)
    put_back(window)

    assert opened(browser, ADDRESS) is window
    assert page.context.pages == [page]
    assert page.context.cookies() == []
    assert page.evaluate("history.length") == 1
    # Nobody answers in place of the server, and the line is there.
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto("one")
    put_back(window)


def test_who_needs_another_one_gets_another(browser: Browser) -> None:
    window = opened(browser, ADDRESS)
    put_back(window)
    others = [
        opened(browser, ADDRESS, fresh=True),
        opened(browser, ADDRESS, touch=True),
        opened(browser, "http://127.0.0.1:8/"),
    ]
    assert window not in others
    for one in others:
        one.page.context.close()


def test_a_window_that_its_test_has_closed_is_not_kept(browser: Browser) -> None:
    window = opened(browser, ADDRESS)
    window.page.close()
    put_back(window)
    again = opened(browser, ADDRESS)
    assert not again.page.is_closed()
    put_back(again)
