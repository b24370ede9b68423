"""Small logs of tickets: a mapping to begin with, and the company that it makes of frames."""

from __future__ import annotations

import pandas as pd

from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import HEAD, Company

LOG = (
    HEAD
    + """
[sources.log]
file = "log.csv"
[tickets]
source = "log"
[tickets.columns]
ticket_id = "id"
opened_at = "at"
"""
)


def opened(company: Company, mapping: str, **files: pd.DataFrame) -> Snapshot:
    company.write(mapping, **{f"{k}_csv": v.to_csv(index=False) for k, v in files.items()})
    return open_snapshot(company.build())
