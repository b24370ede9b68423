"""What people write is data: shown as it is, never markup, never run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import served
from tests.data.company import LONG, Company

pytestmark = pytest.mark.browser

SCRIPT = "<script>document.title='run'</script>"
IMAGE = "<img src=x onerror=\"document.title='run'\">"
LEVEL = "<b>bold</b> & <a href='javascript:alert(1)'>more</a>"

MAPPING = (
    LONG.replace('"Test"', f'"A & B {SCRIPT}"')
    + """
touchpoint = "where"
comment = "comment"
customer_id = "who"

[privacy]
customers = "shown"

[[segments]]
key = "region"
label = "Region <i>x</i>"
column = "region"
"""
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[str]:
    company = Company(tmp_path_factory.mktemp("hostile"))
    rows = [
        f'{n},2026-03-{n % 28 + 1:02},{n % 11},"{place}","{place}","{comment}","{comment} {n % 60}"'
        for n in range(300)
        for place in [LEVEL if n % 2 else "Shop"]
        for comment in [(SCRIPT if n % 3 else IMAGE).replace('"', '""')]
    ]
    survey = "\n".join(["id,date,score,where,region,comment,who", *rows, ""])
    company.write(MAPPING, survey_csv=survey)
    with served(company.mapping, company.folder) as address:
        yield address


@pytest.mark.parametrize(
    "page", ["overview", "loyalty", "touchpoints", "journey", "dictionary", "data"]
)
def test_markup_in_the_data_is_shown_as_text(visit: Visit, hostile: str, page: str) -> None:
    visitor = visit(f"/{page}", at=hostile)
    assert visitor.page.title().endswith("· CX Lens")
    assert visitor.page.locator(".cx-company").inner_text() == f"A & B {SCRIPT}"
    assert visitor.page.locator("#content").locator("script, img[src='x'], b, i").count() == 0
    assert visitor.page.locator("a[href^='javascript']").count() == 0
    if page in ("loyalty", "touchpoints"):
        comments = visitor.page.locator(".cx-comments blockquote").all_inner_texts()
        assert set(comments) == {SCRIPT, IMAGE}


def test_a_customer_with_markup_for_an_id(visit: Visit, hostile: str) -> None:
    visitor = visit("/loyalty?period=all&score=0", at=hostile)
    first = visitor.page.locator(".cx-comments li").first
    written = first.locator("blockquote").inner_text()
    with visitor.one_round_trip():
        first.get_by_role("link", name="customer").click()
    assert visitor.headline.startswith(written)
    assert visitor.page.title() == f"{visitor.headline} · Customer · CX Lens"
    assert set(visitor.page.locator(".cx-events blockquote").all_inner_texts()) == {written}
    assert visitor.page.locator("#content").locator("script, img[src='x'], b, i").count() == 0
    with visitor.one_round_trip():
        visitor.page.get_by_role("link", name="Back to Loyalty").click()
    assert visitor.link == "/loyalty?period=all&score=0"


def test_a_level_with_markup_is_filtered_by_its_point_and_hovered(
    visit: Visit, hostile: str
) -> None:
    visitor = visit("/loyalty", at=hostile)
    chart = visitor.chart("by_segment")
    assert LEVEL[:20] in (chart.locator(".yaxislayer-above").text_content() or "")
    marks = chart.locator(".scatterlayer .trace").last.locator(".point")
    assert marks.count() == 2
    for place in range(2):
        visitor.click_mark(marks.nth(place))
        expect(visitor.filter_button("Region")).not_to_have_text("All")  # it follows the page
        assert visitor.filter_button("Region").inner_text() in (LEVEL, "Shop")
        visitor.open("/loyalty")


# Each is a name that every object of JavaScript has.
NAMES = ("__proto__", "constructor", "toString", "hasOwnProperty", "Shop")
KEYS = ("region", "constructor", "touchpoint")
NAMED = (
    LONG
    + """
touchpoint = "where"

[[segments]]
key = "region"
column = "region"

[[segments]]
key = "constructor"
label = "Plan"
column = "plan"
"""
)


@pytest.fixture(scope="module")
def inherited(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[str]:
    """A company whose levels and filters have the names that objects have."""
    company = Company(tmp_path_factory.mktemp("inherited"))
    rows = [
        ",".join(
            [f"{n},2026-03-{n % 28 + 1:02},{n % 11}", *(NAMES[n // by % 5] for by in (1, 5, 25))]
        )
        for n in range(800)
    ]
    survey = "\n".join(["id,date,score,where,region,plan", *rows, ""])
    company.write(NAMED, survey_csv=survey)
    with served(company.mapping, company.folder) as address:
        yield address


@pytest.mark.parametrize(
    ("level", "key"), [(level, KEYS[place % len(KEYS)]) for place, level in enumerate(NAMES)]
)
def test_a_level_with_a_name_that_objects_have_stays_filtered_for(
    visit: Visit, inherited: str, level: str, key: str
) -> None:
    label = {"region": "Region", "constructor": "Plan", "touchpoint": "Touchpoint"}[key]
    visitor = visit("/overview?period=all", at=inherited)
    visitor.choose(label, level)
    for page in ("Loyalty", "Touchpoints", "Overview"):
        with visitor.one_round_trip():
            visitor.page.get_by_role("navigation").get_by_role("link", name=page).click()
        assert visitor.link == f"/{page.lower()}?period=all&{key}={level}"
        headline = visitor.headline
        visitor.page.reload()
        visitor.settle()
        assert visitor.link == f"/{page.lower()}?period=all&{key}={level}"
        assert (visitor.headline, visitor.chips()) == (headline, [level])
        expect(visitor.filter_button(label)).to_contain_text(level)
    with visitor.one_round_trip():
        visitor.page.locator(".cx-applied").click()
    assert visitor.link == "/overview?period=all"


def test_names_that_objects_have_are_found_by_typing(visit: Visit, inherited: str) -> None:
    visitor = visit("/loyalty", at=inherited)
    visitor.filter_button("Region").click()
    for level in NAMES:
        visitor.page.locator(".dash-dropdown-search").fill(level)
        options = visitor.page.locator(".dash-dropdown-content").get_by_role("checkbox")
        expect(options).to_have_count(1)
        expect(options).to_have_accessible_name(level)
    assert visitor.page.evaluate("Object.keys(Object.prototype)") == []
