"""The rows of a scope as SQL. SQLGlot writes each piece in the dialect; pieces are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from sqlglot import exp

from data.contract import BAR, SEVERAL
from data.scope import NOT_STATED, OF_OTHERS, Filters, Scope, Span
from data.sql import name_sql
from data.store.database import Database

DAYS_A_YEAR = 365.25
NO_ROWS = ("1 = 0",)  # what no row meets
Levels = Mapping[str, tuple[str, ...]]  # of dimensions, as a reader knows them


@dataclass(frozen=True)
class Rows:
    """The rows of a table that a question reads: of a scope's filters, and of spans of days."""

    table: str
    scope: Scope | None = None  # None: of all levels
    spans: tuple[Span, ...] = ()  # by `clock`; none: of all days
    clock: str = "day"  # the column that decides on the day
    made: Mapping[str, str] = field(default_factory=dict)  # columns that are SQL, by name
    where: tuple[str, ...] = ()  # SQL for what else they meet


def rows_sql(
    rows: Rows, columns: Sequence[str], database: Database, levels: Levels = MappingProxyType({})
) -> str:
    """SELECT of the columns of rows; `day` is that of their clock.

    The rest of a comparison has the rows of others below those of its reader, where these may be
    told of: of each column of `levels` with these levels, and OF_OTHERS for any other.
    """
    dialect, scope = database.dialect, rows.scope
    own = conditions_sql(scope.filters, scope.without, dialect) if scope else ()
    own = NO_ROWS if scope and scope.others and not scope.without else own
    found = _select(rows, columns, database.from_sql(rows.table), own, {}, dialect)
    others = others_of(rows, database)
    if others is None or scope is None:
        return found
    told = {name: _told(name, levels[name], dialect) for name in columns if name in levels}
    met = conditions_sql(scope.filters, (), dialect)
    return f"{found} UNION ALL {_select(rows, columns, others, met, told, dialect)}"


def others_of(rows: Rows, database: Database) -> str | None:
    """What stands after FROM for the rows of others that belong to these; None for none.

    To the rest of a comparison alone, and where its reader may compare with them.
    """
    return database.others_sql(rows.table) if rows.scope and rows.scope.others else None


def _select(
    rows: Rows,
    columns: Sequence[str],
    source: str,
    scope: Sequence[str],
    told: Mapping[str, str],
    dialect: str,
) -> str:
    made = {**told, "day": day_sql(rows.clock, dialect), **rows.made}
    shown = [
        f"{made[name]} AS {name_sql(name, dialect)}" if name in made else name_sql(name, dialect)
        for name in columns
    ]
    spans = " OR ".join(_within(span, rows.clock, dialect) for span in rows.spans)
    met = [*([f"({spans})"] if spans else []), *scope, *rows.where]
    where = f" WHERE {' AND '.join(met)}" if met else ""
    return f"SELECT {', '.join(shown)} FROM {source}{where}"


@lru_cache(maxsize=256)
def _told(name: str, levels: tuple[str, ...], dialect: str) -> str:
    """A column of the rows of others, without levels that their reader does not have."""
    column = exp.column(name, quoted=True)
    known = _has_level(name, (*levels, NOT_STATED))
    case = exp.case().when(known, column).else_(exp.Literal.string(OF_OTHERS))
    return case.sql(dialect=dialect)


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


def years_sql(start: str, end: str, dialect: str) -> str:
    """The years from one day to another, both given as SQL."""
    return _years(dialect).replace("cx_first", f"({start})").replace("cx_last", f"({end})")


@lru_cache(maxsize=64)
def _years(dialect: str) -> str:
    first, last = (exp.column(f"cx_{name}") for name in ("first", "last"))
    days = exp.DateDiff(this=last, expression=first, unit=exp.var("DAY"))
    years = exp.Div(this=exp.cast(days, "double"), expression=exp.Literal.number(DAYS_A_YEAR))
    return years.sql(dialect=dialect)


@lru_cache(maxsize=64)
def no_day_sql(dialect: str) -> str:
    """A day that is not known."""
    return exp.cast(exp.null(), "date").sql(dialect=dialect)


def is_sql(column: str, text: str, dialect: str) -> str:
    """That a column holds a text, whatever is in it."""
    return exp.column(column, quoted=True).eq(exp.Literal.string(text)).sql(dialect=dialect)


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
    ways: list[exp.Expression] = []
    if stated and name in SEVERAL:
        ways = [
            exp.StrPosition(this=column.copy(), substr=exp.Literal.string(f"{BAR}{level}{BAR}")) > 0
            for level in levels
            if level != NOT_STATED
        ]
    elif stated:
        ways = [column.isin(*stated)]
    if NOT_STATED in levels:
        ways.append(exp.Is(this=column.copy(), expression=exp.null()))
    return exp.paren(exp.or_(*ways)) if ways[1:] else next(iter(ways), exp.false())
