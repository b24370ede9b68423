"""Questions on feedback: how often each answer was given, and the newest comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.contract import SEVERAL
from data.derived.rollups import WROTE, weight_sums
from data.grains import GRAINS
from data.query.compile import (
    CountQuery,
    Examples,
    Sql,
    added,
    added_parts,
    dimensions,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.plan import parts
from data.query.results import added_up, frames, tidy
from data.query.rows import Rows
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot

COMMENTS = 20  # that a list has at most
COMMENT_LENGTH = 2_000  # characters of a comment that a list carries
COMMENT_COLUMNS = (
    *("submitted_at", "answer", "touchpoint", "channel", "reason", "language"),
    *("customer_id", "response_id"),
)
WEIGHTS = ("nw", "w", "w2")  # sums of weighted answers
_OF_PERSONS = ("customer_id", "response_id")


def counts(
    snapshot: Snapshot, scope: Scope, keys: Sequence[str] = (), grain: str | None = None
) -> pd.DataFrame:
    """The frame of counts: one row per distinct (period, keys..., series, score).

    Columns: period (first day, datetime64; only with a grain), keys... (categorical, with the
    level `(not stated)`), series (categorical of Series keys), score (float), n (int), and where
    the data are weighted nw (answers with a weight above 0), w and w2 (sums of weights and of their
    squares).
    """
    (frame,) = counts_of(snapshot, [CountQuery(scope, tuple(keys), grain)])
    return frame


def counts_of(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Several frames of counts, of the same grain, in one query; see `counts`."""
    found = [counts_sql(snapshot, one) for one in asked]
    return counts_by_level(snapshot, asked, found)


def counts_by_level(
    snapshot: Snapshot, asked: Sequence[CountQuery], found: Sequence[Sql]
) -> list[pd.DataFrame]:
    """The frames of counts by SQL that leaves rows with several levels of a key as they are."""
    frames_of = frames(snapshot, found, [one.keys for one in asked])
    sums = ("n", *(WEIGHTS if snapshot.catalog.weighted else ()))
    return [
        added_up(frame, sums) if SEVERAL & {*one.keys} else frame
        for frame, one in zip(frames_of, asked, strict=True)
    ]


def counts_sql(snapshot: Snapshot, asked: CountQuery, *, wrote: bool | None = None) -> Sql:
    """SQL for a frame of counts, from rollups as far as there are any.

    `wrote`: True, of answers that came with a comment alone, which is no copy of another one;
    False, of those that came without any.
    """
    catalog, (scope, keys, grain) = snapshot.catalog, asked
    needed = scope.columns | {*keys, *([] if wrote is None else [WROTE, "voice"])}
    found = parts(catalog.rollups, catalog.rows("feedback"), scope.span, needed, grain)
    rows, counted = [part.rows(scope) for part in found], tuple(part.counted for part in found)
    if wrote is not None:
        dialect = snapshot.database.dialect
        of_a_cell, comment, voice = (name_sql(one, dialect) for one in (WROTE, "comment", "voice"))
        no_copy = f"COALESCE({voice}, TRUE)"
        of_a_row = f"{comment} IS NOT NULL AND {no_copy}"
        if not wrote:
            of_a_cell, of_a_row = f"NOT {of_a_cell} AND {no_copy}", f"{comment} IS NULL"
        rows = [
            replace(one, where=(of_a_cell if of_cells else of_a_row,))
            for one, of_cells in zip(rows, counted, strict=True)
        ]
    return sql_of(snapshot, _counts, rows, keys, grain, catalog.weighted, counted)


def newest_comments(snapshot: Snapshot, scope: Scope) -> pd.DataFrame:
    """The newest rows with a comment, at most COMMENTS, by day: a time would tell who wrote.

    Columns: those of COMMENT_COLUMNS that the data have (submitted_at: the day; answer as series
    and score; no ids where customers are hidden), comment (cut at COMMENT_LENGTH), length
    (characters of the whole comment).
    """
    columns = tuple(c for c in COMMENT_COLUMNS if snapshot.catalog.has("feedback", c))
    if not snapshot.catalog.customers_shown:
        columns = tuple(c for c in columns if c not in _OF_PERSONS)
    days = scope.span.days
    # Rows are sorted by time: most often the last days of the span have them all.
    for last in (days // 64, days // 8, days):
        first = scope.span.end - timedelta(days=max(last, 1) - 1)
        newest = replace(scope, span=Span(first, scope.span.end))
        rows = Rows("feedback", newest, (newest.span,))
        frame = tidy(snapshot, sql_of(snapshot, _comments, [rows], columns))
        if len(frame) == COMMENTS:
            break
    return frame


def _counts_examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if not catalog.has("feedback"):
        return
    scope, keys = no_rows(catalog, "feedback"), dimensions(catalog, "feedback")[:2]
    for grain in GRAINS:
        yield f"answers by {grain}", partial(counts, snapshot, scope, keys, grain)
    if keys:
        both = [CountQuery(scope, (key,)) for key in keys]
        yield "several tables of answers", partial(counts_of, snapshot, both)


@question("counts", _counts_examples)
def _counts(
    keys: tuple[str, ...], grain: str | None, weighted: bool, counted: tuple[bool, ...]
) -> ir.Table:
    sums, read = ("n", *(WEIGHTS if weighted else ())), ("weight",) if weighted else ()
    found = []
    for number, of_cells in enumerate(counted):
        rows = table(number, ("day", *keys, "answer", *(sums if of_cells else read)))
        cut = groups(rows, (*keys, "answer"), grain)
        if of_cells:
            found.append(added(rows.select(**cut, **{name: rows[name] for name in sums}), sums))
        else:
            own = {"n": rows.count()} | (weight_sums(rows) if weighted else {})
            found.append(rows.group_by(**cut).aggregate(**own))
    return added_parts(found, sums)


def _comments_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("feedback", "comment"):
        scope = no_rows(snapshot.catalog, "feedback")
        yield "newest comments", partial(newest_comments, snapshot, scope)


@question("newest comments", _comments_examples)
def _comments(columns: tuple[str, ...]) -> ir.Table:
    others = [name for name in columns if name != "submitted_at"]
    rows = table(0, dict.fromkeys(("day", *others, "comment", "response_id")))
    written = rows.filter(rows.comment.notnull())
    newest = written.order_by(written.day.desc(), written.response_id).limit(COMMENTS)
    return newest.select(
        newest.day.name("submitted_at"),
        *others,
        comment=newest.comment.substr(0, COMMENT_LENGTH),
        length=newest.comment.length(),
    )
