"""Which rollups are tried: what was said with an answer does not multiply them."""

from __future__ import annotations

from data.derived.rollups import candidates
from tests.view.catalogs import dimension

SEGMENTS = tuple(dimension(key, "A", "B") for key in ("area", "plan", "tier", "size", "age", "sex"))
TOUCHPOINT = dimension("touchpoint", "Shop", "Web", segment=False)
SAID = tuple(dimension(key, "A", "B", segment=False) for key in ("reason", "language"))


def test_reason_and_language_are_counted_by_themselves() -> None:
    without = list(candidates((TOUCHPOINT, *SEGMENTS)))
    found = list(candidates((TOUCHPOINT, *SEGMENTS, *SAID)))
    assert found[: len(without)] == without  # 20 of each three segments among them
    assert found[len(without) :] == [
        (unit, ("touchpoint", key)) for unit in ("month", "day") for key in ("reason", "language")
    ]
