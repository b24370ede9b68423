"""Random views to ask for: the same ones for every size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from benchmarks.feedback import LEVELS
from view.periods import DEFAULT_PRESET, PRESET_LABELS

_AS_IT_OPENS = 0.5  # share of views that keep the usual period of twelve months
_FREE_DATES = 0.2  # and that have dates of their own; the others have any preset


def queries(count: int, seed: int, dimensions: Sequence[str] = tuple(LEVELS)) -> list[str]:
    """Different queries of links, with up to three filters of one to three levels each."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[_query(chance, dimensions)] = None
    return list(found)


def _query(chance: random.Random, dimensions: Sequence[str]) -> str:
    pairs = _period(chance)
    for dimension in chance.sample(dimensions, chance.randint(0, 3)):
        for level in chance.sample(LEVELS[dimension], chance.randint(1, 3)):
            pairs.append((dimension, level))
    return urlencode(pairs)


def _period(chance: random.Random) -> list[tuple[str, str]]:
    kind = chance.random()
    if kind < _AS_IT_OPENS:
        return [("period", DEFAULT_PRESET)]
    if kind < _AS_IT_OPENS + _FREE_DATES:
        return [
            ("from", f"2025-{chance.randint(1, 6):02d}-{chance.randint(1, 28):02d}"),
            ("to", f"2025-{chance.randint(7, 12):02d}-{chance.randint(1, 28):02d}"),
        ]
    return [("period", chance.choice(list(PRESET_LABELS)))]


def new_view(number: int) -> str:
    """The query of a view that hardly another number has: two filters, and a year from any day."""
    chance = random.Random(number)
    start = date(2024, 1, 1) + timedelta(days=number % 300)
    pairs = [("from", start.isoformat()), ("to", (start + timedelta(days=365)).isoformat())]
    for dimension in chance.sample(list(LEVELS), 2):
        pairs += [(dimension, level) for level in chance.sample(LEVELS[dimension], 2)]
    return urlencode(pairs)
