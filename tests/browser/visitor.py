"""One person in front of the dashboard: a window, what they do there, and what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, Response

from components.ids import chart, dom_id

# Not while an answer is on its way, and not before every chart of it is drawn.
_SETTLED = """() => {
  const content = document.getElementById("content");
  return content && !content.dataset.dashIsLoading && content.querySelector("h1")
    && [...content.querySelectorAll(".dash-graph")].every((one) => one.querySelector(".main-svg"));
}"""


class Card(NamedTuple):
    """What a KPI card says."""

    name: str
    value: str
    interval: str
    text: str


class Visitor:
    """A window on the dashboard at an address, without cookies or anything cached."""

    def __init__(self, browser: Browser, address: str, width: int, theme: str) -> None:
        self._profile = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 1000},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._profile.set_default_timeout(10_000)
        self.page: Page = self._profile.new_page()
        self.problems: list[str] = []
        self.addresses: list[str] = []  # of every request
        self.round_trips = 0
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        self.addresses.append(response.url)
        self.round_trips += _updates(response)
        if response.status >= 400:
            self.problems.append(f"{response.status} {response.url}")

    def close(self) -> None:
        """Close the window."""
        self._profile.close()

    def open(self, link: str) -> None:
        """Go to a link, a path or a whole address, as from a mail."""
        self.page.goto(link)
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows its answer, charts painted."""
        self.page.wait_for_function(_SETTLED)

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
                one.locator(".cx-figure .cx-interval").inner_text(),
                one.inner_text(),
            )
            for one in self.page.locator(".cx-card").all()
        ]
        return {card.name: card for card in found}

    def filter_button(self, label: str) -> Locator:
        """The button that opens a filter."""
        return self.page.locator(".cx-filters").get_by_role("button", name=re.compile(f"^{label}"))

    def choose(self, label: str, level: str) -> None:
        """Tick a level of a filter, with the mouse."""
        self.filter_button(label).click()
        with self.one_round_trip():
            self.page.get_by_role("checkbox", name=level, exact=True).check()
        self.page.keyboard.press("Escape")

    def chart(self, panel: str) -> Locator:
        """The chart of a panel."""
        return self.page.locator(f"[id='{dom_id(chart(panel))}']")

    def click_mark(self, mark: Locator) -> None:
        """Click a point or a bar of a chart, once its hover text has come."""
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x - 1, y)
        self.page.mouse.move(x, y)
        self.page.locator(".hoverlayer .hovertext").first.wait_for()
        with self.one_round_trip():
            self.page.mouse.click(x, y)

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


def _updates(response: Response) -> bool:
    return response.url.partition("?")[0].endswith("/_dash-update-component")
