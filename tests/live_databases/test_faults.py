"""PostgreSQL away, halted, slow, or not to be written to: a clear state in time, and recovery."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.errors import DataError
from data.ingest.build import build
from data.store.snapshots import UnavailableError, open_snapshot
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.live_databases.engines import PostgreSQL
from tests.live_databases.postgres import PASSWORD
from tests.warehouse_loads import messy

TIMEOUT = 2.0
OPEN, AWAY = "/overview", "The data can't be reached right now."


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgreSQL]:
    started = PostgreSQL()
    yield started
    started.remove()


@pytest.fixture(scope="module")
def mapping(postgres: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    for name, frame in messy.TABLES.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        postgres.put(name, folder / f"{name}.parquet")
    warehouse = f'\n[warehouse]\nurl = "{postgres.url}"\ntimeout = {TIMEOUT}\n'
    (folder / "mapping.toml").write_text(messy.mapping('table = "crm.{}"', warehouse))
    return folder / "mapping.toml"


@pytest.fixture(scope="module")
def client(mapping: Path) -> FlaskClient:
    return client_of(Settings(mapping=mapping, folder=mapping.parent / "served"))


_ASKED = iter(range(100))


def link() -> str:
    """A view that nobody has asked for, so that it is not a kept answer that comes."""
    return f"{OPEN}?from=2026-01-{next(_ASKED) % 28 + 1:02d}&to=2026-12-31"


def test_away_and_back(client: FlaskClient, postgres: PostgreSQL) -> None:
    assert AWAY not in show(client, link()).text("content")
    postgres.server.stop()
    began = time.monotonic()
    assert AWAY in show(client, link()).text("content")
    for path in (f"/api{link()}", "/readyz"):
        response = client.get(path)
        assert response.status_code == 503
        assert PASSWORD not in response.get_data(as_text=True)
    assert time.monotonic() - began < 3 * TIMEOUT
    postgres.server.start()
    assert client.get("/readyz").status_code == 200
    assert AWAY not in show(client, link()).text("content")


def test_started_anew_between_two_requests(client: FlaskClient, postgres: PostgreSQL) -> None:
    assert client.get(f"/api{link()}").status_code == 200
    postgres.server.stop()
    postgres.server.start()
    assert client.get(f"/api{link()}").status_code == 200  # by a new connection


def test_halted(client: FlaskClient, postgres: PostgreSQL) -> None:
    assert client.get(f"/api{link()}").status_code == 200
    postgres.server.halt()
    try:
        with ThreadPoolExecutor(4) as threads:
            began = time.monotonic()
            answers = list(threads.map(lambda _: client.get(f"/api{link()}"), range(4)))
            took = time.monotonic() - began
    finally:
        postgres.server.go_on()
    assert [answer.status_code for answer in answers] == [503] * 4
    assert took < 3 * TIMEOUT + 5
    assert client.get(f"/api{link()}").status_code == 200


def test_slow(mapping: Path, postgres: PostgreSQL, client: FlaskClient) -> None:
    snapshot = open_snapshot(build(mapping, mapping.parent / "slow"))
    began = time.monotonic()
    with pytest.raises(UnavailableError, match=r"did not answer within 2 seconds"):
        snapshot.database.frame("SELECT pg_sleep(60)")
    assert time.monotonic() - began < TIMEOUT + 5
    snapshot.database.ping()
    # A table that somebody else has locked: the whole page waits no longer than that.
    table = snapshot.database.whole_sql("feedback").strip('"')
    with postgres.connect() as other, other.transaction():
        other.execute(f'LOCK TABLE "{table}"')
        with pytest.raises(UnavailableError):
            snapshot.database.frame(f'SELECT count(*) FROM "{table}"')
    assert snapshot.database.frame(f'SELECT count(*) AS n FROM "{table}"')["n"].iloc[0] > 0
    assert client.get("/readyz").status_code == 200


def test_questions_can_not_write(mapping: Path) -> None:
    snapshot = open_snapshot(build(mapping, mapping.parent / "slow"))
    with pytest.raises(Exception, match="read-only transaction"):
        snapshot.database.frame("DROP TABLE crm.people")


def test_may_not_write(mapping: Path, postgres: PostgreSQL) -> None:
    postgres.execute(f"CREATE USER reader PASSWORD '{PASSWORD}'")
    postgres.execute("GRANT USAGE ON SCHEMA crm TO reader")
    postgres.execute("GRANT SELECT ON ALL TABLES IN SCHEMA crm TO reader")
    reading = mapping.with_name("reader.toml")
    reading.write_text(mapping.read_text().replace("//cx:", "//reader:"))
    with pytest.raises(DataError, match="Grant its user CREATE, or name another schema"):
        build(reading, mapping.parent / "reader")
    postgres.execute("CREATE SCHEMA cxlens AUTHORIZATION reader")
    more = reading.read_text().replace("[warehouse]", '[warehouse]\nschema = "cxlens"')
    reading.write_text(more)
    catalog = open_snapshot(build(reading, mapping.parent / "reader")).catalog
    assert catalog.rows("feedback") > 0


def test_unreachable_at_the_load(mapping: Path, postgres: PostgreSQL) -> None:
    elsewhere = mapping.with_name("elsewhere.toml")
    elsewhere.write_text(mapping.read_text().replace("${CX_TEST_PASSWORD}", "${CX_TEST_WRONG}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_TEST_WRONG", "not-the-password")
        with pytest.raises(DataError, match=r"^postgres at 127\.0\.0\.1 can't be reached") as error:
            build(elsewhere, mapping.parent / "elsewhere")
    assert "not-the-password" not in str(error.value)
