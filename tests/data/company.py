"""A small company for tests: a mapping, its files, and the data file built of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Self

import duckdb
import pandas as pd
import pytest

from data.frames import Tables, read_tables
from data.ingest.build import build
from data.mapping import MappingError, parse_mapping

HEAD = '[company]\nname = "Test"\n'
LONG = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
"""
)
TICKETS = (
    HEAD.rstrip()
    + """
timezone = "Europe/Rome"

[sources.log]
file = "log.csv"

[tickets]
source = "log"

[tickets.columns]
ticket_id = "id"
opened_at = "opened"
first_response_at = "answered"
resolved_at = "resolved"
"""
)
# Orders and their customers; more columns of customers may follow.
ORDERS = (
    HEAD
    + """
[sources.shop]
file = "shop.csv"

[sources.crm]
file = "crm.csv"

[orders]
source = "shop"

[orders.columns]
order_id = "no"
customer_id = "who"
ordered_at = "at"
amount = "sum"

[customers]
source = "crm"

[customers.columns]
customer_id = "who"
"""
)


class Company:
    """Files in a folder; `build` reads them through a mapping."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mapping = folder / "mapping.toml"
        self.out = folder / "out"

    def write(self, mapping: str, **files: str | bytes) -> Self:
        """Writes `mapping.toml` and the files; `survey_csv` becomes `survey.csv`."""
        self.mapping.write_text(mapping, encoding="utf-8")
        for name, content in files.items():
            path = self.folder / ".".join(name.rsplit("_", 1))
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def build(self) -> Path:
        """The data file."""
        return build(self.mapping, self.out)

    def tables(self) -> Tables:
        """The canonical tables."""
        return read_tables(self.build())

    def feedback(self) -> pd.DataFrame:
        """Feedback as a frame."""
        feedback = self.tables().feedback
        assert feedback is not None
        return feedback

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the data file."""
        with duckdb.connect(str(self.build()), read_only=True) as con:
            return con.execute(sql).fetchall()

    def rejected(self) -> list[tuple[str, str]]:
        """Reason and detail of each row that was set aside."""
        return [(r, d) for r, d in self.query("SELECT reason, detail FROM rejected ORDER BY ALL")]

    def raw(self) -> list[dict[str, Any]]:
        """Source rows that were set aside."""
        rows = self.query("SELECT raw FROM rejected ORDER BY row_number")
        return [json.loads(raw) for (raw,) in rows]


def answers(rows: int) -> list[str]:
    """So many rows for `survey`: of January 2026, each score in turn."""
    return [f"{i},2026-01-{1 + i % 28:02d},{i % 11}" for i in range(rows)]


def survey(*rows: str) -> str:
    """A survey file for `LONG`: id, date and score of each row."""
    return "id,date,score\n" + "".join(f"{row}\n" for row in rows)


def refused(mapping: str) -> str:
    """What is said of a mapping that cannot be right."""
    with pytest.raises(MappingError) as caught:
        parse_mapping(mapping, Path("mapping.toml"))
    return str(caught.value)


def write_any(path: Path, frame: pd.DataFrame) -> None:
    """A frame as a file of the kind that its name says."""
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_excel(path, index=False)
