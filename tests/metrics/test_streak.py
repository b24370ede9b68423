"""The streak of an agent: by hand, and silent where nothing ever changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.inference import differences
from metrics.inference.multiple_testing import as_one_family
from metrics.inference.streak import Streak, streak

CHANGES = 12  # months, each beside the one before


@pytest.mark.parametrize(
    ("changes", "verdicts", "expected"),
    [
        ([], [], Streak(0, 0, worse=False)),
        ([1, -2, 3], ["noise", "noise", "noise"], Streak(3, 0, worse=False)),
        ([-9, 1, 8, -2], ["real", "noise", "real", "noise"], Streak(3, 1, worse=True)),
        ([8, -9], ["real", "real"], Streak(0, 0, worse=True)),
        ([8, 1, 8], ["real", "too_few", "real"], Streak(1, 1, worse=False)),
        ([8, np.nan], ["real", "none"], Streak(0, 0, worse=False)),
    ],
)
def test_by_hand(changes: list[float], verdicts: list[str], expected: Streak) -> None:
    assert streak(changes, verdicts, higher_is_better=True) == expected
    turned = [-change for change in changes]
    assert streak(turned, verdicts, higher_is_better=False) == expected


def _streaks(shares: np.ndarray, tickets: int, tries: int) -> list[Streak]:
    """Of so many agents whose tickets of each month are solved with these shares."""
    rng = np.random.default_rng(17)
    found = []
    for _ in range(tries):
        solved = rng.binomial(tickets, shares) / tickets
        n = np.full(CHANGES, float(tickets))
        one = differences.proportion(n, solved[1:], n, solved[:-1])
        frame = pd.DataFrame(
            {
                "change": one.change,
                "change_low": one.low,
                "change_high": one.high,
                "p_single": one.p_value,
                "p_value": one.p_value,
                "verdict": "noise",
            }
        )
        told = as_one_family(frame, np.ones(CHANGES, dtype=bool))
        both = told["change"].tolist(), told["verdict"].tolist()
        found.append(streak(*both, higher_is_better=True))
    return found


@pytest.mark.parametrize("tickets", [15, 60, 200])
def test_on_noise_an_improvement_is_claimed_in_at_most_five_of_a_hundred(tickets: int) -> None:
    tries = 1000
    claimed = sum(one.improved > 0 for one in _streaks(np.full(CHANGES + 1, 0.7), tickets, tries))
    assert claimed <= 0.05 * tries + 2 * np.sqrt(tries * 0.05 * 0.95)


def test_what_became_better_is_found_and_what_became_worse_ends_it() -> None:
    better = np.repeat([0.55, 0.8], [8, 5])
    assert np.mean([one.improved == 1 for one in _streaks(better, 200, 200)]) > 0.9
    worse = np.repeat([0.8, 0.55], [8, 5])
    found = _streaks(worse, 200, 200)
    assert np.mean([one == Streak(4, 0, worse=True) for one in found]) > 0.9
