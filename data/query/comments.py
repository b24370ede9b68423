"""Questions on comments themselves: those that are sought, by pages, and all of them as batches.

The newest come first, or those of texts that are named, in the order of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from sqlglot import exp

from data.query.compile import Examples, no_rows, question, sql_of, table
from data.query.feedback import COMMENT_LENGTH
from data.query.results import plain, tidy
from data.query.rows import Rows
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_COLUMNS = (
    *("answer", "touchpoint", "channel", "theme", "theme_group", "tone", "language"),
    *("customer_id", "response_id"),
)
_OF_PERSONS = ("customer_id", "response_id")
_TYPES = {"tone": "float64", "voice": "boolean", "vector": "int32"}
_BATCH = 20_000
_PATTERN_SIGNS = re.compile(r"[\\%_]")
STRONG = 0.4  # of a tone, up or down: weaker ones contradict nothing


@dataclass(frozen=True)
class Sought:
    """Which comments of a scope: those that hold all `words`, of these answers, with this tone.

    `answers`: labels; none for all, and then each comment is listed once, whatever was answered.
    `tone`: one of view.state.TONES, "" for all. `bad`, `good`: the labels of answers that count
    against and for, for comments that contradict their score.
    """

    scope: Scope
    words: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    tone: str = ""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


def count_comments(snapshot: Snapshot, sought: Sought) -> int:
    """How many there are."""
    return int(_by_day(snapshot, sought)["n"].sum())


def texts_of(snapshot: Snapshot, sought: Sought) -> pd.DataFrame:
    """The text of each comment, in no order: `vector`, -1 where it has none."""
    return plain(snapshot, sql_of(snapshot, _texts, [_rows(snapshot, sought)]))


def comments(
    snapshot: Snapshot,
    sought: Sought,
    most: int,
    skip: int = 0,
    texts: Sequence[int] | None = None,
    *,
    numbered: bool = False,
) -> pd.DataFrame:
    """The newest of them, by day: a time would tell who wrote.

    `texts`: only those whose `vector` is one of these, in this order, then the newest first.
    Columns: submitted_at (the day), series and score, those of touchpoint, channel, theme,
    theme_group, tone, language, customer_id and response_id that the data have (no ids where
    customers are hidden), comment (cut at COMMENT_LENGTH) and length; `numbered`: vector as well,
    NaN for none.
    """
    columns = (*columns_of(snapshot), "vector") if numbered else columns_of(snapshot)
    shape = columns, most, skip, texts is not None
    if texts is None:
        newest = _newest_days(snapshot, sought, most + skip)
        sought = replace(sought, scope=replace(sought.scope, span=newest))
    return tidy(snapshot, sql_of(snapshot, _listed, _read(snapshot, sought, texts), *shape))


def _by_day(snapshot: Snapshot, sought: Sought) -> pd.DataFrame:
    """How many there are of each day, the newest first: day, n."""
    found = plain(snapshot, sql_of(snapshot, _count, [_rows(snapshot, sought)]))
    return found.assign(day=pd.to_datetime(found["day"])).sort_values("day", ascending=False)


def _newest_days(snapshot: Snapshot, sought: Sought, wanted: int) -> Span:
    """The days with so many of the newest, where there are: to read all columns of all is slow."""
    days = _by_day(snapshot, sought)
    place = int(np.searchsorted(days["n"].cumsum(), wanted))
    span = sought.scope.span
    return replace(span, start=days["day"].iloc[place].date()) if place < len(days) else span


def comment_batches(
    snapshot: Snapshot, sought: Sought, texts: Sequence[int] | None = None
) -> Iterator[pd.DataFrame]:
    """All of them, in the same order, with `answer` as its label; whole comments."""
    rows, skip = _read(snapshot, sought, texts), 0
    while True:
        shape = columns_of(snapshot), _BATCH, skip, texts is not None
        sql = sql_of(snapshot, _whole, rows, *shape)
        batch = plain(snapshot, sql)
        if batch.empty:
            return
        yield batch
        skip += _BATCH


def columns_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The columns beside day and comment that the data have, and a reader may see."""
    catalog = snapshot.catalog
    hidden = () if catalog.customers_shown else _OF_PERSONS
    return tuple(c for c in _COLUMNS if c not in hidden and catalog.has("feedback", c))


def _rows(snapshot: Snapshot, sought: Sought) -> Rows:
    dialect = snapshot.database.dialect
    where = [one.sql(dialect=dialect) for one in _met(sought)]
    return Rows("feedback", sought.scope, (sought.scope.span,), where=tuple(where))


def _read(snapshot: Snapshot, sought: Sought, texts: Sequence[int] | None) -> list[Rows | str]:
    rows: list[Rows | str] = [_rows(snapshot, sought)]
    if texts is not None:
        listed = ", ".join(f"({text}, {place})" for place, text in enumerate(texts))
        rows.append(f"SELECT * FROM (VALUES {listed or '(-1, 0)'}) AS near(vector, place)")
    return rows


def _met(sought: Sought) -> Iterator[exp.Expression]:
    comment, tone = exp.column("comment", quoted=True), exp.column("tone", quoted=True)
    for word in sought.words:
        literal = _PATTERN_SIGNS.sub(r"\\\g<0>", word)
        # To make small letters of each comment first takes DuckDB a third longer.
        like = exp.ILike(this=comment.copy(), expression=exp.Literal.string(f"%{literal}%"))
        yield exp.Escape(this=like, expression=exp.Literal.string("\\"))
    if sought.answers:
        yield _among(sought.answers)
        yield exp.not_(exp.Is(this=comment.copy(), expression=exp.null()))
    elif sought.tone != "contradicts":
        yield exp.column("voice", quoted=True)  # `IS TRUE` takes DuckDB twice as long
    match sought.tone:
        case "good":
            yield tone > 0
        case "bad":
            yield tone < 0
        case "mixed":
            yield tone.eq(0)
        case "unscored":
            yield exp.Is(this=tone, expression=exp.null())
        case "contradicts":
            against = exp.and_(tone.copy() >= STRONG, _among(sought.bad))
            praised = exp.and_(tone.copy() <= -STRONG, _among(sought.good))
            yield exp.paren(exp.or_(against, praised))


def _among(labels: tuple[str, ...]) -> exp.Expression:
    listed = [exp.Literal.string(label) for label in labels or ("",)]
    return exp.column("answer", quoted=True).isin(*listed)


def _examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("feedback", "comment", "theme"):
        scope = no_rows(snapshot.catalog, "feedback")
        yield "comments", partial(comments, snapshot, Sought(scope, ("a",)), 1)
        yield "how many comments", partial(count_comments, snapshot, Sought(scope, tone="good"))
        yield "all comments", lambda: list(comment_batches(snapshot, Sought(scope)))


def _examples_of_texts(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("feedback", "comment", "vector"):
        sought = Sought(no_rows(snapshot.catalog, "feedback"))
        yield "texts of comments", partial(texts_of, snapshot, sought)
        yield "nearest comments", partial(comments, snapshot, sought, 1, 0, [1])
        yield "comments by number", partial(comments, snapshot, sought, 1, numbered=True)


@question("how many comments", _examples)
def _count() -> ir.Table:
    """What `Sought` meets has a comment: to read them all would take as long again."""
    rows = table(0, ("day",))
    return rows.group_by("day").aggregate(n=rows.count())


@question("texts of comments", _examples_of_texts)
def _texts() -> ir.Table:
    """They are counted by who asks: to group by so many numbers takes the engine twice as long."""
    rows = table(0, ("vector",), _TYPES)
    return rows.select(vector=rows.vector.fill_null(-1))


@question("comments that are sought", _examples)
def _listed(columns: tuple[str, ...], most: int, skip: int, near: bool) -> ir.Table:
    found = (_nearest if near else _newest)(columns, most, skip)
    return found.select(
        found.day.name("submitted_at"),
        *columns,
        comment=found.comment.substr(0, COMMENT_LENGTH),
        length=found.comment.length(),
    )


@question("all comments that are sought", _examples)
def _whole(columns: tuple[str, ...], most: int, skip: int, near: bool) -> ir.Table:
    found = (_nearest if near else _newest)(columns, most, skip)
    return found.select(found.day.name("submitted_at"), *columns, "comment")


def _newest(columns: tuple[str, ...], most: int, skip: int) -> ir.Table:
    rows = table(0, dict.fromkeys(("day", *columns, "comment", "response_id")), _TYPES)
    rows = rows.filter(rows.comment.notnull())
    order = (rows.day.desc(), rows.response_id, rows.answer, rows.comment)
    return rows.order_by(*order).limit(most, offset=skip)


def _nearest(columns: tuple[str, ...], most: int, skip: int) -> ir.Table:
    rows = table(0, dict.fromkeys(("day", *columns, "comment", "response_id", "vector")), _TYPES)
    near = table(1, ("vector", "place"), {"vector": "int32", "place": "int32"})
    rows = rows.filter(rows.comment.notnull()).inner_join(near, "vector")
    order = (rows.place, rows.day.desc(), rows.response_id, rows.answer, rows.comment)
    return rows.order_by(*order).limit(most, offset=skip)
