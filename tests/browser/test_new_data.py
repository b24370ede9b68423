"""An open page hears of newer data, keeps its figures, and shows the new ones when asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from data.ingest.service import load_in_turn
from data.intake.queue import Queue
from settings import Settings
from tests.browser.conftest import Visit
from tests.browser.serving import served
from tests.intake.sent import answer, company, received

pytestmark = pytest.mark.browser

_ASKED = re.compile(r"/api/new-data/overview\?period=all$")
_SOON = "document.dispatchEvent(new Event('visibilitychange'))"  # as when the tab is seen again


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, str]]:
    """A company that takes answers, with forty of them, and where its dashboard is."""
    small = company(tmp_path_factory.mktemp("live"))
    settings = Settings(mapping=small.mapping, folder=small.out)
    small.out.mkdir(exist_ok=True)
    settings.place()[1].mkdir(parents=True)
    _send(settings, range(100, 140))
    with served(small.mapping, small.out) as address:
        yield settings, address


def _send(of: Settings, numbers: range) -> None:
    mapping, folder = of.place()
    Queue(folder).take(received([answer(n, n % 11) for n in numbers]).events)
    assert load_in_turn(mapping, folder)


def _heard(page: Page) -> None:
    """The page asks once more, and is answered."""
    with page.expect_response(_ASKED):
        page.evaluate(_SOON)


def test_an_open_page_keeps_its_figures_until_the_new_ones_are_wanted(
    visit: Visit, live: tuple[Settings, str]
) -> None:
    settings, address = live
    visitor = visit("/overview?period=all", at=address)
    page, line = visitor.page, visitor.page.locator("#new-data")
    _heard(page)  # how many answers there are
    shown = page.locator("#content").inner_text()
    _heard(page)
    expect(line).to_be_empty()
    _send(settings, range(200, 212))
    _heard(page)
    expect(line).to_have_text("12 new answers · Show")
    assert line.get_attribute("role") == "status"
    assert page.locator("#content").inner_text() == shown
    with page.expect_navigation():
        line.get_by_role("link", name="Show").click()
    visitor.settle()
    expect(line).to_be_empty()
    assert page.locator("#content").inner_text() != shown
    assert page.url == f"{address}/overview?period=all"


def test_a_server_that_fails_is_asked_less_often_and_nobody_is_told(
    visit: Visit, live: tuple[Settings, str]
) -> None:
    _, address = live
    visitor = visit("/overview?period=all", at=address)
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.headers["if-none-match"])
        route.fulfill(status=503, body="{}")

    visitor.page.route(_ASKED, fail)
    visitor.page.evaluate(_SOON)
    visitor.page.wait_for_timeout(6_000)
    assert len(asked) == 1  # and then not for a minute
    assert visitor.page.locator("#new-data").inner_text() == ""
    assert visitor.page.locator(".cx-line").inner_text() == ""
    assert visitor.problems  # the browser itself tells its console of a 503
    visitor.problems.clear()
