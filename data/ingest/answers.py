"""Answers of feedback: wide surveys turned into one row an answer, each checked on its scale."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.contract import FEEDBACK
from data.duckdb_tables import Ask
from data.errors import DataError
from data.ingest.rejects.reasons import LONGEST_VALUE
from data.ingest.staged import united
from data.mapping.model import Mapping, Question, TableMapping
from metrics.series import FEEDBACK_METRICS

Shown = Callable[[ir.FloatingValue], ir.StringValue]  # a number as messages have it


def questions_of(part: TableMapping) -> list[tuple[Question, str, str | None]]:
    """Each question of a wide survey with its column and touchpoint."""
    listed: list[tuple[Question, str, str | None]] = []
    for question in part.questions:
        if question.column is not None:
            listed.append((question, question.column, question.touchpoint))
        listed += [(question, column, name) for name, column in question.touchpoints.items()]
    return listed


def answers(mapping: Mapping, parts: list[ir.Table], shown: Shown) -> ir.Table:
    """A row for each answer and for each row that fails; `score` is NULL for no answer.

    `parts` of wide surveys have each question's text, number and comment as `_q0`, `_v0`, `_c0`;
    `_question` tells them apart here. `shown`: how a score is written in the detail of a reason.
    """
    selects: list[ir.Table] = []
    for part, staged in zip(mapping.feedback, parts, strict=True):
        listed = range(len(questions_of(part)))
        selects += [_melted(mapping, part, staged, i) for i in listed] or [
            _long(mapping, part, staged)
        ]
    return _checked(united(selects, FEEDBACK), shown)


def count_unanswered(ask: Ask, mapping: Mapping, parts: list[ir.Table], accepted: ir.Table) -> int:
    """How many questions were left without an answer in rows that are fine otherwise."""
    asked = [accepted.aggregate(n=accepted.count(where=accepted.score.isnull()))]
    for part, rows in zip(mapping.feedback, parts, strict=True):
        fine = rows.filter(rows._reason.isnull())
        empty = {
            f"n{i}": fine.count(where=fine[f"_q{i}"].isnull())
            for i in range(len(questions_of(part)))
        }
        asked += [fine.aggregate(**empty)] if empty else []
    return sum(int(ask(one).to_numpy().sum()) for one in asked)


def check_nps(ask: Ask, accepted: ir.Table) -> None:
    """Raises DataError where NPS was asked on another scale than its own."""
    wrong = accepted.filter(
        accepted.metric == "nps", (accepted.scale_min != 0) | (accepted.scale_max != 10)
    )
    counted = wrong.group_by("scale_min", "scale_max").aggregate(n=wrong.count())
    for low, high, n in ask(counted).itertuples(index=False):
        raise DataError(
            f"feedback: {n:,} NPS answers state the scale {low:g} to {high:g}. "
            "NPS is asked on 0 to 10; use the metric 'rating' for another scale."
        )


def _melted(mapping: Mapping, part: TableMapping, staged: ir.Table, i: int) -> ir.Table:
    """One question of a wide survey; the first also carries rows that fail as a whole."""
    question, column, touchpoint = questions_of(part)[i]
    low, high = question.scale or mapping.scale(question.metric)
    answered = staged._reason.isnull() & staged[f"_q{i}"].notnull()
    kept = staged.filter(answered if i else staged._reason.notnull() | answered)
    columns = {c: kept[c] for c in kept.columns if c[:2] not in ("_q", "_v", "_c")}
    columns |= {
        "metric": ibis.literal(question.metric),
        "score": kept[f"_v{i}"],
        "scale_min": _number(low),
        "scale_max": _number(high),
        "positive_from": _number(question.positive_from),
        "_text": kept[f"_q{i}"],
        "_asked": ibis.literal(column),
        "_question": ibis.literal(i, "int64"),
    }
    named = any(name is not None for _, _, name in questions_of(part))
    if named and "touchpoint" not in part.columns:  # else stated by the row, for all its questions
        columns["touchpoint"] = ibis.literal(touchpoint, "string")
    if question.comment:
        columns["comment"] = kept[f"_c{i}"]
    return kept.select(**columns)


def _long(mapping: Mapping, part: TableMapping, staged: ir.Table) -> ir.Table:
    """A table that has a row for each answer."""
    columns = {c: staged[c] for c in staged.columns}
    for end, name in enumerate(("scale_min", "scale_max")):
        usual = ibis.cases(
            *((staged.metric == m, _number(mapping.scale(m)[end])) for m in FEEDBACK_METRICS)
        )
        columns[name] = ibis.coalesce(staged[name], usual) if name in columns else usual
    return staged.select(
        **columns,
        positive_from=_number(None),
        _text=ibis.null("string"),
        _asked=ibis.literal(part.columns["score"].column or "score"),
        _question=ibis.literal(0, "int64"),
    )


def _number(value: float | None) -> ir.FloatingScalar:
    # Without a cast, engines take 10.0 for a decimal.
    return ibis.null("float64") if value is None else ibis.literal(repr(value)).cast("float64")


def _checked(rows: ir.Table, shown: Shown) -> ir.Table:
    """With the reason why an answer can't be on its scale."""
    low, high, score = rows.scale_min, rows.scale_max, rows.score
    asked = rows._asked + ": "
    text = asked + rows._text.substr(0, LONGEST_VALUE)
    scale = ibis.literal(" (scale ") + shown(low) + " to " + shown(high) + ")"
    number = asked + shown(score).fill_null("") + scale
    # Where a number is too large to be made a whole one, an engine may give up.
    nps = ibis.ifelse((rows.metric == "nps") & (score.abs() < 1e15), score, 0.0)
    problems = [
        (rows.metric.notin(FEEDBACK_METRICS), "metric not known", "metric: " + rows.metric),
        (score.isnull() & rows._text.notnull(), "score not a number", text),
        (low >= high, "scale not from low to high", number),
        ((score < low) | (score > high), "score outside the scale", number),
        (nps != nps.floor(), "NPS score not a whole number", number),
    ]
    wrong = ibis.cases(*((test, reason) for test, reason, _ in problems))
    detail = ibis.cases(*((test, value) for test, _, value in problems))
    fine = rows._reason.isnull()
    checked = rows.mutate(
        _reason=ibis.ifelse(fine, wrong, rows._reason),
        _detail=ibis.ifelse(fine, detail, rows._detail),
    )
    return checked.drop("_text", "_asked")
