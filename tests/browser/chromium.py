"""The installed Chromium or Chrome, and how it is started."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

WHOLE = ("chromium", "chromium-browser", "google-chrome")
# The one that never has a window first: it takes a seventh less of the processors.
NAMES = ("chromium-headless-shell", *WHOLE)
# A container has no sandbox and no graphics card; nothing is to be fetched but our own pages.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find(names: tuple[str, ...] = NAMES) -> str | None:
    """Path of an installed browser, or None."""
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def started(path: str) -> Iterator[Browser]:
    """A running browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def started_beside(other: Browser, path: str) -> Iterator[Browser]:
    """One more, where one runs: a process has one Playwright."""
    browser = other.browser_type.launch(executable_path=path, args=_FLAGS)
    try:
        yield browser
    finally:
        browser.close()
