"""Mix and rate, leading cells and change points on changes whose cause is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.reasons.change_point import change_point, year_on_year
from metrics.reasons.decomposition import MixAndRate, mix_and_rate, most_telling
from metrics.reasons.leading import leading
from metrics.reasons.parts import Part
from metrics.sums.paired_cells import PairedCells, outer
from tests.metrics.samples import cells, feedback, nps

NPS = DEFINITIONS["nps"]
CELLS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=3, max_size=3)


def plans(*shares: tuple[int, int, int]) -> pd.DataFrame:
    """Moments of plans a, b, ... with so many promoters, passives, detractors."""
    parts = [nps(*share, plan=plan) for share, plan in zip(shares, "abcd", strict=False)]
    return cells(pd.concat(parts), ["plan"])


def paired(now: pd.DataFrame, base: pd.DataFrame, *keys: str) -> PairedCells:
    return outer(now, base, ["nps"], keys or ("plan",))


def parts_of(now: pd.DataFrame, base: pd.DataFrame) -> MixAndRate:
    found = mix_and_rate(paired(now, base), NPS, ["plan"])
    assert found is not None
    return found


def test_a_drop_that_is_all_mix() -> None:
    # NPS 50 in plan a and 0 in plan b throughout; a falls from 80 % to 20 % of the answers.
    base = plans((480, 240, 80), (50, 100, 50))
    now = plans((120, 60, 20), (200, 400, 200))
    found = parts_of(now, base)
    assert (found.change, found.mix.value) == pytest.approx((-30, -30))
    assert found.rate.value == pytest.approx(0)
    assert found.mix.real
    assert not found.rate.real
    assert found.all_mix
    assert figures(now, base, ["nps"])["verdict"].tolist() == ["real"]


def test_kitagawa_by_hand() -> None:
    # shares .5/.5 -> .75/.25; a: 40 -> 60, b: 0 -> -20
    # mix = .25 * 50 + -.25 * -10 = 15; rate = .625 * 20 + .375 * -20 = 5
    base, now = plans((50, 40, 10), (30, 40, 30)), plans((105, 30, 15), (10, 20, 20))
    found = parts_of(now, base)
    assert (found.mix.value, found.rate.value) == pytest.approx((15, 5))
    assert found.change == pytest.approx(40 - 20)
    # Of the rate: standard errors of the adjusted samples, weighted by mean shares, and the shares
    # themselves: halves of 20 and -20, 20 apart, at .75/.25 of 200 and .5/.5 of 200.
    a, a0, b, b0 = (
        (n, (p + 0.75) / (n + 3), (d + 0.75) / (n + 3))
        for n, p, d in ((150, 105, 15), (100, 50, 10), (50, 10, 20), (100, 30, 30))
    )
    variances = [(p + d - (p - d) ** 2) / (n + 3) for n, p, d in (a, a0, b, b0)]
    of_a, of_b = sum(variances[:2]), sum(variances[2:])
    shares = 20**2 * (0.75 * 0.25 / 200 + 0.5 * 0.5 / 200)
    error = np.sqrt(100**2 * (0.625**2 * of_a + 0.375**2 * of_b) + shares)
    assert found.rate.high == pytest.approx(5 + 1.959964 * error, abs=1e-3)
    # The mix: levels of 50 and -10, 60 apart, at .75/.25 of 200 and .5/.5 of 200; and their values.
    between = 60**2 * (0.75 * 0.25 / 200 + 0.5 * 0.5 / 200)
    error = np.sqrt(between + 100**2 * 0.25**2 * (of_a + of_b) / 4)
    assert found.mix.high == pytest.approx(15 + 1.959964 * error, abs=1e-3)


def test_levels_may_all_rise_while_their_total_falls() -> None:
    # Simpson: a 50 -> 55, b 0 -> 5; a falls from 80 % to 20 % of the answers.
    base = plans((4800, 2400, 800), (500, 1000, 500))
    now = plans((1250, 600, 150), (2200, 4000, 1800))
    found = parts_of(now, base)
    assert found.change == pytest.approx(15 - 40)
    assert found.rate.value == pytest.approx(5)
    assert found.turns
    assert not found.all_mix


def test_the_one_told_is_the_one_that_turns_else_the_one_that_leaves_least() -> None:
    def one(mix: float, rate: float, error: float = 0.3) -> MixAndRate:
        return MixAndRate(Part(mix, error), Part(rate, error))

    small, half, most, turned = one(-0.9, -3), one(-2, -1.9), one(-3.8, -0.1), one(-6, 2.1)
    assert most_telling([]) is None
    assert most_telling([small]) is None  # a quarter of the change: the story stays
    assert most_telling([small, half]) == 1
    assert most_telling([half, most]) == 1
    assert most_telling([half, most, turned]) == 2
    # Larger than the change, or against it: no upper bound, and no direction.
    assert most_telling([one(-6, 0.5)]) == 0
    assert most_telling([one(3, -7)]) == 0
    # A large mix that is within noise is none, nor one among many that is hardly beyond it.
    assert most_telling([one(-4, 0, error=2.5)]) is None
    assert most_telling([one(-4, 0, error=1.9)]) == 0
    assert most_telling([one(-4, 0, error=1.9), *[one(0, -4)] * 5]) is None


def test_all_of_it_only_where_the_rate_is_surely_small() -> None:
    # Of a fall of 8 a rate is small within 2: 1 + 1.645 * .6 is 1.99, 1 + 1.645 * .62 is 2.02.
    assert MixAndRate(Part(-7, 0.5), Part(-1, 0.60)).all_mix
    assert not MixAndRate(Part(-7, 0.5), Part(-1, 0.62)).all_mix
    assert not MixAndRate(Part(-8, 0.5), Part(0, 1.3)).all_mix  # nothing is known of it
    assert not MixAndRate(Part(-8, 0.5), Part(0, float("nan"))).all_mix


@pytest.mark.slow
@settings(max_examples=80)
@given(CELLS, CELLS, st.sampled_from(["nps", "csat_mean"]))
def test_mix_and_rate_add_up_to_the_change(
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
    effects = mix_and_rate(
        outer(sides[0], sides[1], [metric], ["plan"]), DEFINITIONS[metric], ["plan"]
    )
    # Without a level on both sides all of it would be mix, and nothing is known.
    if effects is not None:
        assert effects.change == pytest.approx(change.iloc[0], abs=1e-9)


def test_a_level_of_one_answer_does_not_spoil_the_interval_of_a_mean() -> None:
    def side(shift: int) -> pd.DataFrame:
        many = feedback("csat", [1 + shift, 3, 4, 5, 5] * 20, plan="a")
        return cells(pd.concat([many, feedback("csat", [4], plan="b")]), ["plan"])

    mean = DEFINITIONS["csat_mean"]
    found = mix_and_rate(outer(side(1), side(0), ["csat_mean"], ["plan"]), mean, ["plan"])
    assert found is not None
    assert found.rate.low < found.rate.value < found.rate.high


def test_nothing_to_decompose() -> None:
    many, nothing = plans((30, 10, 10), (20, 10, 10)), plans((0, 0, 0), (0, 0, 0))
    assert mix_and_rate(paired(many, nothing), NPS, ["plan"]) is None
    assert mix_and_rate(paired(nothing, nothing), NPS, ["plan"]) is None
    assert leading(paired(many, nothing), NPS, ["plan"]) is None
    assert leading(paired(nothing, nothing), NPS, ["plan"]) is None


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


def test_the_one_cell_that_changed_is_found() -> None:
    both = paired(regions((50, 50, 200)), regions((150, 80, 70)), "touchpoint", "region")
    for way in (["touchpoint"], ["region"], ["touchpoint", "region"]):
        found = leading(both, NPS, way)
        assert found is not None
        named = {"touchpoint": "Billing", "region": "EMEA"}
        assert found.cells == ({key: named[key] for key in way},)
        # one of six equal cells fell from 26.7 to -50, and nothing else did
        assert found.share == pytest.approx(1)
        assert found.share_low < 1 < found.share_high


def test_the_interval_of_a_share_by_hand() -> None:
    # Fieller: of halves that fell 40 and 0 points, the k with (20 - 20 k)^2 = z^2 Var(20 - 20 k).
    base, now = plans((60, 20, 20), (60, 20, 20)), plans((40, 20, 40), (60, 20, 20))
    found = leading(paired(now, base), NPS, ["plan"])
    assert found is not None
    assert found.share == pytest.approx(1)

    def variance(n: int, p: int, d: int) -> float:
        p_, d_ = (p + 0.75) / (n + 3), (d + 0.75) / (n + 3)
        return 100**2 * (p_ + d_ - (p_ - d_) ** 2) / (n + 3)

    own = 0.5**2 * (variance(100, 60, 20) + variance(100, 40, 40))
    whole = variance(200, 120, 40) + variance(200, 100, 60)
    for end in (found.share_low, found.share_high):
        spread = own * (1 - 2 * end) + end**2 * whole
        assert (-20 + 20 * end) ** 2 == pytest.approx(1.959964**2 * spread, rel=1e-4)


def test_a_change_that_is_everywhere_is_not_in_one_cell() -> None:
    base, now = plans((60, 20, 20), (60, 20, 20)), plans((40, 20, 40), (40, 20, 40))
    assert leading(paired(now, base), NPS, ["plan"]) is None


def test_cells_that_vanished_or_are_small_are_not_named() -> None:
    base = plans((60, 20, 20), (30, 30, 40), (20, 20, 5), (3, 1, 1))
    now = plans((60, 20, 20), (0, 0, 0), (20, 20, 6), (0, 0, 5))
    assert leading(paired(now, base), NPS, ["plan"]) is None


def months(levels: list[tuple[int, int, int]]) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=len(levels), freq="MS")
    parts = [nps(*level, period=day) for level, day in zip(levels, days, strict=True)]
    return cells(pd.concat(parts), ["period"])


def test_months_are_held_against_those_a_year_before() -> None:
    # A season of 20 % in December alone, and 10 points less from month 20 on.
    levels = [(60 - 20 * (place % 12 == 11) - 10 * (place >= 19), 20, 20) for place in range(24)]
    found, values, errors = year_on_year(months(levels), NPS, "period")
    assert found == list(pd.date_range("2026-01-01", periods=12, freq="MS"))
    assert values[:7] == pytest.approx([0] * 7)
    assert (values[7:] < -5).all()
    assert values[7] == pytest.approx(100 * (30 / 90 - 40 / 100))
    assert len(errors) == 12


def test_months_that_are_too_small_have_no_difference() -> None:
    levels = [(60, 20, 20)] * 20 + [(3, 1, 1)] * 2 + [(60, 20, 20)] * 2
    found, values, _ = year_on_year(months(levels), NPS, "period")
    assert len(found) == len(values) == 10


@pytest.mark.slow
def test_searching_does_not_find_what_is_not_there() -> None:
    rng = np.random.default_rng(4)
    found = [change_point(rng.normal(0, 3, 12), np.full(12, 3.0)) for _ in range(300)]
    assert sum(step is not None for step in found) <= 12


def test_few_months_and_unknown_errors_have_no_step() -> None:
    step = np.array([0.0] * 6 + [-50.0] * 6)
    assert change_point(step, np.full(12, 3.0)) is not None
    assert change_point(step[4:9], np.full(5, 3.0)) is None
    assert change_point(step, np.where(np.arange(12) == 3, np.nan, 3.0)) is None


def test_several_series_are_refused_by_name() -> None:
    five = feedback("csat", [5] * 20, period=1)
    ten = feedback("csat", [9] * 20, period=2).assign(scale_max=10)
    both = cells(pd.concat([five, ten]), ["period"])
    with pytest.raises(ValueError, match="csat:1-10, csat:1-5"):
        year_on_year(both, DEFINITIONS["csat"], "period")
