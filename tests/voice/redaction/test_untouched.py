"""What only looks like personal data stays, and what was redacted stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.redaction.names import Names
from voice.redaction.redact import MARKS, redact

HARMLESS = {
    "en": [
        "Order 4111111111111111 never came", "My order number is 4539 5787 6362 1486",
        "Invoice no. 5500005555555559 is wrong", "Tracking number: 9400 1000 0000 0000 0000 00",
        "Tracking 1Z999AA10123456784", "Flight AY1331 on 2024-05-12 10:20", "I gave it 10/10",
        "Open 09:00-17:30, 7 days", "Paid $1,299,000.50 in 2023", "From 2019-2024 it was fine",
        "Between 2019 and 2024", "Size 42, 120x200x90 cm", "Ref. 20240512103000", "ZIP 90210-1234",
        "TV of 1920x1080 and 3840x2160", "IP 192.168.100.200 was blocked", "Ticket #12345678901",
        "Called on 12.05.2024 at 14:30", "Call me after 12/05/2024", "Model WH-1000XM4 12345",
        "Order 2125551234 is late", "Version 10.15.7 build 19", "ISBN978316148410", "24/7 support",
        "I waited 1234567 seconds", "SKU 123-456-789-012", "Me @ home",
        "Price went from 99.99 to 129.99",
    ],
    "ru": [
        "Заказ 4111111111111111 не пришел", "Номер заказа: 89161234567", "Договор № 9161234567",
        "Цена 1 299 000 руб.", "Трек-номер 80089161234567", "12.05.2024 14:30 доставка",
        "Индекс 101000, дом 12", "Заплатил 15 000,50 руб", "Счет 40817810099910004312",
        "Оценка 10/10", "с 2019 по 2024", "89 из 100 баллов", "Рейс SU1234 в 23:55",
    ],
    "zh": [
        "订单号4111111111111111还没到", "订单号是13812345678", "快递单号：13987654321",
        "价格1299元", "2024年5月12日下单", "2024-05-12 10:20:33", "邮编100080",
        "等了30分钟，10/10", "型号13800138000", "20240512 下单", "编码 623456789",
    ],
    "fi": [
        "Tilaus 4111111111111111 ei tullut", "Tilausnumero on 0401234567", "Lasku 0501234567",
        "12.5.2024 klo 14.30", "Hinta 1 299,50 euroa", "Seurantakoodi JJFI12345678901234567",
        "00100 Helsinki", "Asia 401234567 auki", "131052-308A ei ole tunnus",
    ],
    "pt": [
        "Pedido 4111111111111111 atrasado", "Pedido nº 11987654321", "R$ 12.345.678,90",
        "CEP 01310-100",
        "Nota fiscal 529982247251", "12/05/2024 às 14h30", "Rastreio BR123456789BR",
        "Protocolo 20240512123456", "Nota 10/10", "52998224726 unidades",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", HARMLESS)
def test_what_only_looks_like_it(language: str) -> None:
    texts = HARMLESS[language]
    found = redact(texts, [language] * len(texts))
    changed = [got for got, text in zip(found.texts, texts, strict=True) if got != text]
    assert changed == []
    assert set(found.counts.values()) == {0}


def test_what_is_protected_is_found_elsewhere() -> None:
    """The numbers of above would be found but for the word before."""
    for number, language in (
        ("4111111111111111", "en"), ("4539 5787 6362 1486", "en"), ("5500005555555559", "en"),
        ("89161234567", "ru"), ("13812345678", "zh"), ("0401234567", "fi"), ("11987654321", "pt"),
    ):  # fmt: skip
        assert redact([f"= {number}"], [language]).texts[0].startswith("= ["), number


def test_languages_say_which_numbers_are_telephones() -> None:
    assert redact(["040 123 4567"], ["fi"]).texts == ["[phone]"]
    assert redact(["040 123 4567"], [None]).texts == ["040 123 4567"]


def test_identity_numbers_whose_check_digit_is_wrong() -> None:
    wrong = [
        ("fi", "131052-308A"), ("fi", "310252-308T"), ("zh", "110105194912310021"),
        ("zh", "11010519491331002X"), ("ru", "112-233-445 96"), ("ru", "СНИЛС 11223344596"),
        ("ru", "СНИЛС 1122334459"), ("ru", "ИНН 7707083894"), ("ru", "ИНН 77070838930"),
        ("pt", "529.982.247-26"), ("pt", "111.111.111-11"), ("pt", "11.222.333/0001-82"),
        ("pt", "CNPJ 12.ABC.345/01DE-36"), ("fi", "FI21 1234 5600 0007 86"),
    ]  # fmt: skip
    found = redact([text for _, text in wrong], [language for language, _ in wrong])
    assert found.counts["national_id"] == found.counts["iban"] == 0, found.texts


PIECES = st.lists(
    st.sampled_from(
        [*MARKS.values(), "a@b.fi", "+358401234567", "0401234567", "4111 1111 1111 1111", "12", "7",
         "FI2112345600000785", "131052-308T", "order ", "Anna Korhonen", "Anna", "may", "王小明",
         "客服", " ", ".", "@", "-", "[", "]", "+", "x", "1234567", "soita "]
    ),
    max_size=12,
).map("".join)  # fmt: skip
NAMES = ["Anna Korhonen", "May", "王小明", "Card", "Email Phone"]


@given(PIECES | st.text(max_size=40), st.sampled_from(["en", "fi", "zh", "pt", "ru", None]))
def test_redacted_once_is_redacted(text: str, language: str | None) -> None:
    once = redact([text], [language], Names(NAMES))
    again = redact(once.texts, [language], Names(NAMES))
    assert again.texts == once.texts
    assert set(again.counts.values()) == {0}


@given(PIECES)
def test_counts_are_the_marks_that_were_set(text: str) -> None:
    found = redact([text, text, ""], ["fi", "fi", None], Names(NAMES))
    for kind, mark in MARKS.items():
        new = 2 * (found.texts[0].count(mark) - text.count(mark))
        assert found.counts[kind] == new


def test_a_language_for_each_text() -> None:
    with pytest.raises(ValueError, match="zip"):
        redact(["a"], [])
    assert redact([], []).texts == []
