"""Doubts and advice are the same for rows in a database as for files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.errors import DataError
from data.store.snapshots import open_snapshot
from tests.data.company import HEAD, LONG, Company
from tests.warehouse_loads.database import Database

MORE = 'comment = "why"\n[[segments]]\nkey = "shop"\ncolumn = "shop"\n'
DAY = date(2024, 1, 1)
SHOPS = ("Oslo", "oslo", "OSLO")
ROWS = pd.DataFrame(
    [
        *(
            (f"{name}{i}", DAY + timedelta(days=i % 300), 1 + i % 10, f"because {i}", SHOPS[i % 3])
            for name in ("r", "again")
            for i in range(700)
        ),
        ("x", date(2026, 1, 5), 9, None, "Oslo"),
        ("y", date(1970, 1, 1), 9, None, None),
    ],
    columns=["id", "date", "score", "why", "shop"],
)  # fmt: skip


def test_the_doubts_are_those_of_files(tmp_path: Path) -> None:
    files = Company(tmp_path).write(LONG + MORE, survey_csv=ROWS.to_csv(index=False))
    plain = open_snapshot(files.build()).catalog
    assert len(plain.doubts) == 5
    database = Database(tmp_path / "db")
    database.folder.mkdir()
    database.put("survey", ROWS.assign(date=pd.to_datetime(ROWS["date"]).astype("datetime64[us]")))
    mapping = (LONG + MORE).replace('file = "survey.csv"', 'table = "survey"')
    database.mapping.write_text(mapping + database.warehouse)
    found = database.snapshot().catalog
    assert found.doubts == plain.doubts
    assert found.newest_alone == plain.newest_alone
    assert found.newest_day < found.last_day


def _part(name: str) -> str:
    return (
        f'[[feedback]]\nsource = "{name}"\ncolumns = {{ response_id = "id", submitted_at = "date", '
        'metric = { constant = "csat" }, score = "score" }\n'
    )


def test_parts_with_the_same_ids(tmp_path: Path) -> None:
    database = Database(tmp_path)
    for year, name in enumerate("ab", start=2025):
        rows = [(str(i), pd.Timestamp(year, 1, i), i % 5 + 1) for i in range(1, 6)]
        database.put(name, pd.DataFrame(rows, columns=["id", "date", "score"]))
    sources = '[sources.a]\ntable = "a"\n[sources.b]\nquery = "select * from b"\n'
    parts = _part("a") + _part("b")
    database.mapping.write_text(HEAD + sources + parts + database.warehouse)
    (warning,) = database.snapshot().catalog.tables[0].warnings
    assert "The sources 'a' and 'b' have the same ids for different rows." in warning
    made = """select concat('a-', "id") as own_id, t.* from a as t"""
    assert made in warning
    sources = f"[sources.a]\nquery = '''{made}'''\n[sources.b]\nquery = \"select * from b\"\n"
    parts = _part("a").replace('response_id = "id"', 'response_id = "own_id"') + _part("b")
    database.mapping.write_text(HEAD + sources + parts + database.warehouse)
    assert database.snapshot().catalog.rows("feedback") == 10


def test_no_advice_that_a_database_would_refuse(tmp_path: Path) -> None:
    database = Database(tmp_path)
    frame = pd.DataFrame({"id": ["1"], "date": [pd.Timestamp(2026, 1, 1)], "score": ["8,5"]})
    database.put("survey", frame)
    mapping = LONG.replace('file = "survey.csv"', 'table = "survey"')
    mapping = mapping.replace('"score"', '{ column = "score", values = { good = 9 } }')
    database.mapping.write_text(mapping + database.warehouse)
    with pytest.raises(DataError, match="in the source's query: replace") as error:
        database.load()
    assert "decimal =" not in str(error.value)
