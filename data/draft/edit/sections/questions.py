"""Fields of what people were asked: metric, scale, codes of no answer, touchpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.draft.edit.document import Path
from data.draft.edit.fields import Field, Group, Known, Options, Section, as_options, field_of
from data.draft.edit.names import of_part, parts_of
from data.draft.edit.pairs import pairs_field
from data.draft.edit.values import LINES, NUMBER, SPAN
from metrics.series import FEEDBACK_METRICS

DECIMALS: Options = (
    ("", "a point, if nothing speaks against it"),
    (".", "a point: 1.5"),
    (",", "a comma: 1,5"),
)
_SCALE = "Lowest and highest score, such as 1 to 5."
_VALUES = "A line each: what the file has = the score."
_CODES = "Codes of “no answer”, one a line"


def questions(content: dict[str, Any], known: Known) -> Section:
    """Questions of wide surveys, and the usual scale of each metric."""
    groups = [
        _question(content, ("feedback", at, "questions", place), question, part, known)
        for at, part in enumerate(parts_of(content, "feedback"))
        for place, question in enumerate(part.get("questions", ()))
    ]
    scales = [_usual(content, metric) for metric in _asked(content, known) if metric != "nps"]
    return Section("questions", "Questions", "", (*groups, *scales))


def _question(
    content: dict[str, Any], path: Path, question: Mapping[str, Any], part: dict[str, Any], k: Known
) -> Group:
    columns = as_options(list(dict.fromkeys(of_part(part, k))))
    several = "touchpoints" in question
    alone = (
        field_of(content, (*path, "column"), "Column", options=columns),
        field_of(content, (*path, "touchpoint"), "Touchpoint", hint="Empty: the company."),
        field_of(content, (*path, "comment"), "Comments to it", options=[("", "none"), *columns]),
    )
    together = (
        pairs_field(
            content,
            (*path, "touchpoints"),
            "Touchpoints",
            "A line each: the touchpoint = its column.",
        ),
    )
    title = ", ".join(question.get("touchpoints", ())) or str(question.get("column", ""))
    return Group(
        title,
        (
            field_of(content, (*path, "metric"), "Metric", options=as_options(FEEDBACK_METRICS)),
            *_scale(content, path),
            *(together if several else alone),
            field_of(content, (*path, "blank"), _CODES, LINES),
            pairs_field(content, (*path, "values"), "Words and codes that are scores", _VALUES),
            field_of(content, (*path, "decimal"), "Decimals begin with", options=DECIMALS),
        ),
    )


def _scale(content: dict[str, Any], path: Path) -> tuple[Field, Field]:
    return (
        field_of(content, (*path, "scale"), "Scale", SPAN, hint=_SCALE),
        field_of(content, (*path, "positive_from"), "Lowest score that counts as positive", NUMBER),
    )


def _usual(content: dict[str, Any], metric: str) -> Group:
    return Group(f"Usual scale of {metric}", _scale(content, ("metrics", metric)))


def _asked(content: Mapping[str, Any], known: Known) -> Iterator[str]:
    """Metrics that people were asked, or that the mapping states a scale of."""
    asked = known.catalog.metrics_asked | set(content.get("metrics", ()))
    return filter(asked.__contains__, FEEDBACK_METRICS)
