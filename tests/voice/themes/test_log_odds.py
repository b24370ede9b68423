"""Phrases that a group says more often than others: by hand, on noise, and where one is planted."""

from __future__ import annotations

import numpy as np
import pytest

from voice.themes.log_odds import Said, count_by_group, most_said
from voice.themes.phrases import Phrase, phrases

_ENDS = ("bak", "dem", "fit", "gol", "hun", "jap", "kes", "lim", "mor", "nav")
_WORDS = [start + end for end in _ENDS for start in ("ka", "lo", "mi", "nu", "pe", "ri", "so")]
_OFTEN = 1 / np.arange(1, len(_WORDS) + 1)  # words are used as often as in any language


def _noise(seed: int, n: int) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng(seed)
    chosen = rng.choice(_WORDS, (n, 8), p=_OFTEN / _OFTEN.sum())
    return [" ".join(words) for words in chosen], rng.random(n) < 0.3


def log_odds(
    texts: list[str], languages: list[str], inside: np.ndarray, top: int = 5
) -> list[Said]:
    """Of one group and all others."""
    return most_said(count_by_group(texts, languages, np.where(inside, 0, -1)), 0, top)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The late fee", "en", {"late", "fee", "late fee"}),
        ("fee of the bank", "en", {"fee", "bank"}),  # "fee of the" ends with a stop word
        ("fee of bank", "en", {"fee", "bank", "fee of bank"}),
        ("fee. Bank", "en", {"fee", "bank"}),
        ("fee 30 euros", "en", {"fee", "euros", "fee 30 euros"}),
        ("call [phone] now please", "en", {"call", "please"}),
        ("開 发票", "zh", {"发票"}),
        ("开发票", "zh", {"开发", "发票", "开发票"}),
        ("我的发票", "zh", {"发票"}),
        ("Ещё короткий счёт", "ru", {"короткий", "счёт", "короткий счёт"}),
        ("", "en", set()),
        ("Rechnung", "de", set()),
        ("invoice", None, set()),
    ],
)
def test_phrases_by_hand(text: str, language: str | None, expected: set[str]) -> None:
    assert {phrase.text for phrase in phrases(text, language)} == expected


def test_z_by_hand() -> None:
    texts = ["fee"] * 5 + ["card"] * 5 + ["fee"] * 5 + ["card"] * 85
    inside = np.arange(100) < 10
    (said,) = log_odds(texts, ["en"] * 100, inside)
    assert said.phrase == Phrase("en", "fee")
    assert (said.share, said.other_share) == (0.5, 5 / 90)
    # A tenth of all have it: the prior is 10 with it and 90 without. 15 to 95 against 15 to 175.
    error = (1 / 15 + 1 / 95 + 1 / 15 + 1 / 175) ** 0.5
    assert said.z == pytest.approx(np.log(15 / 95 / (15 / 175)) / error)
    assert said.z == pytest.approx(1.5796, abs=1e-4)


def test_what_all_say_says_nothing() -> None:
    assert log_odds(["fee"] * 20, ["en"] * 20, np.arange(20) < 10) == []


@pytest.mark.parametrize("inside", [0, 20])
def test_a_group_of_none_or_of_all_says_nothing(inside: int) -> None:
    assert log_odds(["fee"] * 20, ["en"] * 20, np.arange(20) < inside) == []


def test_parts_of_a_better_phrase_are_left_out() -> None:
    texts = ["late fee again"] * 6 + ["late"] * 20 + ["fees"] * 20 + ["fine"] * 20
    found = log_odds(texts, ["en"] * len(texts), np.arange(len(texts)) < 6)
    assert [said.phrase.text for said in found] == ["late fee"]


def test_fewer_than_three_comments_name_nothing() -> None:
    texts = ["fee", "fee"] + ["card"] * 30
    assert log_odds(texts, ["en"] * 32, np.arange(32) < 8) == []  # "card" is said less here


def test_the_same_word_in_two_languages_is_two() -> None:
    texts = ["app"] * 8 + ["card"] * 8
    counts = count_by_group(texts, ["en", "pt"] * 8, np.repeat([0, -1], 8))
    assert counts.having[0] == {Phrase("en", "app"): 4, Phrase("pt", "app"): 4}


def test_on_noise_hardly_any_z_is_beyond_three() -> None:
    """In 60 runs of 400 comments 0 of 7,181 phrases were; a normal z would have been in 10."""
    beyond = phrases_seen = 0
    for seed in range(8):
        texts, inside = _noise(seed, 300)
        counts = count_by_group(texts, ["en"] * 300, np.where(inside, 0, -1))
        phrases_seen += sum(having >= 3 for having in counts.having[0].values())
        found = log_odds(texts, ["en"] * 300, inside, top=1000)
        beyond += sum(said.z > 3 for said in found)
    assert phrases_seen > 500
    assert beyond == 0


def test_a_planted_phrase_is_named_first() -> None:
    """A tenth of the group says it, one in a hundred elsewhere."""
    for seed in range(3):
        texts, inside = _noise(seed, 1000)
        rng = np.random.default_rng(seed)
        says = rng.random(1000) < np.where(inside, 0.1, 0.01)
        texts = [
            f"{text} parking meter" if planted else text
            for text, planted in zip(texts, says, strict=True)
        ]
        first = log_odds(texts, ["en"] * 1000, inside)[0]
        assert first.phrase.text == "parking meter"
        assert first.z > 3
