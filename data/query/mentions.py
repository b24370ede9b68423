"""Questions on what comments say: how many name a theme, and what those who wrote answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.contract import SEVERAL
from data.derived.of_comments import a_row_a_level
from data.query.compile import (
    CountQuery,
    Examples,
    Sql,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.feedback import row_counts_sql
from data.query.results import frames
from data.query.rows import Rows
from data.scope import NOT_STATED
from data.sql import name_sql
from data.store.snapshots import Snapshot

_THEME = "theme"


def mentions(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Comments, each once a response, of the same grain: [period], keys..., n, positive.

    Positive are those that name a theme. By theme, n are all comments of a cell of the other keys,
    positive those that name this one, and each cell has each of the themes that the data have. By
    group of themes, positive are those that name at least one of the group.
    """
    found: list[Sql] = []
    keys_of: list[tuple[str, ...]] = []
    for scope, keys, grain in asked:
        rows = [Rows("feedback", scope, (scope.span,))]
        others = tuple(key for key in keys if key not in SEVERAL)
        found += [sql_of(snapshot, _written, rows, others, grain)]
        found += [sql_of(snapshot, _named, rows, keys, grain)] * (others != keys)
        keys_of += [others, *([keys] * (others != keys))]
    told = iter(frames(snapshot, found, keys_of))
    return [
        _by_level(snapshot, next(told), next(told)) if SEVERAL & {*one.keys} else next(told)
        for one in asked
    ]


def _by_level(snapshot: Snapshot, written: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Each cell of what was written with each theme, or each group of themes."""
    keys = [name for name in named.columns if name != "positive"]
    every = written.drop(columns="positive")
    kinds: dict[str, pd.CategoricalDtype] = {}
    for key in (one for one in keys if one in SEVERAL):
        dimension = snapshot.catalog.dimension(key)
        own = list(dimension.levels) if dimension else []
        kinds[key] = pd.CategoricalDtype([*own, NOT_STATED])
        levels = pd.DataFrame({key: pd.Categorical(own, dtype=kinds[key])})
        every = every.merge(levels, how="cross")
    found = every.merge(named, on=keys, how="left").astype(kinds)
    return found.assign(positive=found["positive"].fillna(0).astype("int64"))


def answers_of_writers(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """The counts of `data.query.feedback.counts_of`, of answers that came with a comment."""
    written = f"{name_sql('comment', snapshot.database.dialect)} IS NOT NULL"
    found = [row_counts_sql(snapshot, one, (written,)) for one in asked]
    return frames(snapshot, found, [one.keys for one in asked])


def _written_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("feedback", _THEME):
        scope = no_rows(snapshot.catalog, "feedback")
        asked = [CountQuery(scope, (), "month"), CountQuery(scope, (_THEME,), "month")]
        yield "comments by theme", partial(mentions, snapshot, asked)
        yield "answers of who wrote", partial(answers_of_writers, snapshot, asked)


@question("comments", _written_examples)
def _written(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    rows = _voices(keys)
    positive = rows.count(where=rows.theme.notnull())
    return rows.aggregate(by=groups(rows, keys, grain), n=rows.count(), positive=positive)


@question("comments that name a theme", _written_examples)
def _named(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    rows = _voices(keys)
    rows = a_row_a_level(rows.filter(rows.theme.notnull()), keys)
    return rows.aggregate(by=groups(rows, keys, grain), positive=rows.count())


def _voices(keys: tuple[str, ...]) -> ir.Table:
    columns = dict.fromkeys(("day", *keys, _THEME, "voice"))
    rows = table(0, columns, {"voice": "boolean"})
    return rows.filter(rows.voice)
