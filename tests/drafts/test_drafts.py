"""What is drafted of unknown files is never wrong; what it asks and leaves out is counted.

`python -m benchmarks.drafts` prints the same with all files loaded, in several arrangements.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.drafts.everything import all_cases
from tests.drafts.meaning import facts_of, loaded
from tests.drafts.outcome import ASKED, LEFT_OUT, RIGHT, WRONG, Outcome, outcome_of

_LOADED = (
    "finnish_points",
    "code_99",
    "undecided_month_first",
    "a_row_an_answer",
    "block_of_questions",
    "excel_numbers_beside_texts",
)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Of every case, by what its mapping says."""
    return tuple(outcome_of(case, facts_of) for case in all_cases())


def test_no_file_is_read_wrong() -> None:
    wrong = {one.case.name: one.notes for one in outcomes() if one.how == WRONG}
    assert not wrong


def test_most_are_read_without_a_question() -> None:
    hows = Counter(one.how for one in outcomes())
    total = hows.total()
    assert total >= 60
    assert hows[RIGHT] / total >= 0.8
    assert (hows[RIGHT] + hows[ASKED]) / total >= 0.97
    assert hows[LEFT_OUT] / total <= 0.03


def test_only_what_has_to_be_asked_is() -> None:
    needless = {one.case.name for one in outcomes() if "a needless question" in one.notes}
    assert needless <= {"delighted"}


def test_columns_to_break_down_by() -> None:
    missed = [one.notes for one in outcomes() if any("break down" in note for note in one.notes)]
    assert not missed


@pytest.mark.parametrize("name", _LOADED)
def test_a_load_reads_what_the_mapping_says(name: str) -> None:
    (case,) = [one for one in all_cases() if one.name == name]
    outcome = outcome_of(case, lambda text, _: loaded(text))
    assert outcome.how in (RIGHT, ASKED), outcome.notes
