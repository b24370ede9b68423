"""Questions compiled: building and compiling an Ibis expression costs more than running it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from data.query.expressions import Shape, build, needed
from data.query.plan import Part
from data.query.rows import rows_sql
from data.scope import Scope


class Place(NamedTuple):
    """Where a question is asked: SQLGlot's name of the dialect, and what table names begin with."""

    dialect: str = "duckdb"
    prefix: str = ""


def sql(
    question: str,
    columns: tuple[str, ...],
    grain: str | None,
    scope: Scope,
    answering: tuple[Part, ...],
    place: Place,
) -> str:
    """The question's SQL, asked of the scope's rows of these tables."""
    shape = Shape(question, columns, grain, tuple(part.counted for part in answering))
    rows = [rows_sql(part, scope, needed(shape, part.counted), "day", *place) for part in answering]
    return with_rows(_compiled(shape, place.dialect), rows)


def with_rows(compiled: str, rows: Sequence[str]) -> str:
    """Compiled SQL with queries in the place of the tables `rows0`, `rows1`, ..."""
    return _ROWS.sub(lambda found: f"({rows[int(found[1])]})", compiled)


# Ibis 12 compiles to functions of bytes where it means characters.
_CHARACTERS = {"clickhouse": {"SUBSTRING(": "substringUTF8(", "LENGTH(": "lengthUTF8("}}
_ROWS = re.compile(r"[\"`]rows(\d)[\"`]")


@lru_cache(maxsize=1024)
def _compiled(shape: Shape, dialect: str) -> str:
    return in_dialect(build(shape), dialect)


def in_dialect(expression: ir.Table, dialect: str) -> str:
    """An expression's SQL."""
    text = str(ibis.to_sql(expression, dialect=dialect))
    for found, meant in _CHARACTERS.get(dialect, {}).items():
        text = text.replace(found, meant)
    return text
