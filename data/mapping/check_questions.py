"""Two questions of one metric that one respondent answers: one of them would be lost as repeats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from data.errors import MappingError
from data.mapping.model import TableMapping


class _Asked(NamedTuple):
    """A question of a wide survey, or a long part that has one metric for all its rows."""

    place: str
    column: str
    metric: str
    who: str  # what tells the respondents
    touchpoint: str  # its name, or the column that has it


def check_questions(file: str, parts: tuple[TableMapping, ...]) -> None:
    """Raises MappingError where two questions of feedback have the same answers' key.

    An answer is told by response_id, metric and touchpoint.
    """
    seen: dict[tuple[str, str, str], _Asked] = {}
    for asked in (question for part in parts for question in _asked(file, part)):
        other = seen.setdefault((asked.who, asked.metric, asked.touchpoint), asked)
        if other is not asked and other.column != asked.column:
            raise MappingError(_message(other, asked))


def _message(one: _Asked, other: _Asked) -> str:
    place = f" of the touchpoint '{one.touchpoint}'" if one.touchpoint else ""
    return (
        f"{one.place}: the columns '{one.column}' and '{other.column}' are both {one.metric}{place}"
        ", and each respondent has one such answer, so that the second would be set aside. Give "
        'each question a touchpoint of its own (touchpoint = "..."), or one of them another metric,'
        " such as rating. Where each respondent answered only one of them, make one column with a "
        "query: coalesce("
        f'"{one.column}", "{other.column}").'
    )


def _asked(file: str, part: TableMapping) -> Iterator[_Asked]:
    who = f"{part.source}.{_column(part, 'response_id')}"
    stated = _column(part, "touchpoint")
    for question in part.questions:
        place = f"{file}, [[feedback.questions]]"
        if question.column is not None:
            touchpoint = stated or question.touchpoint or ""
            yield _Asked(place, question.column, question.metric, who, touchpoint)
        for name, column in question.touchpoints.items():
            yield _Asked(place, column, question.metric, who, name)
    metric, score = part.columns.get("metric"), part.columns.get("score")
    if metric and metric.constant and score and score.column:
        yield _Asked(f"{file}, [feedback]", score.column, metric.constant.lower(), who, stated)


def _column(part: TableMapping, name: str) -> str:
    mapped = part.columns.get(name)
    return (mapped.column or mapped.constant or "") if mapped else ""
