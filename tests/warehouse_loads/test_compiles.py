"""The whole load compiles for every engine, those that the tests can't run among them."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pytest
import sqlglot
from data.ingest.doubts.accepted import Accepted
from data.ingest.warehouse.answers import answers, unanswered
from data.ingest.warehouse.parts import united, without_duplicates
from data.ingest.warehouse.publish import Answers, published
from data.ingest.warehouse.report import rejected_rows

from data.catalog import Dimension
from data.contract import TABLES
from data.derived.rollups import rollup
from data.ingest.advice.repeated import compared
from data.ingest.doubts import DOUBTS, find_doubts
from data.ingest.warehouse.stage import Staging, stage_parts
from data.mapping import Mapping, parse_mapping
from tests.warehouse_loads import messy

ENGINES = ("duckdb", "postgres", "clickhouse", "trino", "bigquery", "snowflake")
CASES = pd.DataFrame(
    {
        "metric": ["nps", "ces"],
        "scale_min": [0.0, 1.0],
        "scale_max": [10.0, 7.0],
        "positive_from": [None, 6.0],
        "score": [9.0, 2.5],
        "n": [3, 1],
    }
)


def _schema(frame: pd.DataFrame) -> ibis.Schema:
    return ibis.Schema.from_pyarrow(pa.Table.from_pandas(frame, preserve_index=False).schema)


def everything(engine: str) -> list[ir.Table]:
    """Every expression of a load of the messy company.

    A load writes what it stages and publishes into tables, and goes on from those.
    """
    warehouse = '\n[warehouse]\nurl = "duckdb://x"\n'
    mapping = parse_mapping(messy.mapping('table = "{}"', warehouse), Path("mapping.toml"))
    tables = {
        name: (ibis.table(_schema(frame), name), frozenset[str]())
        for name, frame in messy.TABLES.items()
    }
    staging = Staging.of(mapping, tables, engine)
    sent: list[ir.Table] = []

    def write(name: str, rows: ir.Table) -> ir.Table:
        sent.append(rows)
        return ibis.table(rows.schema(), name)

    staged: dict[str, ir.Table] = {}
    for name in mapping.tables:
        parts = stage_parts(staging, TABLES[name])
        whole = answers(mapping, parts) if name == "feedback" else united(parts, TABLES[name])
        staged[name] = write(f"stage_{name}", without_duplicates(whole, TABLES[name]))
        if name == "feedback":
            sent += unanswered(mapping, parts, staged[name])
    given = Answers(lambda _: CASES, mapping, staged["feedback"])
    written = {
        name: write(name, published(TABLES[name], mapping, (), staged, given))
        for name in mapping.tables
    }
    counted = [
        rollup(written["feedback"], unit, ("crew",), weighted=True) for unit in ("day", "month")
    ]
    doubted = _doubted(mapping, written, given.labels[0])
    return [*sent, rejected_rows(mapping, staged), *counted, *doubted, _compared(staged["tickets"])]


def _doubted(mapping: Mapping, tables: dict[str, ir.Table], answer: str) -> list[ir.Table]:
    """All that doubts ask for."""
    asked: list[ir.Table] = []

    def ask(rows: ir.Table) -> pd.DataFrame:
        asked.append(rows)
        kinds = dict(rows.schema().items())
        day = pd.Timestamp("2026-03-14")
        return pd.DataFrame(
            {n: [answer if k.is_string() else 1 if k.is_numeric() else day]
             for n, k in kinds.items()}
        )  # fmt: skip

    alike = Dimension(key="crew", label="", levels=("a", "A"), tables=("feedback",), segment=True)
    find_doubts(Accepted(mapping, (alike,), tables, ask))
    return asked


def _compared(rows: ir.Table) -> ir.Table:
    """What advice on repeated keys asks for."""
    asked: list[ir.Table] = []

    def ask(found: ir.Table) -> pd.DataFrame:
        asked.append(found)
        return pd.DataFrame({"rows": [1], "copies": [1], "of_other_parts": [0]})

    columns = [c for c in rows.columns if c == "_part" or c[0] != "_"]
    again, kept = rows.filter(rows._reason.notnull()), rows.filter(rows._reason.isnull())
    compared(ask, again.select(columns), kept.select(columns), ["ticket_id"])
    return asked[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_load_compiles(engine: str) -> None:
    found = [str(ibis.to_sql(one, dialect=engine)) for one in everything(engine)]
    assert len(found) > 2 * len(TABLES) + 8 + len(DOUBTS)
    assert all(sqlglot.parse_one(sql, dialect=engine).find(sqlglot.exp.Table) for sql in found)
