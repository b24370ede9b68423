"""What is no comment: punctuation, and phrases for “no comment”."""

from __future__ import annotations

import pytest

from voice.nothing_said import says_nothing

NOTHING = [
    *("-", ".", "...", "!!!", "--", "?", "N/A", "n.a.", "none", "None.", "No comment"),
    *("“No comments!”", "нет комментариев"),
    *("Без комментариев.", "无", "无。", "ei kommentteja", "Sem comentários"),
]  # fmt: skip
SOMETHING = [
    *("no", "nothing", "No response", "нет", "ei", "não", "👍", ":)", ";-(", "10", "ok"),
    *("nonexistent service", "No comment was needed, all fine", "none of them helped", "没有", "½"),
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_something(text: str) -> None:
    assert not says_nothing(text)
