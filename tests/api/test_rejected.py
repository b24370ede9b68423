"""All rows set aside as a file: of any length, in bounded memory, and never cut off in silence."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pytest
from flask.testing import FlaskClient

import data.query.tables
from api.as_csv import lines
from app import prepare
from data.query.tables import REJECTED, rejected_batches
from data.store.data_file import DataFile
from data.store.snapshots import Snapshot, open_snapshot
from settings import Settings
from tests.callbacks.client import client_of
from tests.data.company import LONG, Company, answers, survey
from tests.hostile.asking import within

ADDRESS = "/api/data/rejected.csv"
WIDE = ", ".join(f"column_{n}: md5((i * {n})::VARCHAR)" for n in range(40))


class Made(NamedTuple):
    """A company whose data file has been given rows set aside."""

    client: FlaskClient
    file: Path


def made(folder: Path, rows: str) -> Made:
    """`rows`: a query for the rows set aside."""
    company = Company(folder).write(LONG, survey_csv=survey(*answers(200)))
    settings = Settings(mapping=company.mapping, folder=folder / "built")
    file = prepare(settings)
    with duckdb.connect(str(file)) as con:
        con.execute(f"INSERT INTO rejected {rows}")
    return Made(client_of(settings), file)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """100,000 rows of 40 columns: 150 MB of what they held."""
    return made(
        tmp_path_factory.mktemp("large"),
        f"SELECT 'feedback', 'survey.csv', i + 1, 'no number', 'x' || i, to_json({{{WIDE}}}) "
        "FROM range(100000) AS rows(i)",
    )


@pytest.mark.slow
def test_very_many_wide_rows_come_in_bounded_memory(large: Made) -> None:
    large.client.get("/healthz")  # what every request needs is there
    found, size = 0, 0
    with within(40):
        answer = large.client.get(ADDRESS, buffered=False)
        assert answer.status_code == 200
        parts = iter(answer.iter_encoded())
        assert next(parts).decode("utf-8-sig").startswith('"table_name","source"')
        for part in parts:
            found += part.count(b"\n")
            size += len(part)
    assert found == 100_000
    assert size > 125_000_000


@pytest.mark.slow
def test_reading_that_fails_in_the_middle_is_not_taken_for_the_end(
    large: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked, frame = iter(range(100)), DataFile.frame

    def breaks(self: DataFile, sql: str) -> pd.DataFrame:
        if next(asked) == 5:
            raise duckdb.IOException("secret detail")
        return frame(self, sql)

    monkeypatch.setattr(DataFile, "frame", breaks)
    came: list[bytes] = []
    with caplog.at_level(logging.ERROR), pytest.raises(duckdb.IOException):
        came.extend(large.client.get(ADDRESS, buffered=False).iter_encoded())
    last = b"".join(came).decode("utf-8-sig").splitlines()[-1]
    assert last.startswith('"This file is not whole: it has ')
    assert last.endswith(' of 100000 rows.",,,,,')
    assert "secret detail" not in last
    assert "secret detail" in caplog.text


def test_what_fails_at_once_is_an_error(large: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise duckdb.IOException("no")

    monkeypatch.setattr(DataFile, "frame", breaks)
    assert large.client.get(ADDRESS).status_code == 500


AWKWARD = """
FROM (VALUES
    ('tickets', 'b''s.csv', 7, 'r', NULL, NULL),
    ('feedback', 'z.csv', 1, 'r', '-1', '{"a": 1}'),
    ('feedback', 'a.csv', 900, 'r', 'd', 'x'),
    ('feedback', 'a.csv', 3, 's', 'd', 'x'),
    ('feedback', 'a.csv', 3, 'r', 'd', 'x'))
UNION ALL SELECT 'feedback', 'a.csv', 64 * i, 'r', 'd', repeat('y', 50) FROM range(30) AS rows(i)
UNION ALL SELECT 'orders', 'table', NULL, 'r', 'd', i::VARCHAR FROM range(25) AS rows(i)
"""


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("awkward"), AWKWARD)


@pytest.fixture
def snapshot(awkward: Made) -> Iterator[Snapshot]:
    yield open_snapshot(awkward.file)


@pytest.mark.parametrize(("rows", "size"), [(4096, 2_000_000), (3, 2_000_000), (100, 120), (1, 1)])
def test_batches_have_each_row_once_in_order(
    rows: int, size: int, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data.query.tables, "_MOST_ROWS", rows)
    monkeypatch.setattr(data.query.tables, "_MOST_SIZE", size)
    told, batches = rejected_batches(snapshot)
    found = list(batches)
    whole = snapshot.database.frame(f"FROM rejected ORDER BY {', '.join(REJECTED)}")
    assert lines(pd.concat(found)) == lines(whole)
    assert told == len(whole) == 60
    assert max(map(len, found)) <= rows


def test_the_file_has_all_of_it(awkward: Made) -> None:
    answer = awkward.client.get(ADDRESS)
    table = pd.read_csv(io.StringIO(answer.get_data(as_text=True)[1:]), keep_default_na=False)
    assert list(table) == list(REJECTED)
    assert len(table) == 60
    assert table["source"].unique().tolist() == ["a.csv", "z.csv", "table", "b's.csv"]
    assert table.loc[table["source"] == "z.csv", "detail"].tolist() == ["'-1"]
