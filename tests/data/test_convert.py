"""Numbers and texts come out of SQL as Python reads them."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.convert import cleaned, number
from data.sql import ident, literal


def values(*sql: str) -> tuple[object, ...]:
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {', '.join(sql)}").fetchone()
    assert row is not None
    return row


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_decimal_comma_reads_back(whole: int, hundredths: int) -> None:
    plain = f"{whole}.{hundredths:02d}"
    grouped = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    texts = (plain.replace(".", ","), grouped)
    found = values(*(number(literal(text), ",") for text in texts), number(literal(plain), "."))
    assert found == (float(plain),) * 3


@pytest.mark.parametrize("text", ["4.5", "1.23", "1.2345", "x", "1,2,3", "12.34,5"])
def test_a_decimal_comma_takes_no_decimal_point(text: str) -> None:
    assert values(number(literal(text), ",")) == (None,)


@pytest.mark.parametrize("text", ["nan", "inf", "-infinity", "1,5", "five", ""])
def test_what_is_no_finite_number_is_none(text: str) -> None:
    assert values(number(literal(text), ".")) == (None,)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_texts_are_trimmed(text: str) -> None:
    assert values(cleaned(literal(text), (), {})) == (text.strip(" \t\r\n") or None,)


@settings(max_examples=50, deadline=None)
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
