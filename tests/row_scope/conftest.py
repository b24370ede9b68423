"""A company with segments of customers, and scopes of it."""

from __future__ import annotations

import pytest

from data.row_scope.snapshots import scoped
from data.scope import row_scope
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from settings import Settings
from tests.row_scope.companies import Files, drawn, put

ROWS = row_scope([("region", ["region A"])])


@pytest.fixture(scope="module")
def files() -> Files:
    return drawn(0)


@pytest.fixture(scope="module")
def settings(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("company")
    return Settings(mapping=put(files, folder / "files"), folder=folder)


@pytest.fixture(scope="module")
def whole(settings: Settings) -> WholeSnapshot:
    from app import prepare

    return open_snapshot(prepare(settings))


@pytest.fixture(scope="module")
def limited(whole: WholeSnapshot) -> Snapshot:
    return scoped(whole, ROWS)
