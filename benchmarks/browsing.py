"""What a person waits for: from a click, or from an address typed in, to the last chart painted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.feedback import LEVELS, make
from tests.browser import chromium
from tests.browser.serving import served
from tests.browser.visitor import Visitor

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


def measure(rows: int, folder: Path) -> Browsing:
    """Change filters of the overview, and load it cold. Raises RuntimeError without a browser."""
    path = chromium.find()
    if path is None:
        raise RuntimeError(f"no browser: none of {', '.join(chromium.NAMES)} is installed")
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
    visitor = Visitor(browser, address, 1440, "light", [])
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"].removeprefix(address).partition("?")[0]

    def loaded(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"], "other")
        sizes[name] = sizes.get(name, 0) + event["encodedDataLength"]

    network = visitor.page.context.new_cdp_session(visitor.page)
    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", loaded)
    network.send("Network.enable")
    _open(visitor)
    took = visitor.page.evaluate("window.painted") / 1000
    visitor.close()
    return took, sizes


def _change_filters(browser: Browser, address: str) -> list[float]:
    visitor = Visitor(browser, address, 1440, "light", [])
    _open(visitor)
    times = []
    for label, level in _CHANGES:
        visitor.filter_button(label).click()
        box = visitor.page.get_by_role("checkbox", name=level, exact=True)
        for _ in ("set", "taken off"):
            time.sleep(_QUIET / 1000)
            box.click()
            visitor.page.wait_for_function(_SETTLED, polling=50)
            times.append(visitor.page.evaluate("window.painted - window.clicked") / 1000)
        visitor.page.keyboard.press("Escape")
    visitor.close()
    if visitor.problems:
        raise RuntimeError(f"the browser's console says: {visitor.problems[:3]}")
    return times


def _open(visitor: Visitor) -> None:
    visitor.page.add_init_script(f"({_WATCH})()")
    visitor.page.goto("/overview")
    visitor.page.wait_for_function(_SETTLED, polling=50)
