"""Every page of the navigation, and the one of a customer, over tables of so many rows each."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from pathlib import Path

from app import prepare
from benchmarks.client import Client
from benchmarks.feedback import LEVELS
from benchmarks.questions import queries
from benchmarks.tables import make
from settings import Settings
from view.pages import PAGES

VIEWS = 30
MOST = 10_000_000  # rows of a table
_EARLIER = 60  # other views asked before, as of a server that has been up for a while
# What pages can't be filtered by is left out there: their view would be the usual one again.
_FILTERS = {
    "customers": ("region", "plan", "industry"),
    "service": ("region", "plan", "industry", "channel"),
}


def measure(rows: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of each view by page, in turns: what else the machine does slows all alike."""
    mapping, built = make(rows, folder / str(rows)), folder / str(rows) / "built-all"
    prepare(Settings(mapping=mapping, folder=built))
    client = Client(mapping, built)
    found: dict[str, list[float]] = {page: [] for page in PAGES}
    for page, query in in_turns(client, PAGES, rows):
        found[page].append(client.refresh(page, query))
    return found


def in_turns(client: Client, pages: Collection[str], rows: int) -> Iterator[tuple[str, str]]:
    """Page and query of each view, page by page, once others have been asked."""
    earlier, asked = (
        {page: queries_of(page, count, seed, rows) for page in pages}
        for count, seed in ((_EARLIER, 2), (VIEWS, 1))
    )
    for number in range(_EARLIER):
        for page in pages:
            client.refresh(page, earlier[page][number])
    for number in range(VIEWS):
        for page in pages:
            yield page, asked[page][number]


def queries_of(page: str, count: int, seed: int, rows: int) -> list[str]:
    """Different queries of a page, of filters that it applies."""
    if page == "customer":
        chance = random.Random(seed)
        return [f"customer_id=c{chance.randrange(max(rows // 10, 1))}" for _ in range(count)]
    return queries(count, seed, _FILTERS.get(page, tuple(LEVELS)))
