"""What holds of every column of scores, and what simulated surveys are read as."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detection.scores import score_choice
from tests.detection.columns import column

HEADERS = ("NPS", "recommend", "csat", "How easy?", "rating", "score", "effort", "Q1", "store")
OTHERS = ("99", "4.5", "n/a", "Satisfied", "Very satisfied", "yes", "?!", "5 - best", "4/5")
ANSWERS = st.sampled_from([*map(str, range(-1, 12)), *OTHERS])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HEADERS), st.lists(ANSWERS, min_size=1, max_size=60), st.randoms())
def test_the_order_of_rows_changes_nothing(header: str, rows: list[str], random: object) -> None:
    other = list(rows)
    random.shuffle(other)  # type: ignore[attr-defined]
    one, two = (score_choice(column(header, Counter(order))) for order in (rows, other))
    assert one.sure == two.sure
    assert [(r.metric, r.scale, set(r.blank), r.values, r.answers) for r in one.readings] == [
        (r.metric, r.scale, set(r.blank), r.values, r.answers) for r in two.readings
    ]


@settings(max_examples=60, deadline=None)
@example("csat", {"1": 9})
@example("csat", {"6": 9})
@given(st.sampled_from(HEADERS), st.dictionaries(ANSWERS, st.integers(1, 90), min_size=1))
def test_every_row_is_an_answer_or_none_or_not_understood(
    header: str, values: dict[str, int]
) -> None:
    for reading in score_choice(column(header, values)).readings:
        low, high = reading.scale
        assert low < high
        assert not set(reading.blank) & set(reading.values)
        scores = {
            text: float(reading.values.get(text, text))
            for text in values
            if text not in reading.blank and (text in reading.values or _is_number(text))
        }
        assert all(low <= score <= high for score in scores.values())
        assert reading.answers == sum(values[text] for text in scores)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["NPS", "csat", "How easy?", "rating"]),
    st.dictionaries(st.sampled_from([*map(str, range(11)), "99"]), st.integers(15, 50), min_size=3),
)
def test_more_of_the_same_is_read_the_same(header: str, values: dict[str, int]) -> None:
    """From 15 answers on each: what may be chance has been ruled out by then, or it is asked."""
    once = score_choice(column(header, values))
    twice = score_choice(column(header, {text: 2 * n for text, n in values.items()}))
    if once.sure and twice.sure:
        first, second = (
            choice.best and (choice.best.metric, choice.best.scale, set(choice.best.blank))
            for choice in (once, twice)
        )
        assert first == second


# What is asked, its scale, codes for no answer.
SURVEYS = [
    ("NPS", (0, 10), ()),
    ("Would you recommend us?", (0, 10), ("11",)),
    ("Would you recommend us?", (1, 5), ()),
    ("csat", (1, 5), ()),
    ("csat", (1, 5), ("6",)),
    ("csat", (1, 5), ("7",)),
    ("csat", (1, 5), ("0", "6")),
    ("csat", (1, 5), ("8", "9")),
    ("csat", (1, 5), ("99",)),
    ("csat", (1, 7), ("9",)),
    ("csat", (1, 4), ("9",)),
    ("csat", (1, 3), ("-1",)),
    ("csat", (1, 10), ("99",)),
    ("CES", (1, 7), ("8",)),
    ("CES", (1, 5), ("6",)),
    ("rating [0-100]", (0, 100), ("999",)),
]


@pytest.mark.parametrize(("header", "scale", "codes"), SURVEYS)
def test_simulated_surveys_are_never_read_wrong_without_a_question(
    header: str, scale: tuple[int, int], codes: tuple[str, ...]
) -> None:
    """Normal answers rounded to the scale, 3 % at its lowest score, of good and bad services."""
    rng = np.random.default_rng([*scale, len(header), *map(ord, "".join(codes))])
    low, high = scale
    asked = 0
    for size in (30, 60, 120, 400) * 4:
        mean, spread = rng.uniform(0.55, 0.9), rng.uniform(0.15, 0.3)
        scores = np.rint(low + (high - low) * rng.normal(mean, spread, size)).clip(low, high)
        scores[rng.random(size) < 0.03] = low
        rows = [f"{score:g}" for score in scores] + [c for c in codes for _ in range(size // 10)]
        choice = score_choice(column(header, Counter(rows)))
        assert choice.best is not None
        asked += not choice.sure
        if choice.sure:
            # Without a 0 nobody can tell 0-10 from 1-10, which have the same figures.
            assert choice.best.scale[1] == high, choice.evidence
            assert set(choice.best.blank) == set(codes), choice.evidence
    if set(codes) <= {"99", "999", "11"} and high != 4:
        assert asked <= 4  # of 16: no questions where none is needed


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
