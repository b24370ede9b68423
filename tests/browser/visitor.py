"""One person in front of the dashboard: a window, what they do there, and what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Response,
    TimeoutError,
    expect,
)

from components.ids import chart, dom_id
from tests.browser.windows import opened, put_back

# The controls are there, no answer is on its way, and every chart is drawn.
SETTLED = """() => {
  const content = document.getElementById("content");
  return document.querySelector("html.cx-controlled:not(.cx-waits)") && content.querySelector("h1")
    && content.getAttribute("aria-busy") === "false";
}"""
_PATIENCE = 20_000  # milliseconds: the tests share two cores, and what is wrong stays wrong
_A_LOOK = 2_000  # milliseconds
expect.set_options(timeout=_PATIENCE)


class Card(NamedTuple):
    """What a KPI card says."""

    name: str
    value: str
    interval: str
    text: str


class Visitor:
    """A window on the dashboard at an address, without cookies."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        width: int,
        theme: str,
        *,
        touch: bool = False,
        fresh: bool = False,
    ) -> None:
        """`fresh`: nothing is cached, and the window is not used again."""
        self._window = opened(browser, address, touch=touch, fresh=fresh)
        self._fresh = fresh
        self.page: Page = self._window.page
        self.page.set_viewport_size({"width": width, "height": 1000})
        self.page.emulate_media(
            media="null",
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        self.page.set_default_timeout(_PATIENCE)
        self.problems: list[str] = []
        self.addresses: list[str] = []  # of every request
        self.round_trips = 0
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)
        self.page.on("response", self._heard)

    def _said(self, message: ConsoleMessage) -> None:
        self.problems.append(message.text)

    def _failed(self, error: Error) -> None:
        self.problems.append(str(error))

    def _heard(self, response: Response) -> None:
        self.addresses.append(response.url)
        self.round_trips += _updates(response)
        if response.status >= 400:
            self.problems.append(f"{response.status} {response.url}")

    def close(self) -> None:
        """Leave the window; another visitor may have it."""
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._failed)
        self.page.remove_listener("response", self._heard)
        if self._fresh:
            self.page.context.close()
        else:
            put_back(self._window)

    def open(self, link: str) -> None:
        """Go to a link, a path or a whole address, as from a mail."""
        self.page.goto(link)
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows its answer, charts painted."""
        self.page.wait_for_function(SETTLED)

    @contextmanager
    def one_round_trip(self) -> Iterator[None]:
        """What is done inside asks the server once, no more and no less."""
        before = self.round_trips
        with self.page.expect_response(_updates):
            yield
        self.settle()
        assert self.round_trips == before + 1, f"{self.round_trips - before} round trips"

    @property
    def link(self) -> str:
        """Path and query in the address bar."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def headline(self) -> str:
        """The sentence on top."""
        return self.page.locator("#content h1").inner_text()

    def cards(self) -> dict[str, Card]:
        """The KPI cards by name."""
        found = [
            Card(
                one.locator(".cx-card-name").inner_text(),
                one.locator(".cx-hero").inner_text(),
                one.locator(".cx-card-sheet dd").nth(1).text_content() or "",
                one.inner_text(),
            )
            for one in self.page.locator(".cx-card").all()
        ]
        return {card.name: card for card in found}

    def pill(self, of: str) -> Locator:
        """What opens the controls of a part of the bar: `period`, `comparison`, or `+ Filter`."""
        if of == "+ Filter":
            return self.page.locator(".cx-filters > summary")
        return self.page.locator(f".cx-pill:has(#{of})")

    def chips(self) -> list[str]:
        """What is filtered by, as the bar says it."""
        return self.page.locator("#chips .cx-applied-words").all_inner_texts()

    def chip(self, name: str) -> Locator:
        """The link that takes a filter off, by its accessible name."""
        return self.page.get_by_role("search").get_by_role("link", name=f"Remove filter {name}")

    def control(self, label: str) -> Locator:
        """A field of the bar; its pill is opened."""
        found = self.page.get_by_label(label, exact=True)
        self._open(self.page.locator(".cx-pop", has=found))
        return found

    def filter_button(self, label: str) -> Locator:
        """The button that opens a filter; the pill of the filters is opened."""
        filters = self.page.locator(".cx-filters")
        self._open(filters)
        return filters.get_by_role("button", name=re.compile(f"^{label}"))

    def _open(self, pop: Locator) -> None:
        if pop.get_attribute("open") is None:
            pop.locator("summary").click()

    def fold(self) -> None:
        """Close what is open in the bar."""
        for open_one in (".dash-dropdown-content", ".cx-pop[open]"):
            if self.page.locator(open_one).count():
                self.page.keyboard.press("Escape")
                self.page.locator(open_one).wait_for(state="detached")

    def choose(self, label: str, level: str) -> None:
        """Tick a level of a filter, with the mouse."""
        self.filter_button(label).click()
        with self.one_round_trip():
            self.page.get_by_role("checkbox", name=level, exact=True).check()
        self.fold()

    def chart(self, panel: str) -> Locator:
        """The chart of a panel."""
        return self.page.locator(f"[id='{dom_id(chart(panel))}']")

    def hover_mark(self, mark: Locator) -> Locator:
        """The hover text of a point or a bar: again and again, since charts are also redrawn."""
        found = self.page.locator(".hoverlayer .hovertext").first
        for _ in range(_PATIENCE // _A_LOOK):
            x, y = _middle(mark)
            self.page.mouse.move(x - 9, y)
            self.page.mouse.move(x, y)
            try:
                found.wait_for(timeout=_A_LOOK)
            except TimeoutError:
                continue
            return found
        raise AssertionError("No hover text came.")

    def click_mark(self, mark: Locator) -> None:
        """Click a point or a bar of a chart, once its hover text has come."""
        self.fold()
        mark.scroll_into_view_if_needed()
        self.hover_mark(mark)
        with self.one_round_trip():
            self.page.mouse.click(*_middle(mark))

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window, once charts have its width."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        with suppress(TimeoutError):
            self.page.wait_for_function(f"() => {wider} <= 0", timeout=_A_LOOK)
        return int(self.page.evaluate(wider))


def _middle(mark: Locator) -> tuple[float, float]:
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _updates(response: Response) -> bool:
    return response.url.partition("?")[0].endswith("/_dash-update-component")
