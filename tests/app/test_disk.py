"""A disk that is nearly full is told before the next load fails; old data are served meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from app import prepare
from data.store.disk import disk_of
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.data.company import LONG, Company, answers, survey


class Usage(NamedTuple):
    """As `shutil.disk_usage` gives it."""

    total: int
    used: int
    free: int


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    company = Company(tmp_path).write("minimum_n = 5\n" + LONG, survey_csv=survey(*answers(40)))
    found = Settings(mapping=company.mapping, folder=tmp_path / "built")
    prepare(found)
    return found


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return client_of(settings)


@pytest.fixture
def file(settings: Settings) -> Path:
    (found,) = settings.place()[1].glob("*.duckdb")
    return found


def left(patch: pytest.MonkeyPatch, free: int) -> None:
    patch.setattr("data.store.disk.shutil.disk_usage", lambda _: Usage(10**12, 0, free))


def test_a_load_needs_four_times_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with file.open("ab") as grown:
        grown.truncate(20_000_000)
    for free, low in ((80_000_000, False), (79_999_999, True)):
        left(monkeypatch, free)
        found = disk_of(file.parent)
        assert found
        assert (found.free_bytes, found.needed_bytes, found.low) == (free, 80_000_000, low)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert disk_of(tmp_path / "nowhere") is None


@pytest.mark.usefixtures("file")
def test_health_measures_and_pages_say_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").get_json()["disk"]["low"] is False
    assert show(client, "/overview").text("notices") == ""
    left(monkeypatch, 123_000)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["disk"] == {"free_bytes": 123_000, "needed_bytes": 10_000_000, "low": True}
    assert "disk_low" not in body["load"]
    assert "cxlens_disk_free_bytes 123000.0" in client.get("/metrics").text
    assert "cxlens_load_failed 0.0" in client.get("/metrics").text
    notice = show(client, "/overview").text("notices")
    assert notice.startswith("You see the data of ")
    assert "The disk is nearly full: new data will probably not fit" in notice
    left(monkeypatch, 10**9)
    assert show(client, "/overview").text("notices") == ""
