"""Risks of leaving: the area and its interval by hand, what is told and what not, money at risk."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

from benchmarks.claims.leaving import NOISE, PLANTED, Case, drawn, told_of
from benchmarks.claims.rows import at_most, outside, table
from metrics.inference.intervals import Array, Interval, Z
from metrics.leaving.at_risk import Came, at_risk, came
from metrics.leaving.auc import auc
from metrics.leaving.features import Features
from metrics.leaving.leaving import FEWEST, Leaving, Outcome, Period, leaving
from metrics.leaving.model import Flags, fit, raised_by, risks
from metrics.leaving.trial import HeldBack, trial

CHANGES = PLANTED[0]


def area(risk: list[float], left: list[int]) -> Interval:
    """Of one period, each row of a customer of its own."""
    rows = np.arange(len(risk))
    return auc(np.array(risk), np.array(left, dtype=bool), 0 * rows, rows)


def error_of(found: Interval) -> float:
    """The standard error of the area that its interval was made of."""
    value = float(found.value)
    return float((logit(found.high) - logit(value)) * value * (1 - value) / Z)


def test_area_by_hand() -> None:
    """Of six pairs the first wins three, the second two: 5/6. DeLong's variances: of 1 and 2/3
    over two, and of 1, 1/2 and 1 over three."""
    found = area([0.9, 0.4, 0.1, 0.5, 0.3], [1, 1, 0, 0, 0])
    assert float(found.value) == pytest.approx(5 / 6)
    assert error_of(found) == pytest.approx(np.sqrt((1 / 18) / 2 + (1 / 12) / 3))


def delong(risk: Array, left: Flags) -> tuple[float, float]:
    """Pair by pair: DeLong, DeLong and Clarke-Pearson 1988, equations 3 to 5."""
    first, second = risk[left], risk[~left]
    wins = np.array([[1.0 if a > b else 0.5 if a == b else 0.0 for b in second] for a in first])
    by_left, by_stayed = wins.mean(axis=1), wins.mean(axis=0)
    variance = by_left.var(ddof=1) / len(first) + by_stayed.var(ddof=1) / len(second)
    return float(wins.mean()), float(np.sqrt(variance))


@pytest.mark.parametrize("seed", range(5))
def test_area_as_pair_by_pair(seed: int) -> None:
    chance = np.random.default_rng(seed)
    risk, left = chance.integers(0, 12, 90) / 12, chance.random(90) < 0.3  # with ties
    found = area(list(risk), list(left))
    assert (float(found.value), error_of(found)) == pytest.approx(delong(risk, left))


def test_periods_of_the_same_customers_tell_no_more_than_one() -> None:
    chance = np.random.default_rng(8)
    risk, left = chance.random(200), chance.random(200) < 0.2
    once = area(list(risk), list(left))
    twice, period = np.tile(risk, 2), np.repeat([0, 1], 200)
    same = auc(twice, np.tile(left, 2), period, np.tile(np.arange(200), 2))
    others = auc(twice, np.tile(left, 2), period, np.arange(400))
    assert tuple(map(float, same)) == pytest.approx(tuple(map(float, once)))
    assert error_of(others) == pytest.approx(error_of(once) / np.sqrt(2))


def test_pairs_are_of_the_same_period() -> None:
    """In each period all who left are above; between the two they are not."""
    risk, left = np.array([0.2, 0.1, 0.1, 0.9, 0.8, 0.8]), np.array([1, 0, 0] * 2, dtype=bool)
    found = auc(risk, left, np.array([0, 0, 0, 1, 1, 1]), np.arange(6))
    assert float(found.value) == 1 and np.isnan(found.low)


def test_weights_and_their_errors_by_hand() -> None:
    """One column of noughts and ones: log odds of both groups, as a two by two table has them."""
    values = np.repeat([0.0, 1.0], 2000)[:, None].astype(np.float32)
    left = np.concatenate([np.arange(2000) < 200, np.arange(2000) < 500])
    found = risks(fit(values, left), np.array([[0.0], [1.0]], dtype=np.float32))
    assert found.value == pytest.approx([0.1, 0.25], abs=2e-4)
    for place, (n, p) in enumerate([(2000, 0.1), (2000, 0.25)]):
        half = Z / np.sqrt(n * p * (1 - p))
        assert found.low[place] == pytest.approx(expit(logit(p) - half), abs=5e-4)
        assert found.high[place] == pytest.approx(expit(logit(p) + half), abs=5e-4)


def test_only_what_certainly_raises_a_risk_is_named() -> None:
    chance = np.random.default_rng(2)
    values = chance.normal(size=(4000, 3)).astype(np.float32)
    left = chance.random(4000) < expit(-2 + values[:, 0])
    known = Features(("detractor", "orders_n", "tenure"), values[:1] * 0 + 1)
    raised = raised_by(fit(values, left), known)
    assert set(raised) == {"nps", "orders", "tenure"}
    assert raised["nps"].iloc[0] == pytest.approx(1, abs=0.2)
    assert not raised[["orders", "tenure"]].to_numpy().any()


def test_lists_tenths_and_brier_by_hand() -> None:
    """A hundred customers, the risk rises with their number; who left are 90 to 99 but one."""
    number = np.arange(100)
    left = (number >= 90) & (number != 95)
    risk = (number + 0.5) / 1000
    found = trial(HeldBack(risk, left, np.full(100, 0.05), 0 * number, number))
    assert (found.n, found.left) == (100, 9)
    assert found.expected == pytest.approx(5)
    assert found.brier == pytest.approx(((risk - left) ** 2).mean())
    assert found.base_brier == pytest.approx((9 * 0.95**2 + 91 * 0.05**2) / 100)
    lists = found.lists.set_index("of")
    assert list(lists.index) == [20, 50, 10]  # not the hundred, who are all
    assert lists.loc[10, "value"] == pytest.approx(0.9)
    assert lists.loc[10, "lift"] == pytest.approx(10) and lists.loc[20, "lift"] == pytest.approx(5)
    assert found.bins["n"].tolist() == [10] * 10
    assert found.bins["value"].tolist() == pytest.approx([0] * 9 + [0.9])
    assert found.bins["expected"].iloc[-1] == pytest.approx(0.095)


def test_lists_of_the_same_customers_in_several_periods_are_less_certain() -> None:
    chance = np.random.default_rng(5)
    frail = np.repeat(chance.random(50) < 0.3, 4)  # each as a whole, in four periods
    rows = np.arange(200)
    risk, base = np.full(200, 0.3), np.full(200, 0.3)
    alike = trial(HeldBack(risk, frail, base, rows % 4, rows // 4)).bins
    apart = trial(HeldBack(risk, frail, base, rows % 4, rows)).bins
    assert (alike["high"] - alike["low"]).mean() > 1.3 * (apart["high"] - apart["low"]).mean()


def told(company: tuple[list[Period], Array]) -> Leaving:
    past, values = company
    return leaving((values.astype(np.float32), np.ones(len(values))), past)


def test_what_is_off_says_why() -> None:
    company = drawn(CHANGES, np.random.default_rng(1))
    few = [
        one._replace(left=one.left & (np.arange(len(one.left)) % 8 == 0)) for one in company.past
    ]
    assert told((company.past[:1], company.values)).outcome == Outcome.TOO_SHORT
    found = told((few, company.values))
    assert found.outcome == Outcome.TOO_FEW and found.left < FEWEST
    assert found.tested is None and found.risk is None
    noise = drawn(NOISE[0], np.random.default_rng(1))
    found = told((noise.past, noise.values))
    assert found.outcome == Outcome.NO_BETTER and found.risk is None
    chance = np.random.default_rng(3)
    more = [
        one._replace(left=one.left | (chance.random(len(one.left)) < expit(one.values[:, 0])))
        for one in company.past[:4]
    ]
    assert told(([*more, *company.past[4:]], company.values)).outcome != Outcome.TOLD


def test_a_period_is_told_by_those_before_it_alone() -> None:
    """Features of today, and who left in the newest period, change nothing of what older ones are
    worth; the newest is told alike whoever left in it."""
    company = drawn(CHANGES, np.random.default_rng(4))
    seen: list[Array] = []

    def telling(past: list[Period]) -> Array:
        found = told((past, company.values))
        assert found.tested is not None
        seen.append(np.array([found.tested.expected]))
        return seen[-1]

    usual = telling(company.past)
    newest = company.past[0]
    other = newest._replace(left=np.random.default_rng(9).permutation(newest.left))
    assert telling([other, *company.past[1:]]) == pytest.approx(usual)
    changed = newest._replace(left=~newest.left)
    # As the first of the periods held back it is learnt from by none of them.
    assert telling([changed, *company.past[1:]]) == pytest.approx(usual)
    older = company.past[1]._replace(left=~company.past[1].left)
    assert telling([newest, older, *company.past[2:]]) != pytest.approx(usual, rel=0.1)


def test_planted_causes_are_told_and_the_same_each_time() -> None:
    first, company = told_of(CHANGES, np.random.default_rng(6))
    again, _ = told_of(CHANGES, np.random.default_rng(6))
    assert first.outcome == Outcome.TOLD
    assert first.tested is not None and first.risk is not None and again.risk is not None
    assert first.risk.value.tolist() == again.risk.value.tolist()
    assert first.tested.lists["lift"].iloc[-1] > 2
    highest = np.argsort(-first.risk.value)[: len(company.leaves) // 10]
    assert company.leaves[highest].mean() > 2 * company.leaves.mean()


@pytest.mark.slow
@pytest.mark.parametrize("case", NOISE, ids=lambda case: case.name)
def test_noise_is_not_told(case: Case) -> None:
    chance = np.random.default_rng(12)
    outcomes = [told_of(case, chance)[0].outcome for _ in range(40)]
    wrong = sum(one == Outcome.TOLD for one in outcomes)
    assert not outside(table([at_most(case.name, "told", wrong, len(outcomes))])).any()


def test_revenue_at_risk_by_hand() -> None:
    """Two periods as expected: risk times revenue, and the variance of who leaves and of the ratio
    of 200 lost over 200 expected."""
    risk, revenue = np.array([0.5, 0.1]), np.array([100.0, 500.0])
    past = [Came(100, 2000, 100), Came(100, 2000, 100)]
    found = at_risk(risk, revenue, past)
    assert found is not None and float(found.value) == pytest.approx(100)
    variance = 0.25 * 100**2 + 0.09 * 500**2 + 100**2 * 4000 / 200**2
    gamma = stats.gamma(100**2 / variance, scale=variance / 100)
    assert (float(found.low), float(found.high)) == pytest.approx(gamma.interval(0.95))


def test_revenue_at_risk_follows_what_was_lost() -> None:
    risk, revenue = np.full(500, 0.1), np.full(500, 100.0)
    steady = [Came(5000, 450_000, 5000), Came(5000, 450_000, 5000)]
    half = [one._replace(lost=2500) for one in steady]
    swings = [steady[0]._replace(lost=1000), steady[1]._replace(lost=9000)]
    usual, less, wide = (at_risk(risk, revenue, one) for one in (steady, half, swings))
    assert usual is not None and less is not None and wide is not None
    assert float(less.value) == pytest.approx(float(usual.value) / 2)
    assert wide.high - wide.low > 3 * (usual.high - usual.low)
    assert at_risk(risk, revenue, steady[:1]) is None
    assert at_risk(risk, revenue, [one._replace(lost=0) for one in steady]) is None


def test_what_a_period_lost() -> None:
    left = np.array([True, False, True])
    found = came(np.array([0.5, 0.1, 0.2]), np.array([10.0, 20.0, 30.0]), left)
    assert tuple(found) == pytest.approx((13.0, 0.25 * 100 + 0.09 * 400 + 0.16 * 900, 40.0))
