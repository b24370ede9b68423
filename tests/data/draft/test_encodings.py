"""Encodings of unknown texts: told by what is sure, guessed by letters, and said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.draft.files.encoding import encoding_of
from tests.data.draft.raw import refusal, table, written

# Comments as customers write them, in the encoding of their country.
TEXTS = [
    ("cp1252", "Größe stimmt, aber zu teuer für uns"),
    ("cp1252", "très bien, ça va, déjà commandé"),
    ("cp1252", "el niño está contento, mañana más"),
    ("cp1252", "São Paulo, ação rápida, não gostei"),
    ("cp1252", "blåbær på Ærø, køb igen"),
    ("cp1252", "Straße à Genève, le garçon"),  # of no one language
    ("cp1252", "“quoted” – 5 € …"),
    ("cp1250", "Dziękuję bardzo, świetna obsługa, żółć"),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
    ("cp1250", "Köszönöm, nagyon jó volt, őszintén gyűjtöm"),
    ("cp1251", "Спасибо, всё отлично"),
    ("koi8_r", "Спасибо, очень довольна доставкой"),
    ("cp1253", "Ευχαριστώ πολύ, όλα τέλεια"),
    ("cp1254", "Çok teşekkürler, ürün güzel değil, ığdır"),
    ("cp1255", "תודה רבה, היה מצוין מאוד"),
    ("cp1256", "شكرا جزيلا، خدمة ممتازة"),
    ("mac_roman", "Größe stimmt, très bien für uns"),
    ("cp932", "ありがとうございます。とても良かったです"),
    ("euc_jp", "ありがとうございます。とても良かったです"),
]


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
def test_older_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    raw = f"id,score,comment\n1,9,{text.replace(',', '')}\n2,8,fine\n".encode(encoding)
    found = encoding_of(written(tmp_path, "a.csv", raw))
    assert raw.decode(found.name) == raw.decode(encoding)
    assert found.evidence.startswith("guessed")


@pytest.mark.parametrize(
    ("encoding", "texts"),
    [
        (
            "gb18030",
            "非常满意，谢谢 服务很好 价格有点贵 客服态度不错，但是等了很久 下次还会再来 没有意见",
        ),
        ("big5", "非常滿意，謝謝您 服務很好 價格有點貴 等了很久 台北"),
        ("cp949", "매우 만족합니다 감사합니다 가격이 비싸요 상담원이 친절했습니다 서울"),
    ],
)
def test_encodings_of_asia_need_some_lines(tmp_path: Path, encoding: str, texts: str) -> None:
    raw = "\n".join(f"{i},{text}" for i, text in enumerate(texts.split())).encode(encoding)
    found = encoding_of(written(tmp_path, "a.csv", raw))
    assert raw.decode(found.name) == raw.decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        *(("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-32", "utf-32")),
        *(("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")),
    ],
)
def test_unicode(tmp_path: Path, encoding: str, name: str) -> None:
    text = "id;score;comment\n" + "".join(f"{i};9;Größe 日本 {i}\n" for i in range(9))
    found = table(tmp_path, "a.csv", text.encode(encoding))
    assert found.source.get("encoding", "utf-8") == name
    assert list(found.columns[2].values.index) == [f"Größe 日本 {i}" for i in range(9)]


def test_one_letter_at_the_end_of_a_large_file_counts(tmp_path: Path) -> None:
    raw = b"id,comment\n" + b"1,fine\n" * 300_000 + "2,Größe\n".encode("cp1252")
    found = encoding_of(written(tmp_path, "a.csv", raw))
    assert found == ("cp1252", "guessed: no UTF-8, and then it says “Größe”")


def test_a_wrong_guess_can_be_seen(tmp_path: Path) -> None:
    # Slovene and Croatian letters, and no others: cp1250, and what it would be in the west.
    raw = "id,comment\n1,čevlji so dobri\n".encode("cp1250")
    found = encoding_of(written(tmp_path, "a.csv", raw))
    assert "“" in found.evidence
    assert raw.decode(found.name)[13:19] in found.evidence


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    raw = "id,comment\n1,Größe\n2,Köln\n".encode() + "3,Müller\n".encode("cp1252")
    told = refusal(tmp_path, "a.csv", raw)
    assert "is in two encodings: 2 of 3 lines with letters beyond English are UTF-8" in told
