"""The rows of a scope as SQL. SQLGlot writes each piece in the dialect; pieces are kept."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, timedelta
from functools import lru_cache

from sqlglot import exp

from data.query.plan import Part
from data.scope import NOT_STATED, Filters, Scope, Span


def rows_sql(
    part: Part, scope: Scope, columns: Sequence[str], clock: str, dialect: str, prefix: str
) -> str:
    """SELECT of the columns and `day` from the part's table, of its spans and the scope's filters.

    `clock` is the column that decides on the day; table names begin with `prefix`.
    """
    day = day_sql(clock, dialect)
    shown = [f"{day} AS {name_sql('day', dialect)}", *(name_sql(name, dialect) for name in columns)]
    spans = [_within(span, clock, dialect) for span in part.spans]
    conditions = [f"({' OR '.join(spans)})", *conditions_sql(scope.filters, scope.without, dialect)]
    table = name_sql(prefix + part.table, dialect)
    return f"SELECT {', '.join(shown)} FROM {table} WHERE {' AND '.join(conditions)}"


def union_sql(
    parts: Sequence[str], columns: Sequence[str], own: Sequence[Container[str]], dialect: str
) -> str:
    """The results of several queries below each other, with `part`, the number of the query.

    `own` says which of the columns each has; the others are NULL.
    """
    selects = []
    for number, (part, has) in enumerate(zip(parts, own, strict=True)):
        shown = [f"{number} AS {name_sql('part', dialect)}"]
        shown += [
            f"{'' if name in has else 'NULL AS '}{name_sql(name, dialect)}" for name in columns
        ]
        alias = name_sql(f"part{number}", dialect)
        selects.append(f"SELECT {', '.join(shown)} FROM ({part}) AS {alias}")
    return " UNION ALL ".join(selects)


@lru_cache(maxsize=1024)
def name_sql(name: str, dialect: str) -> str:
    """A quoted name."""
    return exp.to_identifier(name, quoted=True).sql(dialect=dialect)


def _within(span: Span, clock: str, dialect: str) -> str:
    """What rows of a span meet; of a time without a cast, by which engines skip what lies apart."""
    if clock == "day":
        day = day_sql(clock, dialect)
        return f"{day} BETWEEN {date_sql(span.start, dialect)} AND {date_sql(span.end, dialect)}"
    start, after = (_time(day, dialect) for day in (span.start, span.end + timedelta(days=1)))
    time = name_sql(clock, dialect)
    return f"({time} >= {start} AND {time} < {after})"


@lru_cache(maxsize=64)
def day_sql(clock: str, dialect: str) -> str:
    """The day of a time."""
    column = exp.column(clock, quoted=True)
    return (column if clock == "day" else exp.cast(column, "date")).sql(dialect=dialect)


@lru_cache(maxsize=4096)
def date_sql(day: date, dialect: str) -> str:
    """A day as it is written."""
    literal = exp.Literal.string(day.isoformat())
    return exp.cast(literal, exp.DataType.build("date", nullable=False)).sql(dialect=dialect)


@lru_cache(maxsize=4096)
def _time(day: date, dialect: str) -> str:
    literal = exp.Literal.string(f"{day.isoformat()} 00:00:00")
    return exp.cast(literal, exp.DataType.build("timestamp", nullable=False)).sql(dialect=dialect)


@lru_cache(maxsize=256)
def conditions_sql(filters: Filters, without: Filters, dialect: str) -> tuple[str, ...]:
    """What rows must meet to be in a scope, but for their day."""
    found = [_has_level(column, levels) for column, levels in filters]
    if without:
        inside = exp.and_(*(_has_level(column, levels) for column, levels in without))
        # An empty cell is not in the segment, hence in the rest; SQL's NULL would drop it.
        found.append(exp.not_(exp.func("coalesce", inside, exp.false())))
    return tuple(one.sql(dialect=dialect) for one in found)


def _has_level(name: str, levels: Sequence[str]) -> exp.Expression:
    column = exp.column(name, quoted=True)
    stated = [exp.Literal.string(level) for level in levels if level != NOT_STATED]
    ways: list[exp.Expression] = [column.isin(*stated)] if stated else []
    if NOT_STATED in levels:
        ways.append(exp.Is(this=column.copy(), expression=exp.null()))
    return exp.paren(exp.or_(*ways)) if len(ways) > 1 else ways[0]
