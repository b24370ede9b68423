"""Each engine is started once, takes the sample company and the messy one, and is ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from data.frames import Tables
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from pages import index
from tests.live_databases.engines import ENGINES, Engine
from tests.voice.alone import unread
from tests.warehouse_loads import messy
from tests.warehouse_loads.database import messy_of_files
from tests.warehouse_loads.same import FEW, MESSY
from tests.warehouse_loads.sample import of_database, of_files, write_tables


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="session")
def written(tables: Tables, folder: Path) -> dict[str, Path]:
    """The sample company's tables, plain, as Parquet."""
    return write_tables(tables, folder)


@pytest.fixture(scope="session")
def plain(written: dict[str, Path], folder: Path) -> Snapshot:
    """The same tables in a data file of our own: what every engine has to answer."""
    assert written
    mapping = folder / "files.toml"
    mapping.write_text(of_files())
    with unread():
        return open_snapshot(build(mapping, folder / "files"))


@pytest.fixture(scope="session")
def messy_files(folder: Path) -> Path:
    return messy_of_files(folder / "messy")


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    started = ENGINES[request.param]()
    yield started
    started.remove()


@pytest.fixture(scope="session")
def loaded(engine: Engine, written: dict[str, Path], folder: Path) -> Snapshot:
    """The sample company in the engine, loaded."""
    for name, file in written.items():
        engine.put(name, file)
    place = folder / type(engine).__name__
    place.mkdir()
    mapping = place / "mapping.toml"
    mapping.write_text(of_database(engine.url, engine.schema))
    return open_snapshot(build(mapping, place / "out"))


@pytest.fixture(scope="session")
def loaded_messy(engine: Engine, loaded: Snapshot, folder: Path) -> Snapshot:
    """The messy company in the engine, loaded after the sample company."""
    assert loaded
    place = folder / f"messy_{type(engine).__name__}"
    place.mkdir()
    for name, frame in messy.TABLES.items():
        file = place / f"{name}.parquet"
        frame.to_parquet(file, index=False)
        engine.put(name, file)
    mapping = place / "mapping.toml"
    warehouse = f'\n[warehouse]\nurl = "{engine.url}"\n'
    mapping.write_text(messy.mapping(f'table = "{engine.schema}{{}}"', warehouse))
    return open_snapshot(build(mapping, place / "out"))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here figures are compared: how long Spark takes for a page on a busy machine says nothing."""
    monkeypatch.setattr(index, "SECONDS", 300.0)


class ByEngine(LoadScopeScheduling):  # type: ignore[misc]
    """One process runs what a file asks of an engine, so that this is started and filled once.

    Groups of xdist 3.8 would say so, but pytest 9.2 does not let it write them into a test's id.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        return " ".join([file, *(name for name in ENGINES if f"[{name}" in test)])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByEngine:
    return ByEngine(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Warnings of other people's code, by their words."""
    for words in (
        "PySpark does not yet fully support pandas:FutureWarning",
        "is_datetime64tz_dtype is deprecated:DeprecationWarning",
    ):
        config.addinivalue_line("filterwarnings", f"ignore:{words}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Spark takes seconds for a question: it answers every tenth scope, and the links of FEW."""
    left = [item for item in items if _left_out(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _left_out(item: pytest.Function) -> bool:
    given: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    if given.get("engine") != "pyspark":
        return False
    return given.get("seed", 0) % 10 > 0 or given.get("link", FEW[0]) not in {*FEW, *MESSY}
