"""Tickets of the nights when clocks are changed: none is lost, and no time passes backwards."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.data.company import TICKETS, Company
from tests.warehouse_loads.database import Database

# Rome: no 02:00 to 03:00 on 30 March 2025; twice 02:00 to 03:00 on 26 October 2025.
TICKETS_OF_THE_NIGHTS = pd.DataFrame(
    [
        (1, "2025-03-30 01:30", "2025-03-30 02:30", "2025-03-30 03:30", 3600, 3600),
        (2, "2025-03-30 02:40", "2025-03-30 03:10", "2025-03-30 04:00", 1800, 1200),
        (3, "2025-03-30 02:10", "2025-03-30 02:50", "2025-03-30 05:00", 2400, 6600),
        (4, "2025-10-26 01:30", "2025-10-26 02:30", "2025-10-26 03:30", 3600, 10800),
        (5, "2025-10-26 02:50", "2025-10-26 02:10", "2025-10-26 03:05", 1200, 4500),
        (6, "2025-10-26 02:15", "2025-10-26 03:15", "2025-10-27 02:15", 7200, 90000),
        (7, "2025-10-26 03:10", "2025-10-26 02:05", "2025-10-26 04:10", None, None),
    ],
    columns=["id", "opened", "answered", "resolved", "answered_after", "resolved_after"],
)
TIMES = ["opened", "answered", "resolved"]
NIGHT_SHIFT = """
[business_hours]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "00:00"
end = "24:00"
"""


@pytest.mark.parametrize("kind", ["file", "database"])
def test_nights_of_changed_clocks(kind: str, tmp_path: Path) -> None:
    rows = TICKETS_OF_THE_NIGHTS[["id", *TIMES]]
    columns = "ticket_id, first_response_seconds, resolution_seconds, resolution_business_seconds"
    if kind == "file":
        company = Company(tmp_path).write(TICKETS + NIGHT_SHIFT, log_csv=rows.to_csv(index=False))
        found = company.query(f"SELECT {columns} FROM tickets ORDER BY 1")
        rejected = [reason for reason, _ in company.rejected()]
    else:
        database = Database(tmp_path)
        times = {name: pd.to_datetime(rows[name]) for name in TIMES}
        database.put("log", rows.assign(id=rows["id"].astype(str), **times))
        text = (TICKETS + NIGHT_SHIFT).replace('file = "log.csv"', 'table = "log"')
        database.mapping.write_text(text + database.warehouse)
        report = database.snapshot().catalog.tables[0]
        rejected = [reason for reason, n in report.rejected.items() for _ in range(n)]
        (name,) = (one for one in database.tables() if one.endswith("_tickets"))
        found = database.execute(f"SELECT {columns} FROM {name} ORDER BY 1")
    # The last one was answered before it was opened, however its clock is read.
    assert rejected == ["first response before the opening"]
    right = TICKETS_OF_THE_NIGHTS.query("id < 7")
    assert [one[:3] for one in found] == [
        (str(id), *after)
        for id, *after in right[["id", "answered_after", "resolved_after"]].to_numpy(dtype=int)
    ]
    assert all(one[3] >= 0 for one in found)
