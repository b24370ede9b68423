"""New data can't be loaded: the old ones are served, and every page says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app, prepare
from data.errors import DataError
from data.store.load_status import STATUS_FILE
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.data.company import LONG, Company, answers, survey

ROWS = answers(40)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path).write("minimum_n = 5\n" + LONG, survey_csv=survey(*ROWS))


@pytest.fixture
def settings(company: Company, tmp_path: Path) -> Settings:
    """Of a company that is loaded, and whose source then lost most of its rows."""
    found = Settings(mapping=company.mapping, folder=tmp_path / "built")
    prepare(found)
    company.write(company.mapping.read_text(), survey_csv=survey(*ROWS[:3]))
    return found


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return client_of(settings)


LOST = r"The table 'feedback' has 3 rows, less than half of the 40 in use"
TOLD = re.compile(
    r"^You see the data of \d+ \w{3} \d{4} \d\d:\d\d\. "
    r"New data could not be loaded at \d+ \w{3} \d{4} \d\d:\d\d: " + LOST
)


@pytest.mark.parametrize("page", ["overview", "loyalty", "data"])
def test_every_page_says_so(client: FlaskClient, page: str) -> None:
    shown = show(client, f"/{page}?period=all")
    assert TOLD.match(shown.text("notices"))
    assert "40" in shown.text("content")  # the answers in use, of 3 in the source


def test_it_is_not_mixed_with_what_is_said_of_a_link(client: FlaskClient) -> None:
    notices = show(client, "/overview?perod=all").answer["parts"]["notices"]
    _, load, link = notices.split("cx-notices")
    assert "perod" not in load
    assert "perod" in link
    assert "could not be loaded" not in link


def test_ready_says_so_and_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    body = answer.get_json()
    assert answer.status_code == 200
    assert (body["status"], body["rows"]) == ("ready", {"feedback": 40})
    assert body["load"]["state"] == "failed"
    assert re.match(LOST, body["load"]["message"])


def test_the_next_page_after_a_load_is_as_ever(
    client: FlaskClient, settings: Settings, company: Company
) -> None:
    company.write(company.mapping.read_text(), survey_csv=survey(*ROWS, "x,2026-01-01,9"))
    assert "could not be loaded" in show(client, "/overview").text("notices")
    prepare(settings)
    assert show(client, "/overview").text("notices") == ""
    assert client.get("/readyz").get_json()["load"]["state"] == "loaded"


def test_what_came_of_the_start_is_known_where_it_could_not_be_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("data.ingest.service.write_status", read_only)
    settings.place()[1].joinpath(STATUS_FILE).unlink()
    client = client_of(settings)
    assert "New data could not be loaded" in show(client, "/overview").text("notices")


def test_without_data_in_use_a_failed_load_is_the_end(company: Company, tmp_path: Path) -> None:
    company.write(LONG, survey_csv="id,date,score\n")
    with pytest.raises(DataError, match="no row with data"):
        create_app(Settings(mapping=company.mapping, folder=tmp_path / "built"))
