"""Surveys with a row an answer: a column names the question, another has what was given.

The column of questions is one whose texts are mostly names of metrics, or questions that ask for
one (`detection.scores.names_questions`); what was given is the column whose name says so (score,
value, answer), or else the first that has scores for these questions. Each question is read by its
own answers. Questions of one metric that differ in their scale can't stand in one column: then
nothing is drafted of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from detection.column import Choice
from detection.scores import ScoreReading, names_questions, question_choices
from detection.scores.told import NO_SCORE, with_none, words_for
from detection.tables.interview import Interview
from detection.tables.profile import Profile

_NAMED = 0.75
_FEW = 60  # different values of what was given


@dataclass(frozen=True)
class LongSurvey:
    """The column of questions, that of what was given, and how each question is read."""

    question: str
    given: str
    scores: dict[str, ScoreReading]
    evidence: str


def find_long(
    source: str, profiles: Sequence[Profile], rows: pd.DataFrame, interview: Interview
) -> LongSurvey | None:
    """The survey that a table is; None where it is none. `rows`: some of the table, as text."""
    asking = next((p for p in profiles if p.levels > 1 and names_questions(p.column)), None)
    if asking is None:
        return None
    questions = rows[asking.column.name]
    for given in sorted(profiles, key=lambda p: -p.called("score")):
        named = given.called("score") >= _NAMED
        if given is asking or given.levels > _FEW or not (named or given.numbers.readings):
            continue
        choices = question_choices(questions, rows[given.column.name])
        known = {question: c for question, c in choices.items() if c.readings}
        if known:
            return _read(source, asking, given, known, interview)
    return None


def _read(
    source: str,
    asking: Profile,
    given: Profile,
    choices: dict[str, Choice[ScoreReading]],
    interview: Interview,
) -> LongSurvey | None:
    scores: dict[str, ScoreReading] = {}
    for question, choice in choices.items():
        asked = f"What does '{question}' ask for?"
        ways = choice if choice.sure else with_none(choice)
        score = interview.choose(f"{source}.{question}.score", asked, ways, words_for(ways))
        if score is not None and score != NO_SCORE:
            scores[question] = score
    scales: dict[str, set[tuple[float, float]]] = {}
    for score in scores.values():
        scales.setdefault(score.metric, set()).add(score.scale)
    if not scores or any(len(own) > 1 for own in scales.values()):
        return None
    said = f"{len(scores)} of {asking.levels} values are questions that ask for a score"
    return LongSurvey(asking.column.name, given.column.name, scores, said)
