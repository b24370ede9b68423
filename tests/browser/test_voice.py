"""Voice in a browser: comments are found, narrowed and paged, all by links."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.serving import served
from tests.data.company import Company
from tests.data.meaning.company import MAPPING, survey

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


def test_a_group_leaves_its_themes(visit: Visit) -> None:
    visitor = visit("/voice?table=theme_groups&table=themes")
    groups = visitor.page.get_by_role("region", name="Groups of themes", exact=True)
    with visitor.one_round_trip():
        groups.get_by_role("link", name="Billing", exact=True).click()
    assert visitor.link.endswith("&theme_group=Billing")
    visitor.page.get_by_role("heading", name="“Billing” by month").wait_for()
    themes = visitor.page.get_by_role("region", name="Themes of “Billing”", exact=True)
    assert themes.get_by_role("link", name="Wrong charge", exact=True).count() == 1
    assert themes.get_by_role("link", name="Waiting time", exact=True).count() == 0


def test_comments_are_found_by_meaning(visit: Visit, tmp_path: Path) -> None:
    """Load and encoder run as they do in use: the first search starts a process for the encoder."""
    late, other = "A encomenda atrasou duas semanas", "I cannot log in to my account"
    both = ((late, "pt"), (other, "en"))
    said = [(f"{text} {n}", language) for text, language in both for n in range(30)]
    company = Company(tmp_path).write(MAPPING, survey_csv=survey(said))
    company.out.mkdir()
    with served(company.mapping, company.out) as address:
        visitor = visit("/voice?period=all", at=address)
        panel = visitor.page.get_by_role("region", name="Comments", exact=True)
        with visitor.one_round_trip():
            panel.get_by_role("link", name="By meaning").click()
        panel.get_by_label("What comments are to mean").fill("late delivery")
        with visitor.one_round_trip():
            panel.get_by_role("button", name="Find").click()
        assert visitor.link == "/voice?period=all&match=meaning&find=late+delivery"
        found = panel.locator("blockquote").all_inner_texts()
        assert len(found) == 20 and all(text.startswith(late) for text in found)
        again = visit(visitor.link, at=address)
        assert again.page.get_by_text("Found by meaning").count() == 1
