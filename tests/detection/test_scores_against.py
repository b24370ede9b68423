"""Questions that go against the others: planted ones are found, and noise is not suspected."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from detection.scores import reversed_scales


def survey(rows: int, signs: dict[str, int], seed: int = 1) -> pd.DataFrame:
    """Answers from 1 to 7 of which half the variance is what people think of the company."""
    rng = np.random.default_rng(seed)
    opinion = rng.normal(size=rows)
    return pd.DataFrame(
        {
            name: (4.5 + 1.2 * (sign * opinion + rng.normal(size=rows))).round().clip(1, 7)
            for name, sign in signs.items()
        }
    )


def test_the_one_that_was_planted_is_named_with_its_numbers() -> None:
    scores = survey(300, {"csat": 1, "effort": -1, "nps": 1, "rating": 1})
    (found,) = reversed_scales(scores)
    assert found.column == "effort" and found.respondents == 300
    rest = ((scores - scores.mean()) / scores.std())[["csat", "nps", "rating"]].mean(axis=1)
    assert found.correlation == pytest.approx(np.corrcoef(scores["effort"], rest)[0, 1])
    # Fisher: atanh(r) +- z / sqrt(n - 3), z of 1 - 0.05 / 8
    middle, half = np.arctanh(found.correlation), 2.49771 / np.sqrt(297)
    assert found.low == pytest.approx(np.tanh(middle - half), abs=1e-4)
    assert found.high == pytest.approx(np.tanh(middle + half), abs=1e-4)
    assert '"effort" goes against' in str(found) and "300" in str(found)


def test_of_two_sides_alike_both_are_told() -> None:
    found = reversed_scales(survey(300, {"csat": 1, "effort": -1}))
    assert [one.column for one in found] == ["csat", "effort"]


def test_answers_that_are_missing_are_left_out() -> None:
    scores = survey(300, {"csat": 1, "effort": -1, "nps": 1})
    scores.loc[:199, "effort"] = np.nan
    (found,) = reversed_scales(scores)
    assert found.respondents == 100
    scores["effort"] = 8 - scores["csat"]
    assert reversed_scales(scores.loc[:29]) != ()
    assert reversed_scales(scores.loc[:28]) == ()  # 29 are too few


def test_nothing_is_suspected_of_noise() -> None:
    rng = np.random.default_rng(3)
    suspected = [
        reversed_scales(pd.DataFrame(rng.integers(1, 6, size=(60, 4)).astype(float)))
        for _ in range(100)
    ]
    assert sum(map(bool, suspected)) <= 2  # of 100; by design fewer than 5


def test_nothing_to_compare() -> None:
    assert reversed_scales(survey(90, {"csat": 1})) == ()
    assert reversed_scales(pd.DataFrame({"a": [1.0] * 90, "b": [2.0] * 90})) == ()
    assert reversed_scales(survey(90, {"csat": 1, "nps": 1})) == ()
