"""What is drafted of unknown files is never wrong; what it asks and leaves out is counted.

`python -m benchmarks.drafts` prints the same with all files loaded, in several arrangements.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.drafts.everything import all_cases, bench
from tests.drafts.meaning import facts_of, loaded
from tests.drafts.outcome import ASKED, LEFT_OUT, RIGHT, WRONG, Outcome, outcome_of

_QUICK = ("finnish_points", "undecided_month_first", "code_99", "copies_of_one_answer", "rivals")


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Of every case, by what its mapping says."""
    return tuple(outcome_of(case, facts_of) for case in all_cases())


@pytest.mark.slow
def test_no_file_is_read_wrong() -> None:
    wrong = {one.case.name: one.notes for one in outcomes() if one.how == WRONG}
    assert not wrong


@pytest.mark.slow
def test_most_are_read_without_a_question() -> None:
    hows = Counter(one.how for one in outcomes())
    total = hows.total()
    assert total >= 120
    assert hows[RIGHT] / total >= 0.81
    assert (hows[RIGHT] + hows[ASKED]) / total >= 0.98
    assert hows[LEFT_OUT] / total <= 0.02


@pytest.mark.slow
def test_only_what_has_to_be_asked_is() -> None:
    needless = {one.case.name for one in outcomes() if "a needless question" in one.notes}
    assert needless <= {"delighted"}


@pytest.mark.slow
def test_columns_to_break_down_by() -> None:
    missed = [one.notes for one in outcomes() if any("break down" in note for note in one.notes)]
    assert not missed


def test_a_load_reads_what_the_mapping_says() -> None:
    (case,) = bench.cases(["block_of_questions"])
    outcome = outcome_of(case, lambda text, _: loaded(text))
    assert outcome.how == RIGHT, outcome.notes


@pytest.mark.parametrize("name", _QUICK)
def test_some_of_them(name: str) -> None:
    (case,) = bench.cases([name])
    assert outcome_of(case, facts_of).how in (RIGHT, ASKED)
