"""Known names, and no words that only look like them."""

from __future__ import annotations

import random
import time

import pytest

from voice.redaction.names import KnownNames, Names
from voice.redaction.redact import redact

NAMES = ["Anna Korhonen", "Ann", "May", "Will Smith", "João da Silva", "王小明", "李伟",
         "Роман Петров", "O'Brien", "Li"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hoped"),
    [
        ("I spoke to Anna Korhonen.", "I spoke to [name]."),
        ("anna korhonen helped, ANNA KORHONEN!", "[name] helped, [name]!"),
        ("Thanks, Anna", "Thanks, [name]"),
        ("Anna was kind", "[name] was kind"),
        ("anna was kind", "anna was kind"),
        ("Annual plan, Joann, an Annex", "Annual plan, Joann, an Annex"),
        ("Ann's answer", "[name]'s answer"),
        ("May I ask? I asked May", "May I ask? I asked [name]"),
        ("It may rain. Will it?", "It may rain. Will it?"),
        ("will smith called", "[name] called"),
        ("Falei com João da Silva e a Silva", "Falei com [name] e a [name]"),
        ("Da minha parte, bom", "Da minha parte, bom"),
        ("客服王小明很好，李伟也不错", "客服[name]很好，[name]也不错"),
        ("小明", "小明"),
        ("客服Anna很好", "客服[name]很好"),
        ("Роман не дочитал. Помог Роман", "Роман не дочитал. Помог [name]"),
        ("Роман Петров помог, Романа нет", "[name] помог, Романа нет"),
        ("Ask O’Brien or O'Brien", "Ask [name] or [name]"),
        ("Li knows, Lithium does not", "[name] knows, Lithium does not"),
    ],
)
def test_by_hand(text: str, hoped: str) -> None:
    found = redact([text], [None], Names(NAMES))
    assert found.texts == [hoped]
    assert found.counts["name"] == hoped.count("[name]")


def test_without_names_none_is_masked() -> None:
    assert redact(["Anna 王小明"], ["en"]).texts == ["Anna 王小明"]
    assert redact(["Anna 王小明"], ["en"], Names(["", " ", "王", "A", "7"])).texts == [
        "Anna 王小明"
    ]


def test_ten_times_the_names_take_no_longer() -> None:
    chance = random.Random(3)

    def word() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=7)).title()

    names = [f"{word()} {word()}" for _ in range(10_000)]
    texts = [" ".join(word() for _ in range(12)) for _ in range(1000)] + [names[-1]]

    def seconds(count: int) -> float:
        known = KnownNames(names[:count])
        start = time.process_time()
        found = [list(known.spans(text)) for text in texts]
        assert any(found) == (count == 10_000)
        return time.process_time() - start

    # Looked for one by one they would take ten times as long.
    assert min(seconds(10_000) for _ in range(3)) < 4 * min(seconds(1000) for _ in range(3))
