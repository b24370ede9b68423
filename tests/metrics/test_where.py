"""Segments whose change is not that of all others: by hand, by a slow count, and by simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.claims.why import METRICS, ask, planted, quiet
from metrics.definitions import DEFINITIONS
from metrics.inference.apart import apart_from_rest
from metrics.inference.design_effect import Alike, SameCustomer, alike_key
from metrics.reasons.where import Search, search, ways_of
from metrics.sums.counts import moments
from metrics.sums.paired_cells import PairedCells, outer
from tests.metrics.samples import cells, nps

NPS = DEFINITIONS["nps"]
Answers = Mapping[tuple[str, str], tuple[int, int, int]]


def company(now: Answers, base: Answers) -> PairedCells:
    """Promoters, passives and detractors by area and language."""
    sides = [
        cells(
            pd.concat([nps(*n, area=area, lang=lang) for (area, lang), n in side.items()]),
            ["area", "lang"],
        )
        for side in (now, base)
    ]
    return outer(sides[0], sides[1], ["nps"], ["area", "lang"])


def found(both: PairedCells, least: int = 30) -> Search:
    return search(both, NPS, ways_of(["area", "lang"]), least)


def everywhere(n: tuple[int, int, int]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Areas A to D in English, and a twentieth of it in Welsh."""
    small = n[0] // 20, n[1] // 20, n[2] // 20
    return {(area, "English"): n for area in "ABCD"} | {(area, "Welsh"): small for area in "ABCD"}


def test_what_nearly_all_belong_to_is_no_place() -> None:
    # 95 % speak English; area A alone falls, from 30 to -30.
    base = everywhere((600, 200, 300))
    now = {**base, ("A", "English"): (300, 200, 600)}
    seen = found(company(now, base))
    assert [dict(one.levels) for one in seen.places] == [{"area": "A"}]
    (place,) = seen.places
    own = (300 + 30 - 600 - 15) / 1155 - (630 - 315) / 1155
    assert place.change == pytest.approx(100 * own)
    assert place.rest_change == pytest.approx(0)
    assert place.apart == pytest.approx(100 * own)
    assert place.share == pytest.approx(0.25)
    assert place.contribution == pytest.approx(25 * own)
    assert place.n == (1155, 1155, 3 * 1155, 3 * 1155)


def test_few_on_one_of_four_sides_are_not_tested() -> None:
    base = everywhere((600, 200, 300)) | {("E", "English"): (29, 0, 0)}
    now = everywhere((600, 200, 300)) | {("E", "English"): (0, 0, 500)}
    seen = found(company(now, base))
    assert not any("E" in one.levels.values() for one in seen.places)
    assert found(company(now, base), least=20).tested > seen.tested


def test_a_larger_share_of_a_low_level_is_no_place_of_the_others() -> None:
    # No area moves; there is less of A, which is low: the rest of each other one rises by its mix.
    base = {("A", "x"): (200, 200, 600), ("B", "x"): (300, 100, 100), ("C", "x"): (300, 100, 100)}
    now = {**base, ("A", "x"): (40, 40, 120)}
    both = company(now, base)
    apart = apart_from_rest(both.added(["area"]), NPS)[2]
    assert apart.high[1] < 0  # B is apart from its complement as it is
    assert not found(both).places


def test_one_of_two_levels_is_tested() -> None:
    base = {("A", "x"): (500, 300, 200), ("B", "x"): (500, 300, 200)}
    now = {("A", "x"): (300, 300, 400), ("B", "x"): (500, 300, 200)}
    seen = found(company(now, base))
    assert seen.tested == 1
    assert [dict(one.levels) for one in seen.places] == [{"area": "A"}]


def test_a_place_within_another_is_told_where_it_is_more_than_that() -> None:
    levels = {(area, lang): (500, 300, 200) for area in "ABC" for lang in "xyz"}
    fell = {**levels, **{("A", lang): (400, 300, 300) for lang in "xyz"}}
    deep = {**fell, ("A", "x"): (150, 250, 600)}
    one = found(company(fell, levels))
    both = found(company(deep, levels))
    assert [dict(place.levels) for place in one.places] == [{"area": "A"}]
    assert {tuple(place.levels.values()) for place in both.places} == {("A",), ("A", "x")}


def test_what_may_not_be_shown_is_none() -> None:
    base = everywhere((600, 200, 300))
    now = {**base, ("A", "English"): (300, 200, 600)}
    seen = search(company(now, base), NPS, ways_of(["area", "lang"]), shown=lambda _: False)
    assert seen.places == ()


def test_nothing_to_search() -> None:
    few = {("A", "x"): (5, 5, 5), ("B", "x"): (5, 5, 5)}
    assert found(company(few, few)) == Search((), 0, ())


def test_rows_of_one_customer_on_four_sides_are_counted_out() -> None:
    """The interval against the variance by the rows of each customer, pair by pair."""
    rng = np.random.default_rng(4)
    rows = pd.DataFrame(
        {
            "customer": rng.integers(0, 60, 500),
            "area": rng.choice(list("ABC"), 500),
            "now": rng.random(500) < 0.5,
            "score": rng.choice([10.0, 8.0, 3.0], 500),
        }
    ).assign(series="nps:0-10", n=1, w=1.0, w2=1.0)
    rho, sides = 0.4, [rows[rows["now"] == now] for now in (True, False)]
    people = [
        side.groupby(["area", "series", "customer"])[["w", "w2"]].sum().reset_index()
        for side in sides
    ]
    same = SameCustomer(people[0], people[1], {alike_key(NPS, "nps:0-10"): Alike(rho, 1.0, 1.0)})
    both = outer(moments(sides[0], ["area"]), moments(sides[1], ["area"]), ["nps"], ["area"])
    own, rest, ties = same.four(both.now)
    for place, area in enumerate("ABC"):
        inside = rows["area"] == area
        masks = [
            inside & rows["now"],
            inside & ~rows["now"],
            ~inside & rows["now"],
            ~inside & ~rows["now"],
        ]
        table = np.array(
            [
                [
                    sum(
                        (rows[one]["customer"] == who).sum()
                        * (rows[other]["customer"] == who).sum()
                        for who in range(60)
                    )
                    for other in masks
                ]
                for one in masks
            ]
        )
        sizes = [mask.sum() for mask in masks]
        assert [own.size[place], own.other_size[place]] == pytest.approx(sizes[:2])
        assert [rest.size[place], rest.other_size[place]] == pytest.approx(sizes[2:])
        assert [own.pairs[place], own.other_pairs[place], own.cross[place]] == pytest.approx(
            [table[0, 0], table[1, 1], table[0, 1]]
        )
        assert [rest.pairs[place], rest.other_pairs[place], rest.cross[place]] == pytest.approx(
            [table[2, 2], table[3, 3], table[2, 3]]
        )
        expected = [(0, 2), (1, 3), (0, 3), (1, 2)]
        for tie, (one, other) in zip(ties, expected, strict=True):
            assert tie[place] == pytest.approx(
                table[one, other] / np.sqrt(sizes[one] * sizes[other])
            )


@pytest.mark.slow
@pytest.mark.parametrize("name", quiet())
def test_in_noise_no_segment_is_named(name: str) -> None:
    rng = np.random.default_rng(16)
    tries = [METRICS[place % len(METRICS)] for place in range(30)]
    said = sum(bool(ask(replace(quiet()[name], metric=one), rng).search.places) for one in tries)
    assert said <= 4  # of 30 at 5 %: more is seen once in sixty


@pytest.mark.slow
@pytest.mark.parametrize("name", planted())
def test_what_was_planted_is_named(name: str) -> None:
    rng = np.random.default_rng(17)
    company, right = planted()[name]
    tries = [METRICS[place % len(METRICS)] for place in range(20)]
    assert sum(right(ask(replace(company, metric=one), rng)) for one in tries) >= 15


@pytest.mark.slow
def test_what_a_segment_adds_is_held_by_its_interval() -> None:
    """Its true share x its true change, over 600 samples of both sides, shares drawn as well."""
    rng = np.random.default_rng(28)
    shares = (np.array([0.25, 0.45, 0.3]), np.array([0.35, 0.4, 0.25]))
    chances = (
        np.array([[0.3, 0.3, 0.4], [0.5, 0.3, 0.2], [0.5, 0.2, 0.3]]),
        np.array([[0.6, 0.2, 0.2], [0.5, 0.3, 0.2], [0.5, 0.2, 0.3]]),
    )
    net = [100 * (one[0, 0] - one[0, 2]) for one in chances]
    truth = (shares[0][0] + shares[1][0]) / 2 * (net[0] - net[1])
    held = told = 0
    for _ in range(600):
        sides = []
        for share, chance in zip(shares, chances, strict=True):
            drawn = rng.multinomial(1_000, (share[:, None] * chance).ravel()).reshape(3, 3)
            sides.append({(area, "x"): tuple(drawn[row]) for row, area in enumerate("ABC")})
        for one in found(company(*sides)).places:
            if one.levels == {"area": "A"}:
                told += 1
                held += one.contribution_low <= truth <= one.contribution_high
    assert told > 590  # far out, so that being told chooses none
    assert 0.93 <= held / told <= 0.97
