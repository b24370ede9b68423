"""A change beside last year's: by hand, as figures, and on companies with a season."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.claims import season as simulated
from benchmarks.claims.rows import outside
from metrics.estimates import figures
from metrics.inference.differences import Difference
from metrics.inference.season import beyond
from metrics.inference.seasonal_verdicts import beside_last_year
from tests.metrics.samples import arrays, cells, nps

GROUPS = tuple[int, int, int]  # promoters, passives, detractors


def change(value: float, low: float, high: float) -> Difference:
    return Difference(*arrays(value, low, high, math.nan))


def test_beyond_by_hand() -> None:
    """-10 (-14 to -6) after -4 (-7 to -1): -6, and 5 to either side: 4 and 3 at right angles."""
    found = beyond(change(-10, -14, -6), change(-4, -7, -1))
    assert [float(part[0]) for part in found[:3]] == [-6, -11, -1]
    z = stats.norm.ppf(0.975) * 6 / 5
    assert found.p_value[0] == pytest.approx(2 * stats.norm.sf(z))


def test_intervals_that_are_not_even() -> None:
    """The lower end takes the lower end of now and the upper one of before."""
    found = beyond(change(10, 7, 11), change(2, 1, 6))
    assert (found.low[0], found.high[0]) == pytest.approx((8 - 5, 8 + math.sqrt(2)))


def test_an_overlap_widens_it() -> None:
    """Variances 1 of each of four sides and all of the base in common: 4 + 2 in all."""
    half = stats.norm.ppf(0.975) * math.sqrt(2)
    both = change(5, 5 - half, 5 + half), change(0, -half, half)
    whole = stats.norm.ppf(0.975) * math.sqrt(6)
    assert beyond(*both, overlap=1.0).low[0] == pytest.approx(5 - whole)


def of_places(now: dict[str, GROUPS], base: dict[str, GROUPS]) -> pd.DataFrame:
    ours, theirs = (
        cells(pd.concat([nps(*groups, place=place) for place, groups in side.items()]), ("place",))
        for side in (now, base)
    )
    return figures(ours, theirs, ["nps"], ("place",))


HIGH, LOW, SAME = (500, 300, 200), (400, 300, 300), (450, 300, 250)


def test_a_season_is_not_real_and_says_what_it_was_last_year() -> None:
    now = of_places(
        {"A": LOW, "B": LOW, "C": SAME, "D": LOW}, {"A": HIGH, "B": HIGH, "C": SAME, "D": HIGH}
    )
    before = of_places({"A": LOW, "B": SAME, "C": SAME}, {"A": HIGH, "B": SAME, "C": SAME})
    found = beside_last_year(now, before, ("place",))
    assert found["place"].tolist() == ["A", "B", "C", "D"]
    assert found["verdict"].tolist() == ["noise", "real", "noise", "real"]
    assert found["last_year"].tolist() == pytest.approx([-20, *[math.nan] * 3], nan_ok=True)
    p_values, plain = found["p_value"].to_numpy(), now["p_value"].to_numpy()
    assert p_values[0] == pytest.approx(1), "the change is exactly last year's"
    assert p_values[1] > plain[1]
    assert p_values[3] == plain[3], "of what is not known of last year nothing"


def test_last_years_changes_of_a_family_are_read_together() -> None:
    """Of twenty places in a season, one that is a little below the others is not real."""
    places = [f"{place:02}" for place in range(20)]
    now = of_places(dict.fromkeys(places, LOW), dict.fromkeys(places, HIGH))
    odd = dict.fromkeys(places, LOW) | {"00": (450, 310, 240)}
    before = of_places(odd, dict.fromkeys(places, HIGH))
    alone = beside_last_year(now.iloc[:1], before, ("place",))
    together = beside_last_year(now, before, ("place",))
    assert alone["verdict"].tolist() == ["real"]
    assert set(together["verdict"]) == {"noise"}


def test_counts_go_with_the_size_of_the_company() -> None:
    """Twice as large, and 20 per cent more tickets in both years: 400 is no more than 200."""

    def tickets(value: float, base: float) -> pd.DataFrame:
        change, error = value - base, 1.96 * math.sqrt(value + base)
        return pd.DataFrame(
            {
                "metric": ["tickets_opened"],
                "series": ["tickets_opened"],
                "value": [value],
                "base_value": [base],
                "change": [change],
                "change_low": [change - error],
                "change_high": [change + error],
                "p_single": [1e-6],
                "p_value": [1e-6],
                "verdict": ["real"],
            }
        )

    grown = beside_last_year(tickets(2400, 2000), tickets(1200, 1000), ())
    assert grown["verdict"].tolist() == ["noise"]
    assert grown["p_value"].tolist() == pytest.approx([1.0])
    more = beside_last_year(tickets(2400, 2000), tickets(1000, 1000), ())
    assert more["verdict"].tolist() == ["real"]


def test_simulated_companies() -> None:
    found = simulated.run(1, 10)
    assert found[outside(found)].empty
    season = found[found["case"] == "share, 3000 a quarter, season of 6"]
    plain = season["value"].to_numpy()[season["measure"] == "real, plainly"]
    assert (plain > 0.95).all(), "a season is false all the time, plainly"
    assert np.isfinite(found["value"]).all()
