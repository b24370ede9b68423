"""Pictures of own data, from a file to what changes later: `make screenshots`."""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from docs.screenshots import FOLDER, NARROW, WIDE
from tests.browser import chromium
from tests.browser.serving import started
from tests.browser.visitor import Visitor

_HEAD = "Date;How likely are you to recommend us?;How satisfied were you with the delivery?;Region"
_REGIONS = ("North", "South", "East", "West")
_ANSWERS = 900
_BEGINS, _NEWER = date(2025, 7, 1), date(2026, 1, 1)


def main() -> int:
    """Takes all pictures. Returns the exit code: 2 where there is no browser."""
    path = chromium.find(chromium.WHOLE)
    if path is None:
        print(f"None of {', '.join(chromium.WHOLE)} is installed.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, chromium.started(path) as browser:
        folder = Path(name)
        file = _survey(folder / "survey.csv", _BEGINS)
        newer = _survey(folder / "survey-newer.csv", _NEWER)
        for width, kind in ((WIDE, ""), (NARROW, "-narrow")):
            own = folder / f"own{kind}"
            own.mkdir()
            with started(None, own, watch="0") as (address, _):
                visitor = Visitor(browser, address, width, "light")
                _walk(visitor.page, file, kind)
                _go_on(visitor.page, newer, kind)
                visitor.close()
    return 0


def _survey(file: Path, begins: date) -> Path:
    """Answers whose days may be read in two ways: no day of a month is after the twelfth."""
    drawn = random.Random(begins.toordinal())
    days = [day for n in range(180) if (day := begins + timedelta(n)).day <= 12]
    lines = [
        f"{drawn.choice(days):%d/%m/%Y};{min(10, max(0, round(drawn.gauss(8, 2))))};"
        f"{drawn.choices(range(1, 6), (1, 2, 4, 8, 6))[0]};{drawn.choice(_REGIONS)}"
        for _ in range(_ANSWERS)
    ]
    file.write_text("\n".join([_HEAD, *lines]), encoding="utf-8")
    return file


def _walk(page: Page, file: Path, kind: str) -> None:
    """The files chosen, the question that is asked, and what comes of its answer."""
    page.goto("/own-data")
    page.get_by_label("Files", exact=True).set_input_files(file)
    page.get_by_label("Name of the company").fill("Northwind")
    _take(page, f"own-data{kind}-light.png")
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("radio").first.wait_for()
    _take(page, f"own-data-question{kind}-light.png")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("button", name="Use these data").wait_for()
    page.get_by_text("The mapping file, with").click()
    _take(page, f"own-data-figures{kind}-light.png")


def _go_on(page: Page, newer: Path, kind: str) -> None:
    """The draft in use, what a newer file changes, and how the data are read."""
    page.get_by_role("button", name="Use these data").click()
    page.get_by_text("The data are loaded").wait_for()
    page.get_by_label("Newer files", exact=True).set_input_files(newer)
    page.get_by_role("button", name="Compare them").click()
    page.get_by_text("rows added").wait_for()
    _take(page, f"own-data-newer{kind}-light.png")
    page.goto("/own-data/edit")
    page.locator("summary", has_text="Region").click()
    _take(page, f"own-data-edit{kind}-light.png")


def _take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / name, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
