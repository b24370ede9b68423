"""Sentiment without anybody's score: words, sentences written ahead, then the comments themselves.

Self-training as in Yarowsky (1995): what the words are most certain of is taken for true, and
models of letters and of meaning learn from it what else goes with it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

import numpy as np

from voice.sentiment.comments import Comments, drawn
from voice.sentiment.models import AT_ONCE, NumberModel, counts_of, learn_letters, learn_numbers
from voice.sentiment.words import LANGUAGES, LISTS, words_only
from voice.vectors import KNOWN, installed, vectors

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
    learnt: frozenset[str]  # languages whose comments were learnt from


def zero_label(comments: Comments) -> ZeroLabel:
    """Score the comments of the languages that have lists of words, without their own scores."""
    by_words = words_only(comments.texts, comments.languages)
    by_seeds = _by_seeds(comments)
    logits = _sum(_WORDS * by_words, by_seeds)
    learnt = set()
    for language in LANGUAGES:
        rows = np.array([row for row, one in enumerate(comments.languages) if one == language], int)
        taught = _taught(comments, rows, logits[rows]) if len(rows) >= FEWEST else None
        if taught is not None:
            logits[rows] = taught
            learnt.add(language)
    others = np.array([language not in LANGUAGES for language in comments.languages], bool)
    logits[others] = np.nan
    return ZeroLabel(logits, by_words, by_seeds, frozenset(learnt))


def _taught(comments: Comments, rows: np.ndarray, logits: np.ndarray) -> np.ndarray | None:
    """Logits after learning from the most certain of these rows, None where too few are."""
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
    model = learn_letters(counts_of([comments.texts[row] for row in certain]), labels)
    return _mean(
        logits, _mean(model.logits_of(texts), _by_meaning(comments, rows, certain, labels))
    )


def _by_meaning(
    comments: Comments, rows: np.ndarray, certain: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """Logits of rows by a model of the vectors of the certain ones, NaN without a vector."""
    there = comments.with_vector()
    there_certain, logits = there[certain], np.full(len(rows), np.nan)
    if comments.vectors is None or len(set(labels[there_certain])) < 2:
        return logits
    model = learn_numbers(comments.vectors.floats(certain[there_certain]), labels[there_certain])
    return np.where(there[rows], _in_parts(comments, model, rows), np.nan)


def _by_seeds(comments: Comments) -> np.ndarray:
    there = comments.with_vector()
    logits = np.full(len(comments), np.nan)
    if there.any() and installed():
        rows = np.flatnonzero(there)
        logits[rows] = _in_parts(comments, _seed_head(), rows)
    return logits


def _in_parts(comments: Comments, model: NumberModel, rows: np.ndarray) -> np.ndarray:
    assert comments.vectors is not None
    parts = [
        model.logits(comments.vectors.floats(rows[start : start + AT_ONCE]))
        for start in range(0, len(rows), AT_ONCE)
    ]
    return np.concatenate(parts)


@cache
def _seed_head() -> NumberModel:
    """The model of the comments in `lists/seeds.toml`, of all languages that have vectors."""
    texts: list[str] = []
    labels: list[int] = []
    for language, sides in tomllib.loads((LISTS / "seeds.toml").read_text("utf-8")).items():
        if language in KNOWN:
            texts += [*sides["positive"], *sides["negative"]]
            labels += [1] * len(sides["positive"]) + [-1] * len(sides["negative"])
    return learn_numbers(vectors(texts).floats(), np.array(labels))


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
