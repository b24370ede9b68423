"""What stands on every sheet: the view in words, and the colours of paper."""

from __future__ import annotations

import json

import pytest

from components.running import running, view_words
from components.theme import DARK, LIGHT
from data.catalog import Dimension
from pages.panel import Page
from tests.view.catalogs import USUAL, catalog
from view.url import parse

SITE = Dimension(
    key="site",
    label="Site",
    levels=tuple("ABCDEFG"),
    tables=("feedback", "tickets"),
    segment=True,
)
CATALOG = catalog((*USUAL, SITE))
DATES = "from=2026-01-01&to=2026-03-31"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (
            f"overview?{DATES}&site=A&site=B",
            "Site: A, B · 1 Jan 2026 to 31 Mar 2026, compared with 1 Oct 2025 to 31 Dec 2025",
        ),
        (
            f"overview?{DATES}&site=A&site=B&site=C&site=D&site=E&site=F&compare=none",
            "Site: A, B, C, D and 2 more · 1 Jan 2026 to 31 Mar 2026",
        ),
        (
            f"overview?{DATES}&compare=year-ago",
            "No filters · 1 Jan 2026 to 31 Mar 2026, compared with 1 Jan 2025 to 31 Mar 2025",
        ),
        (
            f"overview?{DATES}&site=A&compare=rest",
            "Site: A · 1 Jan 2026 to 31 Mar 2026, compared with the rest",
        ),
        (f"overview?{DATES}&compare=rest", "No filters · 1 Jan 2026 to 31 Mar 2026"),
        (f"data?{DATES}&site=A", ""),  # a page that no filter changes
    ],
)
def test_the_scope_in_words(link: str, words: str) -> None:
    path, _, query = link.partition("?")
    assert view_words(parse(path, query, CATALOG)[0], CATALOG) == words


def test_each_colour_of_the_dark_has_one_of_paper() -> None:
    page = Page(parse("overview", "", CATALOG)[0], "", "", ())
    of_dark = json.loads(getattr(running(page, CATALOG, DARK), "data-paper"))
    assert of_dark["163, 173, 192"] == "90, 100, 120"  # quiet words, #a3adc0 and #5a6478
    assert of_dark["143, 168, 255"] == "47, 85, 212"  # an accent's band
    assert json.loads(getattr(running(page, CATALOG, LIGHT), "data-paper")) == {}
