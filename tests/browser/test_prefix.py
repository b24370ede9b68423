"""Behind a proxy, below a path prefix: everything works, and nothing is asked for beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings
from tests.browser.conftest import Visit
from tests.browser.proxy import proxied
from tests.browser.serving import started

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def behind(sample_file: Path, settings: Settings) -> Iterator[str]:
    """Address of the proxy."""
    assert settings.mapping
    assert sample_file.exists()
    with (
        started(settings.mapping, settings.folder, prefix="/cx/", workers="2") as (address, _),
        proxied(address, "/cx/") as found,
    ):
        yield found


def test_pages_filters_clicks_and_the_way_back(visit: Visit, behind: str) -> None:
    visitor = visit("/cx/", at=behind)
    assert "Net Promoter Score" in visitor.cards()
    first = visitor.cards()
    visitor.choose("Region", "EMEA")
    assert visitor.link == "/cx/?region=EMEA"
    with visitor.one_round_trip():
        visitor.page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
    assert visitor.link == "/cx/loyalty?region=EMEA"
    with visitor.one_round_trip():
        visitor.page.get_by_role("navigation").get_by_role("link", name="Overview").click()
    visitor.click_mark(visitor.chart("distribution").locator(".barlayer .point path").first)
    assert visitor.link == "/cx/loyalty?region=EMEA&score=0"
    for link in ("/cx/overview?region=EMEA", "/cx/loyalty?region=EMEA", "/cx/?region=EMEA", "/cx/"):
        with visitor.one_round_trip():
            visitor.page.go_back()
        assert visitor.link == link
    assert visitor.cards() == first
    assert [one for one in visitor.addresses if not one.startswith(f"{behind}/cx/")] == []


def test_links_copied_and_figures_downloaded(visit: Visit, behind: str) -> None:
    visitor = visit("/cx/overview?region=EMEA", at=behind)
    visitor.page.get_by_role("button", name="Share").click()
    visitor.page.get_by_text("Link copied").wait_for()
    copied = str(visitor.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith(f"{behind}/cx/overview?")
    assert visit(copied, at=behind).cards() == visitor.cards()
    panel = visitor.page.get_by_role("region", name="NPS by month", exact=True)
    with visitor.page.expect_download() as download:
        panel.get_by_role("link", name="csv").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith('"metric","value",')
