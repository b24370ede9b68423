"""The shipped dictionaries: what they must have, and sentences written by hand for every theme."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from voice.themes.find import themes_of
from voice.themes.folding import fold
from voice.themes.model import LANGUAGES, ThemeError
from voice.themes.shipped import INDUSTRIES, shipped

_CASES = {
    industry: tomllib.loads((Path(__file__).parent / f"cases/{industry}.toml").read_text("utf-8"))
    for industry in INDUSTRIES
}
# Words of one theme that are meant to begin a phrase of another: sentences may have both.
_MEANT = {
    ("delivery_time", "delay"),  # a delivery that is delayed
    ("ease_of_use", "seat"),  # a comfortable seat: its phrases mislead about ease of use
    ("price_and_value", "loyalty"),
    ("product_quality", "network_coverage"),
    ("app_and_website", "integration"),
}


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_sentences_have_the_themes_that_they_are_about_and_no_others(industry: str) -> None:
    cases = [
        (sentence, language, () if theme == "none" else (theme,))
        for theme, by_language in _CASES[industry].items()
        for language, sentences in by_language.items()
        for sentence in sentences
    ]
    texts, languages, expected = (list(column) for column in zip(*cases, strict=True))
    dictionary = shipped(("common", industry))
    for given in (languages, [None] * len(texts)):
        found = themes_of(texts, given, dictionary)
        assert [
            (text, themes)
            for text, themes, right in zip(texts, found, expected, strict=True)
            if themes != right
        ] == []


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_theme_has_words_and_a_sentence_in_every_language(industry: str) -> None:
    themes = shipped((industry,)).by_key
    assert set(_CASES[industry]) == {*themes, "none"}
    for key, theme in themes.items():
        assert set(theme.words) == set(_CASES[industry][key]) == set(LANGUAGES), key
        assert all(len(words) >= 8 for words in theme.words.values()), key
    assert set(_CASES[industry]["none"]) == set(LANGUAGES)


def _covers(one: str, other: str) -> bool:
    """Whether whatever `other` finds is found by `one` as well, or begins with it."""
    return one == other or (
        one.endswith("*") and " " not in one and other.startswith(one.removesuffix("*"))
    )


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_no_word_stands_for_two_themes(industry: str) -> None:
    twice = []
    for language in LANGUAGES:
        words = {
            theme.key: (
                [fold(word) for word in theme.words[language]],
                {fold(word) for word in theme.misleading.get(language, ())},
            )
            for theme in shipped(("common", industry)).themes
        }
        for one, other in combinations(words, 2):
            (mine, my_misleading), (theirs, their_misleading) = words[one], words[other]
            both = [
                (a, b)
                for a in mine
                for b in theirs
                if ((a in b or b in a) if language == "zh" else (_covers(a, b) or _covers(b, a)))
                and {a, b}.isdisjoint(my_misleading | their_misleading)
            ]
            if both and (one, other) not in _MEANT:
                twice.append((one, other, language, both))
    assert twice == []


def test_no_key_and_no_label_stands_in_two_industries() -> None:
    themes = shipped(INDUSTRIES).themes
    assert len(themes) == sum(len(shipped((industry,)).themes) for industry in INDUSTRIES)
    assert len({theme.key for theme in themes}) == len(themes)
    assert len({(theme.group, theme.label) for theme in themes}) == len(themes)


def test_an_industry_that_is_named_twice_counts_once() -> None:
    assert shipped(("retail", "common", "retail")) == shipped(("retail", "common"))
    assert shipped() == shipped(("common",))


def test_an_unknown_industry_is_named_with_those_there_are() -> None:
    with pytest.raises(ThemeError, match=r"'mining'.*common, telecom, retail"):
        shipped(("common", "mining"))


def test_the_version_changes_with_the_content() -> None:
    versions = {shipped(("common", industry)).version for industry in INDUSTRIES}
    assert len(versions) == len(INDUSTRIES)
    assert all(len(version) == 12 and int(version, 16) for version in versions)
