"""A company whose comments have vectors, and the encoder in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from data.ingest.comments import read
from data.meaning import nearest
from tests.data.company import HEAD
from voice.vectors import KNOWN, WIDTH, Vectors, vectors

MAPPING = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
comment = "comment"
customer_id = "who"
language = "language"

[[segments]]
key = "region"
column = "region"
"""
)
Encode = Callable[[Sequence[str]], Vectors]


@contextmanager
def with_vectors(encode: Encode = vectors) -> Iterator[list[str]]:
    """Loads give each comment of a language that the encoder knows its vector; so do searches.

    Yields the words that were sought.
    """
    asked: list[str] = []

    def of_load(texts: Sequence[str], languages: Sequence[str | None], *_: object) -> Vectors:
        found = Vectors(np.zeros((len(texts), WIDTH), np.int8), np.zeros(len(texts), np.float32))
        known = [row for row, language in enumerate(languages) if language in KNOWN]
        made = encode([texts[row] for row in known])
        found.whole[known], found.scale[known] = made.whole, made.scale
        return found

    def of_words(words: str) -> np.ndarray:
        asked.append(words)
        found: np.ndarray = encode([words]).floats()[0]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "vectors_of", of_load)
        patch.setattr(nearest, "encoded", of_words)
        yield asked


def survey(said: Sequence[tuple[str, str]], regions: Sequence[str] = ("North", "South")) -> str:
    """CSV of an answer for each comment and its language; a customer each, scores by turns."""
    frame = pd.DataFrame(said, columns=["comment", "language"])
    number = np.arange(len(frame))
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta(number % 28, unit="D")
    frame = frame.assign(
        id=number,
        date=day.strftime("%Y-%m-%d"),
        score=(number * 7) % 11,
        who=[f"c{one}" for one in number],
        region=[regions[int(one) % len(regions)] for one in number],
    )
    return frame.to_csv(index=False)
