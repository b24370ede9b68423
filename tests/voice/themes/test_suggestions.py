"""Themes are suggested where comments that no theme covers are about one thing, and only there."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

import numpy as np

from voice.themes.find import themes_of
from voice.themes.model import Dictionary
from voice.themes.own import changed
from voice.themes.suggestions import Suggestion, suggestions

_FILLING = [
    "monday",
    "winter",
    "market",
    "colour",
    "garden",
    "window",
    "letter",
    "bridge",
    "summer",
    "orange",
    "pencil",
]


class _Planted(NamedTuple):
    texts: list[str]
    languages: list[str]
    vectors: np.ndarray
    covered: np.ndarray


def _planted(seed: int = 0, *, alike: bool = True) -> _Planted:
    """300 covered comments, 60 about parking, 40 in Portuguese about noise, 100 about anything.

    Unless `alike`, all are about anything, and their vectors have nothing to do with them.
    """
    rng = np.random.default_rng(seed)
    about = ["covered"] * 300 + ["parking"] * 60 + ["noise"] * 40 + ["any"] * 100
    says = {"parking": "parking garage", "noise": "barulho infernal"} if alike else {}
    texts = [
        " ".join([*rng.choice(_FILLING, 4), says.get(what, ""), f"n{row}x"])
        for row, what in enumerate(about)
    ]
    middles = {"parking": np.eye(8)[0], "noise": np.eye(8)[1]}
    vectors = rng.normal(size=(500, 8))
    if alike:
        vectors = vectors * 0.15 + [middles.get(what, np.zeros(8)) for what in about]
    languages = ["pt" if what == "noise" else "en" for what in about]
    return _Planted(texts, languages, vectors.astype(np.float32), np.arange(500) < 300)


def _named(found: list[Suggestion]) -> list[str]:
    return [one.phrases[0].phrase.text for one in found]


def test_what_is_planted_is_suggested() -> None:
    planted = _planted()
    found = suggestions(*planted)
    by_name = dict(zip(_named(found), found, strict=True))
    assert set(by_name) == {"parking garage", "barulho infernal"}
    for name, size in (("parking garage", 60), ("barulho infernal", 40)):
        one = by_name[name]
        assert size <= one.size <= size + 15  # some about anything are near by chance
        assert one.share == one.size / 500
        assert len(set(one.quotes)) == 2
        assert all(name in planted.texts[row] for row in one.quotes)
        assert not planted.covered[list(one.quotes)].any()


def test_groups_of_noise_are_not_suggested() -> None:
    """k-means makes groups of these vectors too, but in 60 runs of 60 none had a name."""
    assert [_named(suggestions(*_planted(seed, alike=False))) for seed in range(3)] == [[]] * 3


def test_the_lines_of_a_suggestion_make_it_a_theme() -> None:
    planted = _planted()
    for one in suggestions(*planted):
        own = tomllib.loads(one.lines())["comments"]["themes"]
        found = themes_of(planted.texts, planted.languages, changed(Dictionary(()), own))
        assert all(found[row] == tuple(own) for row in one.quotes)
        assert sum(keys != () for keys in found) >= 0.8 * one.size


def test_lines_by_hand() -> None:
    parking = next(one for one in suggestions(*_planted()) if one.size > 50)
    lines = parking.lines().splitlines()
    assert lines[:3] == [
        "[comments.themes.parking_garage]",
        'group = "Suggested"',
        'label = "Parking garage"',
    ]
    assert lines[3].startswith('en = ["parking garage"')


def test_a_name_in_other_letters_has_a_key_to_be_changed() -> None:
    planted = _planted()
    texts = [text.replace("parking garage", "停车场") for text in planted.texts]
    languages = ["zh" if "停车场" in text else "en" for text in texts]
    found = suggestions(texts, languages, planted.vectors, planted.covered)
    line = next(one.lines() for one in found if one.size > 50)
    own = tomllib.loads(line)["comments"]["themes"]
    assert own == {"new_theme": {"group": "Suggested", "label": "停车场", "zh": ["停车场"]}}


def test_copies_of_a_text_count_once() -> None:
    """600 copies of one comment are one voice: no group of ten, and no larger share of all."""
    one = _planted()
    texts = [*one.texts, *["Wonderful parking garage"] * 600]
    found = suggestions(
        texts,
        [*one.languages, *["en"] * 600],
        np.vstack([one.vectors, np.tile(one.vectors[300], (600, 1))]),
        np.append(one.covered, np.zeros(600, np.bool_)),
    )
    parking = next(suggestion for suggestion in found if "parking" in _named([suggestion])[0])
    assert parking.size < 80
    assert parking.share == parking.size / 501


def test_the_order_of_comments_makes_no_difference() -> None:
    one = _planted()
    mixed = np.random.default_rng(1).permutation(500)
    found = suggestions(
        [one.texts[row] for row in mixed],
        [one.languages[row] for row in mixed],
        one.vectors[mixed],
        one.covered[mixed],
    )
    as_before = [(s.phrases, tuple(int(mixed[row]) for row in s.quotes), s.size) for s in found]
    assert as_before == [(s.phrases, s.quotes, s.size) for s in suggestions(*one)]


def test_too_few_comments_suggest_nothing() -> None:
    texts = [f"parking garage {number}" for number in range(9)]
    vectors = np.ones((9, 8), np.float32)
    assert suggestions(texts, ["en"] * 9, vectors, np.zeros(9, np.bool_)) == []
    assert suggestions([], [], np.zeros((0, 8), np.float32), np.zeros(0, np.bool_)) == []


def test_without_vectors_nothing_is_suggested() -> None:
    one = _planted()
    assert suggestions(one.texts, one.languages, None, one.covered) == []
    nothing = np.zeros_like(one.vectors)
    assert suggestions(one.texts, one.languages, nothing, one.covered) == []
