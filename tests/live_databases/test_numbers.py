"""The KPI suite on each engine: every number is that of the built-in one.

Of the links every second one: warehouse_loads/test_duckdb.py opens them all.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.query import feedback as asked
from data.query.tables import rejected_batches
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from tests.warehouse_loads.database import check_messy
from tests.warehouse_loads.frames import check_frames
from tests.warehouse_loads.same import LINKS, MESSY, check_catalogs, check_page

pytestmark = pytest.mark.slow


def test_the_catalogue(plain: Snapshot, loaded: Snapshot) -> None:
    check_catalogs(plain, loaded)
    assert loaded.catalog.rollups


@pytest.mark.parametrize("seed", range(5))
def test_frames(seed: int, plain: Snapshot, loaded: Snapshot) -> None:
    check_frames(plain, loaded, seed)


@pytest.mark.parametrize("link", LINKS[::2])
def test_pages(link: str, plain: Snapshot, loaded: Snapshot) -> None:
    check_page(plain, loaded, link)


def test_rows_that_break_the_contract(messy_files: Path, loaded_messy: Snapshot) -> None:
    check_messy(messy_files, loaded_messy)
    rejected = pd.concat(rejected_batches(loaded_messy).batches)
    assert len(rejected) == sum(sum(t.rejected.values()) for t in loaded_messy.catalog.tables)


@pytest.mark.parametrize("seed", range(2))
def test_every_question_of_them(seed: int, messy_files: Path, loaded_messy: Snapshot) -> None:
    check_frames(open_snapshot(messy_files), loaded_messy, seed)


@pytest.mark.parametrize("link", MESSY[::2])
def test_pages_of_them(link: str, messy_files: Path, loaded_messy: Snapshot) -> None:
    check_page(open_snapshot(messy_files), loaded_messy, link)


def test_texts_of_any_kind(loaded_messy: Snapshot) -> None:
    span = Span(loaded_messy.catalog.first_day, loaded_messy.catalog.last_day)
    for level in ("it's", "back\\slash", "Zürich"):
        dimension = loaded_messy.catalog.dimension("crew")
        assert dimension is not None
        taken = level in dimension.levels
        found = asked.counts(loaded_messy, Scope(span, (("crew", (level,)),)))
        assert (int(found["n"].sum()) > 0) == taken
    assert asked.counts(loaded_messy, Scope(span, (("crew", ("'; --",)),))).empty
