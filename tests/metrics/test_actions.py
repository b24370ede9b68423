"""Did it work: by hand, against diff-diff, statsmodels and published figures, and by simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from diff_diff import DifferenceInDifferences

from benchmarks.claims.actions import CASES, PERIODS, drawn, measured
from benchmarks.claims.rows import outside, table
from metrics.actions.blocks import Blocks, blocks_of, steady
from metrics.actions.effect import effect
from metrics.actions.power import least_seen, least_seen_after
from metrics.actions.verdict import (
    Doubt,
    Outcome,
    judge,
    placebo_dates,
    placebo_segments,
)
from metrics.definitions import DEFINITIONS
from metrics.sums.cells import MOMENTS, Cells
from metrics.sums.grouping import Array, categorical


def blocks(values: list[list[float]], variance: float = 400, after: int = 3) -> Blocks:
    """Segments with values by period, 100 answers each, the last periods after the action."""
    value = np.array(values, dtype=float)
    place = np.arange(value.shape[1]) - value.shape[1] + after
    return Blocks(place, np.full(value.shape, 100.0), value, np.full(len(value), variance))


def flat(*levels: tuple[float, float], before: int = 8, after: int = 3) -> list[list[float]]:
    """Segments that are at one level before and at another after."""
    return [[first] * before + [last] * after for first, last in levels]


def test_two_by_two_by_hand() -> None:
    """70 to 75 there, 60 to 62 elsewhere, 100 answers a period: 8 periods before, 2 after."""
    found = effect(blocks(flat((70, 75), (60, 62), after=2), after=2))
    assert found is not None
    assert found.value == pytest.approx(3)
    assert found.means == pytest.approx((70, 75, 60, 62))
    # Variance of an answer 400, of four means of 800, 200, 800 and 200 answers: 0.5 + 2 + 0.5 + 2.
    assert found.error == pytest.approx(5**0.5)
    assert (found.freedom, found.dispersion) == (7, 1)  # ten periods, a line and a level
    assert found.high - found.value == pytest.approx(2.36462 * 5**0.5, rel=1e-5)  # t of 7
    assert found.drift == pytest.approx(0)


def test_untouched_segments_count_by_their_answers_over_all_periods() -> None:
    """Elsewhere 300 and 100 answers a period: 3/4 x 4 + 1/4 x 8 = 5 points more, there 6."""
    own = blocks(flat((50, 56), (40, 44), (20, 28)))
    n = own.n * np.array([[1.0], [3.0], [1.0]])
    found = effect(Blocks(own.place, n, own.value, own.variance))
    assert found is not None
    assert found.value == pytest.approx(1)
    assert found.means == pytest.approx((50, 56, 35, 40))
    # 400 / 800 + 400 / 300, and of the others 9/16 and 1/16 of what 2,400, 900, 800 and 300 make.
    others = 9 / 16 * (400 / 2400 + 400 / 900) + 1 / 16 * (400 / 800 + 400 / 300)
    assert found.error == pytest.approx((400 / 800 + 400 / 300 + others) ** 0.5)


def test_card_and_krueger_1994() -> None:
    """Employment in fast food, New Jersey and Pennsylvania: 20.44, 21.03, 23.33, 21.17: +2.76."""
    found = effect(blocks(flat((20.44, 21.03), (23.33, 21.17), after=1), after=1))
    assert found is not None
    assert found.value == pytest.approx(2.76, abs=0.011)  # of means that they round to 0.01


def test_the_same_effect_as_diff_diff_from_single_answers() -> None:
    chance = np.random.default_rng(3)
    place, unit = chance.integers(-9, 3, 6000), chance.integers(0, 2, 6000)
    rows = pd.DataFrame({"place": place, "unit": unit})
    rows["late"], rows["there"] = (rows["place"] >= 0).astype(int), 1 - rows["unit"]
    level = 3 + 0.3 * rows["there"] - 0.2 * rows["late"] + 0.4 * rows["there"] * rows["late"]
    rows["score"] = np.clip(np.rint(level + chance.normal(0, 1, len(rows))), 1, 5)
    theirs = DifferenceInDifferences(vcov_type="classical").fit(
        rows, outcome="score", treatment="there", post="late"
    )
    one, score = np.ones(len(rows)), rows["score"].to_numpy()
    sums: dict[str, Array] = dict.fromkeys(MOMENTS, np.zeros(len(rows)))
    sums |= {"answers": one, "w": one, "w2": one, "total": score, "squares": score**2}
    series = categorical(np.zeros(len(rows), dtype=np.int64), ["csat:1-5"])
    own = blocks_of(
        Cells({"series": series}, {**sums, "cubes": score**3}),
        rows["unit"].to_numpy(), rows["place"].to_numpy(), DEFINITIONS["csat_mean"], np.ones(2),
    )  # fmt: skip
    found = effect(own)
    assert found is not None
    assert found.value == pytest.approx(theirs.att, abs=1e-9)
    alone = found.error / found.dispersion**0.5
    assert alone == pytest.approx(theirs.se, rel=0.03)  # one variance for all, and no answer added


def test_drift_and_dispersion_as_statsmodels_fits_them() -> None:
    own = drawn(np.random.default_rng(5), CASES[-2], trend=20)
    found = effect(own)
    series, spread = own.apart
    later = own.place >= 0
    middle = np.average(own.place[~later], weights=1 / spread[~later])
    design = np.column_stack([~later, later, np.where(later, 0, own.place - middle)]).astype(float)
    fitted = sm.WLS(series, design, weights=1 / spread).fit()
    way = np.average(own.place[later], weights=1 / spread[later]) - middle
    assert found is not None
    assert found.dispersion == pytest.approx(max(fitted.scale, 1))
    assert found.drift == pytest.approx(way * fitted.params[2])
    wider = (found.dispersion / fitted.scale) ** 0.5
    assert found.drift_error == pytest.approx(way * fitted.bse[2] * wider)


@pytest.mark.parametrize(
    ("values", "outcome", "doubt"),
    [
        (flat((50, 70), (50, 50)), Outcome.WORKED, Doubt.NONE),
        (flat((50, 50), (50, 50)), Outcome.DID_NOT, Doubt.NONE),
        (flat((50, 40), (50, 50)), Outcome.DID_NOT, Doubt.NONE),  # the wrong way
        (flat((50, 55), (50, 50)), Outcome.CANT_TELL, Doubt.WIDE),
        (flat((50, 70), (50, 50), before=5), Outcome.CANT_TELL, Doubt.SHORT),
        (flat((50, 70)), Outcome.CANT_TELL, Doubt.UNTOUCHED),
        (flat((50, 62), (50, 50), (50, 64)), Outcome.CANT_TELL, Doubt.SEGMENTS),
        ([[*range(40, 64, 2), 66, 66, 66], [50] * 15], Outcome.CANT_TELL, Doubt.DRIFT),
        (
            [[50] * 7 + [72] * 3 + [50] * 10 + [90] * 3, [50] * 23],
            Outcome.CANT_TELL,
            Doubt.DATES,
        ),
    ],
)
def test_verdicts(values: list[list[float]], outcome: Outcome, doubt: Doubt) -> None:
    found = judge(blocks(values), 1, 10, 3)
    assert (found.outcome, found.doubt) == (outcome, doubt)


def test_what_should_fall_is_judged_as_its_mirror_image() -> None:
    for level in (30, 46, 50, 54, 70):
        down = judge(blocks(flat((50, level), (50, 50))), -1, 10, 3)
        up = judge(blocks(flat((50, 100 - level), (50, 50))), 1, 10, 3)
        assert (down.outcome, down.doubt, down.seen) == (up.outcome, up.doubt, up.seen)


def test_without_a_size_only_the_wrong_way_did_not_work() -> None:
    said = {level: judge(blocks(flat((50, level), (50, 50))), 1, None, 3) for level in (40, 50, 70)}
    assert [one.outcome for one in said.values()] == [
        Outcome.DID_NOT, Outcome.CANT_TELL, Outcome.WORKED
    ]  # fmt: skip
    assert said[50].doubt == Doubt.UNSIZED


def test_there_is_one_look() -> None:
    """Periods after those by which an action is judged change nothing."""
    early = [50.0] * 8 + [50.0] * 3
    later = [*early, 90.0, 90.0, 90.0]
    first = judge(blocks([early, [50] * 11]), 1, 10, 3)
    second = judge(blocks([later, [50] * 14], after=6), 1, 10, 3)
    assert first == second


def test_too_few_periods_after_it() -> None:
    found = judge(blocks(flat((50, 70), (50, 50), after=1), after=1), 1, 10, 3)
    assert (found.outcome, found.doubt) == (Outcome.CANT_TELL, Doubt.FEW)


def test_placebos_are_of_what_nothing_was_done_to() -> None:
    own = blocks(flat((50, 70), (50, 51), (50, 49), before=12))
    dates = placebo_dates(own, 3)
    assert [one.value for one in dates] == pytest.approx([0] * 4)  # 6 to 9 periods before them
    assert [one.value for one in placebo_segments(own)] == pytest.approx([2, -2])
    jumped = own.value.copy()
    jumped[0, 8:12] += 9  # four periods before the action
    found = placebo_dates(Blocks(own.place, own.n, jumped, own.variance), 3)
    assert max(one.value for one in found) == pytest.approx(9)


def test_thin_segments_are_one_and_no_answer_is_left_out() -> None:
    own = blocks(flat((50, 50), (40, 40), (20, 20), (80, 80)))
    n = own.n * np.array([[1.0], [1.0], [0.05], [0.06]])
    found = steady(Blocks(own.place, n, own.value, own.variance))
    assert found.n.sum() == n.sum()
    assert found.n[:, 0].tolist() == [100, 100, 11]
    assert found.value[2, 0] == pytest.approx((5 * 20 + 6 * 80) / 11)
    # 400 within, and between them 5 x 6 / 11^2 x 60^2.
    assert found.variance[2] == pytest.approx(400 + 30 / 121 * 3600)
    # Too few even together: with the smallest of the others.
    few = steady(Blocks(own.place, own.n * np.array([[1.0], [1], [0.02], [0.03]]), own.value,
                        own.variance))  # fmt: skip
    assert few.n[:, 0].tolist() == [100, 105]
    # Periods in which the segment itself has too few are left out.
    n[0, 2] = 9
    assert 2 - 8 not in steady(Blocks(own.place, n, own.value, own.variance)).place


def test_what_would_be_seen_grows_with_the_error_and_falls_with_the_periods() -> None:
    found = effect(blocks(flat((50, 50), (50, 50))))
    wide = effect(blocks(flat((50, 50), (50, 50)), variance=1600))
    assert found is not None and wide is not None
    assert least_seen(wide) == pytest.approx(2 * least_seen(found), rel=1e-3)
    assert least_seen(found) > 2.8 * found.error  # what a plain test would see (Bloom 1995)
    before = blocks(flat((50, 50), (50, 50), before=26, after=0), after=0)
    after = [least_seen_after(before, many) for many in (1, 3, 6)]
    assert after[0] is not None and after[1] is not None and after[2] is not None
    assert after[0] > after[1] > after[2]
    planned = effect(blocks(flat((50, 50), (50, 50), before=26)))
    assert planned is not None
    assert after[1] == pytest.approx(least_seen(planned), rel=1e-3)
    assert least_seen_after(before.units([0]), 3) is None


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_what_is_claimed_of_simulated_companies(case: object) -> None:
    found = table(measured(np.random.default_rng(7), case, 120))  # type: ignore[arg-type]
    assert not outside(found).any(), found.to_string()


def test_nothing_is_seen_where_nothing_came_of_it() -> None:
    chance = np.random.default_rng(11)
    companies = [drawn(chance, CASES[0]) for _ in range(60)]
    judged = [judge(one, 1, least_seen_after(one, PERIODS), PERIODS) for one in companies]
    assert sum(one.outcome == Outcome.WORKED for one in judged) <= 6
    assert sum(one.outcome == Outcome.DID_NOT for one in judged) >= 30
