"""A browser, the sample company's dashboard on a server, and visitors to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from settings import Settings
from tests.browser import chromium
from tests.browser.serving import served
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        missing = f"no browser: none of {', '.join(chromium.NAMES)} is installed"
        if os.environ.get("CX_LENS_REQUIRE_ALL"):
            pytest.fail(missing)
        pytest.skip(missing)
    with chromium.started(path) as running:
        yield running


@pytest.fixture(scope="session")
def address(sample_file: Path, settings: Settings) -> Iterator[str]:
    assert settings.mapping
    assert sample_file.exists()  # built once, for these tests and all others
    with served(settings.mapping, settings.folder) as found:
        yield found


@pytest.fixture(scope="session")
def profile(browser: Browser) -> BrowserContext:
    """The profile of all who need no fresh one: its cache saves a second a visit."""
    return chromium.fresh(browser)


@pytest.fixture
def visit(profile: BrowserContext, address: str) -> Iterator[Visit]:
    """Opens links, each in a window of its own; at the end none may have had a problem."""
    visitors: list[Visitor] = []
    profile.clear_cookies()

    def open_window(
        link: str,
        width: int = 1440,
        theme: str = "light",
        at: str = address,
        of: BrowserContext = profile,
    ) -> Visitor:
        visitor = Visitor(of, at, width, theme)
        visitors.append(visitor)
        visitor.open(link)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []
