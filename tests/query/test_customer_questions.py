"""Questions on customers compile for every engine, and hold no values until they are asked."""

from __future__ import annotations

from typing import Any

import ibis
import pytest
import sqlglot

from data.catalog import Dimension
from data.derived import outcomes
from data.query import compile, customer_movements, customers
from data.query.compile import Question

DIALECTS = ("duckdb", "postgres", "clickhouse", "trino", "bigquery", "snowflake")
SHAPES: dict[Question[Any], tuple[Any, ...]] = {
    customer_movements._movements: (
        ("revenue", "gain", "worth", "final", "referred_by"),
        ("region",),
        "week",
    ),
    customers._unplaced: (),
    customers._engaged: (("plan",), "week"),
    customers._repeats: ("week",),
    customers._costs: (),
    customers._risk: (("annual_revenue", "ordered"), ("plan",), "month"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", SHAPES)
def test_it_compiles_for_every_engine(question: Question[Any], dialect: str) -> None:
    text = compile._compiled(question, dialect, SHAPES[question]).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    tables = {table.name for table in parsed.find_all(sqlglot.exp.Table)}
    assert tables >= {"rows0"}
    assert tables <= {"rows0", "rows1", *(cte.alias for cte in parsed.find_all(sqlglot.exp.CTE))}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_outcomes_compile_for_every_engine(dialect: str) -> None:
    columns = {
        "feedback": "day submitted_at response_id customer_id touchpoint answer",
        "customers": "customer_id churned_at annual_revenue region",
        "orders": "customer_id day amount",
    }
    kinds = {"day": "date", "submitted_at": "timestamp", "churned_at": "timestamp"}
    kinds |= {"annual_revenue": "float64", "amount": "float64"}
    tables = {
        name: ibis.table({column: kinds.get(column, "string") for column in known.split()}, name)
        for name, known in columns.items()
    }
    region = Dimension(key="region", label="", levels=("a",), tables=("customers",), segment=True)
    rows = outcomes.outcomes(tables, [region], ("nps:0-10|3", "nps:0-10|9", "ces:1-7|3"))
    assert rows is not None
    text = str(ibis.to_sql(rows, dialect=dialect))
    parsed = sqlglot.parse_one(text, dialect=dialect)
    literals = {one.this for one in parsed.find_all(sqlglot.exp.Literal) if one.is_string}
    assert {"nps:0-10|3", "nps:0-10|9"} <= literals
    assert "ces:1-7|3" not in literals
