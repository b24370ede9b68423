"""The sample goes through the same pipeline as any data; the page about it tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.ingest.build import build
from tests.data_sample.recount import change, mix_effect

PAGE = (Path(__file__).parents[2] / "docs" / "sample-company.md").read_text("utf-8")
Row = tuple[str, ...]


def _table(heading: str) -> list[Row]:
    """Cells of the table below a heading of the page, without its first two lines."""
    section = re.split(r"^## ", PAGE, flags=re.M)
    lines = next(s for s in section if s.startswith(heading)).splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [tuple(cell.strip() for cell in row) for row in rows[2:]]


@pytest.fixture(scope="module")
def built(mapping: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    file = build(mapping, tmp_path_factory.mktemp("built"))
    return duckdb.connect(str(file), read_only=True)


def test_rows_taken(built: duckdb.DuckDBPyConnection) -> None:
    documented = {row[0]: int(row[1].replace(",", "")) for row in _table("Tables")}
    found = {}
    for name in documented:
        found[name] = built.sql(f"FROM {name} SELECT count(*)").fetchall()[0][0]
    assert found == documented


def test_rows_set_aside(built: duckdb.DuckDBPyConnection) -> None:
    documented = sorted((row[0], row[1], int(row[2])) for row in _table("Rows that break"))
    query = "FROM rejected SELECT table_name, reason, count(*) GROUP BY ALL ORDER BY ALL"
    assert built.sql(query).fetchall() == documented
    assert sum(count for _, _, count in documented) == 66


def test_the_figures_on_the_page(feedback: pd.DataFrame) -> None:
    chat = feedback["touchpoint"] == "Support chat"
    billing = (feedback["touchpoint"] == "Billing") & (feedback["region"] == "EMEA")
    slices = {
        "NPS": ("nps", feedback),
        "NPS, Starter": ("nps", feedback[feedback["plan"] == "Starter"]),
        "NPS, Team": ("nps", feedback[feedback["plan"] == "Team"]),
        "NPS, Business": ("nps", feedback[feedback["plan"] == "Business"]),
        "NPS, Enterprise": ("nps", feedback[feedback["plan"] == "Enterprise"]),
        "NPS, Public sector": ("nps", feedback[feedback["industry"] == "Public sector"]),
        "CSAT": ("csat", feedback),
        "CSAT, Support chat": ("csat", feedback[chat]),
        "CSAT, all but Support chat": ("csat", feedback[~chat]),
        "CES": ("ces", feedback),
        "CES, Billing in EMEA": ("ces", feedback[billing]),
        "CES, all but Billing in EMEA": ("ces", feedback[~billing]),
    }
    expected = []
    for name, (metric, rows) in slices.items():
        c = change(rows, metric)
        verdict = "real" if c.p < 0.05 else "noise"
        counts = (f"{c.before_n:,}", f"{c.now_n:,}")
        row = (name, f"{c.before:.1f}", f"{c.now:.1f}", f"{c.points:+z.1f}", f"{c.z:+z.1f}")
        expected.append((*row, *counts, verdict))
    assert _table("The figures") == expected
    assert f"{mix_effect(feedback, 'nps', 'plan'):.1f} points" in PAGE
