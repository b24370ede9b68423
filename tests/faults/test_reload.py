"""Versions are swapped under load: each answer is that of one version, whole, and none fails."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from settings import Settings
from tests.callbacks.client import UPDATE, body_of
from tests.data.company import LONG, survey
from tests.faults.apart import load_apart
from tests.faults.conftest import ROWS, Served

CONTENTS = {
    "a": survey(*ROWS),
    "b": survey(*ROWS[:150], *(f"new{i},2026-03-01,3" for i in range(90))),
}
PAGES = ("overview", "loyalty", "data")
SWAPS = 10


def answer(client: FlaskClient, page: str) -> tuple[str, Any]:
    """Version and content of the JSON of a page."""
    response = client.get(f"/api/{page}?period=all")
    assert response.status_code == 200
    body = response.get_json()
    return body.pop("version"), without_load(body)


def without_load(body: dict[str, Any]) -> dict[str, Any]:
    """What follows from the source alone: the page Data tells when it was loaded as well."""
    if body["page"] == "data":
        del body["details"]
        for row in body["panels"]["sources"]["rows"]:
            del row["changed"]
    return body


def shown(client: FlaskClient) -> Any:  # noqa: ANN401
    """What a browser gets for the overview."""
    response = client.post(UPDATE, json=body_of(client, "/overview", "?period=all"))
    assert response.status_code == 200
    body = response.get_json()
    assert body["response"]["answer"]["data"].pop("version")  # of a load, whatever it found
    return body


@pytest.mark.slow
def test_no_answer_mixes_two_versions(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "built"
    app = create_app(Settings(mapping=served.mapping, folder=folder)).server
    out = Settings(mapping=served.mapping, folder=folder).place()[1]
    client = app.test_client()
    expected: dict[str, dict[str, Any]] = {}
    pages: dict[str, Any] = {}
    contents: dict[str, str] = {}  # version -> which content it has

    def swap(name: str) -> None:
        served.write(LONG, survey_csv=CONTENTS[name])
        outcome = load_apart(served.mapping, out)
        assert outcome.error == ""
        contents[outcome.file.removesuffix(".duckdb")] = name

    for name in ("a", "b"):
        swap(name)
        expected[name] = {page: answer(client, page)[1] for page in PAGES}
        pages[name] = shown(client)
    assert expected["a"] != expected["b"]
    assert pages["a"] != pages["b"]

    stop = threading.Event()

    def read() -> tuple[list[tuple[str, str, Any]], list[Any]]:
        own, answers, views = app.test_client(), [], []
        while not stop.is_set():
            answers += [(page, *answer(own, page)) for page in PAGES]
            views.append(shown(own))
        return answers, views

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(SWAPS):
                swap("ab"[number % 2])
        finally:
            stop.set()
        found = [one.result() for one in reading]
    versions = set()
    for answers, views in found:
        for page, version, body in answers:
            assert body == expected[contents[version]][page]
            versions.add(version)
        assert all(view in pages.values() for view in views)
    assert len(versions) >= SWAPS // 2  # they did read while versions changed


def test_requests_end_on_the_version_they_began_with(served: Served) -> None:
    held = [served.store.snapshot()]
    for rows in (210, 220, 230):
        served.write(LONG, survey_csv=survey(*(f"{i},2026-01-05,9" for i in range(rows)))).load()
        held.append(served.store.snapshot())
    counts = [int(one.database.frame("SELECT count(*) AS n FROM feedback")["n"][0]) for one in held]
    assert counts == [200, 210, 220, 230]
    assert [one.catalog.tables[0].accepted for one in held] == counts


def test_a_data_file_that_is_deleted_by_hand_is_served_on(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    assert served.rows() == 200
    pointer = served.out / "current"
    named = pointer.read_text()
    pointer.write_text("0123456789ab.duckdb")
    assert served.rows() == 200
    assert "served on" in caplog.text
    pointer.unlink()
    assert served.rows() == 200
    (served.out / named).unlink()
    served.load()
    assert served.rows() == 200
    assert pointer.read_text() == named
