"""A DuckDB database by URL: the load by Ibis gives what the build from files gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.build import build
from data.frames import Tables
from data.store import Snapshot, open_snapshot
from tests.warehouse.same import (
    LINKS,
    check_catalogs,
    check_counts,
    check_customers,
    check_invitations,
    check_page,
)
from tests.warehouse.sample import of_database, of_files, write_tables


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
    return open_snapshot(build(folder / "files.toml", folder / "files"))


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Snapshot:
    (folder / "database.toml").write_text(of_database(f"duckdb://{folder}/company.duckdb"))
    return open_snapshot(build(folder / "database.toml", folder / "database"))


def test_the_catalogue(plain: Snapshot, loaded: Snapshot) -> None:
    check_catalogs(plain, loaded)
    assert loaded.catalog.rollups


@pytest.mark.parametrize("seed", range(12))
def test_frames(seed: int, plain: Snapshot, loaded: Snapshot) -> None:
    check_counts(plain, loaded, seed)
    check_customers(plain, loaded, seed)
    check_invitations(plain, loaded, seed)


@pytest.mark.parametrize("link", LINKS)
def test_pages(link: str, plain: Snapshot, loaded: Snapshot) -> None:
    check_page(plain, loaded, link)
