"""What a person waits for: from a click, or from an address typed in, to what is on the screen.

A plain Dash page (`benchmarks/plain_dash.py`) is asked for the same changes in the same run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks import long_use, plain_dash
from benchmarks.feedback import LEVELS, make
from components.ids import control, dom_id
from tests.browser import chromium
from tests.browser.measures import SHIFTS, SLOW_LINE, Held
from tests.browser.serving import ROOT, free_port, served
from view.pages import PAGES

_WINDOW: ViewportSize = {"width": 1440, "height": 1000}
_COLD_LOADS = 5
_CHANGES = [  # filter, level; each is set and taken off again
    (name, LEVELS[name][place]) for name in plain_dash.FILTERS for place in range(3)
]
_FIRST = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_QUIET = 300  # milliseconds without a change of the content: the last chart is painted
# For each chart, and for all else, when it last changed and was painted, and when the last click
# was, in milliseconds since the navigation started. A message after a frame comes after its
# painting. A chart below the screen is nobody's to wait for.
_WATCH = """() => {
  window.paintings = new Map();
  window.figure = 0;
  let changed = new Set();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    changed.forEach((chart) => window.paintings.set(chart, now));
    changed = new Set();
  };
  const element = (node) => node.closest ? node : node.parentElement;
  new MutationObserver((changes) => {
    const content = document.getElementById("content");
    for (const { target } of changes) {
      const found = content && target !== content && content.contains(target) && element(target);
      if (found) {
        changed.add(found.closest(".dash-graph") || content);
        if (!window.figure && found.closest(".cx-hero")) window.figure = performance.now();
      }
    }
    if (changed.size) requestAnimationFrame(() => channel.port2.postMessage(0));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  window.painted = () => Math.max(0, ...[...window.paintings].filter(([chart]) => {
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }).map(([, time]) => time));
  document.addEventListener("click", (event) => {
    window.clicked = event.timeStamp;
    window.figure = 0;
  }, true);
}"""
_SETTLED = f"""() => window.painted() > (window.clicked || 0)
  && performance.now() - Math.max(...window.paintings.values()) > {_QUIET}
  && document.querySelectorAll(".dash-graph").length
  && [...document.querySelectorAll(".dash-graph")].every((one) => one.querySelector(".main-svg"))"""


@dataclass(frozen=True)
class Browsing:
    """Times in seconds; sizes in bytes as transferred, by file of a cold load."""

    changes: list[float]
    figures: list[float]  # until the first figure has changed
    plain: list[float]  # the same changes on the plain page
    cold: list[float]
    first: list[float]  # until the first contentful paint, which has the headline
    shifts: list[float]  # of the layout while each page loads, without a unit
    slow: float  # until the headline is painted on a slow line
    held: tuple[Held, Held]  # by a page that has changed its filters for long
    files: dict[str, float]


def measure(path: str, rows: int, folder: Path) -> Browsing:
    """Change filters of the overview and of the plain page, and load the overview cold.

    `path`: of the browser.
    """
    mapping = make(rows, folder / str(rows))
    with (
        served(mapping, folder / str(rows) / "built") as address,
        _plain(folder / str(rows)) as plain,
        chromium.started(path) as browser,
    ):
        _load(browser, address)  # the server's own first time
        loads = [_load(browser, address) for _ in range(_COLD_LOADS)]
        own = _change_filters(browser, f"{address}/overview", lambda name: dom_id(control(name)))
        others = _change_filters(browser, plain, str)
        return Browsing(
            changes=[painted for painted, _ in own],
            figures=[figure for _, figure in own],
            plain=[painted for painted, _ in others],
            cold=[one.painted for one in loads],
            first=[one.first for one in loads],
            shifts=_shifts(browser, address),
            slow=_slow(browser, address),
            held=long_use.measure(browser, address),
            files=loads[-1].files,
        )


@contextmanager
def _plain(folder: Path) -> Iterator[str]:
    """Address of the plain page on the files of a folder."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.plain_dash", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "FOLDER": str(folder)}) as run:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_there(address, run)
            yield address
        finally:
            run.terminate()


def _wait_until_there(address: str, run: subprocess.Popen[bytes]) -> None:
    while run.poll() is None:
        with suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError("the plain page did not start")


class _Load(NamedTuple):
    painted: float  # seconds from the start of the navigation
    first: float
    files: dict[str, float]  # bytes


def _load(browser: Browser, address: str) -> _Load:
    """A cold load, in a fresh context."""
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
    _open(page, f"{address}/overview")
    found = _Load(page.evaluate("window.painted()") / 1000, page.evaluate(_FIRST) / 1000, sizes)
    page.close()
    return found


def _slow(browser: Browser, address: str) -> float:
    """Seconds until the headline is painted at 400 kbit/s and 400 ms, with an empty cache."""
    page = browser.new_page(viewport=_WINDOW)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.goto(f"{address}/overview", wait_until="commit")
    page.wait_for_function(f"() => ({_FIRST}) && document.querySelector('#content h1')")
    found = float(page.evaluate(_FIRST)) / 1000
    page.close()
    return found


def _shifts(browser: Browser, address: str) -> list[float]:
    """How much moves while each page loads: the browser's own sum of shifts."""
    found = []
    for name in PAGES:
        page = browser.new_page(viewport=_WINDOW)
        page.add_init_script(SHIFTS)
        page.goto(f"{address}/{name}")
        page.wait_for_load_state("networkidle")
        found.append(float(page.evaluate("window.shifted")))
        page.close()
    return found


def _change_filters(
    browser: Browser, link: str, id_of: Callable[[str], str]
) -> list[tuple[float, float]]:
    """For each change the seconds to the last chart painted, and to the first figure changed."""
    page = browser.new_page(viewport=_WINDOW)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    _open(page, link)
    times = []
    page.locator(".cx-filters > summary, .cx-filters").first.click()
    for name, level in _CHANGES:
        page.locator(f"[id='{id_of(name)}']").click()
        box = page.get_by_role("checkbox", name=level, exact=True)
        for _ in ("set", "taken off"):
            time.sleep(_QUIET / 1000)
            box.click()
            page.wait_for_function(_SETTLED, polling=50)
            both = page.evaluate("[window.painted() - clicked, window.figure - clicked]")
            times.append((both[0] / 1000, both[1] / 1000))
        page.keyboard.press("Escape")
    page.close()
    if problems:
        raise RuntimeError(f"the browser's console says: {problems[:3]}")
    return times


def _open(page: Page, link: str) -> None:
    page.add_init_script(f"({_WATCH})()")
    page.goto(link)
    page.wait_for_function(_SETTLED, polling=50)
