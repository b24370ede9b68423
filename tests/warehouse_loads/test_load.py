"""Loads: when they are due, what they leave, and what is refused before anything is shown."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data.errors import DataError, MappingError
from data.frames import load
from data.ingest.check import check
from data.store.snapshots import open_snapshot
from tests.data.company import LONG
from tests.warehouse_loads.database import Database

SURVEY = pd.DataFrame(
    {"id": ["1", "2"], "date": [datetime(2026, 1, 1), datetime(2026, 1, 2)], "score": [9, 3]}
)
MORE = pd.DataFrame({"id": ["3"], "date": [datetime(2026, 1, 3)], "score": [10]})


@pytest.fixture
def database(tmp_path: Path) -> Database:
    found = Database(tmp_path)
    found.put("survey", SURVEY)
    return write(found, 'table = "survey"')


def write(database: Database, source: str, more: str = "") -> Database:
    text = LONG.replace('file = "survey.csv"', source)
    database.mapping.write_text(text + more + database.warehouse)
    return database


def add(database: Database) -> None:
    database.execute("INSERT INTO survey FROM more", more=MORE)


def test_what_has_not_changed_is_not_loaded_again(database: Database) -> None:
    first = database.load()
    tables = database.tables()
    assert {name.split("_", 3)[3] for name in tables} >= {"feedback", "rejected"}
    assert not [name for name in tables if "stage" in name or "trial" in name]
    assert database.load() == first
    assert database.tables() == tables


def test_new_rows_make_a_new_version_and_the_one_before_stays(database: Database) -> None:
    first = database.snapshot()
    add(database)
    second = database.snapshot()
    assert first.catalog.version != second.catalog.version
    assert (first.catalog.rows("feedback"), second.catalog.rows("feedback")) == (2, 3)
    assert {name.split("_")[1] for name in database.tables()} == {
        first.catalog.version,
        second.catalog.version,
    }
    database.execute("DELETE FROM survey WHERE id = '1'")
    third = database.load().stem
    assert {name.split("_")[1] for name in database.tables()} == {second.catalog.version, third}
    assert sorted(path.stem for path in database.out.glob("*.json")) == sorted(
        [second.catalog.version, third]
    )


def test_what_a_killed_load_left_is_cleared(database: Database) -> None:
    database.load()
    database.execute("CREATE TABLE cxlens_0123456789ab_ffff_stage_feedback AS SELECT 1 AS one")
    (database.out / "0123456789ab.tables").write_text("cxlens_0123456789ab_ffff_stage_feedback\n")
    add(database)
    database.load()
    assert not [name for name in database.tables() if "0123456789ab" in name]


def test_a_failed_load_leaves_the_good_one(database: Database) -> None:
    first = database.load()
    database.execute("UPDATE survey SET score = 99")
    database.execute("INSERT INTO survey VALUES ('9', TIMESTAMP '2026-02-01', 99)")
    with pytest.raises(DataError, match=r"survey: no row can be used .* 3 were set aside: score"):
        database.load()
    assert (database.out / "current").read_text() == first.name
    assert open_snapshot(first).catalog.rows("feedback") == 2


def test_a_query_is_a_source(database: Database) -> None:
    query = "SELECT id || 'x' AS id, date, score FROM survey WHERE score > 5;"
    catalog = write(database, f'query = "{query}"').snapshot().catalog
    assert catalog.rows("feedback") == 1
    assert catalog.sources[0].file == "the query 'survey'"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('table = "surveys"', "the table 'surveys' cannot be read in duckdb"),
        ('query = "SELECT nothing FROM survey"', "the query cannot be read in duckdb"),
    ],
)
def test_a_source_that_is_not_there(source: str, said: str, database: Database) -> None:
    with pytest.raises(MappingError, match=said):
        write(database, source).load()


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("CAST(score AS VARCHAR) AS score, id, date", "'score' of the source 'survey' is string"),
        ("score, id, CAST(date AS VARCHAR) AS date", "'date' .* is string, expected a date"),
        ("score, id + 0.5 AS id, date", "'id' of the source 'survey' is .*, expected text"),
        ("score, id, CAST(date AS TIMESTAMPTZ) AS date", r"instants.*date AT TIME ZONE 'UTC'"),
        ("score, id, date AS datum", "no column 'date'. Did you mean 'datum'"),
    ],
)
def test_types_that_do_not_fit(column: str, said: str, database: Database) -> None:
    database.execute(f"CREATE TABLE other AS SELECT {column.replace('id +', 'id::DOUBLE +')} "
                     "FROM survey")  # fmt: skip
    with pytest.raises(MappingError, match=said):
        write(database, 'table = "other"').load()


def test_what_an_engine_can_not_do_is_said_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no such function: date_trunc")

    monkeypatch.setattr("data.query.feedback.counts", fails)
    with pytest.raises(DataError, match=r"answers by week: no such function: date_trunc"):
        database.load()
    assert not (database.out / "current").exists()


def test_a_database_that_is_not_there(database: Database) -> None:
    database.file.unlink()
    database.file.mkdir()
    with pytest.raises(DataError, match=r"^duckdb at this machine can't be reached: "):
        database.load()


def test_trying_a_mapping_out_leaves_nothing_behind(database: Database) -> None:
    before = database.tables()
    said = check(database.mapping)
    assert "survey: 2 rows (source 'survey')" in said
    assert re.search(r"accepted +2\n", said + "\n")
    assert database.tables() == before


def test_notebooks_are_told_where_the_rows_are(database: Database) -> None:
    with pytest.raises(MappingError, match="stay in it"):
        load(database.mapping)


def test_a_reason_in_own_words_is_no_filter_and_topics_are_one(database: Database) -> None:
    rows = "SELECT 'r' || i, TIMESTAMP '2026-02-01', 9 FROM range(60) AS t(i)"
    database.execute(f"INSERT INTO survey {rows}")
    found = {}
    for name, sql in {"own": "'because ' || id", "topics": "'topic ' || length(id)"}.items():
        query = f'query = "SELECT *, {sql} AS topic FROM survey"'
        catalog = write(database, query, 'reason = "topic"\n').snapshot().catalog
        found[name] = [d.key for d in catalog.dimensions], len(catalog.tables[0].warnings)
    assert found == {"own": ([], 1), "topics": (["reason"], 0)}
