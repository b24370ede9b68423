"""The survey of San Francisco airport: the answers that its reference figures count are found."""

from __future__ import annotations

import pandas as pd
import pytest

from detection.column import Column
from detection.scores import question_blocks, score_choice
from tests.realdata import REAL, needs_real_data

pytestmark = needs_real_data


@pytest.fixture(scope="module")
def columns() -> dict[str, Column]:
    file = REAL / "sfo_2017" / "2017_SFO_Customer_Survey.csv.gz"
    survey = pd.read_csv(file, dtype=str, keep_default_na=False).apply(lambda one: one.str.strip())
    return {
        str(name): Column(str(name), texts[texts != ""].value_counts(sort=False), len(texts))
        for name, texts in survey.items()
    }


def test_nps_without_those_who_gave_no_answer(columns: dict[str, Column]) -> None:
    choice = score_choice(columns["NETPRO"])
    assert choice.sure and choice.best is not None
    assert (choice.best.metric, choice.best.blank, choice.best.answers) == ("nps", ("11",), 2746)


@pytest.mark.parametrize(
    ("name", "answers"), [("Q7ALL", 2688), ("Q7PARK", 1271), ("Q14FIND", 2683)]
)
def test_ratings_are_asked_about(columns: dict[str, Column], name: str, answers: int) -> None:
    """Nothing in the file says what they are; the first reading is that of the questionnaire."""
    choice = score_choice(columns[name])
    assert not choice.sure and choice.best is not None
    assert (choice.best.scale, choice.best.answers) == ((1, 5), answers)


def test_blocks(columns: dict[str, Column]) -> None:
    blocks = {block.stem: len(block.touchpoints) for block in question_blocks([*columns.values()])}
    assert blocks == {"q7": 15, "q9": 6, "q14": 2}


def test_what_else_may_be_a_score(columns: dict[str, Column]) -> None:
    """Of 97 columns, codes of flights, places and people are none."""
    found = {name for name, column in columns.items() if score_choice(column).readings}
    others = {name for name in found if not name.startswith(("Q7", "Q9", "Q14"))}
    assert others == {"NETPRO", "Q10SAFE", "Q12PRECHEKCRATE", "Q13GETRATE"}
