"""A short form of the simulations of small cells, skewed amounts and scores near the ceiling."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.claims import tails
from benchmarks.claims.rows import outside

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return tails.run(seed=1, rounds=60)


def test_all_is_within_its_limits(found: pd.DataFrame) -> None:
    assert len(found) > 200
    assert found[outside(found)].empty, found[outside(found)].to_string()


def test_families_of_small_cells_are_false_in_at_most_five_per_cent(found: pd.DataFrame) -> None:
    """All cases together, which chance alone takes less far: one in twenty at most."""
    assert found.loc[found["measure"] == "families with a real one", "value"].mean() <= 0.035
