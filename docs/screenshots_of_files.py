"""Pictures of what leaves the building, a panel and two mails: `make screenshots`."""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from app import prepare
from data.sample import write_sample
from data.store.snapshots import open_snapshot
from docs.screenshots import FOLDER
from exports.about import about
from exports.alerts import mail
from exports.mail.charts import MailPanel, mail_panels
from exports.mail.digest import digest
from exports.pictures import picture, png
from pages.index import read_page
from settings import Settings
from tests.browser import chromium
from tests.exports.alerts.news import told
from view.url import parse

_ADDRESS = "https://cx.example.org"
_WIDTH, _HIGHEST = 760, 1600  # pixels of a window that shows a mail


def main() -> int:
    """Takes all pictures. Returns the exit code: 2 where there is no browser."""
    path = chromium.find()
    if path is None:
        print(f"None of {', '.join(chromium.NAMES)} is installed.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshot = open_snapshot(
            prepare(Settings(mapping=write_sample(folder / "sample"), folder=folder))
        )
        catalog = snapshot.catalog
        page = read_page(snapshot, parse("loyalty", "region=EMEA", catalog).view)
        says = about(page, catalog, _ADDRESS)
        trend = page.panel("trend")
        assert trend is not None
        drawn = png(picture(trend, page, catalog, says))
        (FOLDER / "picture-of-a-panel.png").write_bytes(drawn)
        panels = mail_panels(page, catalog, says)
        letter = digest(page, catalog, says, "Loyalty on Mondays", f"{_ADDRESS}/end", panels)
        alert = mail.letter(told(), f"{_ADDRESS}/end")
    with chromium.started(path) as browser:
        _take(browser, _with_pictures(letter.html, panels), FOLDER / "digest.png")
        _take(browser, alert.html, FOLDER / "alert.png")
    return 0


def _with_pictures(html: str, panels: Iterable[MailPanel]) -> str:
    """A mail as a mail program shows it: pictures that came with it in their places."""
    for one in (one for panel in panels for one in panel.pictures):
        data = base64.b64encode(one.png).decode()
        html = html.replace(f"cid:{one.key}", f"data:image/png;base64,{data}")
    return html


def _take(browser: Browser, html: str, file: Path) -> None:
    window = browser.new_page(viewport={"width": _WIDTH, "height": 400})
    window.set_content(html)
    height = int(window.evaluate("document.documentElement.scrollHeight"))
    window.set_viewport_size({"width": _WIDTH, "height": min(height, _HIGHEST)})
    window.screenshot(path=file)
    window.close()


if __name__ == "__main__":
    sys.exit(main())
