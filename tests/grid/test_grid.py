"""Generated companies open: every page of each, as charts, as tables and as JSON.

In each run a part of them, spread over all, each by one of the three queries; CX_LENS_GRID=all
opens every one by each, which takes an hour. What is wrong on any page fails, a panel that could
not be made among it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from zlib import crc32

import pytest

from tests.grid.companies import Company, every_metric
from tests.grid.grid import alone, pairs, unlike
from tests.grid.opening import QUERIES, opened, pages_of

pytestmark = pytest.mark.slow

_ALL = os.environ.get("CX_LENS_GRID") == "all"
_EVERY = 1 if _ALL else 60  # of the companies of one metric
_EVERY_PAIR = 1 if _ALL else 135
_ALONE = [(keys[0], company) for company, keys in every_metric()]
_PAIRS = unlike(pairs())


def check(companies: list[Company]) -> None:
    """Every page of every company opens."""
    for company in companies:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = opened(company, Path(folder))
            for page in pages_of(snapshot, *_queries(company)):
                assert page.whole, (company.name, page.view)


def _queries(company: Company) -> tuple[str, ...]:
    """All of them, or one: whichever falls to its name."""
    return QUERIES if _ALL else (QUERIES[crc32(company.name.encode()) % len(QUERIES)],)


@pytest.mark.parametrize(("metric", "company"), _ALONE, ids=[metric for metric, _ in _ALONE])
def test_a_metric_alone(metric: str, company: Company) -> None:
    check(unlike(alone(company))[::_EVERY])


@pytest.mark.parametrize("part", range(8))
def test_two_metrics(part: int) -> None:
    check(_PAIRS[part * _EVERY_PAIR :: 8 * _EVERY_PAIR])
