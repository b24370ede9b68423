"""Sentiment without anybody's score: words, sentences written ahead, then the comments themselves.

Self-training as in Yarowsky (1995): what the words are most certain of is taken for true, and
models of letters and of meaning learn from it what else goes with it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from voice.sentiment.comments import Comments, drawn
from voice.sentiment.models import (
    AT_ONCE,
    LetterModel,
    NumberModel,
    counts_of,
    learn_letters,
    learn_numbers,
)
from voice.sentiment.words import LANGUAGES, LISTS, words_only
from voice.vectors import KNOWN, installed, let_go_of_encoder, vectors

MOST = 8_000  # texts that are learnt from
FEWEST = 100  # comments of a language from which learning from them helps
_ENDS = 0.25  # share of the comments at each end that are taken for true
_FEWEST_AT_AN_END = 10
_WORDS = 3.0  # weight of the words beside the head on seed sentences


@dataclass(frozen=True)
class ZeroLabel:
    """Logits of comments, float (n,), NaN where there is nothing to go by, and what they are of."""

    logits: np.ndarray
    by_words: np.ndarray  # float (n,), -1 to 1, NaN without a word of the lists
    by_seeds: np.ndarray  # logits, NaN without a vector


@dataclass(frozen=True)
class Taught:
    """What the most certain comments of a language teach; `meaning` is None without vectors."""

    letters: LetterModel
    meaning: NumberModel | None


@dataclass(frozen=True)
class ZeroModel:
    """What scores comments without anybody's score; `seeds` is None without vectors."""

    seeds: NumberModel | None
    taught: Mapping[str, Taught]  # by language

    def label(self, comments: Comments) -> ZeroLabel:
        """Score the comments of the languages that have lists of words."""
        found = self.untaught(comments)
        logits = found.logits
        for language, own in self.taught.items():
            rows = _rows_in(comments, language)
            letters = own.letters.logits_of([comments.texts[row] for row in rows])
            meaning = _by_meaning(comments, own.meaning, rows)
            logits[rows] = _mean(logits[rows], _mean(letters, meaning))
        others = np.array([language not in LANGUAGES for language in comments.languages], bool)
        logits[others] = np.nan
        return found

    def untaught(self, comments: Comments) -> ZeroLabel:
        """By words and seeds alone."""
        by_words = words_only(comments.texts, comments.languages)
        by_seeds = _by_meaning(comments, self.seeds, np.arange(len(comments)))
        return ZeroLabel(_sum(_WORDS * by_words, by_seeds), by_words, by_seeds)


def learn_zero(comments: Comments) -> tuple[ZeroModel, np.ndarray]:
    """What the comments teach by themselves, and the rows that were learnt from."""
    encodes = comments.with_vector().any() and installed()
    model = ZeroModel(_seed_head() if encodes else None, {})
    logits, taught, learnt_from = model.untaught(comments).logits, {}, [np.empty(0, int)]
    for language in LANGUAGES:
        rows = _rows_in(comments, language)
        found = _taught(comments, rows, logits[rows]) if len(rows) >= FEWEST else None
        if found is not None:
            taught[language], certain = found
            learnt_from.append(certain)
    return ZeroModel(model.seeds, taught), np.concatenate(learnt_from)


def _rows_in(comments: Comments, language: str) -> np.ndarray:
    return np.array([row for row, one in enumerate(comments.languages) if one == language], int)


def _taught(
    comments: Comments, rows: np.ndarray, logits: np.ndarray
) -> tuple[Taught, np.ndarray] | None:
    """What the most certain of these rows teach, and which they are; None where too few are."""
    scored = np.flatnonzero(~np.isnan(logits))
    texts = [comments.texts[row] for row in rows]
    by_lot = sorted(scored.tolist(), key=lambda at: drawn(texts[at]))
    chosen = np.array(by_lot[:MOST], int)
    end = int(len(chosen) * _ENDS)
    if end < _FEWEST_AT_AN_END:
        return None
    by_logit = chosen[np.argsort(logits[chosen], kind="stable")]
    lowest, highest = by_logit[:end], by_logit[-end:]
    # Where nearly all praise, the lowest quarter praises too: it is not taken for blame.
    lowest, highest = lowest[logits[lowest] < 0], highest[logits[highest] > 0]
    if min(len(lowest), len(highest)) < _FEWEST_AT_AN_END:
        return None
    certain = rows[np.concatenate([lowest, highest])]
    labels = np.repeat([-1, 1], [len(lowest), len(highest)])
    letters = learn_letters(counts_of([comments.texts[row] for row in certain]), labels)
    there = comments.with_vector()[certain]
    meaning = None
    if comments.vectors is not None and len(set(labels[there])) == 2:
        meaning = learn_numbers(comments.vectors.floats(certain[there]), labels[there])
    return Taught(letters, meaning), certain


def _by_meaning(comments: Comments, model: NumberModel | None, rows: np.ndarray) -> np.ndarray:
    """Logits of rows by their vectors, NaN without a vector."""
    logits = np.full(len(rows), np.nan)
    if model is None or comments.vectors is None:
        return logits
    own = np.flatnonzero(comments.with_vector()[rows])
    for start in range(0, len(own), AT_ONCE):
        part = own[start : start + AT_ONCE]
        logits[part] = model.logits(comments.vectors.floats(rows[part]))
    return logits


@cache
def _seed_head() -> NumberModel:
    """The model of the comments in `lists/seeds.toml`, of all languages that have vectors."""
    texts: list[str] = []
    labels: list[int] = []
    for language, sides in tomllib.loads((LISTS / "seeds.toml").read_text("utf-8")).items():
        if language in KNOWN:
            texts += [*sides["positive"], *sides["negative"]]
            labels += [1] * len(sides["positive"]) + [-1] * len(sides["negative"])
    found = vectors(texts).floats()
    let_go_of_encoder()  # what is learnt next takes as much
    return learn_numbers(found, np.array(labels))


def _sum(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The sum of what is there, NaN where neither is."""
    both = np.isnan(one) & np.isnan(other)
    total: np.ndarray = np.where(both, np.nan, np.nan_to_num(one) + np.nan_to_num(other))
    return total


def _mean(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The mean of what is there, NaN where neither is."""
    there = 2.0 - np.isnan(one) - np.isnan(other)
    mean: np.ndarray = _sum(one, other) / np.maximum(there, 1)
    return mean
