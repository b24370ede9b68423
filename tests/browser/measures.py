"""What a browser is asked to tell of a load and of its memory, and a slow line."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Page

SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });"""
SLOW_LINE = {
    "offline": False,
    "latency": 400,  # milliseconds
    "downloadThroughput": 50_000,  # bytes a second
    "uploadThroughput": 50_000,
}


class Held(NamedTuple):
    """What the browser holds for a page, after it has thrown away what it can."""

    nodes: float
    listeners: float
    heap: float  # bytes of its scripts


def held(page: Page) -> Held:
    """What the page holds now."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    tools.send("Performance.enable")
    found = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    tools.detach()
    return Held(found["Nodes"], found["JSEventListeners"], found["JSHeapUsedSize"])
