"""Every question that is asked of the data, and its SQL, compiled once a shape and dialect.

A question is an Ibis expression, the one definition for every engine, over the tables `rows0`,
`rows1`, ...: the rows that it reads. Its shape is all that the expression depends on, such as
dimensions and a grain, but no day, level or id: compiling costs more than asking. Each module of
this package declares its questions with `@question`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, ParamSpec

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import get_type_mapper

import data.query
from data.catalog import Catalog
from data.grains import GRAINS
from data.query.rows import Rows, others_of, rows_sql
from data.scope import NOT_STATED, Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot

P = ParamSpec("P")
Examples = Iterator[tuple[str, Callable[[], object]]]  # what people call it, and how to ask it

_TYPES = {  # of columns that are no texts
    "day": "date",
    "submitted_at": "timestamp",
    "weight": "float64",
    "amount": "float64",
    "customer": "int32",
    **{"n": "int64", "positive": "int64", "nw": "int64", "w": "float64", "w2": "float64"},
    **{"total": "float64", "squares": "float64", "cubes": "float64"},
}


class CountQuery(NamedTuple):
    """One frame to ask for: of which rows, by which dimensions, by periods of which grain."""

    scope: Scope
    keys: tuple[str, ...] = ()
    grain: str | None = None


@dataclass(frozen=True, eq=False)
class Question(Generic[P]):
    """A question: how the expression of a shape is built, and how it is tried out.

    `examples` ask it of no rows, by the functions that ask it; none where the data lack what it
    needs.
    """

    name: str
    build: Callable[P, ir.Table]
    examples: Callable[[Snapshot], Examples]


class Sql(NamedTuple):
    """SQL of a question, ready to be sent, and the columns of its result, each with its NULL."""

    text: str
    columns: Mapping[str, str]
    rest: bool = False  # of a comparison, with rows that its reader does not see


_QUESTIONS: dict[str, Question[Any]] = {}


def question(
    name: str, examples: Callable[[Snapshot], Examples]
) -> Callable[[Callable[P, ir.Table]], Question[P]]:
    """Registers the function that builds an expression of a shape as a question."""

    def register(build: Callable[P, ir.Table]) -> Question[P]:
        made = Question(name, build, examples)
        assert _QUESTIONS.setdefault(name, made) is made, f"two questions are called {name}"
        return made

    return register


def questions() -> tuple[Question[Any], ...]:
    """Every question there is, of all modules of this package."""
    for module in pkgutil.walk_packages(data.query.__path__, f"{data.query.__name__}."):
        importlib.import_module(module.name)
    return tuple(_QUESTIONS.values())


def sql_of(
    snapshot: Snapshot,
    asked: Question[P],
    rows: Sequence[Rows | str],
    *shape: P.args,
    **named: P.kwargs,
) -> Sql:
    """SQL of a question of this shape, asked of rows: those of `rows0`, `rows1`, ...

    Rows that are a text are SQL for a table of values, which no data are read for. All SQL that is
    asked of the data comes from here, and names its tables as `Database.from_sql` has them: those
    of a row scope hold no other rows (`data/row_scope/`).
    """
    database = snapshot.database
    assert not named  # a shape is given by place
    found = _compiled(asked, database.dialect, shape)
    read = [one for one in rows if isinstance(one, Rows)]
    rest = any(others_of(one, database) is not None for one in read)
    levels = {one.key: one.levels for one in snapshot.catalog.dimensions} if rest else {}
    texts = [
        one if isinstance(one, str) else rows_sql(one, columns, database, levels)
        for one, columns in zip(rows, found.reads, strict=True)
    ]
    text = _ROWS.sub(lambda place: f"({texts[int(place[1])]})", found.text)
    return Sql(text, found.columns, rest)


def together(snapshot: Snapshot, parts: Sequence[Sql]) -> Sql:
    """The results of several questions below each other; `part` is the number of a row's question.

    A row is NULL in the columns that its question does not have.
    """
    dialect = snapshot.database.dialect
    columns = {name: null for part in parts for name, null in part.columns.items()}
    selects = []
    for number, part in enumerate(parts):
        shown = [f"{number} AS {name_sql('part', dialect)}"]
        shown += [
            f"{'' if name in part.columns else f'{null} AS '}{name_sql(name, dialect)}"
            for name, null in columns.items()
        ]
        alias = name_sql(f"part{number}", dialect)
        selects.append(f"SELECT {', '.join(shown)} FROM ({part.text}) AS {alias}")
    rest = any(part.rest for part in parts)
    return Sql(" UNION ALL ".join(selects), {"part": "NULL", **columns}, rest)


# Ibis 12 compiles to functions of bytes where it means characters.
_CHARACTERS = {"clickhouse": {"SUBSTRING(": "substringUTF8(", "LENGTH(": "lengthUTF8("}}
_ROWS = re.compile(r"[\"`]rows(\d)[\"`]")


class _Compiled(NamedTuple):
    text: str  # with the tables `rows0`, `rows1`, ...
    reads: tuple[tuple[str, ...], ...]  # the columns of each of these
    columns: Mapping[str, str]


@lru_cache(maxsize=2048)
def _compiled(asked: Question[Any], dialect: str, shape: tuple[object, ...]) -> _Compiled:
    expression = asked.build(*shape)
    text = str(ibis.to_sql(expression, dialect=dialect))
    for found, meant in _CHARACTERS.get(dialect, {}).items():
        text = text.replace(found, meant)
    tables = {one.name: one.schema.names for one in expression.op().find(ops.UnboundTable)}
    reads = tuple(tuple(tables[f"rows{number}"]) for number in range(len(tables)))
    nulls = {name: _null(kind, dialect) for name, kind in expression.schema().items()}
    return _Compiled(text, reads, nulls)


def _null(kind: dt.DataType, dialect: str) -> str:
    """NULL where a part lacks a column: PostgreSQL takes it for a text, others find the type."""
    if dialect != "postgres":
        return "NULL"
    return f"CAST(NULL AS {get_type_mapper(dialect).to_string(kind)})"


def table(
    number: int, columns: Iterable[str], types: Mapping[str, str] = MappingProxyType({})
) -> ir.Table:
    """The table `rows<number>` of an expression. Columns are texts unless a type is known."""
    kinds = {**_TYPES, **types}
    return ibis.table({name: kinds.get(name, "string") for name in columns}, f"rows{number}")


def bucket(day: ir.DateValue, grain: str) -> ir.DateValue:
    """First day of the day's bucket."""
    return day.truncate(GRAINS[grain].unit).cast("date")


def groups(rows: ir.Table, keys: Iterable[str], grain: str | None) -> dict[str, ir.Value]:
    """What rows are grouped by: `period`, the first day of the bucket, with a grain, and keys."""
    period = {"period": bucket(rows.day, grain)} if grain else {}
    return period | {key: rows[key] for key in keys}


def added(cells: ir.Table, sums: Sequence[str]) -> ir.Table:
    """Rows that are alike in all but their sums as one, with the sums added up; 0 for none."""
    total = {name: cells[name].sum().fill_null(0).cast(_TYPES[name]) for name in sums}
    return cells.aggregate(by=[name for name in cells.columns if name not in sums], **total)


def added_parts(parts: Sequence[ir.Table], sums: Sequence[str]) -> ir.Table:
    """The answer of several tables that hold a part of the rows each."""
    return parts[0] if len(parts) == 1 else added(ibis.union(*parts), sums)


def no_rows(catalog: Catalog, of: str) -> Scope:
    """A scope of no rows of a table, for examples: later than all, with filters of each kind."""
    keys = dimensions(catalog, of)
    half, levels = len(keys) // 2, ("a", NOT_STATED)
    after = catalog.last_day + timedelta(days=1)
    return Scope(
        Span(after, after + timedelta(days=400)),
        tuple((key, levels) for key in keys[:half]),
        tuple((key, levels) for key in keys[half:]),
    )


def dimensions(catalog: Catalog, of: str) -> tuple[str, ...]:
    """The keys of the dimensions that a table has."""
    return tuple(one.key for one in catalog.dimensions if of in one.tables)
