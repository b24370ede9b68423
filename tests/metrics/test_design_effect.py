"""Several answers of one customer: counted out customer by customer, and by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.inference.design_effect import (
    Alike,
    Design,
    SameCustomer,
    alike_key,
    intraclass_correlation,
)
from metrics.sums.cells import Cells
from metrics.sums.counts import add_counts

CSAT, SERIES = DEFINITIONS["csat"], "csat:1-5"
KEY = alike_key(CSAT, SERIES)
RHO = 0.4

# customer, level, is it of now (else of the base)
rows_of = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from("ab"), st.booleans()), min_size=2, max_size=30
)


def answers(rows: list[tuple[int, str, bool]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "level", "now"])
    return frame.assign(series=pd.Categorical([SERIES] * len(frame)), score=5.0, n=1, w=1.0, w2=1.0)


def by_customer(frame: pd.DataFrame) -> pd.DataFrame:
    named = ["level", "series", "customer"]
    return frame.groupby(named, observed=True)[["w", "w2"]].sum().reset_index()


def design(frame: pd.DataFrame, keys: tuple[str, ...], rest: bool = False) -> tuple[Cells, Design]:
    """Of the answers of now: against those of the base, or each level against the others."""
    now, base = frame[frame["now"]], frame[~frame["now"]]
    cells = add_counts(now, keys)
    alike = {KEY: Alike(RHO, 1.0, 1.0)}
    same = SameCustomer(by_customer(now), None if rest else by_customer(base), alike)
    if rest:
        return cells, same.design(CSAT, same.ties(cells, ()), cells, cells.rest())
    others = add_counts(base, keys)
    matched = (
        [list(others.labels["level"]).index(one) for one in cells.labels["level"]] if keys else [0]
    )
    return cells, same.design(CSAT, same.ties(cells), cells, others.pick(np.array(matched)))


def error(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """Variance of a difference of means, each answer's variance 1, RHO within a customer.

    Every pair of answers is looked at by itself.
    """
    weighted = [(who, 1 / len(one)) for who in one["customer"]]
    weighted += [(who, -1 / len(other)) for who in other["customer"]]
    found = 0.0
    for (i, (who, w)), (j, (whom, v)) in product(enumerate(weighted), repeat=2):
        found += w * v * (1.0 if i == j else RHO if who == whom else 0.0)
    return found


def expected(found: Design, place: int, n: int, m: int) -> float:
    e1, e0 = found.now[place] / n, found.base[place] / m
    return float(e1 + e0 - 2 * found.shared[place] * np.sqrt(e1 * e0))


@given(rows_of)
def test_two_periods_pair_by_pair(rows: list[tuple[int, str, bool]]) -> None:
    frame = answers(rows)
    now, base = frame[frame["now"]], frame[~frame["now"]]
    if now.empty or base.empty:
        return
    _, found = design(frame, ())
    if found.shared[0] < 0.98:  # more alike than that is not believed
        counted = expected(found, 0, len(now), len(base))
        assert counted == pytest.approx(error(now, base))


@given(rows_of)
def test_a_level_and_all_others_pair_by_pair(rows: list[tuple[int, str, bool]]) -> None:
    frame = answers([(who, level, True) for who, level, _ in rows])
    if frame["level"].nunique() < 2:
        return
    cells, found = design(frame, ("level",), rest=True)
    for place, level in enumerate(cells.labels["level"]):
        own = frame["level"] == level
        if found.shared[place] < 0.98:
            counted = expected(found, place, int(own.sum()), int((~own).sum()))
            assert counted == pytest.approx(error(frame[own], frame[~own]))


def test_levels_of_two_periods_are_matched() -> None:
    rows = [(1, "a", True), (1, "a", True), (2, "b", True), (1, "a", False), (2, "b", False)]
    cells, found = design(answers([*rows, (2, "b", False), (2, "b", False)]), ("level",))
    assert list(cells.labels["level"]) == ["a", "b"]
    assert found.now == pytest.approx([1 + RHO, 1])  # two answers of customer 1, one of 2
    assert found.base == pytest.approx([1, 1 + 2 * RHO])
    # cov = rho * 2 * 1 / (2 * 1), of errors sqrt(1.4 / 2) and 1
    assert found.shared[0] == pytest.approx(0.4 / np.sqrt(0.7))


def test_customers_of_one_mind_and_of_two() -> None:
    whole = np.ones(4)
    ones = np.array([0, 0, 1, 1])
    assert intraclass_correlation(ones, np.array([1.0, 1, 0, 0]), whole) == (1.0, 1.0)
    assert intraclass_correlation(ones, np.array([1.0, 0, 1, 0]), whole) == (0.0, 1.0)
    # Deviations +-1/2: of three pairs one is alike (1/4 twice), two differ: none in all.
    people = np.array([0, 0, 0])
    rho, more = intraclass_correlation(people, np.array([1.0, 1, 0]), np.ones(3))
    assert (rho, more) == (0.0, 2.0)
    assert intraclass_correlation(np.arange(4), whole, whole) == (0.0, 0.0)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 1, 5])), min_size=3, max_size=40)
)
def test_all_together_it_is_the_variance_by_customer(rows: list[tuple[int, float]]) -> None:
    """Cameron and Miller (2015): the sum over customers of their summed deviations, squared."""
    frame = pd.DataFrame(rows, columns=["customer", "value"])
    off = frame["value"] - frame["value"].mean()
    by_customer = (off.groupby(frame["customer"]).sum() ** 2).sum()
    plain = (off**2).sum()
    rho, more = intraclass_correlation(
        frame["customer"].to_numpy(), frame["value"].to_numpy(), np.ones(len(frame))
    )
    if plain > 0 and 0 < rho < 1:
        assert 1 + rho * more == pytest.approx(by_customer / plain)


def test_of_a_sample_small_cells_are_drawn_to_all_the_data() -> None:
    now = by_customer(answers([(0, "a", True), (0, "a", True), (4, "a", True)]))
    cells = add_counts(answers([(who, "a", True) for who in range(8)]), ("level",))
    same = SameCustomer(now, None, {KEY: Alike(RHO, 3.0, 0.5)}, step=4)
    found = same.design(CSAT, same.ties(cells), cells, None)
    # 5 pairs of 3 answers: 2 more, drawn by five answers to 3 each; half of all count.
    assert found.now == pytest.approx([1 + RHO * (2 + 5 * 3) / (3 + 5) * 0.5])


def test_answers_of_nobody_known_are_of_different_customers() -> None:
    frame = answers([(0, "a", True), (0, "a", True)])
    cells = add_counts(pd.concat([frame, frame]), ())  # two more, of whom nothing is known
    same = SameCustomer(by_customer(frame), None, {KEY: Alike(RHO, 1.0, 0.5)})
    found = same.design(CSAT, same.ties(cells), cells, None)
    assert found.now == pytest.approx([1 + RHO / 2])


def test_weighted_answers_count_by_their_weights() -> None:
    frame = answers([(0, "a", True), (0, "a", True), (1, "a", True)]).assign(
        w=[1.0, 2.0, 3.0], w2=[1.0, 4.0, 9.0], nw=1
    )
    cells = add_counts(frame, (), weighted=True)
    same = SameCustomer(by_customer(frame), None, {KEY: Alike(RHO, 1.0, 1.0)})
    found = same.design(CSAT, same.ties(cells), cells, None)
    # Of sums of weights squared 14, pairs of different answers 2 x 1 x 2.
    assert found.now == pytest.approx([1 + RHO * 4 / 14])


def test_figures_take_them_in() -> None:
    frame = answers([(place % 5, "a", True) for place in range(40)])
    frame["score"] = np.where(frame["customer"] < 3, 5.0, 1.0)
    cells = add_counts(frame, ())
    same = {"feedback": SameCustomer(by_customer(frame), None, {KEY: Alike(1.0, 7.0, 1.0)})}
    (plain,) = figures(cells, None, ["csat"]).to_dict("records")
    (tied,) = figures(cells, None, ["csat"], same=same).to_dict("records")
    assert (tied["value"], tied["n"]) == (plain["value"], plain["n"]) == (60.0, 40)
    # Five customers, three of them content: Wilson (1927) of 3 of 5.
    assert (tied["low"], tied["high"]) == pytest.approx((23.07, 88.24), abs=0.01)
