"""Links of a company: the usual one of each page, and all that are one or two steps from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.privacy.companies import LEVELS

PAGES = ("overview", "loyalty", "touchpoints", "journey", "customers", "service", "why")
_USUAL = {"from": "2026-04-01", "to": "2026-06-30"}
Step = tuple[tuple[str, str], ...]  # names and values of a link; filters add up, others replace

_LEVELS = [((key, level),) for key, levels in LEVELS.items() for level in levels]
_OTHERS: list[Step] = [
    *((("compare", one),) for one in ("rest", "none")),
    *((("by", one),) for one in ("plan", "channel")),  # the usual one is the region
    *((("grain", one),) for one in ("month", "day")),
    (("metric", "csat"),),
    (("metric", "revenue"),),
    (("score", "0"),),
    (("from", "2026-01-01"),),
    (("from", "2026-05-01"),),
    (("to", "2026-06-29"),),
    (("from", "2026-04-02"),),
]
STEPS: list[Step] = [*_LEVELS, *_OTHERS]


def links(page: str, most: int = 2) -> Iterator[str]:
    """Links of a page, at most so many steps from the usual one."""
    for size in range(most + 1):
        for steps in combinations(STEPS, size):
            pairs = [pair for step in steps for pair in step]
            own = [name for name, _ in pairs if name not in LEVELS]
            if len(own) == len(set(own)):
                yield link(page, pairs)


def link(page: str, pairs: list[tuple[str, str]]) -> str:
    """The link of a page with these names and values."""
    set_ = {**_USUAL, **{name: value for name, value in pairs if name not in LEVELS}}
    filters = [(name, value) for name, value in pairs if name in LEVELS]
    query = "&".join(f"{name}={value}" for name, value in [*set_.items(), *filters])
    return f"{page}?{query}"
