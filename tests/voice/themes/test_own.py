"""A company's own words and themes, and what is said of those that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from voice.themes.find import themes_of
from voice.themes.model import Dictionary, ThemeError
from voice.themes.own import changed, edited
from voice.themes.shipped import shipped

_COMMON = shipped(("common",))
_COFFEE = {"group": "Lounge", "label": "Coffee", "en": ["coffee*"], "zh": ["咖啡"]}


def test_nothing_changes_nothing() -> None:
    assert changed(_COMMON, {}) == _COMMON
    assert changed(_COMMON, {}).version == _COMMON.version


def test_a_new_theme_comes_last() -> None:
    dictionary = changed(_COMMON, {"coffee": _COFFEE})
    assert dictionary.themes[:-1] == _COMMON.themes
    assert dictionary.themes[-1].label == "Coffee"
    assert dictionary.version != _COMMON.version
    assert themes_of(["Bad coffees"], ["en"], dictionary) == [("coffee",)]


def test_words_are_added_to_a_theme_that_is_there() -> None:
    own = {"waiting_time": {"en": ["wait*", "twiddl*"], "not": {"en": ["wait staff"]}}}
    dictionary = changed(_COMMON, own)
    texts = ["Twiddling my thumbs", "We waited", "Nice wait staff"]
    assert themes_of(texts, ["en"] * 3, _COMMON) == [(), ("waiting_time",), ("waiting_time",)]
    assert themes_of(texts, ["en"] * 3, dictionary) == [("waiting_time",), ("waiting_time",), ()]
    words = dictionary.by_key["waiting_time"].words
    assert words["en"].count("wait*") == 1
    assert words["fi"] == _COMMON.by_key["waiting_time"].words["fi"]
    assert [theme.key for theme in dictionary.themes] == [theme.key for theme in _COMMON.themes]


def test_a_language_is_added_to_a_theme_that_has_none_of_it() -> None:
    dictionary = changed(changed(_COMMON, {"coffee": _COFFEE}), {"coffee": {"fi": ["kahvi*"]}})
    assert themes_of(["Kahvia!"], ["fi"], dictionary) == [("coffee",)]


def test_a_theme_is_switched_off() -> None:
    dictionary = changed(_COMMON, {"billing": {"off": True}})
    assert "billing" not in dictionary.by_key
    assert len(dictionary.themes) == len(_COMMON.themes) - 1


def _coffee(**other: object) -> Mapping[str, Mapping[str, object]]:
    return {"coffee": {**_COFFEE, **other}}


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"Waiting Time": {"en": ["wait"]}}, "'Waiting Time' has a key.*waiting_time"),
        ({"billing": {"off": False}}, "off = False and 0 other.*off = true alone"),
        ({"billing": {"off": True, "en": ["bill"]}}, "1 other lines"),
        ({"coffee": {"off": True}}, "switched off, but there is none.*billing"),
        ({"billing": {**_COFFEE}}, "already: Price > Billing and payment.*another key"),
        ({"billing": {}}, "gets no words"),
        ({"coffee": {"label": "Coffee", "en": ["coffee"]}}, "None as group.*Write one"),
        (_coffee(label=" "), "' ' as label"),
        ({"coffee": {"group": "Lounge", "label": "Coffee"}}, "no words.*at least one"),
        (_coffee(de=["Kaffee"]), "unknown name 'de'.*en, ru, zh, fi, pt"),
        (_coffee(**{"not": {"de": ["Kaffee"]}}), "unknown name 'de'"),
        (_coffee(**{"not": ["decaf"]}), r"\['decaf'\] as \"not\".*not.en"),
        (_coffee(en=[]), r"'en' \[\].*at least one"),
        (_coffee(en="coffee"), "'coffee'.*a list of words"),
        (_coffee(en=[" "]), "word ' '.*Take it out"),
        (_coffee(en=[3]), "word 3"),
        (_coffee(en=["c"]), "'c'.*two letters"),
        (_coffee(en=["co*"]), r"'co\*'.*3 letters"),
        (_coffee(en=["*coffee"]), r"'\*coffee'.*at the end"),
        (_coffee(en=["coffee *"]), r"'coffee \*'.*letters or digits"),
        (_coffee(en=["!!!"]), "'!!!'.*letters or digits"),
        (_coffee(en=["咖啡"]), "'咖啡'. Write it under 'zh'"),
        (_coffee(en=["Café", "cafe"]), "'cafe' twice"),
        (_coffee(zh=["咖"]), "'咖'.*two characters"),
        (_coffee(zh=["咖啡*"]), r"'咖啡\*'.*without \*"),
    ],
)
def test_what_cannot_be_used_is_named(own: Mapping[str, Mapping[str, object]], words: str) -> None:
    with pytest.raises(ThemeError, match=words):
        changed(_COMMON, own)


def test_a_theme_that_is_off_in_an_empty_dictionary() -> None:
    with pytest.raises(ThemeError, match="Expected: any of none"):
        changed(Dictionary(()), {"billing": {"off": True}})


def test_people_rename_a_theme_and_add_words_to_it() -> None:
    own = {"group": "Lines", "label": "Waiting", "en": ["twiddl*"]}
    theme = edited(_COMMON, {"waiting_time": own}).by_key["waiting_time"]
    before = _COMMON.by_key["waiting_time"]
    assert (theme.group, theme.label) == ("Lines", "Waiting")
    assert theme.words == {**before.words, "en": (*before.words["en"], "twiddl*")}
    assert theme.misleading == before.misleading


def test_what_people_switch_off_keeps_its_entry() -> None:
    off = edited(_COMMON, {"coffee": {**_COFFEE, "off": True}, "billing": _OFF})
    assert off.by_key.keys() == _COMMON.by_key.keys() - {"billing"}
    on = edited(_COMMON, {"coffee": _COFFEE})
    assert on.by_key["coffee"].words == {"en": ("coffee*",), "zh": ("咖啡",)}


def test_an_entry_of_a_theme_that_is_gone_without_words_says_nothing() -> None:
    assert edited(_COMMON, {"gone": {"group": "A", "label": "B"}}) == _COMMON
    with pytest.raises(ThemeError, match="as label"):
        edited(_COMMON, {"gone": {"group": "A"}})


_OFF = {"group": "Money", "label": "Billing", "off": True}
