"""The word lists: whole in every language, and without words that contradict each other."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import detection.words
from detection.words import fold, header_words, in_header, word_scales

LISTS = Path(detection.words.__file__).parent / "lists"
LANGUAGES = ["en", "fi", "sv", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_lists(language: str) -> None:
    lists = tomllib.loads((LISTS / f"{language}.toml").read_text("utf-8"))
    whole = tomllib.loads((LISTS / "en.toml").read_text("utf-8"))
    for section in ("asks", "other", "answers", "scale"):
        assert set(lists[section]) == set(whole[section]), section
    for kind in ("recommend", "satisfied", "ease", "effort", "rating"):
        assert lists["asks"][kind]
    for kind in ("none", "yes", "no", "promoter", "passive", "detractor"):
        assert lists["answers"][kind]
    assert {5, 3} <= {len(scale["steps"]) for scale in lists["scales"]}


def test_a_word_has_one_place_and_is_no_answer_at_most_once() -> None:
    for file in LISTS.glob("*.toml"):
        lists = tomllib.loads(file.read_text("utf-8"))
        none = {fold(word) for word in lists.get("answers", {}).get("none", ())}
        for scale in lists["scales"]:
            words = [fold(word) for step in scale["steps"] for word in step]
            ambiguous = {word for word in words if words.count(word) > 1} - {"very good"}
            assert not ambiguous, f"{file.name}: {ambiguous}"
            assert not none & set(words), f"{file.name}: {none & set(words)}"


def test_every_scale_goes_from_the_worst_to_the_best() -> None:
    """Words of dissatisfaction stand below those of satisfaction."""
    unsatisfied = in_header("asks", "unsatisfied")
    for scale in word_scales():
        for word, place in scale.places.items():
            if unsatisfied.search(header_words(word)) and " " not in word:
                assert place <= (scale.steps + 1) / 2, word


def test_texts_are_compared_without_case_accents_and_kinds_of_signs() -> None:
    assert fold("  Très\u00a0Satisfait ") == "tres satisfait"
    assert fold("Don’t — know") == "don't - know"
    assert fold("☹️") == fold("☹")
    assert fold("がんばる") == "がんばる"
    assert header_words("Q7_npsScore") == "q7 nps score"
    assert header_words("Q19AGE") == "q19 age"
