"""A bridge: sums exactly, hand-worked cases, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.inference.intervals import Z
from metrics.reasons.bridge import Bridge, bridge, pooled
from metrics.sums.counts import moments
from metrics.sums.paired_cells import PairedCells, outer
from tests.metrics.samples import cells, feedback, nps

LEVELS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=3, max_size=5)


def paired(now: pd.DataFrame, base: pd.DataFrame, metric: str = "nps") -> PairedCells:
    return outer(now, base, [metric], ["plan"])


def plans(*shares: tuple[int, int, int]) -> pd.DataFrame:
    """Moments of plans a, b, ... with so many promoters, passives, detractors."""
    parts = [nps(*share, plan=plan) for share, plan in zip(shares, "abcde", strict=False)]
    return cells(pd.concat(parts), ["plan"])


def built(now: pd.DataFrame, base: pd.DataFrame, metric: str = "nps") -> Bridge:
    found = bridge(paired(now, base, metric), DEFINITIONS[metric])
    assert found is not None
    return found


def test_nps_by_hand() -> None:
    # Shares .5/.5 -> .75/.25; a: 40 -> 60, b: 0 -> -20; totals 20 -> 40, their mean 30.
    base, now = plans((50, 40, 10), (30, 40, 30)), plans((105, 30, 15), (10, 20, 20))
    steps = built(now, base).steps()
    assert steps.mix == pytest.approx([0.25 * (50 - 30), -0.25 * (-10 - 30)])
    assert steps.rate == pytest.approx([0.625 * 20, 0.375 * -20])
    assert steps.both == pytest.approx([5 + 12.5, 10 - 7.5])


def test_means_by_hand() -> None:
    # Shares .5/.5 -> .2/.8; a stays 4, b rises from 2 to 3; totals 3 -> 3.2, their mean 3.1.
    def side(a: list[int], b: list[int]) -> pd.DataFrame:
        both = feedback("csat", a, plan="a"), feedback("csat", b, plan="b")
        return cells(pd.concat(both), ["plan"])

    base, now = side([3, 5] * 10, [1, 3] * 10), side([3, 5] * 5, [2, 4] * 20)
    steps = built(now, base, "csat_mean").steps()
    assert steps.mix == pytest.approx([-0.3 * (4 - 3.1), 0.3 * (2.5 - 3.1)])
    assert steps.rate == pytest.approx([0, 0.65])
    assert steps.both.sum() == pytest.approx(0.2)


def test_new_and_gone_levels_are_all_mix() -> None:
    # a .5 -> .5 at 0; b (50) is gone, c (-50) is new: totals 25 -> -25, their mean 0.
    base, now = plans((20, 10, 20), (30, 15, 5)), plans((20, 10, 20), (0, 0, 0), (5, 15, 30))
    found = built(now, base)
    steps = found.steps()
    assert np.isnan(found.value[1])
    assert np.isnan(found.base_value[2])
    assert steps.rate == pytest.approx([0, 0, 0])
    assert steps.mix == pytest.approx([0, -25, -25])


def test_groups_of_levels_add_up() -> None:
    base, now = (
        plans((50, 40, 10), (30, 40, 30), (9, 1, 9)),
        plans((99, 1, 2), (9, 9, 9), (1, 1, 8)),
    )
    found = built(now, base)
    one, two = found.steps(), found.steps(np.array([0, 1, 1]))
    assert two.mix == pytest.approx([one.mix[0], one.mix[1:].sum()])
    assert two.mix_error[0] == pytest.approx(one.mix_error[0])
    assert found.total().both[0] == pytest.approx(one.both.sum())


def test_of_what_is_on_one_side_alone_nothing_is_known() -> None:
    assert (
        bridge(paired(plans((30, 1, 1)), plans((0, 0, 0), (30, 1, 1))), DEFINITIONS["nps"]) is None
    )


def test_small_levels_are_one() -> None:
    both = paired(plans((9, 1, 1), (2, 1, 0), (50, 5, 5)), plans((8, 1, 1), (1, 1, 2), (40, 5, 5)))
    found = pooled(both, np.array([True, True, False]))
    assert found.now.answers.tolist() == [60, 14]
    assert found.base.answers.tolist() == [50, 14]
    assert found.now.labels["plan"][0] == "c"


@settings(max_examples=60)
@given(LEVELS, LEVELS, st.sampled_from(["nps", "csat", "csat_mean"]))
def test_a_bridge_adds_up_to_the_change(
    now: list[tuple[int, int, int]], base: list[tuple[int, int, int]], metric: str
) -> None:
    def side(levels: list[tuple[int, int, int]]) -> pd.DataFrame:
        parts = [
            feedback(metric[:4].strip("_"), [5] * p + [4] * m + [2] * d, plan=plan)
            for (p, m, d), plan in zip(levels, "abcde", strict=False)
        ]
        return cells(pd.concat(parts), ["plan"])

    change = figures(side(now), side(base), [metric], minimum_n=1)["change"]
    found = bridge(paired(side(now), side(base), metric), DEFINITIONS[metric])
    if found is None or change.isna().any():
        return
    steps = found.steps()
    assert steps.mix.sum() + steps.rate.sum() == pytest.approx(change.iloc[0], abs=1e-9)
    assert found.total().mix[0] == pytest.approx(steps.mix.sum(), abs=1e-9)


def _truth(
    p: npt.NDArray[np.float64], p0: npt.NDArray[np.float64],
    r: npt.NDArray[np.float64], r0: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:  # fmt: skip
    """Mix and rate of each level, from the definition, a loop over levels."""
    overall = (sum(p * r) + sum(p0 * r0)) / 2
    mix = [(a - b) * ((x + y) / 2 - overall) for a, b, x, y in zip(p, p0, r, r0, strict=True)]
    rate = [(a + b) / 2 * (x - y) for a, b, x, y in zip(p, p0, r, r0, strict=True)]
    return np.array(mix), np.array(rate)


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["nps", "csat", "csat_mean"])
@pytest.mark.parametrize(("n", "least", "most"), [(150, 0.915, 0.985), (1_000, 0.925, 0.975)])
def test_intervals_hold_the_truth(metric: str, n: int, least: float, most: float) -> None:
    """95 % of the intervals of each step, over 500 pairs of samples of both sides.

    With few answers those of the mix of a level near the mean of all hold it 93 to 98 times: it is
    the product of two that are both uncertain.
    """
    rng = np.random.default_rng(16)
    p, p0 = np.array([0.5, 0.3, 0.2]), np.array([0.3, 0.4, 0.3])
    scores = {"nps": (10, 8, 3), "csat": (5, 4, 2), "csat_mean": (5, 4, 2)}[metric]
    worth = {"nps": (100, 0, -100), "csat": (100, 100, 0), "csat_mean": (5, 4, 2)}[metric]
    chances = np.array([[0.6, 0.2, 0.2], [0.4, 0.3, 0.3], [0.2, 0.3, 0.5]])
    base_chances = np.array([[0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.3, 0.3, 0.4]])
    truth = _truth(p, p0, chances @ worth, base_chances @ worth)
    held: npt.NDArray[np.float64] = np.zeros((3, 3))
    rounds = 500
    series = {"nps": "nps:0-10", "csat": "csat:1-5", "csat_mean": "csat:1-5"}[metric]
    for _ in range(rounds):
        frames = []
        for share, chance in ((p, chances), (p0, base_chances)):
            drawn = rng.multinomial(n, (share[:, None] * chance).ravel())
            frame = pd.DataFrame(
                {
                    "plan": np.repeat(list("abc"), 3), "score": np.tile(scores, 3).astype(float),
                    "n": drawn, "series": series,
                }
            )  # fmt: skip
            frames.append(moments(frame[frame["n"] > 0], ["plan"]))
        steps = built(frames[0], frames[1], metric).steps()
        expected = {"mix": truth[0], "rate": truth[1], "both": truth[0] + truth[1]}
        for row, (name, expected_part) in enumerate(expected.items()):
            off = np.abs(getattr(steps, name) - expected_part)
            held[row] += off <= Z * getattr(steps, f"{name}_error")
    slack = 0.012  # of so many rounds
    assert ((held / rounds >= least - slack) & (held / rounds <= most + slack)).all(), held
    assert 0.93 <= held.mean() / rounds <= 0.97
