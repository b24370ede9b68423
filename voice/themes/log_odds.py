"""What some comments say more often than others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voice.themes.phrases import Phrase, phrases

_PRIOR_COMMENTS = 100  # as many comments that are like all together are added to both sides
_LEAST = 3  # comments of the group that must have a phrase


class Said(NamedTuple):
    """A phrase that a group says more often than others."""

    phrase: Phrase
    z: float
    share: float  # of the comments of the group that have it, 0 to 1
    other_share: float  # of all others


class PhraseCounts(NamedTuple):
    """Comments that have each phrase, by group; the phrases are those that some group may have."""

    having: Mapping[int, Counter[Phrase]]
    comments: Mapping[int, int]


def count_by_group(
    texts: Sequence[str], languages: Sequence[str | None], groups: npt.NDArray[np.integer]
) -> PhraseCounts:
    """Counts of the comments of each group, and of all that are in none, whose number is -1."""
    having: dict[int, Counter[Phrase]] = {number: Counter() for number in set(groups.tolist())}
    comments = Counter(groups.tolist())
    rows = list(zip(texts, languages, groups.tolist(), strict=True))
    for text, language, group in rows:
        if group >= 0:
            having[group].update(phrases(text, language))
    kept = {
        phrase
        for counts in having.values()
        for phrase, number in counts.items()
        if number >= _LEAST
    }
    for text, language, group in rows:
        if group < 0:
            having[group].update(phrases(text, language) & kept)
    return PhraseCounts(having, comments)


def most_said(counts: PhraseCounts, group: int, top: int) -> list[Said]:
    """At most `top` phrases that the comments of a group have more often than all others do.

    The log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008), of
    comments that have a phrase instead of words: the prior is worth 100 comments like all together.
    It draws both sides together, so that z is smaller than that of plain log-odds. Highest z
    first, those above 0 alone. A phrase that is part of a better one, or has one as its part, is
    left out, and so is one that fewer than three comments of the group have.
    """
    n = counts.comments.get(group, 0)
    others = sum(counts.comments.values()) - n
    if not n or not others:
        return []
    found = []
    for phrase, having in counts.having[group].items():
        if having >= _LEAST:
            elsewhere = sum(
                side[phrase] for number, side in counts.having.items() if number != group
            )
            z = _z(having, n, elsewhere, others)
            found.append(Said(phrase, z, having / n, elsewhere / others))
    found.sort(key=lambda said: (-said.z, -len(said.phrase.text), said.phrase))
    return _apart((said for said in found if said.z > 0), top)


def _z(having: int, n: int, elsewhere: int, others: int) -> float:
    if having + elsewhere == n + others:
        return 0.0
    prior = _PRIOR_COMMENTS * (having + elsewhere) / (n + others)
    yes, no = having + prior, n - having + _PRIOR_COMMENTS - prior
    other_yes, other_no = elsewhere + prior, others - elsewhere + _PRIOR_COMMENTS - prior
    ratio = math.log(yes / no) - math.log(other_yes / other_no)
    return ratio / math.sqrt(1 / yes + 1 / no + 1 / other_yes + 1 / other_no)


def _apart(found: Iterable[Said], top: int) -> list[Said]:
    """The first of them that are no part of one another."""
    chosen: list[Said] = []
    for said in found:
        if len(chosen) == top:
            break
        if not any(_overlap(said.phrase, other.phrase) for other in chosen):
            chosen.append(said)
    return chosen


def _overlap(one: Phrase, other: Phrase) -> bool:
    between = "" if one.language == "zh" else " "
    short, long = sorted((one.text, other.text), key=len)
    return one.language == other.language and f"{between}{short}{between}" in (
        f"{between}{long}{between}"
    )
