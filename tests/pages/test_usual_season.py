"""The usual season of companies with earlier years: said, and never called a change."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pages.as_json import page_json
from pages.figures.figure import figures_of
from pages.words.season_words import judgement_words, usual_words
from tests.data.company import Company
from tests.pages.quarters import HIGH, LOW, LOWER, SEASON, THIRD_QUARTER, answers, opened
from tests.pages.reading import figure, frame, read


def test_two_earlier_years_tell_the_usual_season(company: Company) -> None:
    """20.0 points each third quarter; the lab falls by 50 this year."""
    shop = answers("2023-01-01", SEASON * 3)
    lab = answers("2023-01-01", [*SEASON * 2, HIGH, HIGH, LOWER, HIGH], "Lab")
    found = opened(company, shop, lab)
    page = read(found, f"overview?{THIRD_QUARTER}&touchpoint=Shop")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["verdict"], row["beside_season"]) == ("noise", "as_usual")
    assert row["season"] == pytest.approx(-20, abs=0.5)
    assert row["season_low"] < -20 < row["season_high"] < 0
    assert page.headline == "Shop: Loyalty (NPS) fell, as usual for the season."
    assert page.rest.startswith("1 key figure as usual for the season")
    assert "of the same days in earlier years" in page.promise
    told: Any = page_json(page, found.catalog)
    comparison = told["panels"]["cards"]["rows"][0]["comparison"]
    assert comparison["season"] == pytest.approx(-20, abs=0.5)
    assert comparison["season_low"] < comparison["season"] < comparison["season_high"]
    assert comparison["beside_season"] == "as_usual"

    page = read(found, f"overview?{THIRD_QUARTER}&touchpoint=Lab")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["verdict"], row["beside_season"]) == ("real", "more")
    assert page.account.startswith(
        "Loyalty (NPS) fell 50.0 points (of −50.0 points, −20.0 are the usual season), unlikely"
    )
    assert page.findings[0].why.startswith(
        "beyond noise; of −50.0 points, −20.0 are the usual season"
    )


def test_the_words_of_a_season(company: Company) -> None:
    found = opened(company, answers("2024-01-01", SEASON * 2))
    row = figures_of(frame(read(found, f"overview?{THIRD_QUARTER}"), "cards"))[0]
    order = row._replace(metric="average_order_value", value=50.0, change=4.2)
    words = {
        3.9: "of +EUR 4.20, +EUR 3.90 are the usual season",
        -3.9: "the usual season is −EUR 3.90",
        6.0: "the usual season is +EUR 6.00",
        4.2: "the usual season is +EUR 4.20",
        0.001: "",
        math.nan: "",
    }
    for season, told in words.items():
        assert usual_words(order._replace(season=season), "EUR ") == told, season


@pytest.mark.slow
def test_headlines_of_many_companies_with_a_season(company: Company) -> None:
    """Forty shops with a season of 20 points and nothing else, and forty that fall by 40 more."""
    chance, parts = np.random.default_rng(11), []
    for shop in range(80):
        this_year = [HIGH, HIGH, LOW if shop < 40 else (0.2, 0.5), HIGH]
        for number, (p, d) in enumerate([*SEASON * 2, *this_year]):
            start = pd.Timestamp("2023-01-01") + pd.DateOffset(months=3 * number)
            score = chance.choice([10, 8, 3], 400, p=[p, 1 - p - d, d])
            days = start + pd.to_timedelta(chance.integers(0, 90, 400), unit="D")
            place = f"Shop {shop:02}"
            parts.append(pd.DataFrame({"date": days, "score": score, "place": place}))
    found = opened(company, *parts)
    rows, named = [], []
    for shop in range(80):
        page = read(found, f"overview?{THIRD_QUARTER}&touchpoint=Shop {shop:02}")
        rows.append(figure(frame(page, "cards"), metric="nps"))
        named.append(bool(page.findings))
    fell = [row["change_high"] < 0 for row in rows]
    assert sum(fell[:40]) > 30, "plainly nearly all of them fell"
    assert sum(named[:40]) <= 4
    assert sum(named[40:]) >= 34
    assert sum(row.get("beside_season") == "as_usual" for row in rows[:40]) > 20


def test_less_than_the_season_is_no_change_of_its_own(company: Company) -> None:
    """−50 points each third quarter, this year 20 less far: the season, and not as usual."""
    deep, some = [HIGH, HIGH, LOWER, HIGH], [HIGH, HIGH, LOW, HIGH]
    found = opened(company, answers("2023-01-01", [*deep, *deep, *some]))
    page = read(found, f"overview?{THIRD_QUARTER}")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["verdict"], row["beside_season"]) == ("noise", "less")
    assert page.headline == "Loyalty (NPS) fell, less than the season."
    assert page.account == (
        "Loyalty (NPS) fell 20.0 points (the usual season is −50.0 points), less than the season."
    )
    assert "1 key figure less than the season" in page.rest
    early = opened(company, answers("2024-01-01", [*deep, *some]))
    row = figure(frame(read(early, f"overview?{THIRD_QUARTER}"), "cards"), metric="nps")
    assert (row["verdict"], row["p_value"]) == ("noise", 1.0)


def test_a_season_the_other_way_is_said_beside_the_change(company: Company) -> None:
    """It rose by 20 each third quarter, and fell by 30 this year."""
    up, down = [LOW, LOW, HIGH, LOW], [LOW, LOW, LOWER, LOW]
    found = opened(company, answers("2023-01-01", [*up, *up, *down]))
    page = read(found, f"overview?{THIRD_QUARTER}")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["verdict"], row["beside_season"]) == ("real", "more")
    assert "(the usual season is +20.0 points)" in page.account
    assert judgement_words(figures_of(frame(page, "cards"))[0]) == ""


def test_the_season_is_that_of_the_filters(company: Company) -> None:
    """The lab has no season; the shop has one, and so has the whole."""
    shop = answers("2023-01-01", SEASON * 3)
    found = opened(company, shop, answers("2023-01-01", [HIGH] * 12, "Lab"))
    for place, season in (("Shop", -20.0), ("Lab", math.nan), ("", -10.0)):
        query = f"overview?{THIRD_QUARTER}" + (f"&touchpoint={place}" if place else "")
        row = figure(frame(read(found, query), "cards"), metric="nps")
        told = float(row.get("season", math.nan))
        assert told == pytest.approx(season, abs=0.5, nan_ok=True), place


def test_few_answers_of_earlier_years_are_not_used(company: Company) -> None:
    """Nine answers in a third quarter are shown nowhere: the season is not told from them."""
    survey = answers("2023-01-01", SEASON * 3).reset_index(drop=True)
    early = survey["date"].between("2023-07-01", "2023-09-30")
    kept = pd.concat([survey[~early], survey[early].groupby(survey["date"].dt.month).head(3)])
    row = figure(frame(read(opened(company, kept), f"overview?{THIRD_QUARTER}"), "cards"))
    assert math.isnan(row["season"]) and row["beside_season"] == ""
    assert row["last_year"] == pytest.approx(-20, abs=0.5)


@pytest.mark.parametrize("held", ["days_held", "anonymous"])
def test_who_may_not_read_other_days_is_told_no_season(company: Company, held: str) -> None:
    found = opened(company, answers("2023-01-01", SEASON * 3))
    own = replace(found, catalog=found.catalog.model_copy(update={held: True}))
    row = figure(frame(read(own, f"overview?{THIRD_QUARTER}"), "cards"), metric="nps")
    assert "season" not in row
    assert row["verdict"] == "noise"


def test_less_than_two_earlier_years_tell_no_season(company: Company) -> None:
    """From July 2023 on the quarter before the first of two seasons is missing."""
    survey = answers("2023-01-01", SEASON * 3)
    found = opened(company, survey[survey["date"] >= "2023-07-01"])
    page = read(found, f"overview?{THIRD_QUARTER}")
    row = figure(frame(page, "cards"), metric="nps")
    assert "season" not in row and not math.isnan(row["last_year"])
    assert "a year before" in page.promise


def test_a_month_and_other_comparisons(company: Company) -> None:
    found = opened(company, answers("2023-01-01", SEASON * 3))
    july = figure(frame(read(found, "overview?from=2025-07-01&to=2025-07-31"), "cards"))
    assert july["season"] == pytest.approx(-20, abs=4)
    for query in (
        "from=2025-07-01&to=2025-09-30&compare=year-ago",
        "from=2025-07-01&to=2025-09-29",
        "from=2025-07-01&to=2025-12-31",
    ):
        assert "season" not in frame(read(found, f"overview?{query}"), "cards"), query
