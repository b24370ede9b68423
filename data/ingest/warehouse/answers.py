"""All answers of feedback in one staged expression: wide surveys melted, each on its scale."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.contract import FEEDBACK
from data.ingest.files.stage import questions_of
from data.ingest.warehouse.cells import shown
from data.ingest.warehouse.parts import united
from data.mapping.model import Mapping, TableMapping
from metrics.series import FEEDBACK_METRICS


def answers(mapping: Mapping, parts: list[ir.Table]) -> ir.Table:
    """A row for each answer and for each row that fails; `score` is NULL for no answer."""
    selects: list[ir.Table] = []
    for part, staged in zip(mapping.feedback, parts, strict=True):
        listed = range(len(questions_of(part)))
        selects += [_melted(mapping, part, staged, i) for i in listed] or [
            _long(mapping, part, staged)
        ]
    return _checked(united(selects, FEEDBACK))


def unanswered(mapping: Mapping, parts: list[ir.Table], staged: ir.Table) -> list[ir.Table]:
    """For each question the rows that are fine otherwise, but have no answer to it."""
    found = [staged.filter(staged._reason.isnull(), staged.score.isnull())]
    for part, table in zip(mapping.feedback, parts, strict=True):
        found += [
            table.filter(table._reason.isnull(), table[f"_q{i}"].isnull())
            for i in range(len(questions_of(part)))
        ]
    return found


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
        "scale_min": ibis.literal(float(low)),
        "scale_max": ibis.literal(float(high)),
        "positive_from": _number(question.positive_from),
        "_text": kept[f"_q{i}"],
        "_asked": ibis.literal(column),
    }
    if "touchpoint" not in part.columns:  # else stated by the row, for all its questions
        columns["touchpoint"] = ibis.literal(touchpoint, "string")
    if question.comment:
        columns["comment"] = kept[f"_c{i}"]
    return kept.select(**columns)


def _long(mapping: Mapping, part: TableMapping, staged: ir.Table) -> ir.Table:
    """A table that has a row for each answer."""
    columns = {c: staged[c] for c in staged.columns}
    for end, name in enumerate(("scale_min", "scale_max")):
        usual = ibis.cases(
            *((staged.metric == m, float(mapping.scale(m)[end])) for m in FEEDBACK_METRICS)
        )
        columns[name] = ibis.coalesce(staged[name], usual) if name in columns else usual
    return staged.select(
        **columns,
        positive_from=_number(None),
        _text=ibis.null("string"),
        _asked=ibis.literal(part.columns["score"].column or "score"),
    )


def _number(value: float | None) -> ir.FloatingScalar:
    return ibis.null("float64") if value is None else ibis.literal(float(value))


def _checked(rows: ir.Table) -> ir.Table:
    """With the reason why an answer can't be on its scale."""
    low, high, score = rows.scale_min, rows.scale_max, rows.score
    asked = rows._asked + ": "
    number = (
        asked + shown(score) + ibis.literal(" (scale ") + shown(low) + " to " + shown(high) + ")"
    )
    problems = [
        (rows.metric.notin(FEEDBACK_METRICS), "metric not known", "metric: " + rows.metric),
        (score.isnull() & rows._text.notnull(), "score not a number", asked + rows._text),
        (low >= high, "scale not from low to high", number),
        ((score < low) | (score > high), "score outside the scale", number),
        ((rows.metric == "nps") & (score != score.floor()), "NPS score not a whole number", number),
    ]
    wrong = ibis.cases(*((test, reason) for test, reason, _ in problems))
    detail = ibis.cases(*((test, shown_) for test, _, shown_ in problems))
    fine = rows._reason.isnull()
    checked = rows.mutate(
        _reason=ibis.ifelse(fine, wrong, rows._reason),
        _detail=ibis.ifelse(fine, detail, rows._detail),
    )
    return checked.drop("_text", "_asked")
