"""Shared by the tests of the product as a whole: the sample company, built once, and the app."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app, prepare
from data.frames import Tables, read_tables
from data.sample import write_sample
from data.store.locks import lock
from data.store.snapshots import Snapshot, open_snapshot
from server.background import Background
from settings import Settings
from tests.data.company import Company
from tests.voice.alone import each_alone

# Nothing is asserted of how fast something is: machines are shared.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two more tries for what a busy machine can disturb in a browser; each is in the summary.

    Files with slow tests come first: at the end, no process waits for another's long file.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is there by now stays: to look through it again and again costs a twentieth."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def comments_by_words() -> Iterator[None]:
    """Loads in this process learn nothing from comments: that takes seconds, and what a company of
    some rows says would be another thing than what they say among others."""
    with each_alone():
        yield


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heavy work is asked for and never begun, but where a module has an `idle` of its own."""
    monkeypatch.setattr(Background, "_start", lambda *_: None)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    """Of the sample company, in a folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "company"
    folder.mkdir(exist_ok=True)
    with lock(folder / "sample.lock", wait=True):
        mapping = write_sample(folder / "sample")
    return Settings(mapping=mapping, folder=folder)


@pytest.fixture(scope="session")
def sample_file(settings: Settings) -> Path:
    """The data file of the sample company; the process that comes first builds it."""
    return prepare(settings)


@pytest.fixture(scope="session")
def snapshot(sample_file: Path) -> Snapshot:
    return open_snapshot(sample_file)


@pytest.fixture(scope="session")
def tables(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The sample company as the analyst's frames: what recounts start from."""
    # Of a copy: one process can't open a file in two ways at once.
    return read_tables(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("frames"))))


@pytest.fixture(scope="session")
def dashboard(settings: Settings) -> Dash:
    return create_app(settings)


@pytest.fixture
def client(dashboard: Dash) -> FlaskClient:
    found: FlaskClient = dashboard.server.test_client()
    return found


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """An empty folder for a small company."""
    return Company(tmp_path)
