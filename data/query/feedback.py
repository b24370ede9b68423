"""Asks a snapshot and hands back the small frames that metrics/ computes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from data.catalog import Catalog
from data.query import invitations as invitation_questions
from data.query import queries
from data.query.expressions import COMMENTS
from data.query.queries import CountQuery
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot
from metrics.series import parse_answer

_WHOLE = {"n", "nw", "positive", "part"}
_OF_PERSONS = ("customer_id", "response_id")
_DAYS = {"period", "joined", "churned"}
COMMENT_COLUMNS = (
    *("submitted_at", "answer", "touchpoint", "channel", "reason", "language"),
    *("customer_id", "response_id"),
)


def answers(snapshot: Snapshot, table: str, scope: Scope) -> bool:
    """True where the table was mapped and has every column that the scope filters by."""
    return snapshot.catalog.has(table, *scope.columns)


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
    return frames(snapshot, queries.counts_of(snapshot, asked), [one.keys for one in asked])


def invitations(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Invitations sent, of the same grain, in one query: [period], keys..., n, positive."""
    sql = invitation_questions.answered(snapshot, asked)
    return frames(snapshot, sql, [one.keys for one in asked])


def contacts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Invited customers, in one query: [period], keys..., n, total, squares of their invitations.

    Customers of a period, or of a level, are counted in each anew: they do not add up.
    """
    sql = invitation_questions.contacts(snapshot, asked)
    return frames(snapshot, sql, [one.keys for one in asked])


def frames(snapshot: Snapshot, sql: str, keys_of: Sequence[Sequence[str]]) -> list[pd.DataFrame]:
    """The parts of a result that says of each row to which `part` it belongs, by their keys."""
    return [pd.DataFrame(columns) for columns in parts_of(snapshot, sql, keys_of)]


def parts_of(
    snapshot: Snapshot, sql: str, keys_of: Sequence[Sequence[str]]
) -> list[dict[str, ExtensionArray]]:
    """The same as columns, for what would spend longer on making frames than on the rest."""
    keys = tuple(dict.fromkeys(key for own in keys_of for key in own))
    columns = _columns(snapshot, sql, keys)
    part = np.asarray(columns.pop("part"))
    found = []
    for number, own in enumerate(keys_of):
        rows = np.flatnonzero(part == number)
        names = [name for name in columns if name not in keys or name in own]
        found.append({name: columns[name].take(rows) for name in names})
    return found


def order_amounts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Orders, in one query: [period], keys..., n, total, squares (sum of squared amounts)."""
    sql = queries.order_amounts(snapshot, asked)
    found = frames(snapshot, sql, [one.keys for one in asked])
    return [
        frame if one.grain else frame.drop(columns="period", errors="ignore")
        for one, frame in zip(asked, found, strict=True)
    ]


def newest_comments(snapshot: Snapshot, scope: Scope) -> pd.DataFrame:
    """The newest rows with a comment, at most COMMENTS.

    Columns: those of COMMENT_COLUMNS that the data have (answer as series and score; no ids where
    customers are hidden), comment (cut at expressions.COMMENT_LENGTH), length (characters of the
    whole comment).
    """
    columns = tuple(c for c in COMMENT_COLUMNS if snapshot.catalog.has("feedback", c))
    if not snapshot.catalog.customers_shown:
        columns = tuple(c for c in columns if c not in _OF_PERSONS)
    days = scope.span.days
    # Rows are sorted by time: most often the last days of the span have them all.
    for last in (days // 64, days // 8, days):
        first = scope.span.end - timedelta(days=max(last, 1) - 1)
        newest = replace(scope, span=Span(first, scope.span.end))
        frame = tidy(snapshot, queries.newest_comments(snapshot, newest, columns))
        if len(frame) == COMMENTS:
            break
    return frame


def rows_of_levels(snapshot: Snapshot, key: str, table: str) -> dict[str, int]:
    """Level of a dimension -> its rows in a table, those that leave it empty among them."""
    frame = tidy(snapshot, queries.rows_of_levels(snapshot, key, table), [key])
    return {str(level): int(n) for level, n in zip(frame[key], frame["n"], strict=True)}


def rejected_rows(snapshot: Snapshot) -> pd.DataFrame:
    """Every row that was not taken: table_name, source, row_number, reason, detail, raw."""
    return snapshot.database.frame(queries.rejected_rows(snapshot))


def tidy(snapshot: Snapshot, sql: str, keys: Sequence[str] = ()) -> pd.DataFrame:
    """The result, built anew in one go: setting columns one by one costs more than all else."""
    return pd.DataFrame(_columns(snapshot, sql, keys))


def _columns(snapshot: Snapshot, sql: str, keys: Sequence[str]) -> dict[str, Any]:
    """The result's columns: keys with a level for empty cells, answers as series and score."""
    frame = snapshot.database.frame(sql)
    columns = {str(name): frame[name].array for name in frame}
    for name in _DAYS & columns.keys():
        columns[name] = pd.to_datetime(frame[name]).dt.as_unit("us").array
    for name in _WHOLE & columns.keys():  # sums of whole numbers are wider in some engines
        columns[name] = columns[name].astype("int64")
    for key in keys:
        codes, levels = _coded(columns[key], _levels(snapshot.catalog, key))
        codes = np.where(codes < 0, len(levels), codes)
        columns[key] = pd.Categorical.from_codes(codes, dtype=_stated(levels))
    if "answer" in columns:
        given, labels = _coded(columns.pop("answer"), snapshot.catalog.answers)
        series, codes, scores = _split(labels)
        columns["series"] = pd.Categorical.from_codes(codes[given], dtype=series)
        columns["score"] = scores[given]
    return columns


def _coded(column: ExtensionArray, levels: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Code of each row, and the levels; the file has them as an ENUM, warehouses have texts."""
    if not isinstance(column, pd.Categorical):
        column = pd.Categorical(column, dtype=pd.CategoricalDtype(list(levels)))
    return column.codes, tuple(column.categories)


def _levels(catalog: Catalog, key: str) -> tuple[str, ...]:
    dimension = catalog.dimension(key)
    return dimension.levels if dimension else ()


@lru_cache(maxsize=64)
def _stated(levels: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype([*levels, NOT_STATED])


@lru_cache(maxsize=64)
def _split(labels: tuple[str, ...]) -> tuple[pd.CategoricalDtype, np.ndarray, np.ndarray]:
    """All series, series code of each label, score of each label, for labels like `nps:0-10|9`."""
    given = [parse_answer(label) for label in labels]
    series = list(dict.fromkeys(one.series for one in given))
    codes = np.array([series.index(one.series) for one in given], dtype=np.int16)
    return pd.CategoricalDtype(series), codes, np.array([one.score for one in given], dtype=float)
