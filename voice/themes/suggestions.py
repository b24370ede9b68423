"""New themes, suggested for comments that no theme covers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.themes.entries import key_of
from voice.themes.folding import fold
from voice.themes.log_odds import Said, count_by_group, most_said
from voice.themes.quotes import Vectors, quotes, unit_vectors

_MOST_GROUPS = 8
_LEAST_COMMENTS = 10
_LEAST_SHARE = 0.02  # of all comments
_LEAST_Z = 4.0  # of what names a group: k-means finds groups in noise too, of hundreds of phrases
_PHRASES = 5
_QUOTES = 2


@dataclass(frozen=True)
class Suggestion:
    """A group of comments that could be a theme."""

    phrases: tuple[Said, ...]  # what they say more often than all others, the clearest first
    quotes: tuple[int, ...]  # rows of two typical ones, the most typical first
    size: int  # comments, copies of a text counted once
    share: float  # of all comments, 0 to 1, copies counted once

    def lines(self) -> str:
        """The lines of the mapping that make it a theme, for a person to correct."""
        first = self.phrases[0].phrase.text
        words: dict[str, list[str]] = {}
        for said in self.phrases:
            words.setdefault(said.phrase.language, []).append(said.phrase.text)
        lists = [
            f"{language} = {json.dumps(texts, ensure_ascii=False)}"
            for language, texts in words.items()
        ]
        return "\n".join(
            [
                f"[comments.themes.{key_of(first)}]",
                'group = "Suggested"',
                f"label = {json.dumps(first.capitalize(), ensure_ascii=False)}",
                *lists,
                "",
            ]
        )


def suggestions(
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: Vectors | None,
    covered: npt.NDArray[np.bool_],
    seed: int = 0,
) -> list[Suggestion]:
    """Groups of the comments that no theme covers, the largest first; none without vectors.

    `vectors` has a row for each comment (zeros where there is none), `covered` whether a theme
    covers it. k-means on vectors of length 1 makes at most 8 groups. A group is kept if it has 10
    comments and 2 % of all, and a phrase whose log-odds against all other comments are four
    standard errors from 0. Copies of a text count once.
    """
    if vectors is None:
        return []
    rows = _one_of_each(texts)
    free = np.flatnonzero(~covered[rows])
    unit = unit_vectors(vectors[rows[free]])
    known = unit.any(axis=1)
    free, unit = free[known], unit[known]
    least = max(_LEAST_COMMENTS, int(np.ceil(_LEAST_SHARE * len(rows))))
    k = min(_MOST_GROUPS, len(free) // least)
    if k < 1:
        return []
    from sklearn.cluster import KMeans  # takes 30 MB: what comes before has none to spare

    groups = np.full(len(rows), -1)
    groups[free] = KMeans(n_clusters=k, n_init=4, random_state=seed).fit_predict(unit)
    names = [texts[row] for row in rows]
    counts = count_by_group(names, [languages[row] for row in rows], groups)
    found = []
    for group in range(k):
        among = groups[free] == group
        members = free[among]
        said = [said for said in most_said(counts, group, _PHRASES) if said.z >= _LEAST_Z]
        if len(members) < least or not said:
            continue
        chosen = quotes(
            unit[among],
            [names[row] for row in members],
            ["all"] * len(members),
            [None] * len(members),
            _QUOTES,
        )["all"]
        quoted = tuple(int(rows[members[row]]) for row in chosen)
        size = len(members)
        found.append(Suggestion(tuple(said), quoted, size, size / len(rows)))
    return sorted(found, key=lambda one: (-one.size, one.phrases[0].phrase))


def _one_of_each(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """The first row of each text, in the order of the texts: that of the rows decides nothing."""
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        first.setdefault(fold(text).strip(), row)
    return np.array([first[text] for text in sorted(first)], np.int64)
