"""Themes are found by sentence, by the rules that the dictionary states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.themes.find import themes_of
from voice.themes.model import Dictionary
from voice.themes.own import changed
from voice.themes.sentences import sentences
from voice.themes.shipped import INDUSTRIES, shipped

_OWN = changed(
    Dictionary(()),
    {
        "waiting": {
            "group": "Service",
            "label": "Waiting",
            "en": ["wait*", "on hold", "check-in*"],
            "fi": ["jono*"],
            "zh": ["等了", "app"],
            "not": {"en": ["can't wait"], "zh": ["等了解"]},
        },
        "price": {"group": "Price", "label": "Price", "en": ["price", "hold up"], "ru": ["цен*"]},
    },
)
_PIECES = st.lists(
    st.sampled_from(
        [
            "I waited",
            "the price",
            "can't wait",
            ". ",
            "! ",
            " ",
            "等了",
            "。",
            "цена ",
            "on hold ",
            "x",
        ]
    ),
    max_size=8,
).map("".join)
_COMMENTS = st.lists(
    st.tuples(_PIECES, st.sampled_from(["en", "ru", "zh", "fi", None])), max_size=6
)


@pytest.mark.parametrize(
    ("text", "language", "themes"),
    [
        ("They kept me ON HOLD", "en", ("waiting",)),
        ("on a hold", "en", ()),
        ("on", "en", ()),
        ("on. Hold", "en", ()),  # no phrase reaches into the next sentence
        ("Waiting at check-ins", "en", ("waiting",)),
        ("check ins were slow", "en", ("waiting",)),
        ("The price, and the wait!", "en", ("waiting", "price")),
        ("prices", "en", ()),  # no *, no other endings
        ("I can’t wait", "en", ()),
        ("I can't wait, though we waited", "en", ("waiting",)),
        ("I waited", "fi", ()),  # words of another language
        ("I waited", None, ("waiting",)),
        ("Jonossa", "fi", ("waiting",)),
        ("ЦЕНЫ", "ru", ("price",)),
        ("我等了很久", "zh", ("waiting",)),
        ("我等了解情况", "zh", ()),
        ("app很卡", "zh", ("waiting",)),
        ("happy", "zh", ()),  # Latin words are whole words in Chinese too
        ("wait", "de", ()),
        ("", "en", ()),
        ("...", None, ()),
    ],
)
def test_rules_by_hand(text: str, language: str | None, themes: tuple[str, ...]) -> None:
    assert themes_of([text], [language], _OWN) == [themes]


def test_accents_and_their_lack_are_the_same() -> None:
    common = shipped(("common",))
    texts = ["ótimo preço", "otimo preco", "Ждём уже час", "Ждем уже час", "TOYKEÄ", "toykea"]
    found = themes_of(texts, ["pt", "pt", "ru", "ru", "fi", "fi"], common)
    assert found[0::2] == found[1::2]
    assert found[0::2] == [("price_and_value",), ("waiting_time",), ("friendliness",)]


@settings(max_examples=40)
@given(_COMMENTS)
def test_a_comment_has_the_themes_of_its_sentences(comments: list[tuple[str, str | None]]) -> None:
    texts, languages = [text for text, _ in comments], [language for _, language in comments]
    for text, language, found in zip(
        texts, languages, themes_of(texts, languages, _OWN), strict=True
    ):
        parts = sentences(text)
        keys = themes_of(parts, [language] * len(parts), _OWN)
        by_sentence = {key for own in keys for key in own}
        assert set(found) == by_sentence
        assert list(found) == [key for key in ("waiting", "price") if key in by_sentence]


@settings(max_examples=40)
@given(_COMMENTS)
def test_the_order_of_comments_makes_no_difference(comments: list[tuple[str, str | None]]) -> None:
    texts, languages = [text for text, _ in comments], [language for _, language in comments]
    backwards = themes_of(texts[::-1], languages[::-1], _OWN)
    assert themes_of(texts, languages, _OWN) == backwards[::-1]


@settings(max_examples=40)
@given(_COMMENTS)
def test_one_more_theme_changes_no_other(comments: list[tuple[str, str | None]]) -> None:
    texts, languages = [text for text, _ in comments], [language for _, language in comments]
    more = changed(_OWN, {"new": {"group": "New", "label": "New", "en": ["waited", "the", "hold"]}})
    found = themes_of(texts, languages, more)
    assert [tuple(key for key in keys if key != "new") for keys in found] == themes_of(
        texts, languages, _OWN
    )


def test_all_industries_together_find_what_each_finds() -> None:
    texts = [
        "The router and the room cost a fee",
        "Der Preis",
        "房间的手续费",
        "Tilin saldo ja huone",
    ]
    languages = ["en", "de", "zh", "fi"]
    together = themes_of(texts, languages, shipped(INDUSTRIES))
    alone = [themes_of(texts, languages, shipped((industry,))) for industry in INDUSTRIES]
    assert together == [
        tuple(key for keys in found for key in keys) for found in zip(*alone, strict=True)
    ]
    assert together[2] == ("room", "fees")


def test_as_many_languages_as_texts_are_wanted() -> None:
    with pytest.raises(ValueError, match="shorter"):
        themes_of(["a", "b"], ["en"], _OWN)
