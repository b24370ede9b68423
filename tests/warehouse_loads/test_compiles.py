"""The whole load compiles for every engine, those that the tests can't run among them."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pytest
import sqlglot

from data.catalog import Dimension
from data.contract import TABLES
from data.derived.rollups import rollup
from data.ingest.advice.repeated import compared
from data.ingest.answers import count_unanswered
from data.ingest.doubts import DOUBTS, find_doubts
from data.ingest.labels import label_answers
from data.ingest.publish import published
from data.ingest.published import Published
from data.ingest.staged import Staged, answered
from data.ingest.warehouse.publish import label
from data.ingest.warehouse.rejects import rejected_rows
from data.ingest.warehouse.stage import Staging, stage_parts
from data.ingest.warehouse.stage_all import checked, staged_of
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


def everything(engine: str, holidays: str = "2026-04-06") -> list[ir.Table]:
    """Every expression of a load of the messy company.

    A load writes what it stages and publishes into tables, and goes on from those.
    """
    warehouse = '\n[warehouse]\nurl = "duckdb://x"\n'
    text = messy.mapping('table = "{}"', warehouse).replace("2026-04-06", holidays)
    mapping = parse_mapping(text, Path("mapping.toml"))
    tables = {
        name: (ibis.table(_schema(frame), name), frozenset[str]())
        for name, frame in messy.TABLES.items()
    }
    staging = Staging.of(mapping, tables, engine)
    sent: list[ir.Table] = []

    def write(name: str, rows: ir.Table) -> ir.Table:
        sent.append(rows)
        return ibis.table(rows.schema(), name)

    def ask(rows: ir.Table) -> pd.DataFrame:
        sent.append(rows)
        return pd.DataFrame({name: [0] for name in rows.columns})

    staged: dict[str, Staged] = {}
    for name in mapping.tables:
        parts = stage_parts(staging, TABLES[name], ask)
        staged[name] = staged_of(write(f"stage_{name}", checked(mapping, TABLES[name], parts)))
        if name == "feedback":
            count_unanswered(ask, mapping, parts, staged[name].accepted)
    given = label_answers(lambda _: CASES, mapping, staged)
    written: dict[str, ir.Table] = {}
    for name in mapping.tables:
        rows = answered(staged[name].accepted)
        if name == "feedback":
            rows = rows.mutate(answer=label(rows, given))
        written[name] = write(name, published(TABLES[name], rows, mapping, (), None))
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
    find_doubts(Published(mapping, (alike,), tables, ask))
    return asked


def _compared(rows: Staged) -> ir.Table:
    """What advice on repeated keys asks for."""
    asked: list[ir.Table] = []

    def ask(found: ir.Table) -> pd.DataFrame:
        asked.append(found)
        return pd.DataFrame({"rows": [1], "copies": [1], "of_other_parts": [0]})

    compared(ask, rows.rejected, rows.accepted, ["ticket_id"])
    return asked[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_load_compiles(engine: str) -> None:
    found = [str(ibis.to_sql(one, dialect=engine)) for one in everything(engine)]
    assert len(found) > 2 * len(TABLES) + 8 + len(DOUBTS)
    assert all(sqlglot.parse_one(sql, dialect=engine).find(sqlglot.exp.Table) for sql in found)


def test_tickets_are_not_worked_out_again_and_again() -> None:
    """PostgreSQL works out each mention of a value, so the length of the SQL tells of its time.

    Where each holiday and each limit mentioned the day again, these were 96,000 characters.
    """
    holidays = ", ".join(f"2026-{month:02}-03" for month in range(1, 11))
    lengths = [
        len("".join(str(ibis.to_sql(one, dialect="postgres")).split()))
        for one in everything("postgres", holidays)
        if "stage_tickets" in {table.name for table in one.op().find(ops.UnboundTable)}
    ]
    assert 10_000 < max(lengths) < 30_000
