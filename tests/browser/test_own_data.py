"""From a file to a dashboard in a browser: by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app import prepare
from data.draft.own import use
from settings import Settings
from tests.app.test_init import survey
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.callbacks.test_own_data import FIRST

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard without a stated mapping, on a file that was brought before."""
    folder = tmp_path_factory.mktemp("own")
    upload = folder / "before"
    (upload / "0").mkdir(parents=True)
    file = upload / "0" / "first.csv"
    rows = "\n".join(f"2026-05-{1 + i % 28:02d},{1 + i % 5}" for i in range(40))
    file.write_text(f"day,stars\n{rows}", encoding="utf-8")
    settings = Settings(folder=folder)
    use(settings.own_data(), upload, FIRST, (("first.csv", file),))
    prepare(settings)
    with started(None, folder, watch="0", workers="1") as (found, _):
        yield found


def fine(found: Visitor) -> None:
    assert violations(found) == []
    assert found.overflow() == 0


def test_a_file_a_question_and_the_dashboard(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    """Days that may be read in two ways: one question, by keyboard, on a telephone."""
    found = Visitor(browser, address, 390, "dark")
    page = found.page
    found.open("/")
    page.get_by_role("link", name="Bring your data").click()
    fine(found)
    page.get_by_label("Files", exact=True).set_input_files(
        survey(tmp_path, ["03/04/2026", "05/02/2026"])
    )
    page.get_by_label("Name of the company").fill("Pohjola <b>")
    page.get_by_label("Name of the company").press("Enter")
    expect(page.get_by_role("heading", name="One question")).to_be_visible()
    fine(found)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("NPS: 20.0 · 95% interval").first).to_be_visible()
    fine(found)
    page.get_by_role("button", name="Use these data").press("Enter")
    page.get_by_role("link", name="see Overview").click()
    found.settle()
    expect(page.locator(".cx-company")).to_have_text("Pohjola <b>")
    assert list(found.cards()) == ["Net Promoter Score"]
    assert found.problems == []
    found.close()


def test_other_files_and_back(browser: Browser, address: str, tmp_path: Path) -> None:
    found = Visitor(browser, address, 1440, "light")
    page = found.page
    page.goto("/own-data")
    page.get_by_label("Files", exact=True).set_input_files(
        survey(tmp_path, ["15.05.2026", "03.06.2026"])
    )
    page.get_by_label("Name of the company").fill("Second")
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_text("NPS: 20.0 · 95% interval").first).to_be_visible()
    page.get_by_text("The mapping file, with what speaks for each line").click()
    expect(page.get_by_text("first part over 12")).to_be_visible()
    fine(found)
    page.get_by_role("button", name="Use these data").click()
    expect(page.get_by_text("Shown now: Second")).to_be_visible()
    page.get_by_role("button", name="Use the version of").last.click()
    expect(page.get_by_text("Shown now: First")).to_be_visible()
    fine(found)
    assert found.problems == []
    found.close()
