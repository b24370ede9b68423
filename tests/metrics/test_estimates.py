"""Figures, comparisons and their laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.estimates import against_rest, figures
from metrics.sums.cells import of_frame
from tests.metrics.samples import cells, feedback, nps

COLUMNS = [
    *("metric", "value", "low", "high", "n", "hidden"),
    *("base_value", "base_low", "base_high", "base_n"),
    *("change", "change_low", "change_high", "p_single", "p_value", "verdict"),
]
UNITS = {"nps": (-100, 100), "csat": (0, 100), "csat_mean": (1, 5)}
SCORES = st.lists(st.integers(0, 10), min_size=10, max_size=60)


def test_nine_points_of_nps_that_are_noise() -> None:
    found = figures(cells(nps(110, 50, 40)), cells(nps(96, 60, 44)), ["nps"]).iloc[0]
    assert (found["value"], found["base_value"]) == pytest.approx((35, 26))
    assert found["change"] == pytest.approx(9)
    assert found["p_value"] == pytest.approx(0.26, abs=0.005)
    assert found["verdict"] == "noise"


def test_a_change_that_is_real() -> None:
    found = figures(cells(nps(400, 100, 100)), cells(nps(300, 100, 200)), ["nps"]).iloc[0]
    assert found["verdict"] == "real"
    assert found["change_low"] > 0


def test_three_metrics_of_one_question_by_hand() -> None:
    raw = cells(feedback("csat", [5, 5, 4, 4, 4, 3, 3, 2, 1, 5]))
    assert figures(raw, None, ["csat"])["value"].tolist() == [60.0]
    assert figures(raw, None, ["csat_mean"])["value"].tolist() == [3.6]
    assert figures(raw, None, ["nps"]).empty


def test_columns_and_keys_come_out_as_promised() -> None:
    raw = pd.concat([nps(8, 2, 4, team=team, month=month) for team in "ba" for month in (2, 1)])
    moments = cells(raw, ["month", "team"])
    found = figures(moments, None, ["nps"], ["team", "month"])
    assert list(found.columns) == ["team", "month", "series", *COLUMNS]
    assert found[["team", "month"]].to_numpy().tolist() == [["a", 1], ["a", 2], ["b", 1], ["b", 2]]
    assert figures(moments, None, ["nps"])["n"].tolist() == [56]
    assert (found["verdict"] == "none").all()


def test_each_scale_is_a_row_of_its_own() -> None:
    five, ten = feedback("csat", [5] * 12), feedback("csat", [8] * 12).assign(scale_max=10)
    found = figures(cells(pd.concat([five, ten])), None, ["csat"])
    assert found["series"].tolist() == ["csat:1-10", "csat:1-5"]
    assert found["value"].tolist() == [0, 100]


def test_the_base_is_found_by_its_keys_not_by_its_place() -> None:
    now = pd.concat([nps(20, 5, 5, team="a"), nps(10, 10, 10, team="b"), nps(9, 9, 9, team="new")])
    base = pd.concat([nps(30, 0, 10, team="b"), nps(10, 10, 20, team="a"), nps(9, 9, 9, team="x")])
    sides = cells(now, ["team"]), cells(base.astype({"team": "category"}), ["team"])
    found = figures(sides[0], sides[1], ["nps"], ["team"]).set_index("team")
    assert found.loc["a", "base_value"] == -25
    assert found.loc["b", "base_value"] == 50
    assert found.loc["new", "verdict"] == "none"
    assert found.loc["new", "base_n"] == 0
    assert found["verdict"]["a"] == "real"


def test_too_few_on_either_side_hides_the_figure_and_the_change() -> None:
    few, many = cells(nps(4, 3, 2)), cells(nps(40, 30, 20))
    one, other = figures(few, many, ["nps"]).iloc[0], figures(many, few, ["nps"]).iloc[0]
    assert (one["verdict"], one["hidden"], one["n"]) == ("too_few", "too_few", 9)
    assert np.isnan(one["value"]) and not np.isnan(one["base_value"])
    assert (other["verdict"], other["hidden"]) == ("too_few", "")
    assert np.isnan(other["base_value"]) and np.isnan(other["change"])
    assert figures(few, many, ["nps"], minimum_n=9)["hidden"].tolist() == [""]


def test_no_cell_can_be_had_by_subtraction() -> None:
    raw = pd.concat([nps(50, 5, 5, team="a"), nps(3, 0, 0, team="b"), nps(10, 5, 5, team="c")])
    found = figures(cells(raw, ["team"]), None, ["nps"], ["team"])
    assert found["hidden"].tolist() == ["", "too_few", "protects"]
    assert found["value"].isna().tolist() == [False, True, True]


def test_the_false_discovery_rate_is_held_over_the_rows() -> None:
    # p = 0.036 alone is real; with 19 rows that did not move it is noise.
    now, base = nps(120, 40, 40, team="0"), nps(100, 40, 60, team="0")
    alone = figures(cells(now), cells(base), ["nps"]).iloc[0]
    assert alone["verdict"] == "real"
    still = [nps(60, 20, 20, team=str(i)) for i in range(1, 20)]
    sides = [cells(pd.concat([side, *still]), ["team"]) for side in (now, base)]
    among = figures(sides[0], sides[1], ["nps"], ["team"]).set_index("team").loc["0"]
    assert among["change"] == pytest.approx(alone["change"])
    assert among["p_value"] > alone["p_value"]
    assert among["verdict"] == "noise"


@settings(max_examples=60)
@given(SCORES, st.sampled_from(list(UNITS)))
def test_bounds_and_order_of_every_figure(scores: list[int], metric: str) -> None:
    answers = scores if metric == "nps" else [score % 5 + 1 for score in scores]
    row = figures(cells(feedback(metric[:4].strip("_"), answers)), None, [metric]).iloc[0]
    least, most = UNITS[metric]
    assert least <= row["low"] <= row["value"] <= row["high"] <= most
    assert row["low"] < row["high"]


@pytest.mark.slow
@settings(max_examples=60)
@given(SCORES, SCORES, st.floats(0.01, 100))
def test_equal_weights_change_nothing(now: list[int], base: list[int], weight: float) -> None:
    sides = cells(feedback("nps", now)), cells(feedback("nps", base))
    plain = figures(sides[0], sides[1], ["nps"])
    weighed = [cells(feedback("nps", s, weight=weight), weighted=True) for s in (now, base)]
    found = figures(weighed[0], weighed[1], ["nps"])
    pd.testing.assert_frame_equal(found, plain, rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0.1, 9)), min_size=10, max_size=40))
def test_only_the_ratio_of_weights_counts(answers: list[tuple[int, float]]) -> None:
    scores, weights = zip(*answers, strict=True)
    one, ten = (
        figures(
            cells(feedback("csat", scores, weight=[w * c for w in weights]), weighted=True),
            None,
            ["csat_mean"],
        )
        for c in (1, 10)
    )
    pd.testing.assert_frame_equal(one, ten, rtol=1e-9)


def test_weighted_value_and_effective_n_by_hand() -> None:
    # Weights 1 (ten promoters) and 3 (ten detractors): NPS (10 - 30)/40; Kish n = 40^2/100 = 16.
    raw = nps(10, 0, 10, weight=[1.0] * 10 + [3.0] * 10)
    found = figures(cells(raw, weighted=True), None, ["nps"]).iloc[0]
    assert (found["value"], found["n"]) == (-50, 20)
    p, d = 4.75 / 19, 12.75 / 19
    half = 1.959964 * np.sqrt((p + d - (p - d) ** 2) / 19)
    assert found["low"] == pytest.approx(100 * (p - d - half), abs=1e-3)


def test_answers_without_a_weight_are_none_in_weighted_figures() -> None:
    # 40 answers, one of them with a weight: its value would be 0 or 100 %, whatever the others say.
    base = cells(nps(20, 0, 20, weight=1.0), weighted=True)
    one = cells(nps(20, 0, 20, weight=[1.0] + [np.nan] * 39), weighted=True)
    found = figures(one, base, ["nps"]).iloc[0]
    assert (found["n"], found["hidden"], found["verdict"]) == (1, "too_few", "too_few")
    assert found[["value", "low", "high", "change", "p_value"]].isna().all()
    blank = cells(nps(20, 0, 20, weight=np.nan), weighted=True)
    found = figures(blank, base, ["nps"]).iloc[0]
    assert (found["n"], found["verdict"]) == (0, "too_few")


@pytest.mark.parametrize(("rare", "hidden"), [(1.0, ""), (0.1, ""), (1000.0, "too_few")])
def test_too_few_in_effect_are_too_few(rare: float, hidden: str) -> None:
    # 36 answers of weight 1 and 4 that weigh 1000 each are about 4 in effect.
    found = figures(
        cells(nps(20, 0, 20, weight=[1.0] * 36 + [rare] * 4), weighted=True), None, ["nps"]
    ).iloc[0]
    assert (found["n"], found["hidden"]) == (40, hidden)
    assert np.isnan(found["value"]) == bool(hidden)


def test_a_level_against_the_rest_is_compared_with_all_others() -> None:
    parts = {
        "a": nps(50, 10, 5, team="a"),
        "b": nps(20, 9, 9, team="b"),
        "c": nps(9, 8, 20, team="c"),
    }
    moments = cells(pd.concat(parts.values()), ["team"])
    found = against_rest(moments, ["nps"], "team").set_index("team")
    others = cells(pd.concat([parts["b"], parts["c"]]))
    direct = figures(cells(parts["a"]), others, ["nps"]).iloc[0]
    for column in ("value", "base_value", "base_n", "change", "change_low", "change_high"):
        assert found.loc["a", column] == pytest.approx(direct[column])


def test_levels_are_compared_within_the_other_key() -> None:
    raw = [
        nps(10 + i, 5, 5, team=team, region=region)
        for i, (team, region) in enumerate([("a", "x"), ("b", "x"), ("a", "y"), ("b", "y")])
    ]
    found = against_rest(cells(pd.concat(raw), ["team", "region"]), ["nps"], "team", ["region"])
    assert found["region"].tolist() == ["x", "x", "y", "y"]
    assert found["n"].tolist() == [20, 21, 22, 23]
    assert found["base_n"].tolist() == [21, 20, 23, 22]


def test_an_only_level_has_no_rest() -> None:
    found = against_rest(cells(nps(20, 5, 5, team="a"), ["team"]), ["nps"], "team").iloc[0]
    assert (found["verdict"], found["base_n"]) == ("none", 0)
    assert found["value"] == 50


def test_where_a_level_is_hidden_its_rest_is_too() -> None:
    raw = pd.concat([nps(50, 5, 5, team="a"), nps(3, 0, 0, team="b"), nps(10, 5, 5, team="c")])
    found = against_rest(cells(raw, ["team"]), ["nps"], "team")
    assert found["base_value"].isna().tolist() == [False, True, True]
    assert found["verdict"].tolist()[1:] == ["too_few", "too_few"]


def test_adding_up_first_or_later_is_the_same() -> None:
    raw = pd.concat([nps(9, 3, 4, team=team, month=m) for team in "abc" for m in range(4)])
    fine = cells(raw, ["team", "month"])
    early = figures(of_frame(fine).added(["team"]).frame(), None, ["nps"], ["team"])
    pd.testing.assert_frame_equal(figures(fine, None, ["nps"], ["team"]), early)


def test_nothing_to_show_is_an_empty_frame() -> None:
    nothing, some = cells(nps(0, 0, 0)), cells(nps(10, 5, 5))
    assert figures(nothing, some, ["nps"]).empty
    assert figures(some, nothing, ["nps"])["verdict"].tolist() == ["none"]
    assert against_rest(cells(nps(0, 0, 0, team=[]), ["team"]), ["nps"], "team").empty


def test_quantiles_are_refused_with_the_way_to_go() -> None:
    moments = cells(nps(10, 5, 5)).assign(series="resolution_time")
    with pytest.raises(ValueError, match=r"metrics\.durations"):
        figures(moments, None, ["resolution_time"])


def test_metrics_asked_together_are_those_asked_alone() -> None:
    sides = []
    for share in (60, 40):
        parts = [
            feedback("csat", [5] * share + [2] * 30, team="a"),
            feedback("csat", [4] * 5, team="b"),
            nps(share, 20, 30, team="a"),
            nps(10, 20, share, team="c"),
        ]
        sides.append(cells(pd.concat(parts), ["team"]))
    metrics = ["nps", "csat", "csat_mean"]
    alone = [figures(sides[0], sides[1], [metric], ["team"]) for metric in metrics]
    together = figures(sides[0], sides[1], metrics, ["team"])
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    assert together["hidden"].tolist() == ["", "", "protects", "too_few", "protects", "too_few"]
