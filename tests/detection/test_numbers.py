"""Columns of numbers as people and programs write them."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.numbers import number
from data.sql import literal
from detection.column import Choice
from detection.numbers import NumberReading, number_choice
from tests.detection.columns import of_rows


def choice(*texts: str, name: str = "amount") -> Choice[NumberReading]:
    return number_choice(of_rows(texts, name))


@pytest.mark.parametrize(
    ("texts", "decimal", "numbers"),
    [
        (["9", "10", "-1"], ".", [9, 10, -1]),
        (["1.5", "2"], ".", [1.5, 2]),
        (["1,5", "2"], ",", [1.5, 2]),
        (["1,234", "12.5"], ".", [1234, 12.5]),
        (["1.234", "12,5"], ",", [1234, 12.5]),
        (["1,234", "0,125"], ",", [1.234, 0.125]),
        (["1.234.567", "1.234"], ",", [1234567, 1234]),
        (["1,23,456", "1,234"], ".", [123456, 1234]),
        (["1 234,50 €", "5 €"], ",", [1234.5, 5]),
        (["1\u00a0234,50", "1\u202f000"], ",", [1234.5, 1000]),
        (["1'234.50", "5"], ".", [1234.5, 5]),
        (["$1,234.50", "-$5", "$-7"], ".", [1234.5, -5, -7]),
        (["USD 5", "7 USD"], ".", [5, 7]),
        (["12 %", "\u22125%", "+3 %"], ".", [12, -5, 3]),
        (["1e3", "2.5E-1"], ".", [1000, 0.25]),
        (["007", "12"], None, []),
        (["1.2.3", "4.5.6"], None, []),
        (["yes", "no"], None, []),
        (["2026-03-14"], None, []),
        (["1_0", "0x1f", "1,2,3"], None, []),
        ([], None, []),
    ],
)
def test_what_the_texts_are(texts: list[str], decimal: str | None, numbers: list[float]) -> None:
    found = choice(*texts)
    assert found.sure
    assert (found.best.decimal if found.best else None) == decimal
    if found.best:
        assert [found.best.number(text) for text in texts] == numbers
        assert (found.best.low, found.best.high) == (min(numbers), max(numbers))
        assert found.best.whole == all(one == int(one) for one in numbers)
        assert (found.best.read, found.best.unread) == (len(texts), ())


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,000", "$1,234"])
def test_a_thousand_or_one_and_a_bit(text: str) -> None:
    found = choice(text, text, "5")
    assert not found.sure
    first, second = found.readings
    assert first.number(text) == 1000 * (second.number(text) or 0)
    assert "no row tells which" in found.evidence


def test_many_of_them_beside_whole_numbers_are_thousands() -> None:
    """As decimals, forty numbers would have three each, and others none."""
    groups = [f"{n},{n * 37 % 1000:03d}" for n in range(1, 41)]
    found = choice(*groups, "5", "999")
    assert found.sure
    assert found.readings[0].number("2,074") == 2074
    assert not choice(*groups).sure
    assert not choice(*groups, "5", "1000").sure
    assert not choice(*groups[:20], "5").sure


def test_points_and_commas_are_mixed() -> None:
    found = choice("1.5", "2,5", "3,5")
    assert not found.sure
    assert [one.decimal for one in found.readings] == [",", "."]
    assert found.readings[0].unread == ("1.5",)
    assert "mixed: a decimal point in 1 rows, a comma in 2" in found.evidence
    assert choice(*(f"{n}.5" for n in range(200)), "2,5").sure


@pytest.mark.parametrize(
    ("texts", "name", "why"),
    [
        (["00501", "12345"], "area", "leading zeros (00501)"),
        (["+358 40 1234567", "+358501234567"], "contact", "telephone numbers"),
        (["20095", "80331"], "PLZ", "its name says"),
        (["1", "2", "3"], "customer_id", "its name says"),
        (["1001", "1001", "1002"], "orderId", "its name says"),
    ],
)
def test_numbers_that_name_things_are_no_measure(texts: list[str], name: str, why: str) -> None:
    found = choice(*texts, name=name)
    assert found.readings == ()
    assert why in found.evidence


def test_scores_are_numbers_whatever_the_column_is_called() -> None:
    assert choice("5", "4", "5", "3", name="phone").readings
    assert choice("5", "4", "5", "3", name="Was there no").readings


def test_some_words_among_numbers_are_named() -> None:
    found = choice("5", "4", "7", "n/a", "refused")
    assert found.best is not None
    assert (found.best.read, found.best.unread) == (3, ("n/a", "refused"))
    assert not choice("5", "n/a", "refused").readings
    assert not choice("5", "7", "x1", "x2").readings


def test_currencies_are_named() -> None:
    assert "amounts in €" in choice("5 €", "7,50 €").evidence


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda whole, cents, style: style[0].format(
                f"{whole:,}".replace(",", style[1]), cents, style[2]
            ),
            st.integers(-(10**7), 10**7),
            st.integers(0, 99),
            st.sampled_from(
                [
                    ("{0}{2}{1:02d}", ",", "."),
                    ("{0}{2}{1:02d}", ".", ","),
                    ("{0}{2}{1:02d}", " ", ","),
                    ("{0}{2}{1:02d} %", "", "."),
                    ("{0}", "", ""),
                    ("{0}", ",", ""),
                ]
            ),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_number_is_what_the_mapping_reads(texts: list[str]) -> None:
    """Each reading gives what a mapping with its `decimal` does, of every text."""
    for reading in choice(*texts).readings:
        columns = ", ".join(number(literal(text), reading.decimal) for text in texts)
        row = duckdb.execute(f"SELECT {columns}").fetchone()
        assert row is not None
        assert list(row) == [reading.number(text) for text in texts]
        read = [value for value in row if value is not None]
        assert (reading.read, reading.low, reading.high) == (len(read), min(read), max(read))
