"""Names of customers: their own in any form, those of the million others in full alone."""

from __future__ import annotations

import random

import pytest

from voice.redaction.names import Names
from voice.redaction.redact import redact

CUSTOMERS = ["Rose Young", "Matti Virtanen", "Иван Петров", "王小明", "李伟", "Will", "Ana da Cruz"]
OWN = {
    "Hi, Rose here. Call Matti Virtanen": ["Rose Young"],
    "rose gardens in May": ["Rose Young"],
    "This is Иван": ["Иван Петров"],
    "我是李伟": ["李伟"],
}


@pytest.mark.parametrize(
    ("text", "hoped"),
    [
        ("Hi, Rose here. Call Matti Virtanen", "Hi, [name] here. Call [name]"),
        ("rose gardens in May", "rose gardens in May"),  # a flower
        ("This is Иван", "This is [name]"),
        ("我是李伟", "我是[name]"),
        ("I asked Rose and Matti", "I asked Rose and Matti"),  # somebody of that name
        ("i am matti virtanen", "i am [name]"),
        ("Ana da Cruz ligou", "[name] ligou"),
        ("Will you call? I asked Will", "Will you call? I asked Will"),  # one part is too little
        ("客服王小明很好", "客服[name]很好"),
        ("李伟大的城市", "李伟大的城市"),  # two characters are words too often
    ],
)
def test_by_hand(text: str, hoped: str) -> None:
    found = redact([text], [None], Names(customers=CUSTOMERS, own=OWN))
    assert found.texts == [hoped]
    assert found.counts["name"] == hoped.count("[name]")


def test_own_full_names_are_found_in_texts_of_this_run() -> None:
    chance = random.Random()
    letters = {"en": "abcdefghijklmnoprstuvw", "ru": "абвгдежзиклмнопрстуфхц"}
    before = ["", "hello, ", "меня зовут ", "minä olen ", "soy ", "(", "“"]
    after = ["", ".", ", thanks", "!", ")", " и я жду", "”"]
    own, texts = {}, []
    for _ in range(400):
        own_letters = letters[chance.choice(["en", "ru"])]
        parts = ["".join(chance.choices(own_letters, k=chance.randint(3, 9))) for _ in range(2)]
        name = " ".join(part.capitalize() for part in parts)
        said = chance.choice([name, name.upper(), name.lower()])
        text = chance.choice(before) + said + chance.choice(after)
        own[text] = [name]
        texts.append(text)
    found = redact(texts, [None] * len(texts), Names(own=own))
    assert sum("[name]" in text for text in found.texts) >= 0.95 * len(texts)
