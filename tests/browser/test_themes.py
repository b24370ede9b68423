"""A suggested theme is accepted in a browser, a load reads comments by it, and it is on Voice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

from access import accounts
from access.accounts import Changes
from access.rights import Role
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.serving import ROOT, started
from tests.browser.test_accessibility import violations
from tests.browser.test_notes import logged_in
from tests.data.company import LONG, Company

pytestmark = pytest.mark.browser

MAPPING = LONG + 'comment = "comment"\nlanguage = { constant = "en" }\n'
_PLACES = ("behind the shop", "near the entrance", "at the station", "next to the hall", "here")
_FULL = ("was full", "is far too small", "was closed", "is hard to find", "is muddy")
_OTHER = ("I waited on hold", "The price is high", "Friendly staff", "The invoice was wrong")


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A company with comments about something that no theme covers."""
    draw = random.Random(7)
    written = [f"The car park {draw.choice(_PLACES)} {draw.choice(_FULL)} {n}" for n in range(16)]
    written += [f"{draw.choice(_OTHER)}, day {n}" for n in range(144)]
    rows = [(str(n), f"2026-01-{n % 28 + 1:02d}", n % 11, text) for n, text in enumerate(written)]
    survey = pd.DataFrame(rows, columns=["id", "date", "score", "comment"]).to_csv(index=False)
    folder: Path = tmp_path_factory.mktemp("themes")
    company = Company(folder).write(MAPPING, survey_csv=survey)
    store = AppStore(f"sqlite:///{folder / 'store.sqlite'}")
    migrate(store)
    for role in (Role.EDITOR, Role.ANALYST):
        accounts.add(store, role, QUICK.hash(PASSWORD), Changes(role), NOW)
    store.close()
    # Beforehand, since a load that learns from comments may outlast the patience of `started`.
    command = [sys.executable, "app.py", "build", str(company.mapping)]
    environment = {**os.environ, "CXLENS_FOLDER": str(folder)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "1"}
    with started(company.mapping, folder, **given) as (found, _):
        yield f"{found}/"


def test_accepted_loaded_and_shown(browser: Browser, address: str) -> None:
    analyst = logged_in(browser, address, "analyst", 1280, "light")
    analyst.open("/voice")
    suggested = analyst.page.get_by_role("region", name="Suggested themes", exact=True)
    expect(suggested).to_contain_text("car park")
    expect(analyst.page.get_by_role("link", name="Accept")).to_have_count(0)

    editor = logged_in(browser, address, "editor", 1280, "light")
    editor.open("/voice")
    page = editor.page
    assert violations(editor) == []
    page.get_by_role("link", name="Accept").first.click()
    expect(page.get_by_role("heading", name="Add a theme")).to_be_visible()
    expect(page.get_by_label("English words")).to_have_value("car park")
    assert violations(editor) == []
    page.get_by_label("Name").fill("Parking")
    page.get_by_label("Group").fill("Places")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("A load has begun")
    expect(page.get_by_role("region", name="Themes of Places")).to_contain_text("added here")
    assert violations(editor) == []

    themes = page.get_by_role("region", name="Themes of comments", exact=True)
    for _ in range(120):  # until the load is done
        editor.open("/voice?period=all&table=themes")
        if themes.get_by_text("Parking", exact=True).count():
            break
        page.wait_for_timeout(1000)
    expect(themes.get_by_role("row", name="Parking")).to_contain_text("10")  # 16 of 160 comments
    expect(page.get_by_role("region", name="Suggested themes", exact=True)).to_have_count(0)

    page.get_by_role("link", name="Edit the themes").click()
    page.get_by_role("link", name="Change Parking").click()
    page.get_by_role("button", name="Delete this theme").click()
    expect(page.get_by_role("link", name="Change Parking")).to_have_count(0)
    page.get_by_role("button", name="Bring back version 1").click()
    expect(page.get_by_role("link", name="Change Parking")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations(editor) == []
    assert [*analyst.problems, *editor.problems] == []
    analyst.close()
    editor.close()
