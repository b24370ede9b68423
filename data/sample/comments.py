"""What customers write: comments whose tone fits the score and whose topic fits the touchpoint."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from data.sample.calendar import Bools, Ints, Texts, month_of, pick
from data.sample.customers import PLANS, Customers
from data.sample.feedback import METRICS, Answers
from data.sample.scores import TOUCHPOINTS, portal_trouble

LANGUAGES = ("en", "de", "fr", "es")
_TOPICS = (*TOUCHPOINTS, "Relational", "Starter plan", "Billing portal")
_RELATIONAL, _STARTER, _PORTAL = range(len(TOUCHPOINTS), len(_TOPICS))
_SENTIMENTS = ("negative", "neutral", "positive")

_LANGUAGE_SHARES = (  # by region, in the order of REGIONS; anonymous visitors come last
    (0.48, 0.25, 0.18, 0.09),
    (0.92, 0, 0.04, 0.04),
    (1, 0, 0, 0),
    (0.14, 0, 0, 0.86),
    (1, 0, 0, 0),
    (0.70, 0.14, 0.08, 0.08),
)
_WRITES = np.array([0.52, 0.27, 0.30])  # by sentiment
_POSITIVE_FROM = {"nps": 9, "csat": 4, "ces": 5}
_NEGATIVE_TO = {"nps": 6, "csat": 2, "ces": 3}
_TYPOS, _LOWER_CASE = 0.06, 0.15
_CODED, _READ_OTHERWISE = 0.96, 0.13


def make_comments(
    rng: np.random.Generator, answers: Answers, customers: Customers
) -> tuple[Texts, Texts, Texts]:
    """Comment, coded reason and language of each answer; None where nobody wrote."""
    region = customers.region[answers.customer]
    region[answers.customer < 0] = -1
    sentiment = sentiment_of(answers)
    language = _language(rng, answers.customer, region)
    topic = np.where(answers.touchpoint < 0, _RELATIONAL, answers.touchpoint)
    starter = customers.plan[answers.customer] == PLANS.index("Starter")
    complaint = sentiment == 0
    often = rng.random(len(topic)) < 0.6
    topic[complaint & (topic == _RELATIONAL) & starter & often] = _STARTER
    portal = portal_trouble(answers.touchpoint, region, month_of(answers.times))
    topic[complaint & portal & (rng.random(len(topic)) < 0.8)] = _PORTAL
    writes = rng.random(len(topic)) < _WRITES[sentiment]
    comment, reason = _texts(rng, language, topic, sentiment, writes)
    return comment, reason, np.array(LANGUAGES, dtype=object)[language]


def coded_sentiment(
    rng: np.random.Generator, answers: Answers, comment: Texts
) -> tuple[Ints, Texts]:
    """Answers whose comment was coded, and as what: mostly as the score has it, not always."""
    rows = np.flatnonzero(comment != np.array(None))
    rows = rows[rng.random(len(rows)) < _CODED]
    read = sentiment_of(answers)[rows]
    other = rng.random(len(rows)) < _READ_OTHERWISE
    read[other] = np.where(read[other] == 1, 2 * rng.integers(0, 2, int(other.sum())), 1)
    return rows, np.array(_SENTIMENTS, dtype=object)[read]


def sentiment_of(answers: Answers) -> Ints:
    """What a score lets expect of a comment: 0 negative, 1 neutral, 2 positive."""
    positive = np.array([_POSITIVE_FROM[name] for name in METRICS])[answers.metric]
    negative = np.array([_NEGATIVE_TO[name] for name in METRICS])[answers.metric]
    sentiment: Ints = 1 + (answers.score >= positive).astype(np.int64) - (answers.score <= negative)
    return sentiment


def _language(rng: np.random.Generator, customer: Ints, region: Ints) -> Ints:
    """A customer always writes in the same language; an anonymous visitor in any."""
    own = rng.random(customer.max() + 1)[customer]
    u = np.where(customer < 0, rng.random(len(customer)), own)
    mass = np.cumsum(_LANGUAGE_SHARES, axis=1)[region]
    language: Ints = np.minimum((u[:, None] >= mass).sum(axis=1), len(LANGUAGES) - 1)
    return language


def _texts(
    rng: np.random.Generator, language: Ints, topic: Ints, sentiment: Ints, writes: Bools
) -> tuple[Texts, Texts]:
    words = tomllib.loads((Path(__file__).parent / "comments.toml").read_text("utf-8"))
    comment = np.full(len(topic), None, dtype=object)
    reason = np.full(len(topic), None, dtype=object)
    cell = np.where(writes, (language * len(_TOPICS) + topic) * 3 + sentiment, -1)
    order = np.argsort(cell, kind="stable")
    cells, starts = np.unique(cell[order], return_index=True)
    for number, rows in zip(cells, np.split(order, starts[1:]), strict=True):
        if number < 0:
            continue
        place, feeling = divmod(int(number), 3)
        code, about = divmod(place, len(_TOPICS))
        pool, reasons = _pool(rng, words[LANGUAGES[code]], _TOPICS[about], _SENTIMENTS[feeling])
        chosen = pick(rng, np.ones(len(pool)), len(rows))
        comment[rows], reason[rows] = pool[chosen], reasons[chosen]
    return comment, reason


def _pool(
    rng: np.random.Generator, words: dict[str, Any], topic: str, sentiment: str
) -> tuple[Texts, Texts]:
    """Every comment that can be made on a topic, with its coded reason."""
    frame = words[sentiment]
    sentences = [(r, s) for r, group in words["topics"][topic][sentiment].items() for s in group]
    parts = list(product(frame["open"], sentences, frame["end"]))
    texts = [_sentence(opening, sentence, end) for opening, (_, sentence), end in parts]
    u = rng.random(len(texts))
    places = rng.random(len(texts))
    for i in np.flatnonzero(u < _TYPOS + _LOWER_CASE):
        texts[i] = _mistyped(texts[i], places[i]) if u[i] < _TYPOS else texts[i].lower()
    reasons = [reason for _, (reason, _), _ in parts]
    return np.array(texts, dtype=object), np.array(reasons, dtype=object)


def _sentence(opening: str, sentence: str, end: str) -> str:
    text = opening + sentence
    stop = "." if end.startswith(" ") and end[1:2].isalpha() else ""
    return text[0].upper() + text[1:] + stop + end


def _mistyped(text: str, place: float) -> str:
    """Two neighbouring letters swapped."""
    i = 1 + int(place * (len(text) - 2))
    return text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :]
