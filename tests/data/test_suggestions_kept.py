"""Suggested themes are kept for the next load, and nothing of what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from data.ingest.comments import kept_suggestions
from data.store.versions import COMMENTS
from voice.themes.log_odds import Said
from voice.themes.phrases import Phrase
from voice.themes.suggestions import Suggestion
from voice.vectors import WIDTH, Vectors

_FILE = f"{COMMENTS}suggested"


@pytest.fixture
def sought(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The texts that themes were sought in, each time; the first of them is quoted."""
    found: list[list[str]] = []

    def seek(texts: list[str], *_: object) -> list[Suggestion]:
        found.append(texts)
        return [Suggestion((Said(Phrase("en", "parking"), 5.0, 0.5, 0.1),), (0,), 12, 0.1)]

    monkeypatch.setattr(kept_suggestions, "suggestions", seek)
    return found


def suggest(
    folder: Path, texts: Sequence[str], day: int = 9, dictionary: str = "1", *, vectors: bool = True
) -> list[str]:
    """The quotes of a load of these comments, all of them of one day."""
    own = Vectors(np.ones((len(texts), WIDTH), np.int8), np.ones(len(texts), np.float32))
    found = kept_suggestions.suggested(
        texts,
        ["en"] * len(texts),
        own if vectors else None,
        np.zeros(len(texts), bool),
        np.full(len(texts), day),
        dictionary,
        folder,
    )
    return [quote for one in found for quote in one.quotes]


def comments(count: int, first: int = 0) -> list[str]:
    return [f"Comment {number:04}" for number in range(first, first + count)]


def test_a_few_more_comments_of_a_day_are_not_searched(
    tmp_path: Path, sought: list[list[str]]
) -> None:
    assert suggest(tmp_path, comments(100)) == ["Comment 0000"]
    assert suggest(tmp_path, comments(100)) == ["Comment 0000"]
    assert suggest(tmp_path, comments(110)[::-1]) == ["Comment 0000"]
    assert sought == [comments(100)]
    suggest(tmp_path, comments(111))
    assert sought[1:] == [comments(111)]
    suggest(tmp_path, comments(111), day=10)
    suggest(tmp_path, comments(111), day=10, dictionary="2")
    assert len(sought) == 4
    (tmp_path / _FILE).write_bytes(b"PK torn")
    suggest(tmp_path, comments(111), day=10, dictionary="2")
    assert len(sought) == 5


def test_what_is_gone_is_neither_quoted_nor_kept(tmp_path: Path, sought: list[list[str]]) -> None:
    suggest(tmp_path, comments(100))
    assert b"Comment 0000" in (tmp_path / _FILE).read_bytes()
    assert suggest(tmp_path, comments(100, first=1)) == ["Comment 0001"]  # one is new, one gone
    assert b"Comment 0000" not in (tmp_path / _FILE).read_bytes()
    assert suggest(tmp_path, comments(100, first=1), vectors=False) == []
    assert not (tmp_path / _FILE).exists() and len(sought) == 2


def test_the_newest_are_searched(
    tmp_path: Path, sought: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_suggestions, "_NEWEST", 2)
    texts, last = ["b", "a", "c", "old"], np.array([9, 9, 8, 7])
    vectors = Vectors(np.ones((4, WIDTH), np.int8), np.ones(4, np.float32))
    kept_suggestions.suggested(texts, ["en"] * 4, vectors, np.zeros(4, bool), last, "1", tmp_path)
    assert sought == [["a", "b"]]
