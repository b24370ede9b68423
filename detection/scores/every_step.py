"""Every step of a scale as a file may write it, not only those that somebody gave so far."""

from __future__ import annotations

import re
from collections.abc import Collection

_NUMBER = re.compile(r"[+-]?\d+(?:[.,](\d+))?")
_PARTS = (1, 2, 4, 10, 20, 100)  # into which surveys divide a whole step
_MOST = 1_000  # steps; more would be no list that anybody reads


def every_step(low: float, high: float, seen: Collection[str]) -> dict[str, float]:
    """All texts that stand for a step of a scale, with their scores, in ascending order.

    `seen`: texts that were given. They tell the steps (whole numbers, halves ...) and the number of
    decimals; texts of a number with decimals are written with a point and with a comma. `1.0` is
    left out where there is `1`: a mapping takes the two as one. Empty where no number stands alone,
    and where the steps are finer than hundredths or more than `_MOST`.
    """
    found = [one for text in seen if (one := _NUMBER.fullmatch(text))]
    numbers = [float(one[0].replace(",", ".")) for one in found]
    fitting = (n for n in _PARTS if all(_is_whole((number - low) * n) for number in numbers))
    parts = next(fitting, None)
    if not numbers or parts is None or (high - low) * parts > _MOST:
        return {}
    decimals = max(len(one[1] or "") for one in found)
    scores = [low + step / parts for step in range(round((high - low) * parts) + 1)]
    return {text: score for score in scores for text in _texts(score, decimals)}


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _texts(score: float, decimals: int) -> list[str]:
    plain, padded = f"{score:g}", f"{score:.{decimals}f}"
    texts = (plain, plain.replace(".", ","), padded.replace(".", ","))
    pointed = (padded,) if not _is_whole(score) else ()
    return list(dict.fromkeys((*texts, *pointed)))
