"""Local times as instants, on nights too when clocks are changed: as Python's zones have it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pytest

from data.derived.clock import instant
from data.ingest.files.convert import time
from data.mapping.columns import ColumnMapping

ZONES = (
    "UTC",
    "Europe/Copenhagen",
    "America/New_York",
    "America/Sao_Paulo",  # where midnight was left out
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kolkata",
)
QUARTERS = (
    "SELECT TIMESTAMP '2017-12-01' + INTERVAL (15 * i) MINUTE AS t FROM range(3 * 366 * 96) AS r(i)"
)


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_of_three_years(zone: str, fold: int) -> None:
    of_files = time("t", ColumnMapping(column="t"), zone, fold, stored="TIMESTAMP")
    of_databases = ibis.to_sql(
        ibis.table({"t": "timestamp"}, name="q").select(
            v=instant(ibis.table({"t": "timestamp"}, name="q").t, zone, (2017, 2027), fold)
        ),
        dialect="duckdb",
    )
    with duckdb.connect() as con:
        con.execute(f"SET TimeZone = 'UTC'; CREATE TABLE q AS {QUARTERS}")
        files = con.execute(f"SELECT t, {of_files} FROM q").fetchall()
        databases = con.execute(str(of_databases)).fetchall()
    own = ZoneInfo(zone)
    for (local, found), (other,) in zip(files, databases, strict=True):
        expected = local.replace(tzinfo=own, fold=fold).timestamp()
        assert (found / 1e6, other / 1e3) == (expected, expected), local


def test_a_clock_of_its_own_is_read_forward_and_as_the_first() -> None:
    mapped = ColumnMapping(column="t", timezone="Europe/Copenhagen")
    of_files = time("t", mapped, "UTC", stored="TIMESTAMP")
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        found = [
            con.execute(f"SELECT {of_files} FROM (SELECT TIMESTAMP '{text}' AS t)").fetchall()
            for text in ("2026-03-29 02:30", "2026-10-25 02:30")
        ]
    assert found == [[(datetime(2026, 3, 29, 1, 30),)], [(datetime(2026, 10, 25, 0, 30),)]]
