"""Questions of a wide survey: columns of scores, alone or in blocks that differ in the touchpoint.

Columns that have a stem in common are one block, and what tells them apart is the touchpoint
(`detection.scores.blocks`). Blocks and columns that can be read in the same ways, and whose header
does not say which is right, are asked about once. A question that asks for the whole (overall, in
general) stands alone, without a touchpoint; so does the first of a metric. A column of people's own
words right after a question is its comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from detection.column import Choice
from detection.roles.names import words_of
from detection.scores import ScoreReading, question_blocks
from detection.scores.told import NO_SCORE, is_turned, with_none, words_for
from detection.tables.interview import Interview
from detection.tables.profile import Profile

_WHOLE_WORDS = """
overall total general generally altogether kokonaisuutena kaikkiaan insgesamt gesamt global
globalement général generale complessivamente geral algemeen ogólnie helhet общем целом 总体 整体
全体 総合
"""
_WHOLE = frozenset(_WHOLE_WORDS.split())


@dataclass(frozen=True)
class Question:
    """Columns that are asked alike: by touchpoint, or one alone under the empty name."""

    columns: dict[str, str]
    score: ScoreReading
    evidence: str
    comment: str = ""


@dataclass(frozen=True)
class _Unit:
    """A block, or a column alone, with the ways in which it may be read."""

    columns: dict[str, str]
    choice: Choice[ScoreReading]
    title: str
    first: str

    @property
    def alike(self) -> tuple[object, ...]:
        """What units have in common about which one question is enough."""
        best = self.choice.readings[0]
        if best.metric == "nps" or self.choice.sure:
            return (self.first,)
        return (best.metric, best.scale, tuple(sorted(best.values.items())))


def find_questions(
    profiles: Sequence[Profile], taken: set[str], interview: Interview, source: str
) -> tuple[Question, ...]:
    """The questions of a table. `taken`: columns that are something else already."""
    units = _units([p for p in profiles if p.column.name not in taken and p.scores.readings])
    groups: dict[tuple[object, ...], list[_Unit]] = {}
    for unit in sorted(units, key=lambda one: not one.choice.sure):
        groups.setdefault(unit.alike, []).append(unit)
    found: list[Question] = []
    for group in groups.values():
        asked = max(group, key=lambda one: len(one.choice.readings))
        score = _chosen(asked, sum(len(unit.columns) for unit in group), interview, source)
        if score is not None and score != NO_SCORE:
            found += [question for unit in group for question in _questions(unit, score)]
    places = {profile.column.name: place for place, profile in enumerate(profiles)}
    found.sort(key=lambda q: places[next(iter(q.columns.values()))])
    titles = {p.column.name: p.column.title for p in profiles}
    return tuple(_with_comments(_told_apart(found, titles), profiles))


def with_comment(questions: tuple[Question, ...], column: str) -> tuple[Question, ...]:
    """The questions with the comments of an answer, which no other column explains.

    They belong to NPS, else to the first question alone; a block of touchpoints has none. Where a
    question has them already they stay with it.
    """
    alone = [question for question in questions if len(question.columns) == 1]
    if not alone or any(question.comment == column for question in questions):
        return questions
    first = min(alone, key=lambda question: (question.score.metric != "nps", question.comment > ""))
    if first.comment:
        return questions
    return tuple(replace(q, comment=column) if q is first else q for q in questions)


def _units(scored: Sequence[Profile]) -> list[_Unit]:
    blocks = question_blocks([profile.column for profile in scored])
    units = [_block(block.touchpoints, block.choice, scored) for block in blocks]
    inside = {name for unit in units for name in unit.columns.values()}
    for profile in scored:
        name = profile.column.name
        if name not in inside:
            units.append(_Unit({"": name}, profile.scores, profile.column.title, name))
    return units


def _block(
    touchpoints: Mapping[str, str], choice: Choice[ScoreReading], scored: Sequence[Profile]
) -> _Unit:
    columns = dict(touchpoints)
    first = next(iter(columns.values()))
    title = next(p.column.title for p in scored if p.column.name == first)
    return _Unit(columns, choice, title, first)


def _chosen(unit: _Unit, columns: int, interview: Interview, source: str) -> ScoreReading | None:
    """How a unit, and those that are like it, are to be read."""
    asked = f"What does '{unit.title}' ask for?"
    if columns > 1:
        asked = f"What do '{unit.title}' and {columns - 1} more like it ask for?"
    choice = unit.choice
    if not choice.sure:
        choice = with_none(choice)
    elif len(unit.columns) == 1 and choice.best and choice.best.metric == "nps":
        choice = replace(choice, readings=(*choice.readings, *_no_nps(choice.best)))
    return interview.choose(f"{source}.{unit.first}.score", asked, choice, words_for(choice))


def _no_nps(score: ScoreReading) -> tuple[ScoreReading, ...]:
    """The way in which NPS might be read otherwise: as a rating of the same answers."""
    return (replace(score, metric="rating"),)


def _questions(unit: _Unit, score: ScoreReading) -> list[Question]:
    """One question without a touchpoint where it is about the whole, and one for all others."""
    evidence = unit.choice.evidence
    ways = unit.choice.readings
    own = score if score in ways else next((r for r in ways if _same_way(r, score)), score)
    if len(unit.columns) == 1:
        return [Question(unit.columns, own, evidence)]
    whole = [name for name in unit.columns if _WHOLE & set(words_of(name))][:1]
    found = [Question({"": unit.columns[name]}, own, evidence) for name in whole]
    others = {name: column for name, column in unit.columns.items() if name not in whole}
    return [*found, Question(others, own, evidence)]


def _same_way(one: ScoreReading, other: ScoreReading) -> bool:
    """True for readings of one metric and scale, both turned or neither."""
    turned = is_turned(one) == is_turned(other)
    return turned and (one.metric, one.scale) == (other.metric, other.scale)


def _told_apart(found: Sequence[Question], titles: Mapping[str, str]) -> list[Question]:
    """Questions of one metric and scale each with a touchpoint, but for the first without."""
    seen: set[tuple[str, tuple[float, float]]] = set()
    told: list[Question] = []
    for question in found:
        kind = (question.score.metric, question.score.scale)
        columns = question.columns
        if "" in columns and kind in seen:
            columns = {titles[columns[""]]: columns[""]}
        seen |= {kind} if "" in columns else set()
        told.append(replace(question, columns=columns))
    return told


def _with_comments(found: list[Question], profiles: Sequence[Profile]) -> list[Question]:
    """Each question alone with the comment that stands right after it."""
    after: dict[str, str] = {}
    for one, following in pairwise(profiles):
        if following.own_words or following.called("comment") >= 1:
            after[one.column.name] = following.column.name
    return [
        replace(question, comment=after.get(next(iter(question.columns.values())), ""))
        if len(question.columns) == 1
        else question
        for question in found
    ]
