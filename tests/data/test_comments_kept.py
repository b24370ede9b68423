"""What a load makes of comments is kept for the next one, and nothing of what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.ingest.comments import kept_sentiment, kept_vectors
from data.ingest.comments.kept_sentiment import sentiment_of
from data.ingest.comments.kept_texts import memory_in
from data.store.versions import COMMENTS, VECTORS
from tests.voice.sentiment.made_up import planted
from voice.language import languages
from voice.memory import no_memory
from voice.redaction.names import Names
from voice.redaction.redact import redact
from voice.sentiment import SCORES, Comments, Learnt, learn
from voice.themes.find import themes_of
from voice.themes.shipped import shipped
from voice.vectors import WIDTH, Vectors

TEXTS = [
    "Anna was friendly, but the bill was wrong",
    "Call me on +358 40 123 4567 please, the app crashes",
    "Nobody answers the phone for an hour",
    "Write to anna@example.com about the delivery",
    "Good",
]


def test_only_what_is_new_is_worked_out(tmp_path: Path) -> None:
    asked: list[str] = []

    def told(basis: object, keys: Sequence[str]) -> list[str]:
        def work(places: Sequence[int]) -> Iterator[str]:
            asked.extend(keys[place] for place in places)
            return (keys[place].upper() for place in places)

        return memory_in(tmp_path)("letters", basis, keys, work)

    assert told(1, ["a", "b", "a"]) == ["A", "B", "A"] and sorted(asked) == ["a", "b"]
    assert told(1, ["c", "b"]) == ["C", "B"] and asked[2:] == ["c"]
    assert told(1, ["a"]) == ["A"] and asked[3:] == ["a"]  # it was gone, and forgotten
    assert told(2, ["a"]) == ["A"] and asked[4:] == ["a"]  # on another basis
    (tmp_path / f"{COMMENTS}letters").write_bytes(b"PAR1 torn")
    assert told(2, ["a"]) == ["A"] and asked[5:] == ["a"]
    assert told(2, []) == [] and asked[6:] == []


def test_loads_read_as_if_for_the_first_time(tmp_path: Path) -> None:
    """In any order of loads, with names that come and go: as without a memory."""
    dictionary, names = shipped(), [Names(["Anna"]), Names(), Names(["Anna", "Bill"])]
    draw = np.random.default_rng(0)
    for known in names * 2:
        texts = [TEXTS[place] for place in draw.permutation(len(TEXTS))[:4]]
        stated = [None, "en", "en", "en"]
        found = []
        for memory in (memory_in(tmp_path), no_memory):
            spoken = languages(texts, stated, memory)
            cleared = redact(texts, spoken, known, memory)
            themes = themes_of(cleared.texts, spoken, dictionary, memory)
            found.append((spoken, cleared, themes))
        assert found[0] == found[1]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob(f"{COMMENTS}*"))
    for personal in (b"123 4567", b"anna@example.com"):
        assert personal not in kept


@pytest.fixture
def learnt_from(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many comments there were each time that models were learnt."""
    found: list[int] = []

    def counted(comments: Comments) -> Learnt:
        found.append(len(comments))
        return learn(comments)

    monkeypatch.setattr(kept_sentiment, "learn", counted)
    return found


def test_new_comments_are_scored_by_what_was_learnt_before(
    tmp_path: Path, learnt_from: list[int]
) -> None:
    every = planted(330)
    first = every.of(np.arange(300))
    before = sentiment_of(first, tmp_path, memory_in(tmp_path))
    assert learnt_from == [300] and before.method.way == SCORES
    at_once = learn(first)
    np.testing.assert_allclose(before.scores, at_once.scores(first), atol=1e-6)
    assert before.method == at_once.method(before.scores)

    after = sentiment_of(every, tmp_path, memory_in(tmp_path))
    assert learnt_from == [300]
    assert after.scores[:300].tolist() == before.scores.tolist()
    np.testing.assert_allclose(after.scores[300:], at_once.scores(every)[300:], atol=1e-6)
    signs = np.where(np.arange(330) % 3 == 0, 1, -1)  # as `planted` has them
    assert (np.sign(after.scores) == signs).all()
    assert replace(after.method, coverage=1.0) == before.method


def test_models_are_learnt_anew_where_the_comments_have_changed(
    tmp_path: Path, learnt_from: list[int]
) -> None:
    every = planted(600)

    def load(comments: Comments) -> int:
        sentiment_of(comments, tmp_path, memory_in(tmp_path))
        return len(learnt_from)

    first = every.of(np.arange(300))
    assert load(first) == 1 and load(first) == 1
    assert load(every.of(np.arange(330))) == 1 and load(every.of(np.arange(331))) == 2
    gone = every.of(np.arange(1, 331))  # whoever wrote the first comment wants it deleted
    assert load(gone) == 3
    assert gone.scores is not None
    turned = gone.scores * np.where(np.arange(330) < 30, -1, 1)
    assert load(replace(gone, scores=turned)) == 4
    few = gone.scores * np.where(np.arange(330) < 3, -1, 1)
    assert load(replace(gone, scores=few)) == 5 and load(gone) == 5
    for torn in (b"", b"PK torn", b"torn"):
        (tmp_path / f"{COMMENTS}models").write_bytes(torn)
        load(gone)
    assert len(learnt_from) == 8


def test_many_comments_of_one_day_are_scored_by_what_was_learnt_that_day(
    tmp_path: Path, learnt_from: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice as many are learnt from, and a tenth more where it is another day."""
    monkeypatch.setattr(kept_sentiment, "MOST", 320)
    every = planted(800)

    def load(count: int, day: int) -> int:
        comments = replace(every.of(np.arange(count)), when=np.full(count, day))
        sentiment_of(comments, tmp_path, memory_in(tmp_path))
        return len(learnt_from)

    assert load(300, day=1) == 1 and load(331, day=1) == 1  # else a tenth more
    assert load(600, day=1) == 1 and load(601, day=1) == 2
    assert load(660, day=2) == 2 and load(662, day=2) == 3


def test_vectors_are_worked_out_for_new_texts_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def made(texts: list[str]) -> Vectors:
        asked.append(list(texts))
        sizes = np.array([len(text) for text in texts], dtype=np.float32)
        return Vectors(np.ones((len(texts), WIDTH), np.int8), sizes)

    monkeypatch.setattr(kept_vectors, "vectors", made)
    texts = [f"comment number {'x' * place}" for place in range(1, 61)]
    last = np.arange(60)
    found = kept_vectors.vectors_of(texts, ["en"] * 60, last, tmp_path)
    assert found is not None and found.scale.tolist() == [len(text) for text in texts]
    again = kept_vectors.vectors_of([*texts[1:], "new"], ["en"] * 60, last, tmp_path)
    assert again is not None and asked[1:] == [["new"]]
    assert again.scale.tolist() == [len(text) for text in [*texts[1:], "new"]]
    with np.load(tmp_path / VECTORS) as kept:
        assert len(kept["keys"]) == 60  # what is gone from the sources is gone from here
    let_go: list[bool] = []
    monkeypatch.setattr(kept_vectors, "let_go_of_encoder", lambda: let_go.append(True))
    monkeypatch.setattr(kept_vectors, "_MANY", 59)
    monkeypatch.setattr(kept_vectors, "_AT_ONCE", 50)
    several = [f"{text} once more" for text in texts]
    parts = kept_vectors.vectors_of(several, ["en"] * 60, last, tmp_path)
    assert parts is not None and parts.scale.tolist() == [len(text) for text in several]
    assert let_go == [True] and [len(one) for one in asked[2:]] == [50, 10]
    assert kept_vectors.vectors_of([*several[1:], "one more"], ["en"] * 60, last, tmp_path)
    assert let_go == [True, True]  # beside so many there is no room, however few are new
    (tmp_path / VECTORS).write_bytes(b"torn")
    assert kept_vectors.vectors_of(texts, ["en"] * 60, last, tmp_path) is not None
    assert kept_vectors.vectors_of(texts[:9], ["en"] * 9, last[:9], tmp_path) is None
    assert not (tmp_path / VECTORS).exists()
