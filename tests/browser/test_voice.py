"""Voice in a browser: comments are found, narrowed and paged, all by links."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_comments_are_found_narrowed_and_paged(visit: Visit) -> None:
    visitor = visit("/voice")
    panel = visitor.page.get_by_role("region", name="Comments", exact=True)
    first = panel.locator("blockquote").all_inner_texts()
    assert len(first) == 20
    with visitor.one_round_trip():
        panel.get_by_role("link", name="Older").click()
    assert visitor.link == "/voice?skip=20"
    assert panel.locator("blockquote").all_inner_texts() != first
    panel.get_by_role("searchbox").fill("on hold")
    with visitor.one_round_trip():
        panel.get_by_role("button", name="Find").click()
    assert visitor.link == "/voice?find=on+hold"  # from the first comment on
    found = panel.locator("blockquote").all_inner_texts()
    assert found and all("hold" in text.lower() for text in found)
    with visitor.one_round_trip():
        panel.get_by_role("link", name="Detractors").click()
    assert visitor.link == "/voice?find=on+hold&nps_group=detractors"
    scores = panel.locator(".cx-score").all_inner_texts()
    assert scores and all(int(score) <= 6 for score in scores)
    with visitor.page.expect_download() as download:
        panel.get_by_role("link", name="csv").click()
    assert download.value.suggested_filename == "voice-comments.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > len(scores)
    other = visit(visitor.link)
    assert other.headline == visitor.headline


def test_a_theme_is_looked_at(visit: Visit) -> None:
    visitor = visit("/voice?table=themes")
    panel = visitor.page.get_by_role("region", name="Themes of comments", exact=True)
    with visitor.one_round_trip():
        panel.get_by_role("link", name="Waiting time", exact=True).click()
    assert visitor.link == "/voice?table=themes&theme=Waiting+time"
    assert "“Waiting time” is named by" in visitor.headline
    visitor.page.get_by_role("heading", name="“Waiting time” by month").wait_for()
    listed = visitor.page.get_by_role("region", name="Comments", exact=True)
    tags = listed.get_by_role("link", name="Waiting time", exact=True)
    assert tags.count() == listed.locator("blockquote").count()
