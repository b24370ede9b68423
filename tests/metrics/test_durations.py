"""Quantiles of raw values against numpy, hand-worked ranks and simulation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.durations import needed, quantile_figures

METRIC = "resolution_time"


def of(values: list[float], team: list[str] | str = "all") -> pd.DataFrame:
    return pd.DataFrame({"hours": pd.Series(values, dtype=float)}).assign(team=team)


def test_median_and_ranks_by_hand() -> None:
    found = quantile_figures(of([*range(1, 11), np.nan]), None, METRIC, "hours").iloc[0]
    # ranks 2 and 9 of 10
    assert (found["value"], found["low"], found["high"], found["n"]) == (5.5, 2, 9, 10)
    assert found["verdict"] == "none"


def test_difference_of_medians_by_hand() -> None:
    # medians 13 and 22; ranks 8 and 18 of 25 are the ends: 8 to 18 and 17 to 27
    now, base = of([float(i) for i in range(1, 26)]), of([float(i + 9) for i in range(1, 26)])
    found = quantile_figures(now, base, METRIC, "hours").iloc[0]
    assert (found["low"], found["value"], found["high"]) == (8, 13, 18)
    assert found["change"] == -9
    # (-9) + sqrt((18 - 13)^2 + (22 - 17)^2) = -9 + 7.0711
    assert found["change_high"] == pytest.approx(-9 + 50**0.5)
    assert found["change_low"] == pytest.approx(-9 - 50**0.5)
    # t = 2.063899 x 9 / 7.0711 = 2.6269 with 24 degrees of freedom
    assert found["p_value"] == pytest.approx(2 * stats.t.sf(2.6269, 24), abs=1e-4)
    assert found["verdict"] == "real"


@pytest.mark.slow
@pytest.mark.parametrize("values", [(24, 48), (24, 48, 72), (0, 24, 24, 48)])
def test_tied_values_do_not_change_by_themselves(values: tuple[int, ...]) -> None:
    rng = np.random.default_rng(11)
    runs, n = 400, 60
    now, base = (
        pd.DataFrame({"hours": rng.choice(values, runs * n), "run": np.repeat(np.arange(runs), n)})
        for _ in range(2)
    )
    one_by_one = [
        quantile_figures(now[now["run"] == run], base[base["run"] == run], METRIC, "hours")
        for run in range(runs)
    ]
    assert np.mean([found["verdict"].iloc[0] == "real" for found in one_by_one]) < 0.05


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 1000)), min_size=1, max_size=60),
    st.sampled_from([0.5, 0.9]),
)
def test_every_group_as_numpy(rows: list[tuple[str, float]], q: float) -> None:
    frame = of([value for _, value in rows], team=[team for team, _ in rows])
    found = quantile_figures(frame, None, METRIC, "hours", ["team"], q, minimum_n=1)
    for _, row in found.iterrows():
        values = frame.loc[frame["team"] == row["team"], "hours"]
        assert row["value"] == pytest.approx(np.quantile(values, q))
        assert row["n"] == len(values)
        assert not row["low"] > row["value"]
        assert not row["high"] < row["value"]


def test_too_few_on_either_side() -> None:
    few, many = of([1.0] * 9), of([float(i) for i in range(30)])
    assert quantile_figures(few, many, METRIC, "hours")["verdict"].tolist() == ["too_few"]
    found = quantile_figures(many, few, METRIC, "hours").iloc[0]
    assert found["verdict"] == "too_few"
    assert np.isnan(found["base_value"]) and np.isnan(found["change"])


def test_equal_values_are_no_change() -> None:
    found = quantile_figures(of([2.0] * 20), of([2.0] * 20), METRIC, "hours").iloc[0]
    assert (found["change"], found["p_value"], found["verdict"]) == (0, 1, "noise")


def test_no_values() -> None:
    found = quantile_figures(of([]), of([1.0] * 20), METRIC, "hours", minimum_n=10)
    assert found.empty


def test_intervals_hold_the_truth() -> None:
    rng = np.random.default_rng(9)
    runs, n, m = 4000, 40, 60
    draw = rng.exponential(10, (runs, n)), rng.exponential(20, (runs, m))
    frames = [
        pd.DataFrame({"hours": x.ravel(), "run": np.repeat(np.arange(runs), x.shape[1])})
        for x in draw
    ]
    found = quantile_figures(frames[0], frames[1], METRIC, "hours", ["run"])
    median = 10 * np.log(2)
    assert 0.94 <= ((found["low"] <= median) & (median <= found["high"])).mean() <= 0.975
    held = (found["change_low"] <= -median) & (-median <= found["change_high"])
    assert 0.93 <= held.mean() <= 0.99


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 400)),
        min_size=1,
        max_size=120,
    ),
    st.sampled_from([0.5, 0.9]),
    st.integers(1, 60),
)
def test_counted_in_bins_they_are_those_of_the_values(
    rows: list[tuple[str, str, int]], q: float, width: int
) -> None:
    raw = pd.DataFrame(rows, columns=["team", "shift", "hours"]).astype({"hours": float})
    keys = ["team", "shift"]
    binned = raw.assign(bin=(raw["hours"] // width).astype(int))
    tally = binned.groupby([*keys, "bin"], as_index=False).size().rename(columns={"size": "n"})
    cuts: list[list[str]] = [[], ["team"], keys]
    places = {name: tally[name].array for name in keys}
    asked = {tuple(cut): [q] for cut in cuts}
    known = needed(places, tally["bin"].to_numpy(), tally["n"].to_numpy(), asked)
    values = binned.groupby([*keys, "bin", "hours"], as_index=False).size()
    values = values.rename(columns={"size": "n"}).merge(tally[known][[*keys, "bin"]])
    counted = pd.concat([tally[~known].assign(hours=np.nan), values], ignore_index=True)
    for cut in cuts:
        ours, theirs = (
            quantile_figures(frame, None, METRIC, "hours", cut, q, minimum_n=2)
            for frame in (counted, raw)
        )
        pd.testing.assert_frame_equal(ours, theirs)


def test_a_value_that_was_not_asked_for_is_no_figure() -> None:
    counted = pd.DataFrame({"bin": [0, 1], "n": [10, 30], "hours": [2.0, np.nan]})
    with pytest.raises(ValueError, match="not asked for"):
        quantile_figures(counted, None, METRIC, "hours")
