"""After a load, what limited readers have of the new data is there before they ask."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

import data.row_scope.snapshots as making
from access import accounts
from access.accounts import Changes
from access.rights import Role
from data.row_scope.snapshots import scoped
from data.sample import write_sample
from data.store.snapshots import open_snapshot
from server.loads.reload import Loader
from server.loads.scopes_ahead import make_scopes
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK

EMEA = (("region", ("EMEA",)),)


@pytest.fixture
def store(tmp_path: Path) -> AppStore:
    made = AppStore(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(made)
    accounts.add(made, "emea", QUICK.hash(PASSWORD), Changes(Role.VIEWER, EMEA), NOW)
    return made


def test_the_load_of_a_server_makes_them(
    store: AppStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping, folder = write_sample(tmp_path / "sample"), tmp_path / "built"
    settings = Settings(mapping=mapping, folder=folder, access="accounts", store=str(store.url))
    Loader(settings).start()
    end = time.monotonic() + 120
    while not (kept := list(settings.place()[1].glob("*.scope"))):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert len(kept) == 1
    # Whoever asks then takes what was kept.
    monkeypatch.setattr(making, "_restricted", None)
    (file,) = settings.place()[1].glob("*.duckdb")
    limited = scoped(open_snapshot(file), EMEA).catalog.dimension("region")
    assert limited
    assert limited.levels == ("EMEA",)


def test_without_a_store_they_are_made_later(
    sample_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert make_scopes(sample_file, AppStore(f"sqlite:///{tmp_path / 'none.sqlite'}")) == 0
    assert "What limited readers see is made when they ask for it" in caplog.text
