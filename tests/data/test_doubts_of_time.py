"""Doubts about months with hardly a row and about scales that changed on a day; and no others."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.ingest.check import check
from data.ingest.doubts.thin_months import _thin
from data.store.snapshots import open_snapshot
from pages.as_json import page_json
from tests.data.company import LONG, Company, survey
from tests.pages.reading import read

START = date(2024, 1, 1)
CSAT = LONG.replace('"nps"', '"csat"') + (
    "scale_min = { constant = 1 }\nscale_max = { constant = 10 }\n"
)


def doubts(company: Company) -> list[str]:
    """What the catalogue says; `check` says the same."""
    found = [f"{one.found} {one.mend}" for one in open_snapshot(company.build()).catalog.doubts]
    report = check(company.mapping)
    assert [x for x in report.splitlines() if "DOUBT" in x] == [f"DOUBT: {one}" for one in found]
    return found


def by_month(*rows: int, first: str = "2024-01") -> pd.Series[int]:
    return pd.Series(rows, pd.period_range(first, periods=len(rows), freq="M"))


def thin(*rows: int, first: str = "2024-01") -> list[str]:
    return [str(month) for month in _thin(by_month(*rows, first=first)).index]


def test_an_export_without_a_month(company: Company) -> None:
    """100 answers a month, of April 2024 four."""
    days = [START + timedelta(days=i * 3 // 10) for i in range(1000)]
    april = [day for day in days if (day.year, day.month) == (2024, 4)]
    kept = [day for day in days if day not in april] + april[:4]
    rows = survey(*(f"{i},{day},{i % 11}" for i, day in enumerate(kept)))
    (said,) = doubts(company.write(LONG, survey_csv=rows))
    assert said.startswith(
        "There is hardly a row of feedback in April 2024 (4, around it about 103 a month)."
    )
    snapshot = open_snapshot(company.build())
    (row,) = page_json(read(snapshot, "data"), snapshot.catalog)["panels"]["doubts"]["rows"]
    assert "April 2024" in row["doubt"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((300, 300, 30, 300, 300), ["2024-03"]),  # a tenth
        ((300, 300, 31, 300, 300), []),
        ((300, 300, 0, 0, 300, 300, 300, 300, 300, 300, 300, 300), ["2024-03", "2024-04"]),
        ((29, 29, 0, 29, 29), []),  # few rows a month: none may come by chance
        ((3, 300, 300, 300, 3), []),  # the first and the last are cut
        ((3, 12, 300, 300, 300), []),  # nothing whole is known before it
        ((10, 30, 90, 270, 810, 2400), []),  # a company that grows
        ((900, 900, 900, 40, 40, 40, 40, 900, 900), []),  # closed in summer
        ((500, 0, 500, 0, 500, 0, 500, 0), []),  # in waves
        ((0, 0, 500, 0, 0, 500, 0, 0, 500), []),
        ((), []),
    ],
)
def test_what_is_thin(rows: tuple[int, ...], found: list[str]) -> None:
    assert thin(*rows) == found


def test_a_month_that_is_so_every_year_is_the_season() -> None:
    year = [500] * 7 + [20] + [500] * 4
    assert thin(*year, *year) == []
    assert thin(*year, *([500] * 12)) == ["2024-08"]


def test_seasonal_companies_have_none() -> None:
    """A hundred companies whose months swing by up to ten times, with a trend and chance."""
    chance = np.random.default_rng(8)
    for _ in range(100):
        months = np.arange(chance.integers(6, 40))
        swing, phase = chance.uniform(0, np.log(10) / 2), chance.uniform(0, 12)
        mean = 300 * np.exp(swing * np.sin((months + phase) * np.pi / 6) + 0.03 * months)
        assert thin(*chance.poisson(mean).tolist()) == []


def scores(*parts: tuple[int, list[int]]) -> str:
    """So many answers of each part, ten a day, with its scores in turn."""
    each = [score for n, given in parts for score in (given * n)[:n]]
    rows = (f"{i},{START + timedelta(days=i // 10)},{score}" for i, score in enumerate(each))
    return survey(*rows)


LOW, HIGH = [1, 2, 3, 4, 5], [2, 5, 7, 8, 9, 10, 1]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            ((400, LOW), (400, HIGH)),
            "Of 400 answers to CSAT on 1 to 10 before 10 Feb 2024 not one is more than 5; from "
            "then on 228 of 400 are",
        ),
        (
            ((400, HIGH), (400, LOW)),
            "Of 400 answers to CSAT on 1 to 10 after 9 Feb 2024 not one is more than 5; up to "
            "then 228 of 400 are",
        ),
    ],
)
def test_a_scale_that_changed(
    company: Company, parts: tuple[tuple[int, list[int]], ...], said: str
) -> None:
    (found,) = doubts(company.write(CSAT, survey_csv=scores(*parts)))
    assert found.startswith(said)
    assert "scale_max" in found


def test_a_lower_end_that_changed(company: Company) -> None:
    """NPS was asked on 1 to 10 for a while, then on 0 to 10."""
    rows = scores((600, list(range(1, 11))), (600, list(range(11))))
    (found,) = doubts(company.write(LONG, survey_csv=rows))
    assert "not one is less than 1; from then on 55 of 600 are" in found
    assert "rating" in found


def test_scales_that_stay_are_no_doubt(company: Company) -> None:
    """What gets better for good has all scores before and after; nor does a rare one change it."""
    chance = np.random.default_rng(3)
    worse = chance.choice(11, 700, p=[0.04] * 7 + [0.18] * 4).tolist()
    better = chance.choice(11, 700, p=[0.01] * 7 + [0.2325] * 4).tolist()
    assert doubts(company.write(LONG, survey_csv=scores((700, worse), (700, better)))) == []
    rare = [0] * 9  # of 1,400, and only at the end
    steady = chance.choice(range(1, 11), 1391).tolist()
    assert doubts(company.write(LONG, survey_csv=scores((1391, steady), (9, rare)))) == []
