"""The comments of accepted feedback: which there are, and how they were scored."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.duckdb_tables import Ask
from data.ingest.comments.reasons import NO_REASON, reasons_of
from data.mapping.model import Mapping
from voice.copies import voices
from voice.language import code_of
from voice.nothing_said import says_nothing

_OPTIONAL = ("language", "reason")
_FEWEST, _LEAST = 10, 0.05  # stated ones of a metric, and their share of a month
_SAME = 0.2  # of its texts


@dataclass(frozen=True)
class Written:
    """Comments, the newest last.

    `rows`: a row an answer that has one, by time, whatever the order of the sources: the columns
    `beside`, response_id, reasons (as `reasons_of`), text (place in `texts`), first (of its
    response), stated (its sentiment from -1 to 1, where the data have one) and unread (whether its
    sentiment is to be read: see `_unread`).
    `own_words`: those that are no copy of another one. `texts` differ from each other;
    `languages` are the codes stated most often, `scores` 1 for a good score, -1 for a bad one and 0
    for none or both, `last` the number of the newest day. `coded`: whether the data state any
    sentiment; `nothing`: how many responses have “-”, “n/a” or the like without a reason, which is
    no comment.
    """

    rows: pd.DataFrame
    own_words: np.ndarray
    texts: list[str]
    languages: list[str | None]
    scores: np.ndarray
    last: np.ndarray
    coded: bool
    nothing: int


def written(ask: Ask, mapping: Mapping, answers: ir.Table, beside: tuple[str, ...]) -> Written:
    """The comments of accepted answers, of which there are some."""
    known = [name for name in _OPTIONAL if name in answers.columns]
    kept = answers.filter(answers.comment.notnull() & (answers.comment.strip() != ""))
    places = ("metric", "scale_min", "scale_max", "positive_from", "score")
    rows = ask(
        _with_stated(kept, answers, beside, mapping).select(
            *beside, "response_id", *known, *places, "comment",
            "submitted_at", stated="_stated", coded="_coded",
        ).order_by("submitted_at", "response_id", *beside)
    )  # fmt: skip
    for name in (one for one in _OPTIONAL if one not in known):
        rows[name] = None
    rows["day"] = rows["submitted_at"].dt.normalize()
    rows["comment"] = rows["comment"].astype("str")
    fillers = [one for one in rows["comment"].unique() if says_nothing(one)]
    nothing = rows["comment"].isin(fillers) & rows["reason"].fillna("").isin(NO_REASON)
    without = rows.loc[nothing, "response_id"].nunique()
    rows = rows[~nothing].reset_index(drop=True)
    rows["text"], different = pd.factorize(rows.pop("comment"))
    texts = [str(text) for text in different]
    rows["first"] = ~rows.duplicated(["response_id", "text"])
    rows["reasons"] = pd.Series(reasons_of(rows.pop("reason"), rows["first"]), dtype=object)
    rows["unread"] = _unread(rows) if mapping.comments.sentiment else False
    rows["day_number"] = (rows["day"] - pd.Timestamp("1970-01-01")).dt.days
    own = rows.assign(good=_good(rows, mapping)).groupby("text")["good"]
    scores = np.where(own.min() == own.max(), own.max(), 0)
    return Written(
        rows.drop(columns=["day", "day_number", "coded", "submitted_at", "language", *places]),
        _own_words(rows, texts),
        texts,
        _languages(rows, len(texts)),
        np.asarray(scores, dtype=np.int8),
        rows.groupby("text")["day_number"].max().to_numpy(dtype=np.int64),
        bool(len(ask(answers.filter(answers.metric == "sentiment").limit(1)))),
        without,
    )


def _languages(rows: pd.DataFrame, texts: int) -> list[str | None]:
    """The code that is stated most often of each text, None where none is."""
    codes = rows["language"].map({one: code_of(one) for one in rows["language"].dropna().unique()})
    counts = rows.assign(code=codes).groupby(["text", "code"]).size().reset_index(name="n")
    counts = counts.sort_values(["text", "n", "code"], ascending=[True, False, True])
    most = counts.drop_duplicates("text").set_index("text")["code"]
    found = most.reindex(range(texts)).astype(object)
    return [one if isinstance(one, str) else None for one in found]


def _with_stated(
    kept: ir.Table, answers: ir.Table, beside: tuple[str, ...], mapping: Mapping
) -> ir.Table:
    """With `_stated`: the sentiment that the data have of a comment, from -1 to 1; and `_coded`:
    whether they have any of its response.

    It may stand in a part of its own: with the same response, and the same touchpoint and the same
    comment as far as these stand there.
    """
    coded = answers.filter(answers.metric == "sentiment")
    words = coded.comment.strip().nullif("")
    codes = codes_of(coded, _code=_tone(coded, mapping), _comment=words)
    same = same_response(codes, kept)
    same.append(codes._comment.isnull() | (codes._comment == kept.comment.strip()))
    found = kept.filter(kept.metric != "sentiment").inner_join(codes, same)
    of_others = found.group_by(**{f"_of{key}": found[key] for key in beside}).agg(
        _mean=found._code.mean()
    )
    whose = codes.select(_of="_response", _coded=ibis.literal(True)).distinct()
    joined = kept.left_join(of_others, [kept[key] == of_others[f"_of{key}"] for key in beside])
    joined = joined.left_join(whose, joined.response_id == whose._of)
    stated = ibis.ifelse(joined.metric == "sentiment", _tone(joined, mapping), joined._mean)
    return joined.mutate(_stated=stated, _coded=joined._coded.fill_null(False))


def codes_of(coded: ir.Table, **columns: ir.Value) -> ir.Table:
    """These columns of answers to `sentiment`, and which response and touchpoint they are of."""
    at = coded.touchpoint if "touchpoint" in coded.columns else ibis.null("string")
    return coded.select(_response=coded.response_id, _at=at, **columns)


def same_response(codes: ir.Table, answers: ir.Table) -> list[ir.BooleanValue]:
    """That codes and answers are of one response, and of one touchpoint if the code states one."""
    same = [answers.response_id == codes._response]
    if "touchpoint" in answers.columns:
        same.append(codes._at.isnull() | (codes._at == answers.touchpoint))
    return same


def _tone(rows: ir.Table, mapping: Mapping) -> ir.Value:
    """A sentiment from -1 to 1, whatever its scale; 0 where it counts as neutral."""
    middle, half = (rows.scale_min + rows.scale_max) / 2, (rows.scale_max - rows.scale_min) / 2
    tone = (rows.score - middle) / half
    low, high = mapping.scale("sentiment")
    usual = mapping.series("sentiment", low, high, None).positive_from
    of_usual = (rows.scale_min == low) & (rows.scale_max == high)
    start = ibis.coalesce(rows.positive_from, ibis.ifelse(of_usual, usual, middle))
    return ibis.ifelse(tone.abs() < (start - middle) / half, 0.0, tone)


def _unread(rows: pd.DataFrame) -> pd.Series[bool]:
    """Comments whose sentiment is to be read.

    Where the data state that of some of a metric's responses, the others are not read, since two
    ways of one question would be taken for a change of what people say. A few that were stated once
    are no such way: fewer than ten, or in no month more than one in twenty. Codes may also have ids
    of their own: then one text of the metric in five, or more, is among theirs.
    """
    coded = rows["coded"].astype(bool)
    by_month = coded.groupby([rows["metric"], rows["day"].dt.to_period("M")])
    share = by_month.mean().groupby(level="metric").max()
    many = coded.groupby(rows["metric"]).sum()
    same = rows["text"].isin(rows.loc[rows["metric"] == "sentiment", "text"])
    same_of = same.groupby(rows["metric"])
    two_ways = (many >= _FEWEST) & (share > _LEAST)
    two_ways |= (same_of.sum() >= _FEWEST) & (same_of.mean() > _SAME)
    return ~coded & ~rows["metric"].map(two_ways).astype(bool)


def _own_words(rows: pd.DataFrame, texts: list[str]) -> np.ndarray:
    """Which rows are no copies: of what a response says twice, the first row decides."""
    first = rows["first"].to_numpy(dtype=bool)
    own = np.ones(len(rows), dtype=bool)
    days = [int(day) for day in rows["day_number"][first]]
    own[first] = voices([texts[place] for place in rows["text"][first]], days)
    by_response = rows.assign(own=own).groupby(["response_id", "text"], sort=False)["own"]
    return by_response.transform("min").to_numpy(dtype=bool)


def _good(rows: pd.DataFrame, mapping: Mapping) -> pd.Series[int]:
    """1 where the score is in the positive range, -1 in the lower half of its scale, else 0.

    An NPS detractor gives 0 to 6, though that is more than half.
    """
    scales = rows[["metric", "scale_min", "scale_max", "positive_from"]].drop_duplicates()
    found = pd.Series(0, index=rows.index)
    for metric, low, high, stated in scales.itertuples(index=False):
        own = (rows["metric"] == metric) & (rows["scale_min"] == low) & (rows["scale_max"] == high)
        own &= rows["positive_from"].isna() if pd.isna(stated) else rows["positive_from"] == stated
        series = mapping.series(metric, low, high, None if pd.isna(stated) else float(stated))
        worst = series.negative_to if np.isfinite(series.negative_to) else (low + high) / 2 - 1e-9
        score = rows["score"]
        found[own] = (score >= series.positive_from).astype(int) - (score <= worst).astype(int)
    return found
