"""Questions of a survey: columns of scores, alone or in blocks that differ in the touchpoint.

Columns that ask for the same metric on the same scale are one block; what tells their names apart
is the touchpoint, and each has its own codes for "no answer". A question that asks for the whole
(overall, in general) stands alone, without a touchpoint. A column of people's own words right after
a question is its comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from detection.roles.names import words_of
from detection.scores import ScoreReading
from detection.tables.interview import Interview
from detection.tables.profile import Profile

_WHOLE = frozenset(
    [
        "overall",
        "total",
        "general",
        "generally",
        "altogether",
        "kokonaisuutena",
        "kaiken",
        "kaikkiaan",
        "insgesamt",
        "gesamt",
        "global",
        "globalement",
        "général",
        "generale",
        "complessivamente",
        "geral",
        "algemeen",
        "ogólnie",
        "helhet",
        "общем",
        "целом",
        "总体",
        "整体",
        "全体",
        "総合",
    ]
)


_NO_SCORE = ScoreReading("", (0, 0))


@dataclass(frozen=True)
class Question:
    """Columns that are asked alike: by touchpoint, or one alone under the empty name."""

    columns: dict[str, str]
    score: ScoreReading
    evidence: str
    comment: str = ""


def find_questions(
    profiles: Sequence[Profile], taken: set[str], interview: Interview, source: str
) -> tuple[Question, ...]:
    """The questions of a table. `taken`: columns that are something else already."""
    asked = [p for p in profiles if p.column.name not in taken and p.scores.readings]
    blocks: dict[tuple[object, ...], list[Profile]] = {}
    for profile in asked:
        blocks.setdefault(_alike(profile), []).append(profile)
    found: list[Question] = []
    for block in sorted(blocks.values(), key=lambda b: (not b[0].scores.sure, asked.index(b[0]))):
        first = max(block, key=lambda p: len(p.scores.readings))
        name = first.column.name
        question = f"What does '{first.column.title}' ask for?"
        if len(block) > 1:
            question = f"What do '{first.column.title}' and {len(block) - 1} more like it ask for?"
        choice = first.scores
        if not choice.sure:
            choice = replace(choice, readings=(*choice.readings, _NO_SCORE))
        score = interview.choose(f"{source}.{name}.score", question, choice, in_words)
        if score is not None and score != _NO_SCORE:
            found += _questions(block, score, first.scores.evidence)
    return tuple(_with_comments(_told_apart(found, profiles), profiles))


def in_words(score: ScoreReading) -> str:
    """A reading of scores as an answer to choose."""
    if score == _NO_SCORE:
        return "none of these: leave it out"
    metric = score.metric if score.metric == "rating" else score.metric.upper()
    codes = f", where {', '.join(score.blank)} is no answer" if score.blank else ""
    turned = ", with the lowest as the best" if _is_turned(score) else ""
    return f"{metric} on {score.scale_text}{turned}{codes}"


def _is_turned(score: ScoreReading) -> bool:
    """True where the numbers themselves stand for scores the other way round."""
    numbers = [(float(k), float(v)) for k, v in score.values.items() if k.isdigit()]
    return len(numbers) > 1 and all((a - b) * (c - d) < 0 for (a, c), (b, d) in pairwise(numbers))


def _alike(profile: Profile) -> tuple[object, ...]:
    """What columns of one block have in common: how they are read best, and whether that is sure.

    Recommendation is asked of each alone.
    """
    first = profile.scores.readings[0]
    if first.metric == "nps":
        return (profile.column.name,)
    words = tuple(sorted(first.values.items()))
    return (first.metric, first.scale, words, profile.scores.sure)


def _questions(block: list[Profile], score: ScoreReading, evidence: str) -> list[Question]:
    """One question without a touchpoint where it is about the whole, and one for all others."""
    whole = (
        [p for p in block if _WHOLE & set(words_of(p.column.title))] if len(block) > 1 else block
    )
    whole = whole[:1]
    found = [Question({"": p.column.name}, _of(p, score), evidence) for p in whole]
    others = [p for p in block if p not in whole]
    if others:
        names = touchpoints([p.column.title for p in others])
        blank = tuple(dict.fromkeys(b for p in others for b in _of(p, score).blank))
        columns = {name: p.column.name for name, p in zip(names, others, strict=True)}
        found.append(Question(columns, replace(score, blank=blank), evidence))
    return found


def _of(profile: Profile, score: ScoreReading) -> ScoreReading:
    """A column's own reading like that of its block: it may have other codes for no answer."""
    alike = (
        r for r in profile.scores.readings if (r.metric, r.scale) == (score.metric, score.scale)
    )
    return next(alike, score)


def touchpoints(titles: list[str]) -> list[str]:
    """What tells titles apart: each without the words that all begin or end with."""
    words = [title.split() for title in titles]
    if len(words) > 1:
        while all(len(w) > 1 for w in words) and len({w[0] for w in words}) == 1:
            words = [w[1:] for w in words]
        while all(len(w) > 1 for w in words) and len({w[-1] for w in words}) == 1:
            words = [w[:-1] for w in words]
    names = [
        " ".join(w).strip(" :-–—[]()?.") or title for w, title in zip(words, titles, strict=True)
    ]
    names = [name[:1].upper() + name[1:] for name in names]
    return names if len(set(names)) == len(names) else titles


def _told_apart(found: list[Question], profiles: Sequence[Profile]) -> list[Question]:
    """Questions of one metric and scale each with a touchpoint, but for the first without."""
    seen: set[tuple[str, tuple[float, float]]] = set()
    titles = {p.column.name: p.column.title for p in profiles}
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
        replace(question, comment=after.get(name, ""))
        if len(question.columns) == 1 and (name := next(iter(question.columns.values())))
        else question
        for question in found
    ]
