"""Rankings by hand, and what holds for every one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions import DEFINITIONS
from metrics.durations import quantile_figures
from metrics.estimates import against_rest, figures
from metrics.ranking import can_rank, ranked
from metrics.rest_quantiles import quantiles_against_rest
from metrics.sums.counts import add_tallies

SHARE = DEFINITIONS["first_contact_resolution"]  # more is better
TIME = DEFINITIONS["resolution_time"]  # less is better


def shares(agents: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Solved at once, and all, of each agent; each against all others, ranked."""
    tally = pd.DataFrame(
        {"agent": list(agents), "n": [n for _, n in agents.values()]}
        | {"positive": [good for good, _ in agents.values()]}
    )
    cells = add_tallies(tally, SHARE.key, ("agent",))
    return ranked(against_rest(cells, [SHARE.key], "agent"), SHARE, "agent")


def test_a_lucky_few_do_not_lead() -> None:
    """Wilson's lower ends: 10 of 10 72.2 %, 95 of 100 88.8 %, 880 of 1,000 85.8 %."""
    rows = shares({"Lucky": (10, 10), "Steady": (95, 100), "Busy": (880, 1000)})
    assert list(rows["agent"]) == ["Steady", "Busy", "Lucky"]
    assert list(rows["rank"]) == [1, 2, 3]
    assert rows["low"].round(1).tolist() == [88.8, 85.8, 72.2]
    assert rows["value"].tolist() == [95, 88, 100]


def test_less_is_better_by_the_upper_end() -> None:
    """Medians of 100 and of 12 equal values with one outlier at either end: the intervals are the
    order statistics 40 and 61 of 100 and 3 and 10 of 12 (binomial, exact)."""
    quick = pd.DataFrame({"agent": "Few", "hours": [1.0, 1, 1, 5, 5, 5, 5, 5, 5, 9, 9, 9]})
    many = pd.DataFrame({"agent": "Many", "hours": np.arange(100) / 50 + 5})
    frame = pd.concat([quick, many], ignore_index=True)
    found = quantile_figures(frame, None, TIME.key, "hours", ("agent",))
    rows = ranked(found, TIME, "agent")
    assert list(rows["agent"]) == ["Many", "Few"]
    assert rows["high"].tolist() == [pytest.approx(5 + 60 / 50), 9]
    assert rows["value"].is_monotonic_decreasing  # by the median alone it is the other way round


def test_below_the_minimum_nobody_is_ranked() -> None:
    rows = shares({"A": (80, 100), "B": (9, 9), "C": (5, 8), "D": (70, 100)})
    assert list(rows["agent"]) == ["A", "D", "B", "C"]
    assert list(rows["rank"]) == [1, 2, 0, 0]
    hidden = rows[rows["rank"] == 0]
    assert hidden[["value", "low", "high", "change"]].isna().all(axis=None)
    assert list(hidden["n"]) == [9, 8]


def test_equals_share_a_rank() -> None:
    rows = shares({"B": (80, 100), "A": (80, 100), "C": (10, 100)})
    assert list(zip(rows["agent"], rows["rank"], strict=True)) == [("A", 1), ("B", 1), ("C", 3)]


AGENTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(AGENTS, st.randoms(use_true_random=False))
def test_laws_of_a_ranking(agents: dict[str, tuple[int, int]], random: object) -> None:
    rows = shares(agents)
    assert sorted(rows["agent"]) == sorted(agents)
    placed = rows[rows["rank"] > 0]
    assert (placed["n"] >= 10).all()
    assert placed["low"].is_monotonic_decreasing
    assert placed["rank"].is_monotonic_increasing
    assert rows.index[: len(placed)].equals(placed.index)  # the others stand below
    assert (rows.loc[rows["hidden"] != "", "rank"] == 0).all()
    shuffled = list(agents.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(shares(dict(shuffled)), rows)


def test_too_few_are_not_judged() -> None:
    frame = pd.DataFrame({"agent": ["A"] * 30 + ["B"] * 3, "hours": np.arange(33.0)})
    rows = quantiles_against_rest(frame, TIME.key, "hours", "agent")
    assert set(rows.loc[rows["hidden"] != "", "verdict"]) == {"too_few"}


def test_only_what_is_better_or_worse_is_ranked() -> None:
    assert not can_rank(DEFINITIONS["revenue"])
    found = figures(add_tallies(pd.DataFrame({"n": [1]}), "revenue"), None, ["revenue"])
    with pytest.raises(ValueError, match="revenue has no better"):
        ranked(found.assign(agent="A"), DEFINITIONS["revenue"], "agent")


def test_a_team_hides_no_one_of_another() -> None:
    """Of A's two small agents the next one protects neither: they hold 12 together. B's one small
    agent would follow from B's total, so the next smallest of B is hidden as well."""
    agents = {"A": {"a": 100, "b": 7, "c": 5}, "B": {"d": 60, "e": 3, "f": 40}, "C": {"g": 50}}
    rows = [(team, agent, n) for team, own in agents.items() for agent, n in own.items()]
    tally = pd.DataFrame(rows, columns=["team", "agent", "n"]).assign(positive=1)
    cells = add_tallies(tally, SHARE.key, ("team", "agent"))
    found = against_rest(cells, [SHARE.key], "agent", ("team",), nested=True)
    assert found.set_index("agent")["hidden"].to_dict() == {
        **{"a": "", "b": "too_few", "c": "too_few"},
        **{"d": "", "e": "too_few", "f": "protects"},
        "g": "",
    }
    values = tally.loc[tally.index.repeat(tally["n"]), ["team", "agent"]].assign(value=1.0)
    keys = ("team", "agent")
    times = quantile_figures(values, None, TIME.key, "value", keys, apart=("team",))
    assert list(times["hidden"]) == list(found["hidden"])


def test_a_thousand_agents_take_no_time() -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(1, 400, 1000)
    tally = pd.DataFrame(
        {
            "team": rng.integers(0, 10, 1000).astype("str"),
            "agent": [f"{number:04d}" for number in range(1000)],
            "n": n,
            "positive": rng.binomial(n, 0.7),
        }
    )
    cells = add_tallies(tally, SHARE.key, ("team", "agent"))
    found = against_rest(cells, [SHARE.key], "agent", ("team",), nested=True)
    rows = ranked(found, SHARE, "agent", difference=True)
    placed = rows[rows["rank"] > 0]
    assert placed["change_low"].is_monotonic_decreasing
    assert 0 < (rows["hidden"] != "").sum() < 100  # crossed with their teams, all would be hidden
