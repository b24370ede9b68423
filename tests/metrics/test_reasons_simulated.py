"""Companies with a planted cause, 24 of each: mix, place and month are told rightly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.claims.reasons import Company, Told, ask, nothing, planted

PLANTED = planted()


@pytest.mark.slow
@pytest.mark.parametrize(("company", "right"), PLANTED.values(), ids=PLANTED)
def test_what_was_planted_is_told(company: Company, right: Callable[[Told], bool]) -> None:
    rng = np.random.default_rng(11)
    found = [told for told in (ask(company, rng) for _ in range(24)) if told.real]
    assert len(found) >= 22
    assert sum(map(right, found)) >= len(found) - 2


@pytest.mark.slow
def test_where_nothing_changed_no_reason_is_told() -> None:
    rng = np.random.default_rng(12)
    told = [ask(nothing(), rng) for _ in range(200)]
    assert sum(one.real and one.why is not None for one in told) <= 5
