"""A browser, the sample company's dashboard on a server, and visitors to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from settings import Settings
from tests.browser import chromium
from tests.browser.serving import served
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.started(_installed(chromium.NAMES)) as running:
        yield running


@pytest.fixture(scope="module")
def whole_browser(browser: Browser) -> Iterator[Browser]:
    """With the rules for cookies that people's browsers have."""
    with chromium.started_beside(browser, _installed(chromium.WHOLE)) as running:
        yield running


def _installed(names: tuple[str, ...]) -> str:
    path = chromium.find(names)
    if path is None:
        missing = f"no browser: none of {', '.join(names)} is installed"
        if os.environ.get("CX_LENS_REQUIRE_ALL"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest.fixture(scope="session")
def address(sample_file: Path, settings: Settings) -> Iterator[str]:
    assert settings.mapping
    assert sample_file.exists()  # built once, for these tests and all others
    with served(settings.mapping, settings.folder) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens links, each without cookies; at the end no visitor may have had a problem."""
    visitors: list[Visitor] = []

    def open_link(
        link: str,
        width: int = 1440,
        theme: str = "light",
        at: str = address,
        *,
        touch: bool = False,
        fresh: bool = False,
    ) -> Visitor:
        visitor = Visitor(browser, at, width, theme, touch=touch, fresh=fresh)
        visitors.append(visitor)
        visitor.open(link)
        return visitor

    yield open_link
    for visitor in visitors:
        visitor.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []
