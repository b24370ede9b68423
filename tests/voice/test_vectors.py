"""Vectors are near where texts mean alike, one byte a number, and may be absent."""

from __future__ import annotations

import numpy as np
import pytest

from voice import vectors as module
from voice.vectors import Vectors, vectors


def test_texts_that_mean_alike_are_near_in_any_language() -> None:
    found = vectors(["The parcel was late", "A encomenda atrasou", "I like the colour"]).floats()
    assert found.shape == (3, 512) and found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=0.01)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.2


class _Counting:
    """An encoder that gives a text's length and its first sign, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        assert isinstance(texts, list)
        self.asked += texts
        rows = np.zeros((len(texts), 512), np.float32)
        rows[:, 0] = [len(text) for text in texts]
        rows[:, 1] = [ord(text[0]) for text in texts]
        return rows


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> _Counting:
    counting = _Counting()
    monkeypatch.setattr(module, "_encoder", lambda: counting)
    return counting


def test_equal_texts_are_encoded_once_and_long_ones_cut(encoder: _Counting) -> None:
    found = vectors(["bbb", "a", "bbb", "c" * 2_000, "c" * 900]).floats()
    assert sorted(encoder.asked) == ["a", "bbb", "c" * 600]
    lengths, first = found[:, 0], found[:, 1]
    np.testing.assert_allclose(lengths, [3, 1, 3, 600, 600], atol=0.5)
    np.testing.assert_allclose(first, [98, 97, 98, 99, 99], atol=2.5)


def test_a_number_is_off_by_half_a_step_of_its_row_at_most(encoder: _Counting) -> None:
    drawn = np.random.default_rng(0).normal(size=(3, 512)).astype(np.float32)
    drawn *= np.array([[1], [1000], [0.001]], np.float32)  # steps are a row's own
    encoder.encode = lambda texts: drawn  # type: ignore[method-assign]
    step = np.abs(drawn).max(axis=1, keepdims=True) / 127
    assert (np.abs(vectors(["a", "b", "c"]).floats() - drawn) <= step * 0.501).all()


def test_rows_and_scales_belong_together() -> None:
    with pytest.raises(ValueError, match=r"\(2, 512\)"):
        Vectors(np.zeros((3, 512), np.int8), np.zeros(2, np.float32))
    assert len(vectors([])) == 0
