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
from metrics.inference.intervals import Interval, Z
from metrics.inference.season import beside_earlier_years, beyond
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


def figures_before(*values: float, error: float = 1.0) -> Interval:
    """One row of figures, newest first, with standard errors that are all alike."""
    value = np.array([values])
    return Interval(value, value - Z * error, value + Z * error)


def test_two_years_alike_by_hand() -> None:
    """Half-years: it rose by 4 in both earlier years, and by 7 now; each figure errs by 1.

    The mean of two changes errs by 1, what is left by the root of 2 + 1; years are thought alike as
    in 2 steps, and seen alike in 2 that tell half as much: t with 3 degrees of freedom, 3.182.
    """
    now = change(7, 7 - Z * math.sqrt(2), 7 + Z * math.sqrt(2))
    found = beside_earlier_years(now, figures_before(10, 14, 10, 14, 10), 2)
    assert found.years.tolist() == [2]
    usual, left = found.usual, found.beyond
    assert [one[0] for one in usual[:3]] == pytest.approx([4, 0.818, 7.182], abs=0.001)
    assert [one[0] for one in left[:3]] == pytest.approx([3, -2.512, 8.512], abs=0.001)
    assert usual.p_value[0] == pytest.approx(2 * stats.t.sf(4, 3))
    assert left.p_value[0] == pytest.approx(2 * stats.t.sf(3 / math.sqrt(3), 3))


def test_years_that_differ_by_hand() -> None:
    """Steps of -4, 2, -1, 3: the same ones of two years differ by 3 and 1, and err by 2 in it.

    9/4 + 1/4, and 2 that were thought before, are 1.125 of 4: beside their errors of variance 4 two
    steps differ by 0.125 * 4, each by half of that.
    """
    now = change(7, 7 - Z * math.sqrt(2), 7 + Z * math.sqrt(2))
    found = beside_earlier_years(now, figures_before(10, 14, 12, 13, 10), 2)
    t = stats.t.isf(0.025, 3)
    assert found.usual.change[0] == pytest.approx(2.5)
    assert found.usual.high[0] == pytest.approx(2.5 + t * math.sqrt(1 + 0.25 / 2))
    assert found.beyond.low[0] == pytest.approx(4.5 - t * math.sqrt(3 + 0.25 * 1.5))


def slowly(now: Difference, before: Interval, per_year: int) -> list[list[float]]:
    """Usual change and its ends, what is left and its ends, in loops."""
    found = []
    for row in range(len(now.change)):
        steps: list[tuple[float, float, float]] = []
        for place in range(before.value.shape[1] - 1):
            one, other = (tuple(side[row, place + more] for side in before) for more in (0, 1))
            down = math.hypot(one[0] - one[1], other[2] - other[0])
            up = math.hypot(one[2] - one[0], other[0] - other[1])
            steps.append((one[0] - other[0], down, up))
        same = [one for one in steps[per_year - 1 :: per_year] if not math.isnan(one[0])]
        pairs = [
            (one[0] - other[0], sum(((two[1] + two[2]) / (2 * Z)) ** 2 for two in (one, other)))
            for one, other in zip(steps, steps[per_year:], strict=False)
            if not math.isnan(one[0] + other[0])
        ]
        ratio = (2 + sum(apart**2 / error for apart, error in pairs)) / (2 + len(pairs))
        mean = sum(error for _, error in pairs) / max(len(pairs), 1)
        uneven = (max(ratio, 1) - 1) * mean / 2
        t, k = stats.t.isf(0.025, 2 + len(pairs) / 2), len(same)
        usual = sum(one[0] for one in same) / k
        down, up = (math.sqrt(sum(one[side] ** 2 for one in same)) / k for side in (1, 2))
        ends = [math.sqrt((t / Z * one) ** 2 + t**2 * uneven / k) for one in (down, up)]
        left = now.change[row] - usual
        low, high = now.change[row] - now.low[row], now.high[row] - now.change[row]
        both = [
            math.sqrt((t / Z) ** 2 * (own**2 + other**2) + t**2 * uneven * (1 + 1 / k))
            for own, other in ((low, up), (high, down))
        ]
        found.append([usual, usual - ends[0], usual + ends[1]])
        found[-1] += [left, left - both[0], left + both[1]]
    return found


def test_it_is_what_loops_come_to() -> None:
    """Also where intervals are not even, years differ, and periods are not known."""
    chance, rows, periods = np.random.default_rng(5), 40, 14
    value = chance.normal(0, 2, (rows, periods))
    value[chance.random(value.shape) < 0.1] = math.nan
    value[:, 3:5] = chance.normal(0, 2, (rows, 2))  # last year is known
    below, above = chance.uniform(1, 3, (2, rows, periods))
    before = Interval(value, value - below, value + above)
    moved = chance.normal(0, 3, rows)
    now = Difference(moved, moved - chance.uniform(1, 4, rows), moved + 2, moved * math.nan)
    found = beside_earlier_years(now, before, 4)
    told = np.column_stack([*found.usual[:3], *found.beyond[:3]])
    np.testing.assert_allclose(told, slowly(now, before, 4))
    assert set(found.years) > {2, 3}


def test_without_an_earlier_year_nothing_is_known() -> None:
    now = change(7, 5, 9)
    found = beside_earlier_years(now, figures_before(10, math.nan, 10, 14), 2)
    assert found.years.tolist() == [0]
    assert np.isnan([*found.usual[:3], *found.beyond[:3]]).all()


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
    small = found[found["case"] == "share, quarters, 2 earlier, season 3, uneven 0"]
    unless = small["value"].to_numpy()[small["measure"] == "real, unless told"]
    assert (unless > 0.15).all(), "a season that is not told yet is there all the same"
    assert np.isfinite(found["value"]).all()
