"""Sentences worded afresh: how many of their themes the dictionary finds, and how many others."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from voice.themes.find import themes_of
from voice.themes.model import LANGUAGES
from voice.themes.shipped import INDUSTRIES, shipped

_FOLDER = Path(__file__).parent / "fresh"
_LEAST_RECALL, _LEAST_PRECISION = 0.72, 0.86  # what was measured stands in docs/voice.md


class _Sentence(NamedTuple):
    language: str
    industry: str
    themes: frozenset[str]
    allowed: frozenset[str]
    text: str


def _sentences(name: str) -> list[_Sentence]:
    by_language = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    return [
        _Sentence(
            language,
            industry,
            frozenset(theme for theme in themes.split() if not theme.startswith("+")),
            frozenset(theme.removeprefix("+") for theme in themes.split()),
            text,
        )
        for language, sentences in by_language.items()
        for industry, themes, text in sentences
    ]


def _found(sentence: _Sentence) -> frozenset[str]:
    dictionary = shipped(dict.fromkeys(("common", sentence.industry)))
    return frozenset(*themes_of([sentence.text], [sentence.language], dictionary))


@pytest.mark.parametrize(("name", "count"), [("first", 200), ("second", 100)])
def test_their_themes_are_found_and_few_others(name: str, count: int) -> None:
    sentences = _sentences(name)
    assert len({sentence.text for sentence in sentences}) == count
    found = [_found(sentence) for sentence in sentences]
    wanted = sum(len(sentence.themes) for sentence in sentences)
    pairs = list(zip(sentences, found, strict=True))
    right = sum(len(themes & sentence.themes) for sentence, themes in pairs)
    named = right + sum(len(themes - sentence.allowed) for sentence, themes in pairs)
    assert right >= _LEAST_RECALL * wanted
    assert right >= _LEAST_PRECISION * named


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_third_is_about_nothing_and_every_language_has_as_many(name: str) -> None:
    sentences = _sentences(name)
    known = set(shipped(INDUSTRIES).by_key)
    assert all(sentence.allowed <= known for sentence in sentences)
    for language in LANGUAGES:
        own = [sentence for sentence in sentences if sentence.language == language]
        assert len(own) == len(sentences) / len(LANGUAGES)
        assert 0.25 < sum(not sentence.allowed for sentence in own) / len(own) < 0.4
