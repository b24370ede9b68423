"""Mix and rate, drivers and change points on changes whose cause is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.estimates import figures
from metrics.reasons.change_point import change_point
from metrics.reasons.decomposition import mix_and_rate
from metrics.reasons.drivers import drivers
from metrics.sums.paired_cells import outer
from tests.metrics.samples import cells, feedback, nps, only

CELLS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=3, max_size=3)


def plans(*shares: tuple[int, int, int]) -> pd.DataFrame:
    """Moments of plans a, b, ... with so many promoters, passives, detractors."""
    parts = [nps(*share, plan=plan) for share, plan in zip(shares, "abcd", strict=False)]
    return cells(pd.concat(parts), ["plan"])


def test_a_drop_that_is_all_mix() -> None:
    # NPS 50 in plan a and 0 in plan b throughout; a falls from 80 % to 20 % of the answers.
    base = plans((480, 240, 80), (50, 100, 50))
    now = plans((120, 60, 20), (200, 400, 200))
    found = only(mix_and_rate(outer(now, base, ["nps"], ["plan"]), "nps", "plan"))
    assert found["change"] == pytest.approx(-30)
    assert found["mix"] == pytest.approx(-30)
    assert found["rate"] == pytest.approx(0)
    assert found["verdict"] == "noise"
    assert figures(now, base, ["nps"])["verdict"].tolist() == ["real"]


def test_kitagawa_by_hand() -> None:
    # shares .5/.5 -> .75/.25; a: 40 -> 60, b: 0 -> -20
    # mix = .25 * 50 + -.25 * -10 = 15; rate = .625 * 20 + .375 * -20 = 5
    base, now = plans((50, 40, 10), (30, 40, 30)), plans((105, 30, 15), (10, 20, 20))
    found = only(mix_and_rate(outer(now, base, ["nps"], ["plan"]), "nps", "plan"))
    assert (found["mix"], found["rate"]) == pytest.approx((15, 5))
    assert found["change"] == pytest.approx(40 - 20)
    # standard errors of the adjusted samples, weighted by mean shares
    variances = []
    for n, p, d in ((150, 105, 15), (50, 10, 20), (100, 50, 10), (100, 30, 30)):
        p_, d_ = (p + 0.75) / (n + 3), (d + 0.75) / (n + 3)
        variances.append((p_ + d_ - (p_ - d_) ** 2) / (n + 3))
    error = 100 * np.sqrt(
        0.625**2 * (variances[0] + variances[2]) + 0.375**2 * (variances[1] + variances[3])
    )
    assert found["rate_high"] == pytest.approx(5 + 1.959964 * error, abs=1e-3)


@pytest.mark.slow
@settings(max_examples=80)
@given(CELLS, CELLS, st.sampled_from(["nps", "csat_mean"]))
def test_effects_and_contributions_add_up_to_the_change(
    now: list[tuple[int, int, int]], base: list[tuple[int, int, int]], metric: str
) -> None:
    sides = []
    for side in (now, base):
        parts = [
            feedback(metric[:4].strip("_"), [5] * p + [4] * m + [2] * d, plan=plan)
            for (p, m, d), plan in zip(side, "abc", strict=True)
        ]
        sides.append(cells(pd.concat(parts), ["plan"]))
    change = figures(sides[0], sides[1], [metric], minimum_n=1)["change"]
    if change.isna().any() or change.empty:
        return
    effects = only(
        mix_and_rate(outer(sides[0], sides[1], [metric], ["plan"]), metric, "plan", minimum_n=1)
    )
    assert effects["mix"] + effects["rate"] == pytest.approx(change.iloc[0], abs=1e-9)
    for driver in drivers(
        outer(sides[0], sides[1], [metric], ["plan"]), metric, [["plan"]], minimum_n=1
    ):
        assert driver.change == pytest.approx(change.iloc[0], abs=1e-9)


def test_a_level_of_one_answer_does_not_spoil_the_interval_of_a_mean() -> None:
    def side(shift: int) -> pd.DataFrame:
        many = feedback("csat", [1 + shift, 3, 4, 5, 5] * 20, plan="a")
        return cells(pd.concat([many, feedback("csat", [4], plan="b")]), ["plan"])

    found = only(
        mix_and_rate(outer(side(1), side(0), ["csat_mean"], ["plan"]), "csat_mean", "plan")
    )
    assert found["rate_low"] < found["rate"] < found["rate_high"]


def test_too_few_and_nothing_to_decompose() -> None:
    few, many = plans((3, 1, 1), (2, 1, 1)), plans((30, 10, 10), (20, 10, 10))
    found = only(mix_and_rate(outer(many, few, ["nps"], ["plan"]), "nps", "plan"))
    assert found["verdict"] == "too_few"
    assert np.isnan(found["change"])
    nothing = plans((0, 0, 0), (0, 0, 0))
    assert mix_and_rate(outer(many, nothing, ["nps"], ["plan"]), "nps", "plan")[
        "verdict"
    ].tolist() == ["none"]
    assert not len(mix_and_rate(outer(nothing, nothing, ["nps"], ["plan"]), "nps", "plan")["mix"])


def regions(billing_in_emea: tuple[int, int, int]) -> pd.DataFrame:
    parts = [
        nps(
            *(billing_in_emea if (touchpoint, region) == ("Billing", "EMEA") else (150, 80, 70)),
            touchpoint=touchpoint,
            region=region,
        )
        for touchpoint in ("Billing", "Delivery", "Support")
        for region in ("EMEA", "Americas")
    ]
    return cells(pd.concat(parts), ["touchpoint", "region"])


def test_the_one_cell_that_changed_is_found_and_the_rest_is_quiet() -> None:
    ways = [["touchpoint"], ["region"], ["touchpoint", "region"]]
    now, base = regions((50, 50, 200)), regions((150, 80, 70))
    found = drivers(outer(now, base, ["nps"], ways[2]), "nps", ways)
    assert [driver.levels for driver in found] == [
        {"touchpoint": "Billing"},
        {"region": "EMEA"},
        {"touchpoint": "Billing", "region": "EMEA"},
    ]
    assert {(driver.verdict, driver.rest_verdict) for driver in found} == {("real", "noise")}
    # one of six equal cells fell from 26.7 to -50: the total fell by a sixth of that
    assert [driver.contribution for driver in found] == pytest.approx([-230 / 18] * 3)
    assert [driver.change for driver in found] == pytest.approx([-230 / 18] * 3)
    assert found[2].answers == 300


def test_a_change_that_is_everywhere_is_not_in_one_cell() -> None:
    base, now = plans((60, 20, 20), (60, 20, 20)), plans((40, 20, 40), (40, 20, 40))
    (found,) = drivers(outer(now, base, ["nps"], ["plan"]), "nps", [["plan"]])
    assert (found.verdict, found.rest_verdict) == ("real", "real")


def test_cells_that_vanished_or_are_small_are_not_named() -> None:
    base = plans((60, 20, 20), (30, 30, 40), (20, 20, 5), (3, 1, 1))
    now = plans((60, 20, 20), (0, 0, 0), (20, 20, 6), (0, 0, 5))
    (found,) = drivers(outer(now, base, ["nps"], ["plan"]), "nps", [["plan"]])
    assert found.levels["plan"] in ("a", "c")
    few = outer(plans((3, 1, 1)), plans((3, 1, 1)), ["nps"], ["plan"])
    assert drivers(few, "nps", [["plan"]]) == []


def months(levels: list[tuple[int, int, int]]) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=len(levels), freq="MS")
    parts = [nps(*level, period=day) for level, day in zip(levels, days, strict=True)]
    return cells(pd.concat(parts), ["period"])


def test_the_month_of_the_change_is_found() -> None:
    found = change_point(months([(100, 50, 50)] * 7 + [(60, 50, 90)] * 5), "nps")
    assert found is not None
    assert found.period == pd.Timestamp("2025-08-01")
    assert found.change == pytest.approx(-40)
    assert found.p_value < 0.001


def test_a_steady_series_has_no_change_point() -> None:
    assert change_point(months([(100, 50, 50)] * 12), "nps") is None
    assert change_point(months([(100, 50, 50)]), "nps") is None


@pytest.mark.slow
def test_searching_does_not_find_what_is_not_there() -> None:
    rng = np.random.default_rng(4)
    found = [
        change_point(months([tuple(x) for x in rng.multinomial(50, [0.5, 0.3, 0.2], 12)]), "nps")
        for _ in range(100)
    ]
    assert sum(point is not None for point in found) <= 8


def test_several_series_are_refused_by_name() -> None:
    five = feedback("csat", [5] * 20, period=1)
    ten = feedback("csat", [9] * 20, period=2).assign(scale_max=10)
    with pytest.raises(ValueError, match="csat:1-10, csat:1-5"):
        change_point(cells(pd.concat([five, ten]), ["period"]), "csat")
