"""The content security policy is in force; that every page works under it, each `visit` sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_changed(visit: Visit, theme: str) -> None:
    """Every page in both themes: `test_accessibility.py` and `test_print.py` open them, and any
    word in the console, where a breach would be told, fails there."""
    visitor = visit("/overview?region=EMEA", theme=theme)
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Light" if theme == "dark" else "Dark").click()
    assert visitor.page.evaluate("document.cookie").startswith("cx-theme=")


def test_files_are_downloaded(visit: Visit) -> None:
    visitor = visit("/loyalty?region=EMEA")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="CSV").first.click()
    assert download.value.suggested_filename.endswith(".csv")
    assert Path(download.value.path()).read_text("utf-8-sig").startswith('"metric",')


def test_inline_script_does_not_run(visit: Visit) -> None:
    visitor = visit("/data")
    visitor.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.appendChild(script);
          const picture = document.createElement("img");
          picture.setAttribute("onerror", "window.injected = true");
          picture.src = "data:image/png;base64,AAAA";
          document.body.appendChild(picture);
        }"""
    )
    visitor.page.wait_for_function("document.images.length && document.images[0].complete")
    with visitor.page.expect_event("console"):
        visitor.page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    assert visitor.page.evaluate("window.injected") is None
    refused = [one for one in visitor.problems if "Content Security Policy" in one]
    assert len(refused) >= 3
    visitor.problems[:] = [one for one in visitor.problems if one not in refused]
