"""Pictures of every page on the sample company, light and dark, wide and narrow, some printed and
projected: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from data.sample import write_sample
from tests.browser import chromium
from tests.browser.serving import served
from tests.browser.visitor import Visitor
from view.pages import PAGES

FOLDER = Path(__file__).parent / "screenshots"
WIDE, NARROW = 1440, 390
_CUSTOMER = "C05165"  # of the sample company: answers, orders, tickets and comments
_PRINTED = ("overview", "service")
_PAPER = 794  # pixels of A4 upright
_WINDOW = 800  # pixels at least
_HIGHEST = 2900  # pixels; of longer pages the beginning


def main() -> int:
    """Takes all pictures. Returns the exit code: 2 where there is no browser."""
    path = chromium.find()
    if path is None:
        print(f"None of {', '.join(chromium.NAMES)} is installed.", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium.started(path) as browser:
        folder = Path(name)
        with served(write_sample(folder / "sample"), folder) as address:
            for theme in ("light", "dark"):
                wide = Visitor(browser, address, WIDE, theme)
                for page in PAGES:
                    take(wide, _link(page), FOLDER / f"{page}-{theme}.png")
                wide.close()
                narrow = Visitor(browser, address, NARROW, theme)
                for page in PAGES:
                    take(narrow, _link(page), FOLDER / f"{page}-narrow-{theme}.png")
                narrow.close()
                projected = Visitor(browser, address, WIDE, theme)
                _project(projected, FOLDER / f"overview-projected-{theme}.png")
                projected.close()
            printed = Visitor(browser, address, _PAPER, "light")
            printed.page.emulate_media(media="print")
            for page in _PRINTED:
                take(printed, page, FOLDER / f"{page}-printed.png")
            printed.close()
    return 0


def _link(page: str) -> str:
    return f"customer?customer_id={_CUSTOMER}" if page == "customer" else page


def _project(visitor: Visitor, file: Path) -> None:
    """The first finding of Overview, as the projector shows it."""
    visitor.open("/overview")
    visitor.page.evaluate("document.fonts.ready")
    visitor.page.locator("#present").click()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.wait_for_timeout(500)  # until it fits
    visitor.page.screenshot(path=file)


def take(visitor: Visitor, link: str, file: Path) -> None:
    """The page of a link, from its top to its end, or as far as pictures go."""
    width = visitor.page.evaluate("window.innerWidth")
    visitor.page.set_viewport_size({"width": width, "height": _WINDOW})
    visitor.open(f"/{link}")
    visitor.page.evaluate("document.fonts.ready")
    # A window as high as the page: what is as high as the window has no end within the picture.
    height = visitor.page.evaluate("document.documentElement.scrollHeight")
    visitor.page.set_viewport_size({"width": width, "height": min(height, _HIGHEST)})
    visitor.page.screenshot(path=file)
    print(f"{file.name} {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
