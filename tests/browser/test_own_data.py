"""From a file to a dashboard in a browser: by keyboard alone and by mouse, in every width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from data.draft.state import UNDER_WAY, DraftState, write_state
from data.store.locks import lock
from settings import Settings
from tests.app.test_init import survey
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.callbacks.own_data import in_use
from tests.callbacks.test_own_data import FIRST, STARS

pytestmark = pytest.mark.browser


WIDTHS = (1920, 1280, 768, 390)  # the last one is kept
_WAITS = "an-upload-that-waits-0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A dashboard without a stated mapping, on a file that was brought before."""
    settings = in_use(folder, FIRST, {"0/first.csv": STARS})
    with started(None, settings.folder, watch="0", workers="1") as (found, _):
        yield found


def fine(found: Visitor) -> None:
    """In every width no wider than its window; to axe-core light and wide, dark and narrow."""
    found.page.emulate_media(color_scheme="light")
    for width in WIDTHS:
        found.page.set_viewport_size({"width": width, "height": 1000})
        assert found.overflow() == 0, width
        if width == WIDTHS[0]:
            assert violations(found) == []
    found.page.emulate_media(color_scheme="dark")
    assert violations(found) == []


def tab_to(found: Visitor, wanted: Locator) -> None:
    """By the key Tab alone, from where the focus is."""
    for _ in range(60):
        found.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}.")


def test_a_file_a_question_and_the_dashboard(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    """Days that may be read in two ways: one question. By keyboard alone, in every width."""
    found = Visitor(browser, address, 390, "dark")
    page, keys = found.page, found.page.keyboard
    found.open("/")
    tab_to(found, page.get_by_role("link", name="Bring your data"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Bring files")).to_be_visible()
    fine(found)
    files = page.get_by_label("Files", exact=True)
    tab_to(found, files)
    files.set_input_files(survey(tmp_path, ["03/04/2026", "05/02/2026"]))
    tab_to(found, page.get_by_label("Name of the company"))
    keys.type("Pohjola <b>")
    tab_to(found, page.get_by_role("button", name="Read them"))
    keys.press("Space")
    expect(page.get_by_role("heading", name="One question")).to_be_visible()
    fine(found)
    tab_to(found, page.get_by_role("radio").first)
    keys.press("ArrowDown")
    tab_to(found, page.get_by_role("button", name="Answer"))
    keys.press("Enter")
    expect(page.get_by_text("NPS: 20.0 · 95% interval").first).to_be_visible()
    for summary in page.locator("summary").all():
        tab_to(found, summary)
        keys.press("Enter")
    fine(found)
    tab_to(found, page.get_by_role("button", name="Use these data"))
    keys.press("Enter")
    expect(page.get_by_role("link", name="see Overview")).to_be_visible()
    fine(found)
    tab_to(found, page.get_by_role("link", name="see Overview"))
    keys.press("Enter")
    found.settle()
    expect(page.locator(".cx-company")).to_have_text("Pohjola <b>")
    assert list(found.cards()) == ["Net Promoter Score"]
    assert found.problems == []
    found.close()


def test_what_waits_stays_as_it_is_until_there_is_more_to_say(
    browser: Browser, address: str, folder: Path
) -> None:
    upload = Settings(folder=folder / "folder").own_data() / "uploads" / _WAITS
    upload.mkdir(parents=True)
    found = Visitor(browser, address, 1280, "light", fresh=True)
    found.page.clock.install()
    with lock(upload / UNDER_WAY, wait=False):
        write_state(upload, DraftState())
        found.page.goto(f"/own-data/{_WAITS}")
        found.page.evaluate("window.asBefore = true")
        fine(found)
        with found.page.expect_response(f"**/{_WAITS}"):
            pass  # looked at again
        assert found.page.evaluate("window.asBefore")
        found.page.clock.fast_forward("02:01")
        expect(found.page.get_by_role("status")).to_contain_text("So far: 2 min.")
        write_state(upload, DraftState(state="failed", message="data-waits <b>"))
    expect(found.page.get_by_role("alert")).to_have_text("data-waits <b>")
    fine(found)
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
