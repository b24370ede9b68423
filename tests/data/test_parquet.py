"""Parquet that is read where it is gives what its text would give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.ingest.build import DataError, MappingError
from data.ingest.files.sources import locate, stays_in_place
from data.mapping import load_mapping
from tests.data.company import HEAD, LONG, Company, write_any

# A query that names a source makes it a table of text, as all sources are for queries.
COPIED = '\n[sources.unused]\nquery = "select 1 as one from {}"\n'

TICKETS = (
    HEAD
    + """timezone = "Europe/Rome"

[sources.desk]
file = "desk.parquet"

[tickets]
source = "desk"

[tickets.columns]
ticket_id = "id"
opened_at = "opened"
first_response_at = { column = "first", timezone = "America/New_York" }
resolved_at = "resolved"
reopened = "again"
contacts = "n"
handle_seconds = "handle"
quality_score = { column = "quality", blank = [99] }
customer_id = "who"
channel = "how"

[costs]
source = "desk"

[costs.columns]
month = "opened"
kind = "how"
amount = "n"

[[segments]]
key = "size"
table = "tickets"
column = "n"
"""
)
TIMES = (
    "2024-03-31 02:30:00",  # not on Rome's clocks
    "2024-10-27 02:30:00",  # twice on them
    "2024-05-06 07:08:09.123456",
    "1899-12-31 23:59:59",
    "0001-01-01 00:00:00",
    "9999-12-31 12:00:00",
    "12345-01-01 00:00:00",
    "0044-03-15 (BC)",
    "infinity",
    "-infinity",
    None,
)
NUMBERS = ("1", "0", "-1", "7", "99", "2.5", "0.1", "nan", "inf", "-inf", "-0.0", "1e300", None)
TYPES = (
    ("TIMESTAMP", "DOUBLE"),
    ("TIMESTAMP_S", "FLOAT"),
    ("TIMESTAMP_MS", "BIGINT"),
    ("TIMESTAMP_NS", "UTINYINT"),
    ("TIMESTAMPTZ", "DECIMAL(9,2)"),
    ("DATE", "BOOLEAN"),
    ("VARCHAR", "VARCHAR"),
)


def write(company: Company, time: str, number: str) -> None:
    """Every time with every number, in columns of these types."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("CREATE TABLE t(place INT, t VARCHAR); CREATE TABLE n(place INT, n VARCHAR)")
        con.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(TIMES)))
        con.executemany("INSERT INTO n VALUES (?, ?)", list(enumerate(NUMBERS)))
        con.execute(
            f"COPY (SELECT ('{{' || row_number() OVER (ORDER BY t.place, n.place) || '}}') AS id, "
            f"TRY_CAST(t AS {time}) AS opened, opened AS first, "
            "TRY_CAST(TRY_CAST(t AS TIMESTAMP) + INTERVAL (5 * n.place - 20) MINUTE "
            f"AS {time}) AS resolved, "
            f"TRY_CAST(n AS {number}) AS n, n AS handle, n AS quality, "
            "(n.place % 2 = 0)::BOOLEAN AS again, [n.place] AS who, "
            "CASE n.place % 3 WHEN 0 THEN ' mail ' WHEN 1 THEN 'phone' END::BLOB AS how "
            f"FROM t, (SELECT place, TRY_CAST(n AS {number}) AS n FROM n) AS n "
            f"ORDER BY id) TO '{company.folder / 'desk.parquet'}' (FORMAT parquet)"
        )


def everything(company: Company) -> dict[str, Any]:
    """All tables of the data file as rows, and of the catalogue what does not tell the build."""
    with duckdb.connect(str(company.build()), read_only=True) as con:
        names = [name for (name,) in con.execute("SHOW TABLES").fetchall() if name != "meta"]
        rows = {name: repr(con.execute(f"FROM {name}").fetchall()) for name in names}
        types = {name: con.execute(f"DESCRIBE {name}").fetchall() for name in names}
    catalog = company.tables().catalog.model_dump(exclude={"built_at", "version"})
    return {"rows": rows, "types": types, "catalog": catalog}


@pytest.mark.parametrize(("time", "number"), TYPES)
def test_typed_columns_give_what_their_text_gives(company: Company, time: str, number: str) -> None:
    write(company, time, number)
    in_place = everything(company.write(TICKETS))
    assert in_place == everything(company.write(TICKETS + COPIED.format("desk")))
    assert "date before 1900" in in_place["rows"]["rejected"]
    assert in_place["catalog"]["tables"][0]["accepted"] > 0


def parts(company: Company, *frames: pd.DataFrame) -> Company:
    for number, frame in enumerate(frames):
        frame.to_parquet(company.folder / f"survey-{number}.parquet")
    return company.write(LONG.replace("survey.csv", "survey-*.parquet"))


def frame(**columns: Sequence[Any] | pd.DatetimeIndex) -> pd.DataFrame:
    usual = {"id": ["a", "b"], "date": ["2024-01-05", "2024-01-06"], "score": [9, 3]}
    return pd.DataFrame(usual | columns)


def test_files_whose_types_differ(company: Company) -> None:
    parts(
        company,
        frame(),
        frame(score=[2.0, 11.5], id=[1.0, 2.0], date=pd.to_datetime(["2024-02-01", "2024-02-02"])),
    )
    rows = company.query("SELECT response_id, day::VARCHAR, answer::VARCHAR FROM feedback")
    assert rows == [
        ("a", "2024-01-05", "nps:0-10|9"),
        ("b", "2024-01-06", "nps:0-10|3"),
        ("1", "2024-02-01", "nps:0-10|2"),
    ]
    assert company.query("SELECT source, row_number, detail FROM rejected") == [
        ("survey-1.parquet", 2, "score: 11.5 (scale 0 to 10)")
    ]
    assert company.raw() == [{"id": "2", "date": "2024-02-02 00:00:00", "score": "11.5"}]
    assert [s.rows for s in company.tables().catalog.sources] == [2, 2]


def test_files_of_other_columns_are_refused(company: Company) -> None:
    parts(company, frame(), frame().rename(columns={"score": "mark"}))
    with pytest.raises(DataError, match=r"survey-1.parquet has other columns .*'mark'"):
        company.build()


@pytest.mark.parametrize("name", ["file_row_number", "_row", "_reason", "r_score"])
def test_columns_with_names_of_ours(company: Company, name: str) -> None:
    parts(company, frame(**{name: ["x", "y"]}), frame(id=["c", "d"], **{name: ["z", None]}))
    company.write(company.mapping.read_text() + f'comment = "{name}"\n')
    rows = company.query("SELECT response_id, comment FROM feedback ORDER BY response_id")
    assert rows == [("a", "x"), ("b", "y"), ("c", "z"), ("d", None)]


def test_repeated_ids_are_found_across_files(company: Company) -> None:
    parts(company, frame(), frame(id=["c", "b"], score=[1, 1]), frame(id=["b ", "a"]))
    assert company.query("SELECT response_id, answer::VARCHAR FROM feedback ORDER BY ALL") == [
        ("a", "nps:0-10|9"),
        ("b", "nps:0-10|3"),
        ("c", "nps:0-10|1"),
    ]
    assert company.query("SELECT source, row_number, reason, detail FROM rejected") == [
        ("survey-1.parquet", 2, "duplicate response_id", "response_id: b, metric: nps"),
        ("survey-2.parquet", 1, "duplicate response_id", "response_id: b, metric: nps"),
        ("survey-2.parquet", 2, "duplicate response_id", "response_id: a, metric: nps"),
    ]


@pytest.mark.parametrize("name", ["survey", '"Survey"'])
def test_sources_of_queries_are_copied_as_text(company: Company, name: str) -> None:
    parts(company, frame(score=[9.0, 3.0]))
    mapping = company.mapping.read_text().replace('source = "survey"', 'source = "q"')
    query = f"[sources.q]\nquery = '''select * from {name} where score = '9' and rowid = 0'''\n"
    company.write(f"{mapping}\n{query}")
    loaded = load_mapping(company.mapping)
    assert [stays_in_place(s, loaded) for s in locate(loaded) if s.files] == [False]
    assert company.query("SELECT response_id FROM feedback") == [("a",)]


def test_a_query_reaches_no_file_beside_a_source_in_place(company: Company) -> None:
    frame().to_parquet(company.folder / "other.parquet")
    parts(company, frame())
    query = f"select * from read_parquet('{company.folder}/other.parquet')"
    company.write(f'{company.mapping.read_text()}\n[sources.q]\nquery = """{query}"""\n')
    with pytest.raises(MappingError, match=r"\[sources\.q\], query"):
        company.build()


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_column_called_rowid_is_refused(company: Company, kind: str) -> None:
    path = company.folder / f"survey.{kind}"
    write_any(path, frame(RowId=[1, 2]))
    company.write(LONG.replace("survey.csv", path.name))
    with pytest.raises(DataError, match=rf"survey\.{kind} has a column 'RowId'"):
        company.build()


def test_parquet_cut_short_is_named(company: Company) -> None:
    parts(company, frame())
    path: Path = company.folder / "survey-0.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"survey-0\.parquet could not be read as Parquet"):
        company.build()
