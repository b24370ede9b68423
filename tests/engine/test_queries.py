"""SQL is compiled once a shape, holds no values until it is asked, and compiles for others too."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from data import queries
from data.scope import NOT_STATED, Scope, Span

FIRST = Span(date(2026, 1, 1), date(2026, 3, 31))
SECOND = Span(date(2024, 2, 1), date(2024, 2, 29))
AWKWARD = ("it's", 'say "hi"', "back\\slash", NOT_STATED)
SCOPE = Scope(FIRST, (("region", AWKWARD),), (("plan", ("Team",)), ("industry", (NOT_STATED,))))
QUESTIONS: dict[str, tuple[str, ...]] = {
    "counts": ("touchpoint", "region"),
    "weighted counts": ("touchpoint",),
    "first_response": ("first_response_seconds",),
    "resolution": ("resolution_seconds",),
    "contacts": ("contacts", "reopened"),
    "orders": ("amount",),
    "comments": ("submitted_at", "answer", "touchpoint"),
}
DIALECTS = ("duckdb", "postgres", "clickhouse", "trino", "bigquery", "snowflake")


def test_every_question_is_tried() -> None:
    assert set(QUESTIONS) == set(queries._QUESTIONS)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_compiles_for_every_engine(question: str, dialect: str) -> None:
    grain = None if question == "comments" else "week"
    sql = queries._sql(question, SCOPE, QUESTIONS[question], grain, dialect)
    parsed = sqlglot.parse_one(sql, dialect=dialect)
    literals = {one.this for one in parsed.find_all(exp.Literal) if one.is_string}
    # As that engine reads them, quotes and backslashes among them.
    assert {*AWKWARD[:3], "Team", "2026-01-01", "2026-03-31"} <= literals
    assert NOT_STATED not in literals
    assert "\x00" not in sql


def test_one_shape_is_compiled_once() -> None:
    queries._compiled.cache_clear()
    for span in (FIRST, SECOND):
        for levels in (("EMEA",), ("Oceania", "it's"), ("a", "b", "c")):
            sql = queries.counts(
                Scope(span, (("region", levels),)), ("plan",), "month", weighted=False
            )
            assert all(f"'{level.replace(chr(39), chr(39) * 2)}'" in sql for level in levels)
            assert f"'{span.start}'" in sql
    assert queries._compiled.cache_info().misses == 1
    queries.counts(Scope(FIRST, (("region", (NOT_STATED,)),)), ("plan",), "month", weighted=False)
    assert queries._compiled.cache_info().misses == 2


def test_what_is_kept_has_no_values() -> None:
    shape = queries._Shape("counts", ("plan",), "day", queries._shapes(SCOPE.filters), (), "duckdb")
    kept = queries._compiled(shape)
    assert "2026" not in kept
    assert "slash" not in kept
    assert "region" in kept
