"""Quantiles against the rest: recounted by numpy, and right where nothing differs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.durations import needed
from metrics.rest_quantiles import needed_of_rests, quantiles_against_rest
from metrics.sums.grouping import labels

TIME = "resolution_time"


def drawn(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(40, 600))
    hours = rng.lognormal(0, 1, n).round(int(rng.integers(0, 3)))  # with ties
    agents = rng.choice(list("abcdef"), n, p=[0.4, 0.3, 0.1, 0.1, 0.05, 0.05])
    return pd.DataFrame({"team": rng.choice(list("XY"), n), "agent": agents, "hours": hours})


@pytest.mark.parametrize("q", [0.5, 0.9])
@pytest.mark.parametrize("within", [(), ("team",)])
@pytest.mark.parametrize("seed", range(6))
def test_the_rest_has_all_rows_but_the_own(seed: int, within: tuple[str, ...], q: float) -> None:
    frame = drawn(seed)
    found = quantiles_against_rest(frame, TIME, "hours", "agent", within, q, 1)
    assert len(found) == frame.groupby([*within, "agent"]).ngroups
    for _, row in found[found["hidden"] == ""].iterrows():
        same = frame[frame["team"] == row["team"]] if within else frame
        others = same.loc[same["agent"] != row["agent"], "hours"]
        own = same.loc[same["agent"] == row["agent"], "hours"]
        assert (row["n"], row["base_n"]) == (len(own), len(others))
        assert row["base_value"] == pytest.approx(np.quantile(others, q))
        assert row["change"] == pytest.approx(np.quantile(own, q) - np.quantile(others, q))


@pytest.mark.parametrize("seed", range(6))
def test_the_values_of_a_few_bins_are_enough(seed: int) -> None:
    frame = drawn(seed)
    frame = frame.assign(bin=np.floor(4 * np.log2(1 + frame["hours"])).astype(int), n=1)
    tally = pd.DataFrame(frame.groupby(["team", "agent", "bin"])["n"].sum()).reset_index()
    places = labels(tally, ["team", "agent"])
    bins, n = tally["bin"].to_numpy(), tally["n"].to_numpy()
    rows = needed(places, bins, n, {("team", "agent"): [0.5]})
    rows |= needed_of_rests(places, bins, n, "agent", ("team",), [0.5])
    assert not rows.all()
    where = pd.MultiIndex.from_frame(tally.loc[rows, ["team", "agent", "bin"]])
    own = pd.MultiIndex.from_frame(frame[["team", "agent", "bin"]]).isin(where)
    known = pd.concat([frame[own], tally[~rows].assign(hours=np.nan)], ignore_index=True)
    known = known.sort_values(["bin", "hours"], ignore_index=True)
    whole, part = (
        quantiles_against_rest(one, TIME, "hours", "agent", ("team",)) for one in (frame, known)
    )
    pd.testing.assert_frame_equal(part, whole)


def test_a_level_alone_has_no_rest() -> None:
    frame = pd.DataFrame({"agent": "A", "hours": np.arange(30.0)})
    (row,) = quantiles_against_rest(frame, TIME, "hours", "agent").to_dict("records")
    assert (row["base_n"], row["verdict"]) == (0, "none")


@pytest.mark.parametrize("sizes", [[60, 20, 20], [50] * 8, [30, 30], [200, 50, 50, 20, 10]])
def test_levels_that_are_alike_are_seldom_told_apart(sizes: list[int]) -> None:
    """In at most 5 % of families of 200; measured over 1,000: 1.7, 3.8, 2.9 and 4.0 %. Against all
    together, own rows included, an unlike first level was found in 0 to 22 %, so in 24 to 82 %."""
    rng = np.random.default_rng(3)
    names = np.repeat(list("abcdefgh")[: len(sizes)], sizes)
    wrong = 0
    for _ in range(200):
        frame = pd.DataFrame({"agent": names, "hours": rng.lognormal(0, 1, len(names))})
        found = quantiles_against_rest(frame, TIME, "hours", "agent")
        wrong += bool((found["verdict"] == "real").any())
    assert wrong <= 10 + 2 * np.sqrt(10)


def test_a_large_unlike_level_is_found() -> None:
    """0.5 on a scale of 1, 200 of 330 rows: 82 of 100, and 7 with its own rows on both sides."""
    rng = np.random.default_rng(4)
    names = np.repeat(list("abcde"), [200, 50, 50, 20, 10])
    found = 0
    for _ in range(50):
        hours = rng.lognormal(np.where(names == "a", 0.5, 0), 1)
        frame = pd.DataFrame({"agent": names, "hours": hours})
        rows = quantiles_against_rest(frame, TIME, "hours", "agent").set_index("agent")
        found += int((rows["verdict"] == "real")["a"])
    assert found >= 33
