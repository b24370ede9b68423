"""One family over rows of different metrics."""

import numpy as np
import pandas as pd
import pytest

from metrics.inference.multiple_testing import as_one_family


def frame(*p_values: float) -> pd.DataFrame:
    size = len(p_values)
    return pd.DataFrame(
        {
            "metric": [f"m{number}" for number in range(size)],
            "change_low": [1.0] * size,
            "change_high": [2.0] * size,
            "p_single": p_values,
            "p_value": p_values,
            "verdict": ["too_few" if np.isnan(p) else "real" for p in p_values],
        }
    )


def test_by_hand() -> None:
    # three of four are a family; by Benjamini and Hochberg .01 x 3/1, .04 x 3/2, .045 x 3/3
    found = as_one_family(frame(0.01, 0.04, 0.045, 0.04), np.array([True, True, True, False]))
    assert found["p_value"].tolist() == pytest.approx([0.03, 0.045, 0.045, 0.04])
    assert found["verdict"].tolist() == ["real"] * 4
    found = as_one_family(frame(0.04, 0.2, 0.6), np.array([True, True, True]))
    assert found["p_value"].tolist() == pytest.approx([0.12, 0.3, 0.6])
    assert found["verdict"].tolist() == ["noise"] * 3


def test_what_was_not_judged_stays_so() -> None:
    found = as_one_family(frame(np.nan, 0.001), np.array([True, True]))
    assert found["verdict"].tolist() == ["too_few", "real"]
    assert found["p_value"].iloc[1] == 0.001
