"""Numbers, changes and dates as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import text
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from tests.components.frames import view

NPS, CSAT, HOURS = (DEFINITIONS[key] for key in ("nps", "csat", "resolution_time"))
NAN = float("nan")
SPACE = "\N{NO-BREAK SPACE}"


def changed(metric: str, value: float, change: float) -> Figure:
    """A figure that changed, by a quarter of its unit more or less."""
    base = (value - change, NAN, NAN, 50)
    ends = (change, change - 0.25, change + 0.25)
    return Figure(metric, metric, value, NAN, NAN, 50, "", *base, *ends, 0.01, Verdict.REAL)


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
    assert text.interval(41.0, 38.14, 44.0, NPS) == f"38.1{SPACE}–{SPACE}44.0"
    assert text.interval(-6.0, -8.0, -4.4, NPS) == f"−8.0{SPACE}to{SPACE}−4.4"
    assert text.interval(21.1, 12.82, NAN, HOURS) == "12.8 or more"
    assert text.interval(1.0, None, 3.0, NPS) == "3.0 or less"
    assert text.interval(None, None, None, NPS) == ""
    assert text.with_interval(82.07, 81.0, 83.1, CSAT) == f"82.1% (81.0{SPACE}–{SPACE}83.1)"
    assert text.with_interval(82.07, NAN, NAN, CSAT) == "82.1%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5.14, "▲ 5.1"), (-5.14, "▼ 5.1"), (0.04, "= 0.0"), (-0.04, "= 0.0"), (NAN, "")],
)
def test_changes(value: float, expected: str) -> None:
    assert text.change(changed("nps", 41.0, value)) == expected


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        ("first_response_time", 66 / 3600, "1.1 min"),  # of a call centre: not 0.0 h
        ("first_response_time", 59 / 3600, "59.0 s"),
        ("first_response_time", 1.0, "1.0 h"),
        ("first_response_time", 47.9, "47.9 h"),
        ("first_response_time", 159.79, "6.7 days"),
        ("handle_time", 90.0, "1.5 h"),
        ("handle_time", 5.7, "5.7 min"),
        ("average_speed_of_answer", 5400.0, "1.5 h"),
        ("average_speed_of_answer", 19.96, "20.0 s"),
        ("average_speed_of_answer", 0.0, "0.0 s"),
    ],
)
def test_times_are_in_the_unit_that_fits(metric: str, value: float, expected: str) -> None:
    assert text.amount(value, DEFINITIONS[metric]) == expected


def test_an_interval_is_in_the_unit_of_its_figure() -> None:
    expected = f"1.1 min (0.8{SPACE}–{SPACE}66.0)"
    assert text.with_interval(66 / 3600, 50 / 3600, 1.1, HOURS) == expected


@pytest.mark.parametrize(
    ("figure", "change", "expected", "ends"),
    [
        (2.5, -0.5, "▼ 0.5 h", "−0.8 to −0.2"),
        (0.5, -2.5, "▼ 2.5 h", "−2.8 to −2.2"),  # from three hours to half an hour
        (120.0, 24.0, "▲ 1.0 days", "1.0 – 1.0"),
        (120.0, -0.5, "▼ 0.5 h", "−0.8 to −0.2"),  # of days it would be 0.0
        (120.0, 0.0, "= 0.0 days", "0.0 to 0.0"),
    ],
)
def test_a_change_is_in_the_unit_of_its_figure_or_its_own(
    figure: float, change: float, expected: str, ends: str
) -> None:
    row = changed("first_response_time", figure, change)
    assert text.change(row) == expected
    assert text.change_interval(row) == ends.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("metric", "stated", "expected"),
    [
        ("nps", 40.0, "40"),
        ("csat_mean", 4.25, "4.25"),
        ("first_response_time", 24.0, "24 h"),
        ("first_response_time", 48.0, "2 days"),
        ("first_response_time", 50.0, "50 h"),  # 2.0833 days
        ("first_response_time", 0.02, "1.2 min"),
        ("handle_time", 100.0, "100 min"),  # 1.6667 hours
        ("average_speed_of_answer", 20.0, "20 s"),
    ],
)
def test_goals_are_as_they_are_stated(metric: str, stated: float, expected: str) -> None:
    assert text.goal(stated, DEFINITIONS[metric]) == expected


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
        "real": "beyond noise",
        "noise": "within noise",
        "too_few": "too few to judge",
        "none": "nothing to compare",
    }
    assert text.verdict(Verdict.REAL, view("compare=rest")) == "beyond noise"


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


ORDER = DEFINITIONS["average_order_value"]


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (57_928_305_182.94, 57_020_000_000, 58_839_900_000, ("57.93 bn", "57.02 – 58.84 bn")),
        (2_954_748_748.66, 999_000_000, 3_100_000_000, ("2.955 bn", "0.999 – 3.100 bn")),
        (17_728_492_491_942.8, NAN, NAN, ("17.73 tn", "")),
        (-1_500_000.0, -1_600_000.0, -1_400_000.0, ("−1.500 m", "−1.600 to −1.400 m")),
        (999_999.99, 1.0, 2.0, ("999,999.99", "1.00 – 2.00")),
    ],
)
def test_money_where_there_is_little_room(
    value: float, low: float, high: float, expected: tuple[str, str]
) -> None:
    found = text.short_amount(value, ORDER), text.short_interval(value, low, high, ORDER)
    assert tuple(one.replace(SPACE, " ") for one in found) == expected


def test_what_is_not_money_stays_whole() -> None:
    assert text.short_amount(1_234_567.0, DEFINITIONS["tickets_opened"]) == "1,234,567"
