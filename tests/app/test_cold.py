"""The first requests of a process: every file of the page is there, whoever comes first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from dash import Dash

from app import create_app
from data.store.snapshots import Snapshot, Store
from settings import Settings
from tests.callbacks.client import files_of


@pytest.fixture(scope="module")
def files(dashboard: Dash) -> list[str]:
    """Those of the index page, and where the layout comes from."""
    found = files_of(dashboard.server.test_client().get("/").get_data(as_text=True))
    assert sum("_dash-component-suites" in one for one in found) > 5
    assert any("/assets/" in one for one in found)
    return [*found, "/_dash-layout", "/_dash-dependencies"]


def status(app: Dash, path: str) -> int:
    with app.server.test_client() as client, client.get(path) as answer:
        return int(answer.status_code)


def test_any_file_may_be_asked_for_first(settings: Settings, files: list[str]) -> None:
    """One of each folder, since what is asked for is registered by folder: an app takes seconds."""
    first = {file.rpartition("/")[0] or file: file for file in files}
    assert len(first) > 7
    for file in first.values():
        assert status(create_app(settings), file) == 200, file


def test_files_are_there_while_the_first_request_is_under_way(
    settings: Settings, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, snapshot = threading.Event(), threading.Event(), Store.whole

    def slow(store: Store) -> Snapshot:
        begun.set()
        assert go_on.wait(30)
        return snapshot(store)

    cold = create_app(settings)
    with monkeypatch.context() as patched, ThreadPoolExecutor(1) as pool:
        patched.setattr(Store, "whole", slow)
        first = pool.submit(status, cold, "/_dash-layout")
        try:
            assert begun.wait(30)
            suites = [file for file in files if "_dash-component-suites" in file]
            assert {status(cold, file) for file in suites} == {200}
        finally:
            go_on.set()
        assert first.result() == 200


def test_no_data_are_open_before_the_first_request(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(_: Store) -> None:
        raise AssertionError("a connection does not survive the fork of a worker")

    monkeypatch.setattr(Store, "whole", opened)
    create_app(settings)
