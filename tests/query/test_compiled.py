"""SQL is compiled once a shape, holds no values until it is asked, and compiles for others too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

import data.query
from data.query import compile, feedback, orders
from data.query.compile import CountQuery, Question, questions, sql_of
from data.query.rows import Rows
from data.scope import NOT_STATED, Scope, Span
from data.store.connection import Address
from data.store.snapshots import Snapshot
from data.store.warehouse import Warehouse

FIRST = Span(date(2026, 1, 1), date(2026, 3, 31))
SECOND = Span(date(2024, 2, 1), date(2024, 2, 29))
AWKWARD = ("it's", 'say "hi"', "back\\slash", NOT_STATED)
SCOPE = Scope(FIRST, (("region", AWKWARD),), (("plan", ("Team",)), ("industry", (NOT_STATED,))))
SHAPES: dict[str, tuple[Question[Any], tuple[Any, ...]]] = {
    "counts": (feedback._counts, (("touchpoint", "region"), "week", False)),
    "weighted counts": (feedback._counts, (("touchpoint",), "week", True)),
    "orders": (orders._amounts, ((), "week")),
    "comments": (feedback._comments, (("submitted_at", "answer", "touchpoint"),)),
}
DIALECTS = ("duckdb", "postgres", "clickhouse", "trino", "bigquery", "snowflake")
ROWS = Rows("feedback", SCOPE, (FIRST,))
SEVERAL = [Rows("by_month", SCOPE, (FIRST,)), Rows("feedback", SCOPE, (SECOND, FIRST))]


def elsewhere(snapshot: Snapshot, dialect: str) -> Snapshot:
    warehouse = Warehouse(Address("duckdb://", None, 1), "cx_")
    warehouse.dialect = dialect
    return Snapshot(snapshot.catalog, warehouse)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", SHAPES)
def test_it_compiles_for_every_engine(name: str, dialect: str, snapshot: Snapshot) -> None:
    question, shape = SHAPES[name]
    counted = () if name == "comments" else ((False,),)
    text = sql_of(elsewhere(snapshot, dialect), question, [ROWS], *shape, *counted).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    literals = {one.this for one in parsed.find_all(exp.Literal) if one.is_string}
    # As that engine reads them, quotes and backslashes among them.
    assert {*AWKWARD[:3], "Team", "2026-01-01", "2026-03-31"} <= literals
    assert NOT_STATED not in literals
    assert {table.name for table in parsed.find_all(exp.Table)} == {"cx_feedback"}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["counts", "weighted counts", "orders"])
def test_several_tables_are_added_up(name: str, dialect: str, snapshot: Snapshot) -> None:
    question, shape = SHAPES[name]
    given: tuple[Any, ...] = (("region",), "quarter", *shape[2:], (True, False))
    away = elsewhere(snapshot, dialect)
    text = sql_of(away, question, SEVERAL, *given).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert {table.name for table in parsed.find_all(exp.Table)} >= {"cx_by_month", "cx_feedback"}
    literals = [one.this for one in parsed.find_all(exp.Literal) if one.is_string]
    assert literals.count("2024-02-29") == 1
    assert literals.count("2026-03-31") == 2


def test_one_shape_is_compiled_once(snapshot: Snapshot) -> None:
    compile._compiled.cache_clear()
    for span in (FIRST, SECOND):
        for filters in ((), (("region", ("EMEA",)),), (("site", ("it's", NOT_STATED)),)):
            for table in ("feedback", "other"):
                rows = [Rows(table, Scope(span, filters), (span,))]
                text = sql_of(
                    snapshot, feedback._counts, rows, ("plan",), "month", False, (False,)
                ).text
                assert f'FROM "{table}"' in text
                assert f"'{span.start}'" in text
                assert ("'it''s'" in text) == (filters[:1] == (("site", ("it's", NOT_STATED)),))
    assert compile._compiled.cache_info().misses == 1


def test_every_question_has_examples(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The full sample company is asked each, and the SQL is made for every engine."""
    asked: set[tuple[Question[Any], tuple[object, ...]]] = set()
    compiled = compile._compiled

    def note(question: Question[Any], dialect: str, shape: tuple[object, ...]) -> object:
        asked.add((question, shape))
        return compiled(question, dialect, shape)

    monkeypatch.setattr(compile, "_compiled", note)
    every = questions()
    assert len(every) > 15
    for question in every:
        asked.clear()
        for name, ask in question.examples(snapshot):
            ask()
            assert name
        own = [shape for one, shape in asked if one is question]
        assert own, f"no example asks {question.name}"
        for shape, dialect in product(own, DIALECTS):
            text = compiled(question, dialect, shape).text
            assert sqlglot.parse_one(text, dialect=dialect)


def test_examples_need_what_they_ask(snapshot: Snapshot) -> None:
    """Where no table was mapped, none is asked that could not be there."""
    nothing: dict[str, object] = {
        "columns": {},
        "dimensions": (),
        "lifetime": None,
        "outcomes": (),
        "activity": (),
        "same_customer": (),
    }
    catalog = snapshot.catalog.model_copy(update=nothing)
    bare = replace(snapshot, catalog=catalog)
    names = [name for question in questions() for name, _ in question.examples(bare)]
    assert names == ["rejected rows counted", "rejected rows", "a page of rejected rows"]


def test_all_sql_is_of_a_question() -> None:
    """No other module compiles, keeps what is compiled, or sends SQL of its own."""
    for file in Path(data.query.__path__[0]).glob("*.py"):
        text = file.read_text("utf-8")
        assert ("to_sql(" in text) == (file.stem == "compile"), file.stem
        assert ("database.frame" in text) == (file.stem == "results"), file.stem
        assert ("lru_cache" in text) == (file.stem in ("compile", "rows", "results")), file.stem
        assert file.stem == "compile" or " Sql(" not in text, file.stem


def test_what_is_asked_together_has_the_columns_of_all(snapshot: Snapshot) -> None:
    asked = [CountQuery(SCOPE, ("region",), "month"), CountQuery(SCOPE, ("plan",))]
    parts = [feedback.counts_sql(snapshot, one) for one in asked]
    whole = compile.together(snapshot, parts)
    assert tuple(whole.columns) == ("part", "period", "region", "answer", "n", "plan")
    assert tuple(snapshot.database.frame(whole.text)) == tuple(whole.columns)
