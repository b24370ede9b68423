"""A DuckDB database by URL: the load by Ibis gives what the build from files gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.frames import Tables
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from tests.voice.alone import unread
from tests.warehouse_loads.database import messy_of_files
from tests.warehouse_loads.frames import check_frames
from tests.warehouse_loads.same import FEW, LINKS, MESSY, check_catalogs, check_page, page_of, shown
from tests.warehouse_loads.sample import of_database, of_files, write_tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    with duckdb.connect(str(folder / "company.duckdb")) as con:
        for name, file in write_tables(tables, folder).items():
            con.execute(f"CREATE TABLE {name} AS FROM read_parquet('{file}')")
    return folder


@pytest.fixture(scope="module")
def plain(folder: Path) -> Snapshot:
    (folder / "files.toml").write_text(of_files())
    with unread():
        return open_snapshot(build(folder / "files.toml", folder / "files"))


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Snapshot:
    (folder / "database.toml").write_text(of_database(f"duckdb://{folder}/company.duckdb"))
    return open_snapshot(build(folder / "database.toml", folder / "database"))


def test_the_catalogue(plain: Snapshot, loaded: Snapshot) -> None:
    check_catalogs(plain, loaded)
    assert loaded.catalog.rollups


@pytest.mark.parametrize("seed", range(6))
def test_frames(seed: int, plain: Snapshot, loaded: Snapshot) -> None:
    check_frames(plain, loaded, seed)


@pytest.mark.parametrize("link", LINKS)
def test_pages(link: str, plain: Snapshot, loaded: Snapshot) -> None:
    check_page(plain, loaded, link)


def test_every_metric_is_compared(plain: Snapshot, tmp_path: Path) -> None:
    """On every engine: those that are asked least have these links as well.

    But for what is read from comments, which are read of files alone.
    """
    messy = open_snapshot(messy_of_files(tmp_path / "messy"))
    pages = [*(page_of(plain, link) for link in FEW), *(page_of(messy, link) for link in MESSY)]
    both = {key for key, metric in DEFINITIONS.items() if metric.answered_by != "comments"}
    assert set().union(*map(shown, pages)) == both
