"""The results of questions, as the small frames and numbers that metrics/ computes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from data.catalog import Catalog
from data.contract import SEVERAL
from data.derived.of_comments import each_level
from data.query.compile import Sql, together
from data.scope import NOT_STATED, OF_OTHERS
from data.store.database import ForbiddenError
from data.store.snapshots import Snapshot
from metrics.series import parse_answer
from metrics.sums.grouping import add_up, group, labels, take

# By the snapshot's place in memory, its own while it is held here, whose rows, and the question.
_ANSWERS: ContextVar[dict[tuple[int, bool, str], tuple[Snapshot, pd.DataFrame]] | None] = (
    ContextVar("_ANSWERS", default=None)
)
_WHOLE = {"n", "nw", "positive", "current", "paying"}
_DAYS = {"period", "month", "joined", "churned"}


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, the same question of the same snapshot is asked of the engine once."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def numbers(snapshot: Snapshot, sql: Sql) -> list[int]:
    """The only row of a result, of whole numbers."""
    return [int(number) for number in plain(snapshot, sql).iloc[0]]


def plain(snapshot: Snapshot, sql: Sql) -> pd.DataFrame:
    """The result as it comes."""
    database, answers = snapshot.database, _ANSWERS.get()
    ask = database.rest_frame if sql.rest else database.frame
    if answers is None:
        return ask(sql.text)
    key = id(snapshot), sql.rest, sql.text
    if key not in answers:
        answers[key] = snapshot, ask(sql.text)
    return answers[key][1].copy(deep=False)


def tidy(snapshot: Snapshot, sql: Sql, keys: Sequence[str] = ()) -> pd.DataFrame:
    """The result, built anew in one go: setting columns one by one costs more than all else.

    Keys are categorical, with `(not stated)` for empty cells; answers become series and score.
    """
    columns = _columns(snapshot, sql, keys)
    return pd.DataFrame(_whole(_a_row_a_level(snapshot, columns, keys, sql.rest)))


def frames(
    snapshot: Snapshot, asked: Sequence[Sql], keys_of: Sequence[Sequence[str]]
) -> list[pd.DataFrame]:
    """The results of several questions, asked in one query, each with its keys; see `tidy`."""
    return [pd.DataFrame(columns) for columns in parts_of(snapshot, asked, keys_of)]


def parts_of(
    snapshot: Snapshot, asked: Sequence[Sql], keys_of: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """The same as columns, for what would spend longer on making frames than on the rest."""
    keys = tuple(dict.fromkeys(key for own in keys_of for key in own))
    different = {one.text: one for one in asked}
    places = {text: place for place, text in enumerate(different)}
    whole = together(snapshot, [*different.values()])
    columns = _columns(snapshot, whole, keys)
    part = np.asarray(columns.pop("part"))
    found = []
    for one, named in zip(asked, keys_of, strict=True):
        rows = np.flatnonzero(part == places[one.text])
        others = set(whole.columns).difference(one.columns)
        own = {name: column.take(rows) for name, column in columns.items() if name not in others}
        found.append(_whole(_a_row_a_level(snapshot, own, named, whole.rest)))
    return found


def added_up(frame: pd.DataFrame, sums: Sequence[str]) -> pd.DataFrame:
    """Rows that are alike in all but their sums as one, in order, with the sums added up."""
    columns = labels(frame, [name for name in frame.columns if name not in sums])
    codes, first = group(columns, len(frame))
    totals = {name: add_up(codes, frame[name].to_numpy(float), len(first)) for name in sums}
    return pd.DataFrame(_whole({**take(columns, first), **totals}))


def _columns(snapshot: Snapshot, sql: Sql, keys: Sequence[str]) -> dict[str, Any]:
    """The result's columns: keys with a level for empty cells, answers as series and score."""
    frame, limited = plain(snapshot, sql), bool(snapshot.rows)
    # Rows may have levels that a shared link has no name for: what it holds filters them later.
    catalog = snapshot.of_rows or snapshot.catalog
    beside = (OF_OTHERS,) if sql.rest else ()
    answers = catalog.answers
    if sql.rest and "answer" in frame:
        frame = _of_known_series(frame, answers)
        answers = tuple(dict.fromkeys((*answers, *frame["answer"].dropna())))
    columns = {str(name): frame[name].array for name in frame}
    for name in _DAYS & columns.keys():
        columns[name] = pd.to_datetime(frame[name]).dt.as_unit("us").array
    for key in (one for one in keys if one not in SEVERAL):
        known = (*_levels(catalog, key), *beside)
        codes, levels = _coded(columns[key], known, limited)
        codes = np.where(codes < 0, len(levels), codes)
        columns[key] = pd.Categorical.from_codes(codes, dtype=_stated(levels))
    if "answer" in columns:
        given, labels = _coded(columns.pop("answer"), answers, limited)
        series, codes, scores = _split(labels)
        columns["series"] = pd.Categorical.from_codes(codes[given], dtype=series)
        columns["score"] = scores[given]
    return columns


def _a_row_a_level(
    snapshot: Snapshot, columns: dict[str, Any], keys: Sequence[str], rest: bool
) -> dict[str, Any]:
    """Rows that have several levels of one of the keys as a row for each of these levels.

    Of others' rows there may be levels that their reader does not have.
    """
    catalog = snapshot.of_rows or snapshot.catalog
    for key in (one for one in keys if one in SEVERAL):
        rows, place, names = each_level(columns[key])
        own = _levels(catalog, key)
        known = (*own, *((OF_OTHERS,) if rest else ()))
        codes = pd.Index(known, dtype=object).get_indexer(pd.Index(names, dtype=object))
        if rest:
            codes = np.where(codes < 0, len(own), codes)
        elif snapshot.rows and (codes < 0).any():
            raise ForbiddenError("A row has a level that is not of its reader's.")
        codes = np.append(np.where(codes < 0, len(known), codes), len(known))[place]
        columns = {name: column.take(rows) for name, column in columns.items()}
        columns[key] = pd.Categorical.from_codes(codes, dtype=_stated(known))
    return columns


def _of_known_series(frame: pd.DataFrame, answers: tuple[str, ...]) -> pd.DataFrame:
    """Without answers of others to what the reader's rows have no answer to."""
    series = frame["answer"].astype("str").str.partition("|")[0]
    known = {answer.partition("|")[0] for answer in answers}
    return frame[frame["answer"].isna() | series.isin(known)].reset_index(drop=True)


def _whole(columns: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers as such: sums of them are wider in some engines."""
    for name in _WHOLE & columns.keys():
        columns[name] = columns[name].astype("int64", copy=False)
    return columns


def _coded(
    column: ExtensionArray, levels: tuple[str, ...], limited: bool
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Code of each row, and the levels; the file has them as an ENUM, warehouses have texts.

    Of limited rows the ENUM has other levels as well. Raises ForbiddenError where a row has one.
    """
    if limited:
        given = column if isinstance(column, pd.Categorical) else pd.Categorical(column)
        places = pd.Index(levels).get_indexer(given.categories)
        if (places < 0).any():
            raise ForbiddenError("A row has a level that is not of its reader's.")
        return np.append(places, -1)[given.codes], levels
    if not isinstance(column, pd.Categorical):
        column = pd.Categorical(column, dtype=pd.CategoricalDtype(list(levels)))
    return column.codes, tuple(column.categories)


def _levels(catalog: Catalog, key: str) -> tuple[str, ...]:
    dimension = catalog.dimension(key)
    return dimension.levels if dimension else ()


@lru_cache(maxsize=64)
def _stated(levels: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index([*levels, NOT_STATED], dtype=object))


@lru_cache(maxsize=64)
def _split(labels: tuple[str, ...]) -> tuple[pd.CategoricalDtype, np.ndarray, np.ndarray]:
    """All series, series code of each label, score of each label, for labels like `nps:0-10|9`."""
    answers = [parse_answer(label) for label in labels]
    series = list(dict.fromkeys(answer.series for answer in answers))
    codes = np.array([series.index(answer.series) for answer in answers], dtype=np.int16)
    scores = np.array([answer.score for answer in answers], dtype=float)
    return pd.CategoricalDtype(series), codes, scores
