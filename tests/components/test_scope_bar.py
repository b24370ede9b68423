"""What the bar says of a view, in words, and where each chip leads."""

from __future__ import annotations

from typing import Any

import pytest

from components.bar.filters import comparisons
from components.bar.scope import chips, comparison_pill, period_pill
from data.catalog import Dimension
from tests.view.catalogs import USUAL, catalog, dimension
from view.state import View
from view.url import parse

STORES = dimension("store", "1", "Nord", "Süd", "Ost", "West", "Mitte")
CREW = Dimension(key="crew", label="Crew", levels=("A", "B"), tables=("tickets",), segment=True)
CATALOG = catalog((*USUAL, STORES, CREW))


def view_of(link: str) -> View:
    path, _, query = link.partition("?")
    view, notices = parse(path, query, CATALOG)
    assert notices == ()
    return view


def _text(part: Any) -> str:  # noqa: ANN401
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, list):
        return "".join(_text(one) for one in part)
    return _text(part.children)


def _wide_apart(parts: list[Any]) -> tuple[str, str]:
    """The words on a wide screen, and on a narrow one."""
    return _text(parts), "".join(one for one in parts if isinstance(one, str))


@pytest.mark.parametrize(
    ("link", "period", "narrow", "comparison"),
    [
        ("overview", "12 months to 31 Oct 2026", "12 months", "vs the 12 before"),
        ("overview?period=last-month", "October 2026", "October 2026", "vs the month before"),
        ("overview?period=last-quarter", "3 months to 30 Sep 2026", "3 months", "vs the 3 before"),
        ("overview?period=last-7-days", "7 days to 31 Oct 2026", "7 days", "vs the 7 days before"),
        # No three months: those to 31 Oct begin on 1 August.
        (
            "overview?period=last-90-days",
            "90 days to 31 Oct 2026",
            "90 days",
            "vs the 90 days before",
        ),
        ("overview?period=all", "All data to 31 Oct 2026", "All data", "vs the 36 before"),
        # A month so far is compared with the same days of the one before.
        (
            "overview?from=2026-10-01&to=2026-10-14",
            "1 Oct to 14 Oct 2026",
            "1 Oct to 14 Oct 2026",
            "vs the same days before",
        ),
        (
            "overview?from=2025-12-03&to=2026-03-20",
            "3 Dec 2025 to 20 Mar 2026",
            "3 Dec 2025 to 20 Mar 2026",
            "vs the 108 days before",
        ),
        (
            "overview?from=2026-01-15&to=2026-03-14",
            "2 months to 14 Mar 2026",
            "2 months to 14 Mar 2026",  # an end that is named is said on a narrow screen, too
            "vs the 59 days before",
        ),
        ("overview?from=2026-03-03&to=2026-03-03", "3 Mar 2026", "3 Mar 2026", "vs the day before"),
    ],
)  # fmt: skip
def test_period_and_comparison(link: str, period: str, narrow: str, comparison: str) -> None:
    view = view_of(link)
    assert _wide_apart(period_pill(view)) == (period, narrow)
    assert _text(comparison_pill(view)) == comparison


@pytest.mark.parametrize(
    ("compare", "words"),
    [("year-ago", "vs a year before"), ("rest", "vs the rest"), ("none", "no comparison")],
)
def test_other_comparisons(compare: str, words: str) -> None:
    assert _text(comparison_pill(view_of(f"overview?compare={compare}&region=EMEA"))) == words


def _chips(link: str) -> list[tuple[str, str]]:
    """What is heard of each chip, and its link."""
    found: list[Any] = chips(view_of(link), CATALOG)
    return [(_text(one.children[:2]), one.href) for one in found]


def test_a_chip_for_each_level_leads_to_the_view_without_it() -> None:
    assert _chips("overview") == []
    assert _chips("overview?region=EMEA&store=1&store=Nord") == [
        ("Remove filter Region: EMEA", "/overview?store=1&store=Nord"),
        # A number alone says nothing.
        ("Remove filter Store: 1", "/overview?region=EMEA&store=Nord"),
        ("Remove filter Store: Nord", "/overview?region=EMEA&store=1"),
    ]


def test_many_levels_share_a_chip_whose_title_names_all() -> None:
    link = "overview?store=Nord&store=Süd&store=Ost&store=West&region=EMEA"
    assert _chips(link)[1] == (
        "Remove filter Store: Nord, Süd +2",
        "/overview?region=EMEA",
    )
    chip: Any = chips(view_of(link), CATALOG)[1]
    assert chip.title == "Store: Nord, Süd, Ost, West"


def test_what_is_not_as_usual_has_a_chip() -> None:
    assert _chips("overview?grain=week&weighted=yes") == [
        ("Remove by week", "/overview?weighted=yes"),
        ("Remove weighted", "/overview?grain=week"),
    ]


def test_a_filter_that_the_page_does_not_use_says_so() -> None:
    used, unused = (chips(view_of(f"{page}?crew=A"), CATALOG)[0] for page in ("service", "loyalty"))
    shown: list[Any] = [used, unused]
    assert [one.title for one in shown] == ["Crew: A", "Crew: A · not used on Loyalty"]
    assert [("unused" in one.className) for one in shown] == [False, True]


def _rest(link: str) -> tuple[str, bool]:
    offered = {one["value"]: one for one in comparisons(view_of(link), CATALOG)}
    return offered["rest"]["label"], offered["rest"].get("disabled", False)


def test_the_rest_is_offered_where_a_segment_is_chosen_that_counts() -> None:
    reason = ("Against the rest (choose a segment first)", True)
    assert _rest("overview?region=EMEA") == ("Against the rest", False)
    assert _rest("overview") == reason
    assert _rest("overview?channel=Email") == reason  # no segment
    assert _rest("loyalty?crew=A") == reason  # of another page


def test_without_its_segment_nothing_is_compared_with_the_rest() -> None:
    assert _chips("overview?region=EMEA&channel=Email&compare=rest") == [
        ("Remove filter Channel: Email", "/overview?compare=rest&region=EMEA"),
        ("Remove filter Region: EMEA", "/overview?channel=Email"),
    ]
