"""The sentiment of comments, by models that are learnt anew where the comments have changed much.

New comments are scored by what was learnt before: that takes milliseconds instead of a minute, and
the sentiment of older ones stays as it is from load to load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import orjson

from data.ingest.comments.arrays import (
    Arrays,
    digest_of,
    digests_of,
    keep_arrays,
    read_arrays,
)
from data.store.versions import COMMENTS, FORMAT
from voice.memory import Memory
from voice.sentiment import Agreement, Comments, Learnt, Sentiment, learn
from voice.sentiment.models import LetterModel, NumberModel
from voice.sentiment.stack import Stack
from voice.sentiment.zero_label import MOST, Taught, ZeroModel

_FILE = f"{COMMENTS}models"
_KEY = 16  # bytes
_GROWTH = 1.1  # times as many comments, and models are learnt anew
_GROWTH_OF_A_DAY = 2.0  # where many came on one day: all would be scored again every few minutes
_TURNED = 0.05  # share of the comments learnt from whose score is on another side now


def sentiment_of(comments: Comments, folder: Path, memory: Memory) -> Sentiment:
    """The sentiment of all comments. `folder` keeps what they teach, for the next load.

    It is learnt anew where there are a tenth more comments or fewer, where one that was learnt
    from is gone, and where one in twenty of these has come to another score. Of more comments than
    are learnt from, it takes twice as many that come while the newest day is the same.
    """
    file = folder / _FILE
    arrays = read_arrays(file)
    if arrays is None or not _still_holds(arrays, comments):
        arrays = _as_arrays(learn(comments), comments)
        keep_arrays(file, arrays)
    learnt = _learnt(arrays)

    def score(places: Sequence[int]) -> Iterator[str]:
        found = learnt.scores(comments.of(np.asarray(places)))
        return ("" if np.isnan(one) else f"{one:.6f}" for one in found)

    keys = list(zip(comments.texts, comments.languages, strict=True))
    told = memory("sentiment", _digest_of(arrays), keys, score)
    scores = np.array([float(one) if one else np.nan for one in told])
    return Sentiment(scores, learnt.method(scores))


def _still_holds(arrays: Arrays, comments: Comments) -> bool:
    told = orjson.loads(arrays["told"].tobytes())
    if told["format"] != FORMAT or told["vectors"] != bool(comments.with_vector().any()):
        return False
    of_a_day = len(comments) > MOST and told.get("day") == _newest_day(comments)
    growth = _GROWTH_OF_A_DAY if of_a_day else _GROWTH
    if not told["comments"] / growth <= len(comments) <= told["comments"] * growth:
        return False
    now = {digest_of(text): row for row, text in enumerate(comments.texts)}
    rows = [now.get(one.tobytes()) for one in arrays["texts"]]
    if None in rows:
        return False
    turned = _signs(comments, np.array(rows, int)) != arrays["signs"]
    return bool(turned.mean() <= _TURNED) if len(turned) else True


def _newest_day(comments: Comments) -> float | None:
    days = np.array([np.nan]) if comments.when is None else np.asarray(comments.when, float)
    known = days[~np.isnan(days)]
    return float(known.max()) if len(known) else None


def _signs(comments: Comments, rows: np.ndarray) -> np.ndarray:
    """On which side the scores of rows are: int8."""
    signs = np.zeros(len(comments)) if comments.scores is None else np.asarray(comments.scores)
    return np.asarray(np.sign(np.nan_to_num(signs[rows].astype(float))), dtype=np.int8)


def _as_arrays(learnt: Learnt, comments: Comments) -> Arrays:
    """What was learnt, and from which comments: of these, digests alone."""
    told = {
        "format": FORMAT,
        "vectors": bool(comments.with_vector().any()),
        "comments": len(comments),
        "day": _newest_day(comments),
        "agreement": asdict(learnt.agreement) if learnt.agreement else None,
        "reason": learnt.reason,
    }
    found = {
        "told": np.frombuffer(orjson.dumps(told), np.uint8),
        "texts": digests_of(comments.texts[row] for row in learnt.rows),
        "signs": _signs(comments, learnt.rows),
    }
    for language, own in learnt.zero.taught.items():
        found |= _of_letters(f"letters {language}", own.letters)
        found |= _of_numbers(f"meaning {language}", own.meaning)
    if learnt.stack:
        found |= _of_letters("letters", learnt.stack.letters)
        found |= _of_numbers("numbers", learnt.stack.numbers)
        found |= _of_numbers("mixture", learnt.stack.mixture)
    return found | _of_numbers("seeds", learnt.zero.seeds)


def _of_letters(name: str, model: LetterModel) -> Arrays:
    both = np.concatenate([model.rareness, model.weights])
    return {name: both, f"{name} constant": np.array([model.constant])}


def _of_numbers(name: str, model: NumberModel | None) -> Arrays:
    if model is None:
        return {}
    return {name: model.weights, f"{name} constant": np.array([model.constant])}


def _learnt(arrays: Arrays) -> Learnt:
    told = orjson.loads(arrays["told"].tobytes())
    languages = [name.split()[1] for name in arrays if name.startswith("letters ")]
    taught = {
        one: Taught(_letters(arrays, f"letters {one}"), _numbers(arrays, f"meaning {one}"))
        for one in languages
        if one != "constant"
    }
    numbers, mixture = _numbers(arrays, "numbers"), _numbers(arrays, "mixture")
    stack = Stack(_letters(arrays, "letters"), numbers, mixture) if numbers and mixture else None
    agreement = Agreement(**told["agreement"]) if told["agreement"] else None
    zero = ZeroModel(_numbers(arrays, "seeds"), taught)
    return Learnt(zero, stack, agreement, told["reason"], np.empty(0, int))


def _letters(arrays: Arrays, name: str) -> LetterModel:
    rareness, weights = np.split(arrays[name], 2)
    return LetterModel(rareness, weights, float(arrays[f"{name} constant"][0]))


def _numbers(arrays: Arrays, name: str) -> NumberModel | None:
    if name not in arrays:
        return None
    return NumberModel(arrays[name], float(arrays[f"{name} constant"][0]))


def _digest_of(arrays: Arrays) -> str:
    whole = hashlib.blake2b(digest_size=_KEY)
    for name in sorted(arrays):
        whole.update(name.encode() + arrays[name].tobytes())
    return whole.hexdigest()
