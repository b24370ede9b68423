"""What is claimed of a place, a month or a mix must hold: cases built to be claimed wrongly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from metrics.inference.verdicts import Verdict
from metrics.reasons.change_point import ChangePoint, change_point
from metrics.reasons.decomposition import largest_shift, mix_and_rate
from metrics.reasons.drivers import Driver, drivers
from metrics.sums.counts import moments
from metrics.sums.paired_cells import PairedCells, outer
from tests.metrics.samples import cells, feedback, only

MONTHS = pd.date_range("2025-01-01", periods=24, freq="MS")
SEVERAL = 150  # runs of a simulation


def csat(
    key: str, levels: Sequence[object], n: Sequence[int], positive: Sequence[int]
) -> pd.DataFrame:
    """Moments of levels with n answers, so many of them positive."""
    counts = pd.DataFrame(
        {
            key: [*levels, *levels],
            "series": "csat:1-5",
            "score": [5.0] * len(n) + [2.0] * len(n),
            "n": [*positive, *(all_ - some for all_, some in zip(n, positive, strict=True))],
        }
    )
    return moments(counts, [key])


def shops(now: dict[str, tuple[int, int]], base: dict[str, tuple[int, int]]) -> PairedCells:
    """Both sides of so many answers at a share of positive ones in per cent."""
    sides = [
        csat("shop", list(s), [n for n, _ in s.values()], [n * p // 100 for n, p in s.values()])
        for s in (now, base)
    ]
    return outer(sides[0], sides[1], ["csat"], ["shop"])


def test_without_a_level_seen_on_both_sides_nothing_is_said_of_the_rate() -> None:
    both = shops({"2.0": (500, 70)}, {"1.0": (500, 90)})
    found = only(mix_and_rate(both, "csat", "shop"))
    assert found["change"] == pytest.approx(-20)
    assert found["verdict"] == "none"
    assert found[["rate_low", "rate_high", "p_value"]].isna().all()
    assert largest_shift(both, "csat", "shop", "(not stated)") is None


def test_a_mix_is_of_levels_that_are_stated_on_both_sides() -> None:
    base = {"a": (450, 90), "b": (450, 50), "(not stated)": (100, 70)}
    now = {"a": (225, 90), "b": (675, 50), "(not stated)": (100, 70)}
    found = largest_shift(shops(now, base), "csat", "shop", "(not stated)")
    assert found is not None
    assert found.level == "a"
    assert (found.base_share, found.share) == pytest.approx((45, 22.5))
    more = now | {"(not stated)": (101, 70)}
    assert largest_shift(shops(more, base), "csat", "shop", "(not stated)") is None


def test_the_level_named_is_the_one_that_moved_the_total() -> None:
    # c grew most (by 20 %) but is average; b by 10 %, 40 below average; a gave way to both.
    base = {"a": (500, 90), "b": (100, 40), "c": (400, 78)}
    now = {"a": (200, 90), "b": (200, 40), "c": (600, 78)}
    found = largest_shift(shops(now, base), "csat", "shop", "(not stated)")
    # totals 80.2 and 72.8, mean 76.5; terms -.3 * 13.5, .1 * -36.5, .2 * 1.5
    assert found is not None
    assert found.level == "a"
    smaller = now | {"a": (320, 90), "c": (480, 78)}
    found = largest_shift(shops(smaller, base), "csat", "shop", "(not stated)")
    assert found is not None
    assert (found.level, found.base_share, found.share) == ("b", 10, 20)


def test_shares_are_of_the_weight_where_answers_are_weighted() -> None:
    def side(weight: float) -> pd.DataFrame:
        a = feedback("csat", [5] * 90 + [2] * 10, shop="a", weight=1.0)
        b = feedback("csat", [5] * 50 + [2] * 50, shop="b", weight=weight)
        return cells(pd.concat([a, b]), ["shop"], weighted=True)

    both = outer(side(3.0), side(1.0), ["csat"], ["shop"])
    # 70 % and 60 %: a is 25 above their mean, b 15 below, and their shares moved by a quarter
    found = largest_shift(both, "csat", "shop", "(not stated)")
    assert found is not None
    assert (found.base_share, found.share) == pytest.approx((50, 25))


def test_what_its_share_did_is_not_what_a_place_did() -> None:
    # 84 -> 73: of the 11 points 1.4 are Delivery getting worse, the others its larger share.
    base = {"Delivery": (200, 60), "Shop": (800, 90)}
    now = {"Delivery": (500, 56), "Shop": (500, 90)}
    (found,) = drivers(shops(now, base), "csat", [["shop"]])
    assert found.change == pytest.approx(-11)
    assert found.levels == {"shop": "Delivery"}
    assert found.contribution == pytest.approx(-1.4)


def named(driver: Driver) -> bool:
    """As pages name a place."""
    own = driver.verdict == driver.apart == Verdict.REAL
    most = driver.contribution / driver.change >= 0.5
    return own and most and driver.rest_verdict == Verdict.NOISE


@pytest.mark.slow
@pytest.mark.parametrize(("fall", "least", "most"), [((5, 5, 5), 0, 0.06), ((0, 20, 0), 0.85, 1)])
def test_a_fall_that_is_everywhere_is_not_put_in_one_place(
    fall: tuple[int, ...], least: float, most: float
) -> None:
    rng, found, n = np.random.default_rng(5), [], np.array([600, 250, 150])
    for _ in range(SEVERAL):
        then, now = (rng.binomial(n, 0.8 - np.array(f) / 100) for f in ((0, 0, 0), fall))
        both = outer(
            csat("region", list("abc"), n.tolist(), now.tolist()),
            csat("region", list("abc"), n.tolist(), then.tolist()),
            ["csat"],
            ["region"],
        )
        found += [named(driver) for driver in drivers(both, "csat", [["region"]])]
    assert least <= np.mean(found) <= most


def split(positive: Sequence[float]) -> ChangePoint | None:
    """The change point of months with 100 answers each and this share of positive ones."""
    counts = [round(100 * share) for share in positive]
    return change_point(
        csat("month", list(MONTHS[: len(counts)]), [100] * len(counts), counts), "csat", "month"
    )


def test_a_dip_that_is_over_is_no_change_since() -> None:
    steady, dip = [0.8] * 18, [0.4] * 2
    assert split(steady + dip + [0.8] * 2) is None
    still = split(steady + dip)
    assert still is not None
    assert still.period == MONTHS[18]


def test_the_direction_of_the_split_is_told() -> None:
    # 80 % in a quarter, then 20 %, up to 60 % at the end: the last change is a rise.
    found = split([0.8] * 3 + [0.2] * 10 + [0.6] * 2)
    assert found is None or found.change > 0 or found.period == MONTHS[3]


@pytest.mark.slow
def test_a_change_at_the_start_is_not_dated_later() -> None:
    rng, late, right = np.random.default_rng(6), 0, 0
    for _ in range(SEVERAL):
        drawn = [rng.binomial(100, share) / 100 for share in [0.8] * 12 + [0.7] * 12]
        found = split(drawn)
        late += found is not None and found.earliest > MONTHS[12]
        drawn = [rng.binomial(100, share) / 100 for share in [0.8] * 16 + [0.65] * 8]
        found = split(drawn)
        right += found is not None and found.earliest > MONTHS[12]
    assert late <= 0.03 * SEVERAL
    assert right >= 0.9 * SEVERAL
