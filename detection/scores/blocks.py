"""Questions that differ only in what they are about, and surveys with a row for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from detection.column import Choice, Column
from detection.scores.asked import asked, asked_in, short_name
from detection.scores.choice import score_choice
from detection.scores.reading import ScoreReading
from detection.scores.stems import BY_WORDS, Stem, as_name, stems
from detection.scores.steps import goodness
from detection.scores.written import written
from detection.words import header_words

_MOST_QUESTIONS = 60  # that a column of a long survey names
_MOSTLY = 0.6  # of its rows name one that is known


@dataclass(frozen=True)
class QuestionBlock:
    """Columns that ask the same of several touchpoints.

    `touchpoints`: the columns by the names of what they are about, in the order of the file;
    `choice`: how all of them are to be read, judged by their answers together.
    """

    stem: str
    touchpoints: Mapping[str, str]
    choice: Choice[ScoreReading]


def question_blocks(columns: Sequence[Column]) -> tuple[QuestionBlock, ...]:
    """The blocks of a wide survey, the largest first; a column is in one of them at most.

    Columns are together if they have a stem in common (see `stems`), the same metric and the same
    scale by their best readings; not with those that ask of a competitor or of an earlier time,
    nor whole numbers with decimals, which may be the mean of them.
    """
    groups: dict[tuple[object, ...], dict[str, tuple[Stem, Column]]] = {}
    for column in columns:
        best = score_choice(column).best
        if best is None:
            continue
        apart = asked(column).elsewhere, _has_decimals(column)
        for way in stems(column):
            same = (way.rule, way.stem, best.metric, best.scale, *apart)
            groups.setdefault(same, {}).setdefault(column.name, (way, column))
    found, taken = [], set[str]()
    for group in sorted(groups.values(), key=_rank):
        free = {name: one for name, one in group.items() if name not in taken}
        if len(free) > 1 and (touchpoints := _named(free.values())):
            together = score_choice(_together([column for _, column in free.values()]))
            if together.readings:  # else their answers are written in too different ways
                taken |= set(free)
                found.append(QuestionBlock(_stem(free.values()), touchpoints, together))
    return tuple(sorted(found, key=lambda block: -len(block.touchpoints)))


def _has_decimals(column: Column) -> bool:
    numbers = written(column.values.index).numbers.values()
    return any(not float(number).is_integer() for number in numbers)


def _rank(group: Mapping[str, tuple[Stem, Column]]) -> tuple[bool, int, int, int]:
    """Those that signs and numbers tell first, then the largest, then what is more alike."""
    way = next(iter(group.values()))[0]
    return (way.rule == BY_WORDS, -len(group), way.rule, -len(way.stem))


def _stem(group: Iterable[tuple[Stem, Column]]) -> str:
    return next(iter(group))[0].stem


def _named(group: Iterable[tuple[Stem, Column]]) -> dict[str, str]:
    """The columns by the names of their touchpoints; none if two have the same name."""
    names: dict[str, str] = {}
    for way, column in group:
        name = as_name(way.own)
        names[column.name if not name or name.isdigit() else name] = column.name
    return names if len(names) == len(set(names.values())) == len(list(group)) else {}


def _together(columns: Sequence[Column]) -> Column:
    """All answers as if to one question, which is called as the first of them."""
    first = columns[0]
    values = pd.concat([column.values for column in columns])
    labels = {code: label for column in columns for code, label in column.labels.items()}
    return Column(
        first.name,
        values.groupby(level=0, sort=False).sum(),
        sum(column.rows for column in columns),
        first.label,
        labels,
    )


def names_questions(column: Column) -> bool:
    """True if the texts of a column are questions or metrics, as in surveys of a row an answer."""
    if not column.filled or len(column.values) > _MOST_QUESTIONS:
        return False
    known = [_is_question(str(text)) for text in column.values.index]
    return bool(column.values[known].sum() >= _MOSTLY * column.filled)


def question_choices(questions: pd.Series, scores: pd.Series) -> dict[str, Choice[ScoreReading]]:
    """How the answers to each question of a long survey are to be read, by the question.

    `questions`, `scores`: text of the same index, None where empty.
    """
    return {
        str(question): score_choice(
            Column(str(question), given.dropna().value_counts(sort=False), len(given))
        )
        for question, given in scores.groupby(questions, sort=False)
    }


def _is_question(text: str) -> bool:
    if goodness(text) is not None:  # "very satisfied" is an answer
        return False
    words = header_words(text)
    return short_name(words) is not None or bool(asked_in(words).metric)
