"""The published survey of San Francisco airport, counted in plain pandas and by metrics."""

import pandas as pd
import pytest

from metrics.estimates import figures
from tests.metrics.samples import cells, feedback
from tests.realdata import REAL, needs_real_data

FILE = REAL / "sfo_2017" / "2017_SFO_Customer_Survey.csv.gz"

pytestmark = needs_real_data


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype="str", encoding="latin-1")


def numbers(survey: pd.DataFrame, question: str, most: int) -> pd.Series:
    scores = pd.to_numeric(survey[question], errors="coerce")
    return scores.where(scores.between(0 if most == 10 else 1, most))


def test_nps_plain_and_weighted(survey: pd.DataFrame) -> None:
    score = numbers(survey, "NETPRO", 10)
    weight = pd.to_numeric(survey["WEIGHT"])
    raw = feedback("nps", score.tolist(), weight=weight.tolist())
    plain = figures(cells(raw), None, ["nps"]).iloc[0]
    assert (round(plain["value"], 2), plain["n"]) == (39.84, 2746)
    share = (score >= 9).mul(weight).sum() - (score <= 6).mul(weight).sum()
    recount = 100 * share / weight[score.notna()].sum()
    weighted = figures(cells(raw, weighted=True), None, ["nps"]).iloc[0]
    assert weighted["value"] == pytest.approx(recount)
    assert round(weighted["value"], 2) == 40.40


@pytest.mark.parametrize(
    ("question", "share", "mean", "n"),
    [("Q7ALL", 82.07, 4.064, 2688), ("Q7PARK", 66.56, 3.8725, 1271)],
)
def test_satisfaction(
    survey: pd.DataFrame, question: str, share: float, mean: float, n: int
) -> None:
    moments = cells(feedback("csat", numbers(survey, question, 5).tolist()))
    found = figures(moments, None, ["csat"]).iloc[0]
    assert (round(found["value"], 2), found["n"]) == (share, n)
    digits = len(str(mean).split(".")[1])
    assert round(figures(moments, None, ["csat_mean"])["value"].iloc[0], digits) == mean


def test_people_with_a_problem_are_really_less_loyal(survey: pd.DataFrame) -> None:
    problem = survey["Q15PROBLEM"].tolist()
    raw = feedback("nps", numbers(survey, "NETPRO", 10).tolist(), problem=problem)
    with_, without = (cells(raw[raw["problem"] == code]) for code in ("1", "2"))
    found = figures(with_, without, ["nps"]).iloc[0]
    assert (round(found["value"], 2), found["n"]) == (18.77, 309)
    assert (round(found["base_value"], 2), found["base_n"]) == (43.65, 2330)
    assert found["verdict"] == "real"
