"""Sentiment learnt from the scores that customers gave along with their comments."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from voice.sentiment.auc import agreement
from voice.sentiment.comments import Agreement, Comments
from voice.sentiment.stack import Stack, learn_stack
from voice.sentiment.zero_label import MOST, ZeroModel

FEWEST = 200  # comments with a score, and how many of each side
FEWEST_OF_A_SIDE = 50
_FEWEST_JUDGED = 5  # of each side in the latest fifth
_NO_CHANCE = 0.6  # an interval that reaches down to here may be luck


@dataclass(frozen=True)
class OwnScores:
    """What came of the company's own scores: `stack` where they were learnt from, else `reason`.

    `agreement` is that of the way which is taken, on the latest fifth of the scored comments;
    `rows` are those of the comments that were learnt from.
    """

    stack: Stack | None
    agreement: Agreement | None
    reason: str
    rows: np.ndarray = field(default_factory=lambda: np.empty(0, int))


def own_scores(every: Comments, model: ZeroModel) -> OwnScores:
    """Learn from own scores where that is better on the latest fifth than going without them.

    A model of the earlier four fifths is compared; the one that is then used learns from all.
    """
    signs = np.zeros(len(every)) if every.scores is None else every.scores
    signs = np.nan_to_num(np.asarray(signs, float))
    chosen = every.newest_first(np.flatnonzero(signs))[:MOST]
    comments, labels, rows = every.of(chosen), signs[chosen], np.arange(len(chosen))
    zero = model.label(comments)
    latest, earlier = _split(comments, rows)
    without = _judged(zero.logits[latest], labels[latest])
    sides = [int((labels == side).sum()) for side in (1, -1)]
    if len(rows) < FEWEST or min(sides) < FEWEST_OF_A_SIDE:
        return OwnScores(None, without, _too_few(*sides))
    if _smaller_side(labels[latest]) < _FEWEST_JUDGED or _smaller_side(labels[earlier]) < 5:
        return OwnScores(None, without, "The latest fifth of the scored comments is one-sided.")
    found = learn_stack(comments, zero, earlier, labels[earlier]).logits(comments, zero, latest)
    own = _judged(found, labels[latest])
    compared = _judged(np.nan_to_num(zero.logits[latest]), labels[latest])
    if own is None or own.low < _NO_CHANCE:
        reason = "On the latest fifth of the scored comments, what was learnt may be mere luck."
        return OwnScores(None, without, reason)
    if compared is not None and own.auc <= compared.auc:
        reason = (
            f"On the latest fifth of the scored comments, what was learnt (AUC {own.auc:.2f}) is "
            f"no better than words and comments without scores ({compared.auc:.2f})."
        )
        return OwnScores(None, without, reason)
    return OwnScores(learn_stack(comments, zero, rows, labels), own, "", chosen)


def _split(comments: Comments, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The latest fifth of rows that are the newest first, and the earlier ones.

    Of texts that differ in capitals, spaces and signs only, none is on both sides.
    """
    fifth = len(rows) // 5
    earlier = rows[fifth:]
    seen = {_alike(comments.texts[row]) for row in earlier}
    latest = [row for row in rows[:fifth] if _alike(comments.texts[row]) not in seen]
    return np.array(latest, int), earlier


def _alike(text: str) -> str:
    letters = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return " ".join(letters.split()) or text


def _judged(logits: np.ndarray, labels: np.ndarray) -> Agreement | None:
    there = ~np.isnan(logits)
    if _smaller_side(labels[there]) < _FEWEST_JUDGED:
        return None
    return agreement(logits[there], labels[there])


def _smaller_side(labels: np.ndarray) -> int:
    return int(min((labels > 0).sum(), (labels < 0).sum()))


def _too_few(positive: int, negative: int) -> str:
    if not positive + negative:
        return "No comment has a score of its own."
    return (
        f"{positive} comments have a high score and {negative} a low one: at least {FEWEST} are "
        f"needed, and {FEWEST_OF_A_SIDE} of each side."
    )
