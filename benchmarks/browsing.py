"""What a person waits for: from a click, or from an address typed in, to the last chart painted."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.feedback import LEVELS, make
from tests.browser import chromium
from tests.browser.serving import served

_WINDOW: ViewportSize = {"width": 1440, "height": 1000}
_COLD_LOADS = 5
_CHANGES = [  # filter as labelled, level; each is set and taken off again
    (name.capitalize(), LEVELS[name][place])
    for name in ("region", "plan", "touchpoint", "channel")
    for place in range(3)
]
_QUIET = 300  # milliseconds without a change of the content: the last chart is painted
# When the content last changed and was painted, and when the last click was, both in
# milliseconds since the navigation started. A message after a frame comes after its painting.
_WATCH = """() => {
  window.painted = 0;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { window.painted = performance.now(); };
  new MutationObserver((changes) => {
    const content = document.getElementById("content");
    if (content && changes.some((one) => one.target !== content && content.contains(one.target))) {
      requestAnimationFrame(() => channel.port2.postMessage(0));
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.addEventListener("click", (event) => { window.clicked = event.timeStamp; }, true);
}"""
_SETTLED = f"""() => window.painted > (window.clicked || 0)
  && performance.now() - window.painted > {_QUIET}
  && document.querySelectorAll(".dash-graph").length
  && [...document.querySelectorAll(".dash-graph")].every((one) => one.querySelector(".main-svg"))"""


@dataclass(frozen=True)
class Browsing:
    """Times in seconds; sizes in bytes as transferred, by file of a cold load."""

    changes: list[float]
    cold: list[float]
    files: dict[str, float]


def measure(path: str, rows: int, folder: Path) -> Browsing:
    """Change filters of the overview, and load it cold, in the browser of that path."""
    mapping = make(rows, folder / str(rows))
    with (
        served(mapping, folder / str(rows) / "built") as address,
        chromium.started(path) as browser,
    ):
        _load(browser, address)  # the server's own first time
        loads = [_load(browser, address) for _ in range(_COLD_LOADS)]
        return Browsing(
            _change_filters(browser, address), [took for took, _ in loads], loads[-1][1]
        )


def _load(browser: Browser, address: str) -> tuple[float, dict[str, float]]:
    """Seconds from the start of the navigation in a fresh context, and the bytes by file."""
    page = browser.new_page(viewport=_WINDOW)
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"].removeprefix(address).partition("?")[0]

    def loaded(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"], "other")
        sizes[name] = sizes.get(name, 0) + event["encodedDataLength"]

    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", loaded)
    network.send("Network.enable")
    _open(page, address)
    took = page.evaluate("window.painted") / 1000
    page.close()
    return took, sizes


def _change_filters(browser: Browser, address: str) -> list[float]:
    page = browser.new_page(viewport=_WINDOW)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    _open(page, address)
    times = []
    for label, level in _CHANGES:
        page.locator(".cx-filters").get_by_role("button", name=re.compile(f"^{label}")).click()
        box = page.get_by_role("checkbox", name=level, exact=True)
        for _ in ("set", "taken off"):
            time.sleep(_QUIET / 1000)
            box.click()
            page.wait_for_function(_SETTLED, polling=50)
            times.append(page.evaluate("window.painted - window.clicked") / 1000)
        page.keyboard.press("Escape")
    page.close()
    if problems:
        raise RuntimeError(f"the browser's console says: {problems[:3]}")
    return times


def _open(page: Page, address: str) -> None:
    page.add_init_script(f"({_WATCH})()")
    page.goto(f"{address}/overview")
    page.wait_for_function(_SETTLED, polling=50)
