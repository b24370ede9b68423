"""What is no comment: punctuation, and phrases for “no comment”."""

from __future__ import annotations

import pytest

from voice.nothing_said import says_nothing

NOTHING = """
    -|.|...|!!!|--|?|N/A|n.a.|none|None.|No comment|“No comments!”|нет комментариев
    Без комментариев.|无|无。|ei kommentteja|Sem comentários
"""
SOMETHING = """
    no|nothing|No response|нет|ei|não|👍|:)|;-(|10|ok|½|没有|nonexistent service
    No comment was needed, all fine|none of them helped
"""


def _texts(listed: str) -> list[str]:
    return [one for line in listed.strip().splitlines() for one in line.strip().split("|")]


@pytest.mark.parametrize("text", _texts(NOTHING))
def test_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", _texts(SOMETHING))
def test_something(text: str) -> None:
    assert not says_nothing(text)
