"""SQL is compiled once a shape, holds no values until it is asked, and compiles for others too."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from data.query import compile, expressions
from data.query.compile import Place, sql
from data.query.plan import Part
from data.scope import NOT_STATED, Scope, Span

FIRST = Span(date(2026, 1, 1), date(2026, 3, 31))
SECOND = Span(date(2024, 2, 1), date(2024, 2, 29))
AWKWARD = ("it's", 'say "hi"', "back\\slash", NOT_STATED)
SCOPE = Scope(FIRST, (("region", AWKWARD),), (("plan", ("Team",)), ("industry", (NOT_STATED,))))
QUESTIONS: dict[str, tuple[str, ...]] = {
    "counts": ("touchpoint", "region"),
    "weighted counts": ("touchpoint",),
    "orders": (),
    "comments": ("submitted_at", "answer", "touchpoint"),
}
DIALECTS = ("duckdb", "postgres", "clickhouse", "trino", "bigquery", "snowflake")
ROWS = (Part("feedback", False, (FIRST,)),)
SEVERAL = (Part("by_month", True, (FIRST,)), Part("feedback", False, (SECOND, FIRST)))


def test_every_question_is_tried() -> None:
    assert set(QUESTIONS) == set(expressions._QUESTIONS)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_compiles_for_every_engine(question: str, dialect: str) -> None:
    grain = None if question == "comments" else "week"
    text = sql(question, QUESTIONS[question], grain, SCOPE, ROWS, Place(dialect, "cx_"))
    parsed = sqlglot.parse_one(text, dialect=dialect)
    literals = {one.this for one in parsed.find_all(exp.Literal) if one.is_string}
    # As that engine reads them, quotes and backslashes among them.
    assert {*AWKWARD[:3], "Team", "2026-01-01", "2026-03-31"} <= literals
    assert NOT_STATED not in literals
    assert {table.name for table in parsed.find_all(exp.Table)} == {"cx_feedback"}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", ["counts", "weighted counts", "orders"])
def test_several_tables_are_added_up(question: str, dialect: str) -> None:
    text = sql(question, ("region",), "quarter", SCOPE, SEVERAL, Place(dialect))
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert {table.name for table in parsed.find_all(exp.Table)} >= {"by_month", "feedback"}
    literals = [one.this for one in parsed.find_all(exp.Literal) if one.is_string]
    assert literals.count("2024-02-29") == 1
    assert literals.count("2026-03-31") == 2


def test_one_shape_is_compiled_once() -> None:
    compile._compiled.cache_clear()
    for span in (FIRST, SECOND):
        for filters in ((), (("region", ("EMEA",)),), (("site", ("it's", NOT_STATED)),)):
            for table in ("feedback", "other"):
                part = Part(table, False, (span,))
                text = sql("counts", ("plan",), "month", Scope(span, filters), (part,), Place())
                assert f'FROM "{table}"' in text
                assert f"'{span.start}'" in text
                assert ("'it''s'" in text) == (filters[:1] == (("site", ("it's", NOT_STATED)),))
    assert compile._compiled.cache_info().misses == 1
