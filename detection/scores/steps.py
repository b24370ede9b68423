"""Answers in words: which scale they are of, and the place of each on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detection.words import WordScale, fold, header_words, in_header, listed, word_scales

MOST_WORDS = 30  # different ones; more are no scale
_METRIC_OF = {"satisfied": "csat", "ease": "ces", "effort": "ces"}


@dataclass(frozen=True)
class Fit:
    """A scale of words that answers fit: the score of each word, from 1 to `steps`."""

    scores: dict[str, int]
    unknown: tuple[str, ...]
    steps: int
    metric: str  # what its words speak of, "" if of nothing in particular


def fits(texts: Collection[str]) -> list[Fit]:
    """The scales that these texts may be of, the best first: most words known, then the shortest.

    A scale fits if at least two words, or all that there are, are known to it, and no two of them
    have the same place: who asked to choose between *agree* and *somewhat agree* had more steps.
    Of scales that give every word the same score only the first is told.
    """
    found: list[Fit] = []
    for scale in word_scales():
        scores = {text: place for text in texts if (place := scale.places.get(fold(text)))}
        several = len(scores) >= min(2, len(texts)) and bool(scores)
        if several and len(set(scores.values())) == len({fold(text) for text in scores}):
            unknown = tuple(text for text in texts if text not in scores)
            fit = Fit(scores, unknown, scale.steps, scale.metric or _metric(scale))
            found.append(fit)
    found.sort(key=lambda fit: (len(fit.unknown), fit.steps))
    return [
        fit
        for place, fit in enumerate(found)
        if (fit.scores, fit.steps) not in [(one.scores, one.steps) for one in found[:place]]
    ]


def goodness(text: str) -> float | None:
    """Where a word stands between the worst, 0, and the best, 1; None for words of no scale."""
    word = fold(text).strip(" .,;:!?()[]\"'")
    if word in listed("answers", "best"):
        return 1.0
    if word in listed("answers", "worst"):
        return 0.0
    places = [
        (scale.places[word] - 1) / (scale.steps - 1)
        for scale in word_scales()
        if word in scale.places
    ]
    return sum(places) / len(places) if places else None


def _metric(scale: WordScale) -> str:
    """What the first of the words for its best step speaks of."""
    best = next(word for word, place in scale.places.items() if place == scale.steps)
    for kind, metric in _METRIC_OF.items():
        if in_header("asks", kind).search(header_words(best)):
            return metric
    return ""
