"""No figure of too few answers, and none to be had by subtraction."""

import tracemalloc

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.estimates import figures
from metrics.privacy.suppression import hidden_cells
from tests.metrics import equations
from tests.metrics.samples import cells, feedback


def row(*answers: int) -> list[str]:
    """Cells of one key whose total is displayed."""
    return grid(list(answers), ["level"])


def grid(answers: list[int], keys: list[str], width: int = 1) -> list[str]:
    place = np.arange(len(answers))
    columns = {"level": place // width, "month": place % width, "series": place * 0}
    labels = {name: pd.Series(columns[name]).array for name in (*keys, "series")}
    return list(hidden_cells(labels, keys, np.array(answers, dtype=np.int64), 10))


def test_a_single_small_cell_takes_the_next_smallest_with_it() -> None:
    assert row(50, 3, 20) == ["", "too_few", "protects"]


def test_small_cells_that_are_many_enough_protect_each_other() -> None:
    assert row(50, 6, 7) == ["", "too_few", "too_few"]


def test_an_empty_cell_gives_nothing_away() -> None:
    assert row(50, 0, 20) == ["", "too_few", ""]


def test_a_single_figure_is_hidden_by_its_own_number_alone() -> None:
    assert grid([3], []) == ["too_few"]
    assert grid([10], []) == [""]


def test_a_cell_that_follows_over_two_corners_is_protected() -> None:
    # Two touchpoints by two months: hiding 20 and 30 is not enough, as 40 gives 20, and 20 gives 3.
    hidden = ["too_few", "protects", "protects", "protects"]
    assert grid([3, 20, 30, 40], ["level", "month"], width=2) == hidden


def test_a_total_that_is_itself_hidden_gives_nothing_away() -> None:
    # The touchpoint with 5 answers is hidden, and so is its month of 5: no need to hide the rest
    # of that month, but some other cell of it.
    found = grid([60, 70, 5, 0, 80, 90], ["level", "month"], width=2)
    assert found == ["protects", "", "too_few", "too_few", "", ""]


@settings(max_examples=150)
@given(st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_nothing_hidden_follows_from_what_is_shown(answers: list[int]) -> None:
    n: npt.NDArray[np.int64] = np.array(answers, dtype=np.int64)
    hidden = np.array(grid(answers, ["level", "month"], width=4)) != ""
    assert hidden[n < 10].all()
    # What a reader knows: empty cells, shown cells, shown totals of rows, columns and all.
    table = n.reshape(3, 4)
    shown_rows = np.array(row(*table.sum(axis=1))) == ""
    shown_columns = np.array(row(*table.sum(axis=0))) == ""
    place = np.arange(12)
    known = [place == cell for cell in place if not hidden[cell] or n[cell] == 0]
    known += [place // 4 == i for i in range(3) if shown_rows[i]]
    known += [place % 4 == i for i in range(4) if shown_columns[i]]
    equations = np.array(known, dtype=float).reshape(-1, 12)
    rank = np.linalg.matrix_rank(equations)
    secret = [place == cell for cell in np.flatnonzero((n > 0) & (n < 10))]
    secret += [place // 4 == i for i in range(3) if not shown_rows[i] and table[i].any()]
    secret += [place % 4 == i for i in range(4) if not shown_columns[i] and table[:, i].any()]
    for one in secret:
        follows = np.linalg.matrix_rank(np.vstack([equations, one])) == rank
        assert not follows or not (~hidden & (n > 0)).any()


def test_a_series_that_cannot_be_protected_leaves_the_others_protected() -> None:
    # One of two series has a single small cell and nothing to hide beside it.
    labels = {
        "level": pd.Series([0, 0, 1, 2]).array,
        "series": pd.Series(["one", "two", "two", "two"]).array,
    }
    answers = np.array([3, 50, 3, 20], dtype=np.int64)
    found = list(hidden_cells(labels, ["level"], answers, 10))
    assert found == ["too_few", "", "too_few", "protects"]


def test_a_hidden_total_is_not_given_away_by_its_cells() -> None:
    # Shop 120 over three months, Kiosk 15 in March alone, VIP 3 in March or in April: beside each
    # other Kiosk is hidden to protect VIP, hence by month too.
    assert row(120, 15, 3) == ["", "protects", "too_few"]
    together = grid([40, 40, 40, 0, 15, 0, 0, 3, 0], ["level", "month"], width=3)
    assert together == ["", "", "", "too_few", "protects", "too_few", *["too_few"] * 3]
    apart = grid([40, 41, 42, 0, 15, 0, 0, 0, 3], ["level", "month"], width=3)
    assert apart[4] == "protects"
    assert apart.count("protects") >= 3  # April too must not be told, nor Kiosk from March


def test_what_the_breakdown_hides_the_heat_map_does_not_show() -> None:
    answers = {("Shop", 1): 60, ("Shop", 2): 40, ("Shop", 3): 40, ("Kiosk", 3): 15, ("VIP", 2): 3}
    raw = pd.concat(
        feedback("csat", [5] * n, touchpoint=touchpoint, month=month)
        for (touchpoint, month), n in answers.items()
    )
    breakdown = figures(cells(raw, ["touchpoint"]), None, ["csat"], ["touchpoint"])
    keys = ["touchpoint", "month"]
    heat_map = figures(cells(raw, keys), None, ["csat"], keys)
    hidden = breakdown.loc[breakdown["hidden"] != "", "touchpoint"]
    assert set(hidden) == {"Kiosk", "VIP"}
    shown = heat_map.loc[heat_map["value"].notna(), "touchpoint"]
    assert set(shown) == {"Shop"}


@settings(max_examples=150)
@given(
    st.integers(2, 6),
    st.lists(st.one_of(st.integers(0, 12), st.integers(0, 40)), min_size=6, max_size=30),
)
def test_it_hides_what_linear_equations_say(width: int, answers: list[int]) -> None:
    n, place = np.array(answers, dtype=np.int64), np.arange(len(answers))
    found = np.array(grid(answers, ["level", "month"], width)) != ""
    expected = equations.hidden(n, place // width, place % width, 10)
    assert (found & (n > 0)).tolist() == expected.tolist()


@pytest.mark.slow
def test_a_thousand_by_a_thousand_levels_are_bounded() -> None:
    # 230 small cells of a million, and what shields them: each by a cell of its row and column.
    answers = np.random.default_rng(0).poisson(25, 1_000_000).astype(np.int64)
    place = np.arange(len(answers))
    labels = {
        "level": pd.Series(place // 1000).array,
        "month": pd.Series(place % 1000).array,
        "series": pd.Series(place * 0).array,
    }
    tracemalloc.start()
    hidden = hidden_cells(labels, ["level", "month"], answers, 10) != ""
    assert tracemalloc.get_traced_memory()[1] < 500e6
    tracemalloc.stop()
    small = answers < 10
    assert small.sum() > 100
    assert hidden[small].all()
    table, few = hidden.reshape(1000, 1000), small.reshape(1000, 1000)
    for axis in (0, 1):  # none alone in its row or column, which are all displayed
        assert (table.sum(axis=axis)[few.any(axis=axis)] >= 2).all()
    assert hidden.sum() < 20 * small.sum()


def test_three_keys_that_are_crossed_are_refused() -> None:
    labels = {key: pd.Series([1, 2]).array for key in ("a", "b", "c", "series")}
    with pytest.raises(ValueError, match="at most two"):
        hidden_cells(labels, ["a", "b", "c"], np.array([3, 50], dtype=np.int64), 10)
    apart = hidden_cells(labels, ["a", "b", "c"], np.array([3, 50], dtype=np.int64), 10, ["a"])
    assert list(apart) == ["too_few", ""]
