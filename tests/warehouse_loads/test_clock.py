"""Local times as instants: as DuckDB's calendar library has them, also where clocks change."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

import duckdb
import pytest

from data.ingest.warehouse.clock import offsets

ZONES = ("UTC", "Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_of_three_years(zone: str) -> None:
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT t, epoch(timezone(?, t)) FROM (SELECT TIMESTAMP '2023-12-01' + "
            "INTERVAL (15 * i) MINUTE AS t FROM range(3 * 366 * 96) AS r(i))",
            [zone],
        ).fetchall()
    changes = offsets(zone, datetime(2023, 12, 1), datetime(2026, 12, 31))
    starts = [start for start, _ in changes]
    wrong = [
        local
        for local, instant in rows
        if (local - datetime(1970, 1, 1)).total_seconds()
        - changes[bisect_right(starts, local) - 1][1]
        != instant
    ]
    assert wrong == []
