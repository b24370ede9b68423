"""Companies with a season: a quarter against the quarter before, on every exit of a page."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pages.as_json import page_json
from pages.figures.read import Figures
from tests.data.company import Company
from tests.pages import log
from tests.pages.quarters import HIGH, LOW, LOWER, SEASON, SURVEY, THIRD_QUARTER, answers, opened
from tests.pages.reading import figure, frame, read


def test_a_season_is_not_real_on_any_exit(company: Company) -> None:
    shop = answers("2024-01-01", SEASON * 2)
    lab = answers("2024-01-01", SEASON * 2, "Lab")
    found = opened(company, shop, lab)
    page = read(found, f"overview?{THIRD_QUARTER}")
    row = figure(frame(page, "cards"), metric="nps")
    assert row["verdict"] == "noise"
    assert row["change"] == pytest.approx(-20, abs=0.5)
    assert row["last_year"] == pytest.approx(-20, abs=0.5)
    assert page.account == (
        "Loyalty (NPS) fell 20.0 points; a year before, in the same days, it fell 20.0 points, no "
        "less than now."
    )
    assert page.rest.startswith("1 key figure may be season")
    assert "counts only beside that of the same days a year before" in page.promise
    told: Any = page_json(page, found.catalog)
    assert told["promise"] == page.promise
    comparison = told["panels"]["cards"]["rows"][0]["comparison"]
    assert (comparison["verdict"], comparison["p_value"] > 0.05) == ("noise", True)
    assert comparison["last_year"] == pytest.approx(-20, abs=0.5)
    for link in ("loyalty", "touchpoints", "journey"):
        other = read(found, f"{link}?{THIRD_QUARTER}&grain=month")
        verdicts = [set(p.frame["verdict"]) for p in other.panels if "verdict" in p.frame]
        assert verdicts, link
        assert all("real" not in one for one in verdicts), link


def test_more_than_the_season_is_still_real(company: Company) -> None:
    """The lab falls each year alike, the shop by twice as much this year."""
    shop = answers("2024-01-01", [*SEASON, HIGH, HIGH, LOWER, HIGH])
    found = opened(company, shop, answers("2024-01-01", SEASON * 2, "Lab"))
    page = read(found, f"touchpoints?{THIRD_QUARTER}")
    rows = frame(page, "nps:0-10_by_touchpoint").set_index("touchpoint")
    assert rows["verdict"].to_dict() == {"Shop": "real", "Lab": "noise"}
    assert "Shop" in page.account and "Lab" not in page.account


def test_a_part_of_the_index_moved_no_more_than_a_year_before(company: Company) -> None:
    survey = answers("2024-01-01", SEASON * 2)
    survey = survey.assign(id=range(len(survey)))
    found = log.opened(company, f"{SURVEY}[xqi]\nweights = {{ nps = 1 }}\n", survey=survey)
    page = read(found, f"overview?{THIRD_QUARTER}&metric=xqi")
    assert frame(page, "moved")["verdict"].tolist() == ["noise", "noise"]
    assert figure(frame(page, "cards"), metric="xqi")["last_year"] == pytest.approx(-10, abs=0.3)


def test_periods_of_a_trend_are_held_against_those_of_a_year_before(company: Company) -> None:
    found = opened(company, answers("2024-01-01", SEASON * 2))
    page = read(found, f"overview?{THIRD_QUARTER}&grain=month")
    months = frame(page, "trend")
    assert (months["change_high"] < 0).all(), "each month alone is lower than that beside it"
    assert set(months["verdict"]) == {"noise"}
    assert months["last_year"].notna().all()


def test_without_last_year_the_page_says_that_a_season_cant_be_told(company: Company) -> None:
    found = opened(company, answers("2025-01-01", SEASON))
    page = read(found, f"overview?{THIRD_QUARTER}")
    assert figure(frame(page, "cards"), metric="nps")["verdict"] == "real"
    unknown = "The same change a year before is not in the data: this may be the season."
    assert unknown in page.promise


def test_a_side_that_is_partly_covered_is_no_season(company: Company) -> None:
    """Data from May 2024 on: of last year's second quarter a month is missing."""
    survey = answers("2024-01-01", SEASON * 2)
    found = opened(company, survey[survey["date"] >= "2024-05-01"])
    page = read(found, f"overview?{THIRD_QUARTER}")
    assert figure(frame(page, "cards"), metric="nps")["verdict"] == "real"
    assert "may be the season" in page.promise


def test_a_year_and_a_year_before_have_no_season(company: Company) -> None:
    found = opened(company, answers("2023-01-01", [HIGH] * 8 + [LOW] * 4))
    for query in ("from=2025-01-01&to=2025-12-31", f"{THIRD_QUARTER}&compare=year-ago"):
        page = read(found, f"overview?{query}")
        assert figure(frame(page, "cards"), metric="nps")["verdict"] == "real"
        assert "year before" not in page.promise


def test_last_year_is_read_only_for_what_would_be_real(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(company, answers("2024-01-01", [HIGH] * 8))

    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Figures, "_of", refused)
    page = read(found, f"overview?{THIRD_QUARTER}")
    assert page.whole and "within noise" in page.rest


def test_nothing_is_promised_where_nothing_is_judged(company: Company) -> None:
    found = opened(company, answers("2024-01-01", SEASON * 2))
    assert read(found, f"overview?{THIRD_QUARTER}&compare=none").promise == ""
    assert read(found, "dictionary").promise == ""
    assert read(found, "data").promise == ""


def test_the_trend_has_a_band_that_marks_a_fall(company: Company) -> None:
    found = opened(company, answers("2024-01-01", [HIGH] * 4 + [LOW] * 4))
    page = read(found, "overview?from=2024-01-01&to=2025-12-31&grain=month&compare=none")
    months = frame(page, "trend").set_index("period")
    assert months["band_low"].isna().tolist() == [True] * 12 + [False] * 12
    unusual = months.index[months["unusual"]]
    assert unusual.min() in pd.date_range("2025-01-01", "2025-03-01", freq="MS")
    told: Any = page_json(page, found.catalog)
    rows = told["panels"]["trend"]["rows"]
    assert "band" not in rows[0]
    assert rows[-1]["band"]["unusual"] is True
    assert rows[-1]["band"]["low"] > rows[-1]["value"]
