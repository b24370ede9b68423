"""The questions asked of the data: SQL for the tables of a version, in its dialect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import ibis

from data.query.compile import Place, sql
from data.query.expressions import AMOUNTS, WEIGHTS
from data.query.plan import Part, parts
from data.query.rows import union_sql
from data.scope import Scope
from data.store.snapshots import Snapshot


class CountQuery(NamedTuple):
    """One frame of counts: of which rows, by which dimensions, by periods of which grain."""

    scope: Scope
    keys: tuple[str, ...] = ()
    grain: str | None = None


def counts(snapshot: Snapshot, scope: Scope, keys: tuple[str, ...], grain: str | None) -> str:
    """SQL for the frame of counts of feedback: [period], keys..., answer, n [, nw, w, w2].

    Where the data are weighted, with the sums of weights; from rollups as far as there are any.
    """
    catalog = snapshot.catalog
    needed = scope.columns | set(keys)
    answering = parts(catalog.rollups, catalog.rows("feedback"), scope.span, needed, grain)
    question = "weighted counts" if catalog.weighted else "counts"
    return sql(question, keys, grain, scope, answering, _place(snapshot))


def counts_of(snapshot: Snapshot, asked: Sequence[CountQuery]) -> str:
    """SQL for several frames of counts at once: `part` says to which of them a row belongs.

    They have the same grain; a row is empty in the keys that its frame does not have.
    """
    frames = [counts(snapshot, one.scope, one.keys, one.grain) for one in asked]
    sums = ("answer", "n", *(WEIGHTS if snapshot.catalog.weighted else ()))
    return together(frames, asked, sums, snapshot.database.dialect)


def together(
    frames: Sequence[str], asked: Sequence[CountQuery], sums: Sequence[str], dialect: str
) -> str:
    """SQL for the frames of several questions below each other; see `counts_of`."""
    own = [[*(["period"] if one.grain else []), *one.keys, *sums] for one in asked]
    period = ["period"] if any(one.grain for one in asked) else []
    columns = list(dict.fromkeys([*period, *(name for names in own for name in names)]))
    return union_sql(frames, columns, own, dialect)


def order_amounts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> str:
    """SQL for sums over orders: part, [period], keys..., n, total, squares.

    From rollups as far as there are any.
    """
    catalog, place = snapshot.catalog, _place(snapshot)
    frames = []
    for scope, keys, grain in asked:
        size, needed = catalog.rows("orders"), scope.columns | set(keys)
        tables = parts(catalog.order_rollups, size, scope.span, needed, grain, "orders")
        frames.append(sql("orders", keys, grain, scope, tables, place))
    return together(frames, asked, AMOUNTS, place.dialect)


def newest_comments(snapshot: Snapshot, scope: Scope, columns: tuple[str, ...]) -> str:
    """SQL for the newest rows that have a comment, at most 20: columns..., comment, length."""
    return _rows(snapshot, "comments", "feedback", scope, columns, None)


def rows_of_levels(snapshot: Snapshot, key: str, table: str) -> str:
    """SQL for the rows of a table by a dimension: key, n."""
    dialect, prefix = _place(snapshot)
    rows = ibis.table({key: "string"}, name=prefix + table)
    return str(ibis.to_sql(rows.group_by(key).aggregate(n=rows.count()), dialect=dialect))


def rejected_rows(snapshot: Snapshot) -> str:
    """SQL for every row that was not taken."""
    return (
        f"SELECT * FROM {snapshot.database.prefix}rejected ORDER BY table_name, source, row_number"
    )


def _rows(
    snapshot: Snapshot,
    question: str,
    table: str,
    scope: Scope,
    columns: tuple[str, ...],
    grain: str | None,
) -> str:
    whole = (Part(table, False, (scope.span,)),)
    return sql(question, columns, grain, scope, whole, _place(snapshot))


def _place(snapshot: Snapshot) -> Place:
    return Place(snapshot.database.dialect, snapshot.database.prefix)
