"""What is claimed of a place, a month or a mix must hold: cases built to be claimed wrongly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from metrics.definitions import DEFINITIONS
from metrics.reasons.change_point import Step, change_point
from metrics.reasons.decomposition import comparable, largest_shift, mix_and_rate
from metrics.reasons.leading import Leading, leading
from metrics.sums.counts import moments
from metrics.sums.paired_cells import PairedCells, outer
from tests.metrics.samples import cells, feedback

CSAT = DEFINITIONS["csat"]
B = ({"region": "b"},)
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
    assert mix_and_rate(both, CSAT, ["shop"]) is None
    assert not comparable(both, "shop", "(not stated)")


def test_a_mix_is_of_levels_that_are_stated_on_both_sides() -> None:
    base = {"a": (450, 90), "b": (450, 50), "(not stated)": (100, 70)}
    now = {"a": (225, 90), "b": (675, 50), "(not stated)": (100, 70)}
    found = largest_shift(shops(now, base), CSAT, "shop", "(not stated)")
    assert found is not None
    assert found.level == "a"
    assert (found.base_share, found.share) == pytest.approx((45, 22.5))
    more = now | {"(not stated)": (101, 70)}
    assert comparable(shops(now, base), "shop", "(not stated)")
    assert not comparable(shops(more, base), "shop", "(not stated)")
    one = {"a": (500, 90)}
    assert not comparable(shops(one, one), "shop", "(not stated)")  # one level is no mix


def test_the_level_named_is_the_one_that_moved_the_total() -> None:
    # c grew most (by 20 %) but is average; b by 10 %, 40 below average; a gave way to both.
    base = {"a": (500, 90), "b": (100, 40), "c": (400, 78)}
    now = {"a": (200, 90), "b": (200, 40), "c": (600, 78)}
    found = largest_shift(shops(now, base), CSAT, "shop", "(not stated)")
    # totals 80.2 and 72.8, mean 76.5; terms -.3 * 13.5, .1 * -36.5, .2 * 1.5
    assert found is not None
    assert found.level == "a"
    smaller = now | {"a": (320, 90), "c": (480, 78)}
    found = largest_shift(shops(smaller, base), CSAT, "shop", "(not stated)")
    assert found is not None
    assert (found.level, found.base_share, found.share) == ("b", 10, 20)


def test_shares_are_of_the_weight_where_answers_are_weighted() -> None:
    def side(weight: float) -> pd.DataFrame:
        a = feedback("csat", [5] * 90 + [2] * 10, shop="a", weight=1.0)
        b = feedback("csat", [5] * 50 + [2] * 50, shop="b", weight=weight)
        return cells(pd.concat([a, b]), ["shop"], weighted=True)

    both = outer(side(3.0), side(1.0), ["csat"], ["shop"])
    # 70 % and 60 %: a is 25 above their mean, b 15 below, and their shares moved by a quarter
    found = largest_shift(both, CSAT, "shop", "(not stated)")
    assert found is not None
    assert (found.base_share, found.share) == pytest.approx((50, 25))


def in_shop(now: dict[str, tuple[int, int]], base: dict[str, tuple[int, int]]) -> Leading | None:
    return leading(shops(now, base), CSAT, ["shop"], unstated="(not stated)")


def test_the_level_named_did_most_of_the_mix_whichever_way_the_total_went() -> None:
    # a gave way to b, and both rose by 19: the total rose from 72 to 79, the mix took 12 from it.
    # Of 75.5 between them a is 14 above, b 26 below: b did most of it.
    found = largest_shift(
        shops({"a": (500, 99), "b": (500, 59)}, {"a": (800, 80), "b": (200, 40)}),
        CSAT,
        "shop",
        "(not stated)",
    )
    assert found is not None
    assert (found.level, found.base_share, found.share) == ("b", 20, 50)


def test_what_its_share_did_is_not_what_a_place_did() -> None:
    # 84 -> 73: of the 11 points 1.4 are Delivery getting worse, the others its larger share.
    base = {"Delivery": (2000, 60), "Shop": (8000, 90)}
    assert in_shop({"Delivery": (5000, 56), "Shop": (5000, 90)}, base) is None
    # With the shares as they were it is all of it.
    found = in_shop({"Delivery": (2000, 40), "Shop": (8000, 90)}, base)
    assert found is not None
    assert found.cells == ({"shop": "Delivery"},)
    assert found.share == pytest.approx(1)


def test_a_level_that_nearly_everybody_belongs_to_is_no_place() -> None:
    base = {"a": (950, 90), "b": (50, 60)}
    assert in_shop({"a": (950, 70), "b": (50, 60)}, base) is None
    # Four fifths at the most, on either side.
    base = {"a": (780, 90), "b": (220, 60)}
    assert in_shop({"a": (780, 70), "b": (220, 60)}, base) is not None
    assert in_shop({"a": (900, 70), "b": (100, 60)}, base) is None


def test_what_is_not_stated_is_no_place() -> None:
    base = {"(not stated)": (400, 90), "b": (600, 60)}
    assert in_shop({"(not stated)": (400, 50), "b": (600, 60)}, base) is None


def test_a_level_that_changed_less_than_the_rest_is_no_place() -> None:
    # 70 % of the answers and more than half of the change, and yet the others fell twice as far.
    base = {"a": (70_000, 80), "b": (30_000, 80)}
    assert in_shop({"a": (70_000, 75), "b": (30_000, 70)}, base) is None


def test_two_equal_causes_are_two() -> None:
    base = dict.fromkeys("abcd", (1000, 80))
    found = in_shop(base | {"a": (1000, 68), "c": (1000, 68)}, base)
    assert found is not None
    assert {cell["shop"] for cell in found.cells} == {"a", "c"}
    assert found.share == pytest.approx(1)
    # Three are none: two of them would not be all.
    assert in_shop(base | dict.fromkeys("abc", (1000, 68)), base) is None


def test_narrower_only_where_the_cell_differs_from_the_rest_of_both() -> None:
    def sides(fell: set[tuple[str, str]]) -> PairedCells:
        places = [(one, other) for one in "abc" for other in "xyz"]
        made = []
        for now in (True, False):
            happy = [50 if now and place in fell else 80 for place in places]
            counts = pd.DataFrame(
                {
                    "touchpoint": [one for one, _ in places] * 2,
                    "region": [other for _, other in places] * 2,
                    "series": "csat:1-5",
                    "score": [5.0] * 9 + [2.0] * 9,
                    "n": [4 * n for n in happy] + [4 * (100 - n) for n in happy],
                }
            )
            made.append(moments(counts, ["touchpoint", "region"]))
        return outer(made[0], made[1], ["csat"], ["touchpoint", "region"])

    way = ["touchpoint", "region"]
    one = leading(sides({("a", "x")}), CSAT, way)
    assert one is not None
    assert one.cells == ({"touchpoint": "a", "region": "x"},)
    # All of a, all of x: no cell of them.
    assert leading(sides({("a", "x"), ("a", "y"), ("a", "z")}), CSAT, way) is None
    assert leading(sides({("a", "x"), ("b", "x"), ("c", "x")}), CSAT, way) is None


@pytest.mark.slow
@pytest.mark.parametrize(("fall", "least", "most"), [((5, 5, 5), 0, 0.05), ((0, 30, 0), 0.9, 1)])
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
        place = leading(both, CSAT, ["region"])
        found.append(place is not None and (not fall[1] > fall[0] or place.cells == B))
    assert least <= np.mean(found) <= most


def split(values: npt.ArrayLike, error: float = 4.0) -> Step | None:
    """The step of differences that are known so well."""
    series = np.asarray(values, dtype=float)
    return change_point(series, np.full(len(series), error))


def test_the_first_period_of_the_new_level_is_found() -> None:
    found = split([0, 2, -1, 1, 0, 1, -30, -28, -31, -29, -32, -30])
    assert found is not None
    assert (found.first, found.last) == (6, 6)
    assert found.change == pytest.approx(-30.5)


def test_what_is_less_certain_is_a_span() -> None:
    # One month half way: it may have been the first of the new level or the last of the old one.
    found = split([0, 1, -1, 1, 0, 1, -10, -20, -21, -19, -20, -20])
    assert found is not None
    assert (found.first, found.last) == (6, 7)


def test_a_drift_has_no_month() -> None:
    assert split([-3.0 * place for place in range(12)]) is None
    assert split([-6.0 * place for place in range(12)], error=1) is None


def test_a_steady_series_has_no_step() -> None:
    assert split([0.0] * 12) is None
    assert split([-10.0, -12, -9, -10, -11, -10, -9, -12, -10, -10, -11, -9]) is None


def test_a_dip_that_is_over_is_no_change_since() -> None:
    assert split([0, 1, -1, 0, 1, 0, -40, -40, 0, 1, 0, 1]) is None
    still = split([0, 1, -1, 0, 1, 0, 1, 0, -1, 0, -40, -40])
    assert still is not None
    assert still.first == 10


@pytest.mark.slow
def test_the_span_holds_the_month_and_drifts_have_none() -> None:
    rng, held, told, drifts = np.random.default_rng(6), 0, 0, 0
    for _ in range(2 * SEVERAL):
        first = int(rng.integers(3, 10))
        noise = rng.normal(0, 4, 12)
        found = split(-15 * (np.arange(12) >= first) + noise)
        told += found is not None
        held += found is not None and found.first <= first <= found.last
        drifts += split(-3 * np.arange(12) + noise) is not None
    assert held >= 0.93 * told
    assert told >= 0.65 * 2 * SEVERAL
    assert drifts <= 0.05 * 2 * SEVERAL
