"""Questions on customers: who joined, stayed and left, what they were worth, what they then did.

A customer is there from the day of joined_at to that of churned_at, in no answer without a
joined_at or where it is the later of the two; `unplaced` counts these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from sqlglot import exp

from data.derived.outcomes import OUTCOMES
from data.query.compile import with_rows
from data.query.expressions import bucket
from data.query.plan import Part
from data.query.queries import CountQuery
from data.query.rows import conditions_sql, date_sql, name_sql, rows_sql, union_sql
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_DAYS_A_YEAR = 365.25
_VALUES = ("revenue", "gain", "worth", "final")
_Columns = tuple[str, ...]


def movements(
    snapshot: Snapshot, asked: Sequence[CountQuery], counted: Sequence[CountQuery]
) -> str:
    """SQL for the customers of several scopes, by the periods in which they joined and left.

    part, joined (NULL: before the span), churned (NULL: not in it), keys..., and the sums of
    `_sums`: of those `counted`, which come last, n alone.
    """
    has = snapshot.catalog.has
    worth = _VALUES if has("customers", "annual_revenue") else ()
    values = (*worth, *(("referred_by",) if has("customers", "referred_by") else ()))
    frames: list[str] = []
    own: list[list[str]] = []
    for one in (*asked, *counted):
        columns = values if len(frames) < len(asked) else ()
        shown = (*columns, *one.keys)
        rows = _people(snapshot, one.scope, shown)
        frames.append(_sql(snapshot, "movements", shown, one.grain, rows))
        sums = _sums(ibis.table(_lives(columns), name="rows0"))
        own.append(["joined", "churned", *sums, *one.keys])
    columns_of_all = list(dict.fromkeys(name for names in own for name in names))
    return union_sql(frames, columns_of_all, own, snapshot.database.dialect)


def unplaced(snapshot: Snapshot, scope: Scope) -> str:
    """SQL for the number of customers without a joined_at, or one after they left: n."""
    joined, _ = _days(snapshot)
    conditions = conditions_sql(scope.filters, scope.without, snapshot.database.dialect)
    where = " AND ".join((f"{joined} IS NULL", *conditions))
    return f"SELECT count(*) AS n FROM {_table(snapshot, 'customers')} WHERE {where}"


def engaged(snapshot: Snapshot, scope: Scope, grain: str | None) -> str:
    """SQL for how many of the customers who were there did something: [period], n."""
    return _sql(
        snapshot, "engaged", (), grain, _events(snapshot, scope), _people(snapshot, scope, ())
    )


def repeats(snapshot: Snapshot, scope: Scope, grain: str) -> str:
    """SQL for how many customers ordered in a period, and how many again: period, n, positive."""
    return _sql(snapshot, "repeats", (), grain, _events(snapshot, scope, "orders"))


def retention_costs(snapshot: Snapshot) -> str:
    """SQL for what was spent to keep customers: month, total."""
    return _sql(snapshot, "costs", (), None, f"SELECT * FROM {_table(snapshot, 'costs')}")


def risk(snapshot: Snapshot, scope: Scope, followed: Span) -> str:
    """SQL for what customers did after their last NPS answer, by its group.

    nps_group, n, positive (of these left soon), paying, w, w2, pos, pos2 (of their annual revenue:
    how many have one, its sum and that of squares, both of those who left), total, squares (what
    they ordered), each of the last answers in the span `followed`; current and revenue: customers
    whose last answer in the scope it is, and who are still there at its end, and their annual
    revenue.
    """
    dialect = snapshot.database.dialect
    columns = tuple(c for c in ("annual_revenue", "ordered") if c in snapshot.catalog.outcomes)
    part = Part(OUTCOMES, False, (scope.span,))
    named = ("next_day", "nps_group", "left_day", "left_soon", *columns)
    rows = rows_sql(part, scope, named, "day", dialect, snapshot.database.prefix)
    ends = {"followed": followed.end, "last": scope.span.end}
    more = [f"{date_sql(day, dialect)} AS {name_sql(name, dialect)}" for name, day in ends.items()]
    inner = f"SELECT *, {', '.join(more)} FROM ({rows}) AS {name_sql('answers', dialect)}"
    return _sql(snapshot, "risk", columns, None, inner)


def _sql(
    snapshot: Snapshot, question: str, columns: _Columns, grain: str | None, *rows: str
) -> str:
    return with_rows(_compiled(question, columns, grain, snapshot.database.dialect), rows)


@lru_cache(maxsize=256)
def _compiled(question: str, columns: _Columns, grain: str | None, dialect: str) -> str:
    return str(ibis.to_sql(_QUESTIONS[question](columns, grain), dialect=dialect))


def _table(snapshot: Snapshot, table: str) -> str:
    return name_sql(snapshot.database.prefix + table, snapshot.database.dialect)


def _events(snapshot: Snapshot, scope: Scope, table: str = "engagement") -> str:
    """SELECT of day and customer_id of the rows of a scope."""
    place = (snapshot.database.dialect, snapshot.database.prefix)
    return rows_sql(Part(table, False, (scope.span,)), scope, ("customer_id",), "day", *place)


def _days(snapshot: Snapshot) -> tuple[str, str]:
    """SQL for the day on which a customer joined, and on which they left; NULL if not mapped."""
    dialect = snapshot.database.dialect
    unknown = exp.cast(exp.null(), "date").sql(dialect=dialect)
    joined, churned = (
        name_sql(name, dialect) if snapshot.catalog.has("customers", name) else unknown
        for name in ("joined_day", "churned_day")
    )
    return joined, churned


def _people(snapshot: Snapshot, scope: Scope, columns: Sequence[str]) -> str:
    """SELECT of the customers who were there in a scope: with days as `_lives` has them."""
    dialect = snapshot.database.dialect
    joined, churned = _days(snapshot)
    start, end = (date_sql(day, dialect) for day in (scope.span.start, scope.span.end))
    made = {
        "joined_day": joined,
        "churned_day": churned,
        "joined": f"CASE WHEN {joined} >= {start} THEN {joined} END",
        "churned": f"CASE WHEN {churned} <= {end} THEN {churned} END",
        "last": end,
    }
    if "worth" in columns:
        made |= _worth(
            snapshot, joined, f"CASE WHEN {churned} <= {end} THEN {churned} ELSE {end} END", end
        )
    shown = [f"{sql} AS {name_sql(name, dialect)}" for name, sql in made.items()]
    shown += [name_sql(name, dialect) for name in ("customer_id", *columns) if name not in made]
    conditions = [
        f"{joined} <= {end}",
        f"({churned} IS NULL OR {churned} >= {start})",
        *conditions_sql(scope.filters, scope.without, dialect),
    ]
    where = " AND ".join(conditions)
    return f"SELECT {', '.join(shown)} FROM {_table(snapshot, 'customers')} WHERE {where}"


def _worth(snapshot: Snapshot, joined: str, left: str, end: str) -> dict[str, str]:
    """SQL for what a customer is worth: see `_sums`. Here, so that each is worked out once."""
    dialect = snapshot.database.dialect
    revenue, cost = name_sql("annual_revenue", dialect), name_sql("acquisition_cost", dialect)
    known = f"{revenue} >= 0"
    if snapshot.catalog.has("customers", "acquisition_cost"):
        known += f" AND {cost} IS NOT NULL"
    else:
        cost = "0"
    gain = f"CASE WHEN {known} THEN {revenue} END"
    return {
        "revenue": f"CASE WHEN {revenue} >= 0 THEN {revenue} END",
        "gain": gain,
        "worth": f"{gain} * {_years_sql(joined, end, dialect)} - {cost}",
        "final": f"{gain} * {_years_sql(joined, left, dialect)} - {cost}",
    }


@lru_cache(maxsize=1024)
def _years_sql(start: str, end: str, dialect: str) -> str:
    first, last = (exp.column(f"cx_{name}") for name in ("first", "last"))
    days = exp.DateDiff(this=last, expression=first, unit=exp.var("DAY"))
    years = exp.Div(this=exp.cast(days, "double"), expression=exp.Literal.number(_DAYS_A_YEAR))
    text = years.sql(dialect=dialect)
    return text.replace("cx_first", f"({start})").replace("cx_last", f"({end})")


def _lives(columns: Sequence[str]) -> dict[str, str]:
    days = dict.fromkeys(("joined_day", "churned_day", "joined", "churned", "last"), "date")
    kinds = dict.fromkeys(_VALUES, "float64")
    return {**days, "customer_id": "string", **{c: kinds.get(c, "string") for c in columns}}


def _movements(columns: _Columns, grain: str | None) -> ir.Table:
    rows = ibis.table(_lives(columns), name="rows0")
    keys = {name: rows[name] for name in columns if name not in (*_VALUES, "referred_by")}
    assert grain
    periods = {name: bucket(rows[name], grain) for name in ("joined", "churned")}
    return rows.group_by(**periods, **keys).aggregate(**_sums(rows))


def _sums(rows: ir.Table) -> dict[str, ir.Value]:
    """What is summed up of customers, as far as it is mapped.

    n; of those with an annual revenue of 0 or more paying, revenue and revenue2 (of squares); of
    those whose cost to win is known too (0 where nobody's is) valued, gain and gain2 (revenue a
    year), worth and worth2 (at the end of the span, as if all were there), final and final2 (at
    the end of the span, or when they left), worth_gain (worth times gain); referred.
    """
    sums: dict[str, ir.Value] = {"n": rows.count()}
    if "worth" in rows.columns:
        revenue, gain, worth, final = (rows[name] for name in _VALUES)
        added = {
            "revenue": revenue,
            "revenue2": revenue * revenue,
            "gain": gain,
            "gain2": gain * gain,
            "worth": worth,
            "worth2": worth * worth,
            "final": final,
            "final2": final * final,
            "worth_gain": worth * gain,
        }
        sums |= {"paying": revenue.count(), "valued": gain.count()}
        sums |= {name: value.sum().fill_null(0.0) for name, value in added.items()}
    if "referred_by" in rows.columns:
        sums["referred"] = rows.referred_by.count()
    return sums


def _engaged(_: _Columns, grain: str | None) -> ir.Table:
    events = ibis.table({"day": "date", "customer_id": "string"}, name="rows0")
    people = ibis.table(_lives(()), name="rows1")
    period = {"period": bucket(events.day, grain)} if grain else {}
    active = events.select(**period, active=events.customer_id).distinct()
    both = active.join(people, active.active == people.customer_id)
    if not grain:
        return both.aggregate(n=both.count())
    left = both.churned_day
    there = both.filter(
        bucket(both.joined_day, grain) <= both.period,
        left.isnull() | (bucket(left, grain) >= both.period),
    )
    return there.group_by("period").aggregate(n=there.count())


def _repeats(_: _Columns, grain: str | None) -> ir.Table:
    assert grain
    rows = ibis.table({"day": "date", "customer_id": "string"}, name="rows0")
    period = bucket(rows.day, grain)
    customers = rows.group_by(period=period, customer=rows.customer_id).aggregate(n=rows.count())
    again = customers.count(where=customers.n > 1)
    return customers.group_by("period").aggregate(n=customers.count(), positive=again)


def _costs(_: _Columns, __: str | None) -> ir.Table:
    rows = ibis.table({"month": "date", "kind": "string", "amount": "float64"}, name="rows0")
    own = rows.filter(rows.kind.strip().lower() == "retention")
    return own.group_by("month").aggregate(total=own.amount.sum())


def _risk(columns: _Columns, _: str | None) -> ir.Table:
    days = dict.fromkeys(("day", "next_day", "left_day", "followed", "last"), "date")
    kinds = {**days, "nps_group": "string", "left_soon": "boolean"}
    rows = ibis.table({**kinds, **dict.fromkeys(columns, "float64")}, name="rows0")
    following, left = rows.next_day, rows.left_day
    known = (rows.day <= rows.followed) & (following.isnull() | (following > rows.followed))
    last = following.isnull() | (following > rows.last)
    current = last & (left.isnull() | (left > rows.last))
    sums: dict[str, ir.Value] = {
        "n": rows.count(where=known),
        "positive": rows.count(where=known & rows.left_soon),
        "current": rows.count(where=current),
    }
    if "annual_revenue" in columns:
        revenue = rows.annual_revenue
        sums["paying"] = revenue.count(where=known)
        added = {"w": revenue, "w2": revenue * revenue}
        sums |= {name: value.sum(where=known).fill_null(0.0) for name, value in added.items()}
        lost = {"pos": revenue, "pos2": revenue * revenue}
        soon = known & rows.left_soon
        sums |= {name: value.sum(where=soon).fill_null(0.0) for name, value in lost.items()}
        sums["revenue"] = revenue.sum(where=current).fill_null(0.0)
    if "ordered" in columns:
        amount = rows.ordered
        added = {"total": amount, "squares": amount * amount}
        sums |= {name: value.sum(where=known).fill_null(0.0) for name, value in added.items()}
    return rows.group_by("nps_group").aggregate(**sums)


_QUESTIONS: dict[str, Callable[[_Columns, str | None], ir.Table]] = {
    "movements": _movements,
    "engaged": _engaged,
    "repeats": _repeats,
    "costs": _costs,
    "risk": _risk,
}
