"""Numbers and texts come out of SQL as Python reads them."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.convert import cleaned, number
from data.sql import ident, literal


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def value(con: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = con.execute(f"SELECT {sql}").fetchone()
    assert row is not None
    return row[0]


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_decimal_comma_reads_back(
    con: duckdb.DuckDBPyConnection, whole: int, hundredths: int
) -> None:
    plain = f"{whole}.{hundredths:02d}"
    grouped = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    for text in (plain.replace(".", ","), grouped):
        assert value(con, number(literal(text), ",")) == float(plain)
    assert value(con, number(literal(plain), ".")) == float(plain)


@pytest.mark.parametrize("text", ["4.5", "1.23", "1.2345", "x", "1,2,3", "12.34,5"])
def test_a_decimal_comma_takes_no_decimal_point(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert value(con, number(literal(text), ",")) is None


@pytest.mark.parametrize("text", ["nan", "inf", "-infinity", "1,5", "five", ""])
def test_what_is_no_finite_number_is_none(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert value(con, number(literal(text), ".")) is None


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_texts_are_trimmed_and_quoted_safely(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert value(con, cleaned(literal(text), (), {})) == (text.strip(" \t\r\n") or None)
    if text:
        assert con.execute(f"SELECT 1 AS {ident(text)}").description[0][0] == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("11", None), ("11.0", None), (" 11 ", None), ("110", "110"), ("Yes", "Y"), ("2.0", "two")],
)
def test_blank_codes_and_value_maps(
    con: duckdb.DuckDBPyConnection, text: str, expected: str | None
) -> None:
    assert value(con, cleaned(literal(text), ("11",), {"Yes": "Y", "2": "two"})) == expected
