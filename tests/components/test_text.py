"""Numbers, changes and dates as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import text
from metrics.definitions import DEFINITIONS
from metrics.verdicts import Verdict
from tests.components.frames import view

NPS, CSAT, HOURS = (DEFINITIONS[key] for key in ("nps", "csat", "resolution_time"))
NAN = float("nan")
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234.55, 1, "1,234.5"),
        (-6.19, 1, "−6.2"),
        (-0.04, 1, "0.0"),  # no minus before nothing
        (0.0, 0, "0"),
        (1e6, 0, "1,000,000"),
        (None, 1, "–"),
        (NAN, 1, "–"),
    ],
)
def test_numbers(value: float | None, decimals: int, expected: str) -> None:
    assert text.number(value, decimals) == expected


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_number_reads_back(value: float, decimals: int) -> None:
    read = float(text.number(value, decimals).replace(",", "").replace("−", "-"))
    assert read == pytest.approx(value, abs=0.51 * 10**-decimals)
    assert "-" not in text.number(value, decimals)


def test_amounts_have_their_unit() -> None:
    assert text.amount(82.07, CSAT) == "82.1%"
    assert text.amount(16.39, HOURS) == "16.4 h"
    assert text.amount(-12.0, NPS) == "−12.0"
    assert text.amount(NAN, CSAT) == "–"


def test_intervals() -> None:
    assert text.interval(38.14, 44.0, NPS) == f"38.1{SPACE}–{SPACE}44.0"
    assert text.interval(-8.0, -4.4, NPS) == f"−8.0{SPACE}to{SPACE}−4.4"
    assert text.interval(NAN, 3.0, NPS) == ""
    assert text.interval(None, None, NPS) == ""
    assert text.with_interval(82.07, 81.0, 83.1, CSAT) == f"82.1% (81.0{SPACE}–{SPACE}83.1)"
    assert text.with_interval(82.07, NAN, NAN, CSAT) == "82.1%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5.14, "▲ 5.1"), (-5.14, "▼ 5.1"), (0.04, "= 0.0"), (-0.04, "= 0.0"), (NAN, ""), (None, "")],
)
def test_changes(value: float | None, expected: str) -> None:
    assert text.change(value, NPS) == expected


@pytest.mark.parametrize(
    ("change", "verdict", "higher_is_better", "lower_is_better"),
    [
        (1.0, Verdict.REAL, "good", "bad"),
        (-1.0, Verdict.REAL, "bad", "good"),
        (9.0, Verdict.NOISE, "neutral", "neutral"),
        (-9.0, Verdict.TOO_FEW, "neutral", "neutral"),
        (NAN, Verdict.NONE, "neutral", "neutral"),
    ],
)
def test_colour_only_on_a_real_change(
    change: float, verdict: str, higher_is_better: str, lower_is_better: str
) -> None:
    assert text.tone(change, verdict, NPS) == higher_is_better
    assert text.tone(change, verdict, HOURS) == lower_is_better


def test_verdicts_in_words() -> None:
    assert {one: text.verdict(one, view()) for one in Verdict} == {
        "real": "real change",
        "noise": "within noise",
        "too_few": "too few to judge",
        "none": "nothing to compare",
    }
    assert text.verdict(Verdict.REAL, view("compare=rest")) == "real difference"


def test_days_and_periods() -> None:
    day = date(2026, 10, 5)
    assert text.day(day) == "5 Oct 2026"
    names = {g: text.bucket(day, g) for g in ("day", "week", "month", "quarter", "year")}
    assert names == {
        "day": "5 Oct 2026",
        "week": "week of 5 Oct 2026",
        "month": "Oct 2026",
        "quarter": "Q4 2026",
        "year": "2026",
    }
