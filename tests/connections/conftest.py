"""A pull from a stand-in: without waits, and what dlt reads of the environment is put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from connections.errors import PullError
from connections.index import SERVICES
from connections.paging import UntilComplete
from connections.pull import pull
from tests.connections.hidden import assert_hidden
from tests.connections.known import OPTIONS, SECRETS
from tests.connections.stand_in import Json, StandIn

_OF_DLT = (
    "RUNTIME__DLTHUB_TELEMETRY",
    "RUNTIME__LOG_LEVEL",
    "DLT_DATA_DIR",
    "DLT_PROJECT_DIR",
    "LOAD__TRUNCATE_STAGING_DATASET",
)
Pull = Callable[[str, StandIn], dict[str, int]]
Rows = Callable[[str, str], list[dict[str, Json]]]


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long would have been waited before asking again; nothing waits."""
    for name in _OF_DLT:
        monkeypatch.setenv(name, "")  # so that it is as before afterwards
    waited: list[float] = []
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr(UntilComplete, "seconds", 0.0)
    return waited


@pytest.fixture
def pulled(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Pull:
    """Pulls, and looks whether a secret went anywhere but to the service."""

    def run(name: str, there: StandIn) -> dict[str, int]:
        folder, said = tmp_path / name, ""
        try:
            return pull(SERVICES[name], OPTIONS[name], SECRETS[name], folder, there.address)
        except PullError as error:
            said = str(error)
            raise
        finally:
            assert_hidden(name, folder, said, *capfd.readouterr())
            assert list(tmp_path.iterdir()) == [folder]

    return run


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    def read(name: str, file: str) -> list[dict[str, Json]]:
        """The rows of a Parquet file, times in UTC."""
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            found = con.execute(f"FROM '{tmp_path / name / file}.parquet'")
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return read
