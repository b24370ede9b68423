"""The whole load compiles for every engine, those that the tests can't run among them."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pytest
import sqlglot

from data.contract import TABLES
from data.mapping import parse_mapping
from data.rollups import rollup
from data.warehouse.answers import answers, unanswered
from data.warehouse.parts import united, without_duplicates
from data.warehouse.publish import Answers, published
from data.warehouse.report import rejected
from data.warehouse.stage import Staging, stage_parts
from tests.warehouse import messy

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
    """Every expression of a load of the messy company."""
    warehouse = '\n[warehouse]\nurl = "duckdb://x"\n'
    mapping = parse_mapping(messy.mapping('table = "{}"', warehouse), Path("mapping.toml"))
    tables = {
        name: (ibis.table(_schema(frame), name), frozenset[str]())
        for name, frame in messy.TABLES.items()
    }
    staging = Staging.of(mapping, tables, engine)
    staged: dict[str, ir.Table] = {}
    silent: list[ir.Table] = []
    for name in mapping.tables:
        parts = stage_parts(staging, TABLES[name])
        whole = answers(mapping, parts) if name == "feedback" else united(parts, TABLES[name])
        staged[name] = without_duplicates(whole, TABLES[name])
        if name == "feedback":
            silent = unanswered(mapping, parts, staged[name])
    given = Answers(lambda _: CASES, mapping, staged["feedback"])
    written = [published(TABLES[name], mapping, (), staged, given) for name in mapping.tables]
    counted = [rollup(written[0], unit, ("crew",), weighted=True) for unit in ("day", "month")]
    return [*staged.values(), *silent, *written, rejected(mapping, staged), *counted]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_load_compiles(engine: str) -> None:
    found = [str(ibis.to_sql(one, dialect=engine)) for one in everything(engine)]
    assert len(found) == 2 * len(TABLES) + 8
    assert all(sqlglot.parse_one(sql, dialect=engine).find(sqlglot.exp.Table) for sql in found)
