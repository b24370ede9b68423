"""Numbers and texts come out of SQL as Python reads them."""

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest.files.convert import cleaned
from data.numbers import number, stated
from data.sql import ident, literal

# What Unicode calls space or a line's end, and signs that are not seen.
SPACES = "".join(
    c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Zs", "Zl", "Zp")
)
SPACES += "\t\n\v\f\r\x85\u200b\u200e\u200f\u2060\ufeff"


def values(*sql: str) -> tuple[object, ...]:
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {', '.join(sql)}").fetchone()
    assert row is not None
    return row


@settings(max_examples=50)
@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_decimal_comma_reads_back(whole: int, hundredths: int) -> None:
    plain = f"{whole}.{hundredths:02d}"
    grouped = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    texts = (plain.replace(".", ","), grouped)
    found = values(*(number(literal(text), ",") for text in texts), number(literal(plain), "."))
    assert found == (float(plain),) * 3


@settings(max_examples=50)
@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 99),
    st.sampled_from([",", " ", "'", "’", "\u00a0", "\u202f", "\u2009"]),
    st.sampled_from(["{}", "${}", "$ {}", "{} USD", "{}\u00a0$", "{} %", "{}%"]),
)
def test_thousands_and_signs_read_back(whole: int, cents: int, gap: str, sign: str) -> None:
    text = sign.format(f"{whole:,}".replace(",", gap) + f".{cents:02d}")
    assert values(number(literal(text), None, "USD")) == (float(f"{whole}.{cents:02d}"),)


@pytest.mark.parametrize(
    ("text", "unsaid", "point", "comma"),
    [
        ("1,234", None, 1234, 1.234),
        ("1.234", 1.234, 1.234, 1234),
        ("12,345,678", 12345678, 12345678, None),
        ("12.345.678", None, None, 12345678),
        ("0,123", None, None, 0.123),
        ("0.123", 0.123, 0.123, None),
        ("1 234,50", None, None, 1234.5),
        ("1'234", 1234, 1234, 1234),
        ("$-5", -5, -5, -5),
        ("−5", -5, -5, -5),
        ("$5 USD", 5, 5, 5),
        *((text, None, None, None) for text in ("1_0", "1e1_0", "0x10", "١٢", "+-5", "--5")),
        *((text, None, None, None) for text in ("1,2,345", "1 23", "12 34", "€5", "5 EUR")),
        ("1,23,456", 123456, 123456, None),
        ("12,34,567.5", 1234567.5, 1234567.5, None),
        *((text, None, None, None) for text in ("1,234 567.5", "1.234,567.5", "$", "%", "%5")),
        ("1e3", 1000, 1000, 1000),
        (".5", 0.5, 0.5, None),
        ("+5", 5, 5, 5),
    ],
)
def test_what_may_be_two_numbers_is_none_until_the_mapping_says(
    text: str, unsaid: float | None, point: float | None, comma: float | None
) -> None:
    found = values(*(number(literal(text), decimal, "USD") for decimal in (None, ".", ",")))
    assert found == (unsaid, point, comma)


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1_0", None, None),
        ("١٢", None, None),
        ("1e999", None, None),
        ("nan", ".", None),
        ("-1.5", None, -1.5),
        ("1,5", ",", 1.5),
    ],
)
def test_numbers_of_a_mapping(text: str, decimal: str | None, expected: float | None) -> None:
    assert stated(text, decimal) == expected


@pytest.mark.parametrize("text", ["4.5", "1.23", "1.2345", "x", "1,2,3", "12.34,5"])
def test_a_decimal_comma_takes_no_decimal_point(text: str) -> None:
    assert values(number(literal(text), ",")) == (None,)


@pytest.mark.parametrize("text", ["nan", "inf", "-infinity", "1,5", "five", ""])
def test_what_is_no_finite_number_is_none(text: str) -> None:
    assert values(number(literal(text), ".")) == (None,)


@settings(max_examples=50)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_texts_are_trimmed(text: str) -> None:
    assert values(cleaned(literal(text), (), {})) == (text.strip(SPACES) or None,)


@pytest.mark.parametrize("space", SPACES)
def test_every_space_is_trimmed(space: str) -> None:
    for text in (f"{space}é\u200cé{space}", f"{space}x", f"x y{space}{space}", space):
        expected = text.strip(SPACES) or None
        assert values(cleaned(literal(text), (), {})) == (expected,)
        assert values(cleaned(literal(text), ("-",), {"x": "X"})) in ((expected,), ("X",))


@settings(max_examples=50)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1))
def test_names_are_quoted_safely(text: str) -> None:
    with duckdb.connect() as con:
        assert con.execute(f"SELECT 1 AS {ident(text)}").description[0][0] == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("11", None), ("11.0", None), (" 11 ", None), ("110", "110"), ("Yes", "Y"), ("2.0", "two")],
)
def test_blank_codes_and_value_maps(text: str, expected: str | None) -> None:
    found = values(cleaned(literal(text), ("11",), {"Yes": "Y", "2": "two"}))
    assert found == (expected,)
