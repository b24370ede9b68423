"""Questions on what comments say: how many name a theme, and what those who wrote answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.contract import SEVERAL
from data.query.compile import (
    CountQuery,
    Examples,
    Sql,
    added_parts,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.feedback import counts_by_level, counts_sql
from data.query.plan import parts
from data.query.results import added_up, frames
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.sums.grouping import add_up, categorical, coded, labels, positions, take

_THEME = "theme"
_HELD = ("theme", "theme_group")
_SUMS = ("n", "positive")


def mentions(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Comments, each once a response, of one grain or none: [period], keys..., n, positive.

    Positive are those that name a theme. By theme, n are all comments of a cell of the other keys,
    positive those that name this one, and each cell has each of the themes that the data have. By
    group of themes, positive are those that name at least one of the group.
    """
    found: list[Sql] = []
    keys_of: list[tuple[str, ...]] = []
    grain = next((one.grain for one in asked if one.grain), None)
    for scope, keys, _ in asked:
        others = _others(keys)
        own = [others, *([keys] if others != keys else [])]
        # In all, by period, theme and group they are the same cells, which are asked for once.
        held = _HELD if others != keys or not keys else ()
        found += [_cells_sql(snapshot, CountQuery(scope, others, grain), held)] * len(own)
        keys_of += own
    told = iter(frames(snapshot, found, keys_of))
    written: dict[CountQuery, pd.DataFrame] = {}
    counted = []
    for one in asked:
        cells, place = next(told), one._replace(keys=_others(one.keys))
        if place not in written:
            written[place] = _written(cells, one.grain)
        by_level = SEVERAL & {*one.keys}
        frame = written[place]
        counted.append(_by_level(snapshot, frame, next(told), one.keys) if by_level else frame)
    return counted


def _cells_sql(snapshot: Snapshot, asked: CountQuery, held: tuple[str, ...]) -> Sql:
    """SQL for comments by keys and what they hold, from rollups as far as there are any."""
    catalog, (scope, keys, grain) = snapshot.catalog, asked
    needed = scope.columns | {*keys, *held, _THEME, "voice"}
    found = parts(catalog.rollups, catalog.rows("feedback"), scope.span, needed, grain)
    rows, counted = [part.rows(scope) for part in found], tuple(part.counted for part in found)
    return sql_of(snapshot, _comments, rows, keys, held, grain, counted)


def _others(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if key not in SEVERAL)


def _written(cells: pd.DataFrame, grain: str | None) -> pd.DataFrame:
    """All comments of each cell, whatever they name; in all there is one, if of none."""
    cells = cells.drop(columns=[*_HELD, *([] if grain else ["period"])], errors="ignore")
    if {*cells.columns} == {*_SUMS}:
        return pd.DataFrame({name: [cells[name].sum()] for name in _SUMS})
    return added_up(cells, _SUMS)


def _by_level(
    snapshot: Snapshot, written: pd.DataFrame, named: pd.DataFrame, keys: tuple[str, ...]
) -> pd.DataFrame:
    """Each cell of what was written with each theme, or each group of themes."""
    cells = written.drop(columns="positive")
    columns = [name for name in cells.columns if name != "n"]
    place = np.zeros(len(named), dtype=np.int64)
    if columns:
        place = positions(labels(named, columns), labels(cells, columns))
    levels: dict[str, tuple[str, ...]] = {}
    known = np.ones(len(named), dtype=bool)
    for key in (one for one in keys if one in SEVERAL):
        dimension = snapshot.catalog.dimension(key)
        levels[key] = dimension.levels if dimension else ()
        code, names = coded(named[key].array)
        own = pd.Index(levels[key], dtype=object).get_indexer(pd.Index(names, dtype=object))[code]
        place, known = place * len(levels[key]) + own, known & (own >= 0)
    size = len(cells) * prod(map(len, levels.values()))
    n = named["n"].to_numpy(dtype=float)
    positive = add_up(place[known], n[known], size).astype(np.int64)
    cell, of_levels = np.arange(size), {}
    for key, known_levels in reversed(levels.items()):
        cell, level = np.divmod(cell, max(len(known_levels), 1))
        of_levels[key] = categorical(level, (*known_levels, NOT_STATED))
    every = take(labels(cells, (*columns, "n")), cell)
    by = {key: of_levels.get(key, every.get(key)) for key in keys}
    return pd.DataFrame({**every, **by, "positive": positive})


def answers_by_writing(snapshot: Snapshot, asked: CountQuery) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts of `data.query.feedback.counts`, of those who wrote and of those who did not.

    An answer that came with a copy of another comment is in neither.
    """
    found = [counts_sql(snapshot, asked, wrote=one) for one in (True, False)]
    wrote, silent = counts_by_level(snapshot, [asked] * 2, found)
    return wrote, silent


def _written_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("feedback", _THEME):
        scope = no_rows(snapshot.catalog, "feedback")
        asked = [CountQuery(scope, (), "month"), CountQuery(scope, (_THEME,), "month")]
        yield "comments by theme", partial(mentions, snapshot, asked)
        yield "answers of who wrote", partial(answers_by_writing, snapshot, asked[1])


@question("comments", _written_examples)
def _comments(
    keys: tuple[str, ...], held: tuple[str, ...], grain: str | None, counted: tuple[bool, ...]
) -> ir.Table:
    found = []
    for number, of_cells in enumerate(counted):
        read = ("day", *keys, *held, _THEME, "voice", *(("n",) if of_cells else ()))
        rows = table(number, dict.fromkeys(read), {"voice": "boolean"})
        rows = rows.filter(rows.voice)
        by, named = groups(rows, (*keys, *held), grain), rows.theme.notnull()
        n, positive = rows.count(), rows.count(where=named)
        if of_cells:
            n, positive = (
                one.fill_null(0).cast("int64") for one in (rows.n.sum(), rows.n.sum(where=named))
            )
        found.append(rows.aggregate(by=by, n=n, positive=positive))
    return added_parts(found, _SUMS)
