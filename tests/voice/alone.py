"""Comments read each by itself, by words alone: quick, and the same in any company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from data.ingest import build
from data.ingest.comments import read
from voice.sentiment import Comments, Method, Sentiment, words_only


def by_words(comments: Comments, *_: object) -> Sentiment:
    """The sentiment of comments by words alone."""
    scores = words_only(comments.texts, comments.languages)
    coverage = float(np.isfinite(scores).mean()) if len(scores) else float("nan")
    return Sentiment(scores, Method("words", None, coverage, "1", ""))


@contextmanager
def each_alone() -> Iterator[None]:
    """No vectors, and nothing learnt from other comments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "sentiment_of", by_words)
        patch.setattr(read, "vectors_of", lambda *_: None)
        yield


@contextmanager
def unread() -> Iterator[None]:
    """No comments are read, as those of a database never are: what files and it both have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "has_comments", lambda _: False)
        yield
