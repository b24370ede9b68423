"""Languages of comments: found among the company's own, and never by chance."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from langidentify import model_loader

from voice.language import languages

LANGUAGES = ("en", "ru", "zh", "fi", "pt")

SHORT = tomllib.loads((Path(__file__).parent / "short_comments.toml").read_text("utf-8"))
LONG = {
    "en": "The delivery came three days later than you had promised me",
    "ru": "Доставка пришла на три дня позже обещанного срока",
    "zh": "快递比承诺的时间晚了三天才送到，真的很失望",
    "fi": "Toimitus tuli kolme päivää myöhemmin kuin oli luvattu",
    "pt": "A entrega chegou três dias depois do prazo que prometeram",
    "uk": "Замовлення привезли на три дні пізніше, ніж обіцяли",
    "de": "Die Lieferung kam drei Tage später, als Sie versprochen hatten",
}


def of(text: str, *company: str) -> str | None:
    """The language of a text in a company that has these."""
    stated = [None, *(code for code in company for _ in range(10))]
    return languages([text] + [""] * (len(stated) - 1), stated)[0]


def test_short_comments_in_five_languages() -> None:
    assert {code: len(set(texts)) for code, texts in SHORT.items()} == dict.fromkeys(LANGUAGES, 40)
    texts = [(text, code) for code, texts in SHORT.items() for text in texts]
    given = [(LONG[code], code) for code in LANGUAGES for _ in range(10)]
    found = languages(
        [text for text, _ in texts + given], [None] * len(texts) + [code for _, code in given]
    )
    wrong = [
        (text, code, got) for (text, code), got in zip(texts, found, strict=False) if code != got
    ]
    assert len(wrong) <= 6, wrong  # 97 % are right


def test_a_stated_language_wins() -> None:
    stated = ["EN", "en-US", "pt_BR", "zh-TW", "fin", "nb", " ru "]
    assert languages(["Hyvä palvelu"] * 7, stated) == ["en", "en", "pt", "zh", "fi", "no", "ru"]


def test_what_is_no_code_is_not_stated() -> None:
    for nothing in ("English", "xx", "", "?", "-"):
        assert languages(["Hyvä palvelu", *["Kiitos"] * 5], [nothing, *["fi"] * 5])[0] == "fi"


def test_a_language_that_can_be_stated_alone() -> None:
    assert languages(["Рахмет", "Жақсы"], ["kk", None]) == ["kk", "kk"]


def test_without_letters_the_only_language() -> None:
    for text in ("", "10/10", "👍👍", "...", "ok", "OK!", "Top", "super", "no", "Super, top"):
        assert of(text, "fi") == "fi", text
        assert of(text, "fi", "en") is None, text


def test_other_letters_than_the_companys_are_no_language_of_it() -> None:
    assert of("非常感谢", "en", "fi") is None
    assert of("非常感谢", "en") is None
    assert of("Спасибо большое", "pt") is None


def test_neighbours_stay_what_they_are_where_the_company_has_them() -> None:
    company = ("uk", "ru", "es", "pt")
    assert of("Дуже добре, дякую", *company) == "uk"
    assert of("Очень хорошо, спасибо", *company) == "ru"
    assert of("Muy bien, muchas gracias", *company) == "es"
    assert of("Muito bom, obrigado", *company) == "pt"


def test_chinese_and_japanese() -> None:
    japanese = "配達が三日も遅れました"
    assert of(japanese, "ja", "en") == "ja"
    assert of("快遞晚了三天", "zh", "en") == "zh"
    assert of("快递晚了三天，很失望", "zh", "ja") == "zh"
    assert languages([f"{japanese * 3} {number}" for number in range(5)], [None] * 5) == ["ja"] * 5


def test_a_stray_language_does_not_enter() -> None:
    texts = ["Muy bien"] + [""] * 1000
    assert languages(texts, [None, "es", *["pt"] * 900, *[None] * 99])[0] == "pt"
    assert languages(texts, [None, *["es"] * 20, *["pt"] * 880, *[None] * 100])[0] == "es"
    assert languages(["", *["Muy bien"] * 2], [None, "es", "pt"]) == [None, "es", "pt"]


def test_where_none_is_stated_longer_comments_tell() -> None:
    texts = [f"{LONG[code]} {number}" for code in LONG for number in range(20)]
    short = ["Дуже добре", "Danke sehr", "Obrigada", "很好", "👍"]
    found = languages(texts + short, [None] * (len(texts) + len(short)))
    assert found[: len(texts)] == [code for code in LONG for _ in range(20)]
    assert found[len(texts) :] == ["uk", "de", "pt", "zh", None]


def test_short_comments_in_letters_of_their_own_beside_long_ones() -> None:
    """Where Russians write no long comment, theirs are read nevertheless."""
    words = [f"{LONG['en']} {number}" for number in range(90)]
    russian = SHORT["ru"][:10]
    texts = [*words, *russian, "½"]
    assert languages(texts, [None] * 101) == ["en"] * 90 + ["ru"] * 10 + [None]


def test_one_longer_comment_in_another_language_is_a_stray() -> None:
    texts = [f"{LONG['ru']} {number}" for number in range(100)] + [LONG["uk"], "👍"]
    assert languages(texts, [None] * 102) == ["ru"] * 102


def test_the_order_of_rows_makes_no_difference() -> None:
    texts = [text for some in SHORT.values() for text in some[:10]] + list(LONG.values()) * 3
    first = languages(texts, [None] * len(texts))
    order = random.Random(5).sample(range(len(texts)), len(texts))
    assert languages([texts[row] for row in order], [None] * len(texts)) == [
        first[i] for i in order
    ]


def test_after_many_texts_the_models_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Muito bom", "Very good indeed", "Gostei do atendimento"]
    stated = ["pt", "en", *[None] * 3]
    few = languages(["Bom", "Good", *texts], stated)
    assert model_loader._cache
    monkeypatch.setattr("voice.language._MANY", 2)
    assert languages(["Bom", "Good", *texts], stated) == few == ["pt", "en", "pt", "en", "pt"]
    assert not model_loader._cache


def test_a_language_with_letters_of_its_own() -> None:
    assert of("Πολύ καλή εξυπηρέτηση", "el") == "el"
    assert of("Πολύ καλή εξυπηρέτηση", "el", "en") == "el"


def test_no_text_at_all() -> None:
    assert languages([], []) == []
    assert languages(["", "ok"], [None, None]) == [None, None]
