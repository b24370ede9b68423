"""The short form of `make claims`, and whether these simulations can find what they look for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
import pandas as pd
import pytest

from benchmarks import claims as package
from benchmarks.claims import coverage, customers, noise
from benchmarks.claims.__main__ import SIMULATIONS
from benchmarks.claims.companies import SCORES, Company, built, frames
from benchmarks.claims.rows import at_most, between, independent_tries, outside, table
from benchmarks.claims.seen import pages_of

SEED = 3
COLUMNS = ["case", "measure", "value", "limit_low", "limit_high"]


def out(found: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Case, measure and value of what is out of its limits."""
    assert list(found) == COLUMNS
    assert len(found)
    rows = found[outside(found)]
    return list(zip(rows["case"], rows["measure"], rows["value"], strict=True))


def test_each_simulation_is_run() -> None:
    modules = [one.name for one in iter_modules(package.__path__) if one.name != "__main__"]
    loaded = {name: import_module(f"{package.__name__}.{name}") for name in modules}
    assert {name for name, module in loaded.items() if hasattr(module, "run")} == {*SIMULATIONS}


def test_limits_leave_room_for_chance_alone() -> None:
    """Of 100 tries at 5 %, 13 or more come once in 670 times, 14 or more once in 2,200."""
    assert at_most("", "", 13, 100).limit_high == 0.13
    assert not outside(table([at_most("", "", 13, 100)]))[0]
    assert outside(table([at_most("", "", 14, 100)]))[0]
    assert outside(table([at_most("", "", np.nan, 100)]))[0]
    assert not outside(table([between("", "", 930, 1000)]))[0]
    assert outside(table([between("", "", 900, 1000)]))[0]
    assert outside(table([between("", "", 996, 1000)]))[0]


def test_views_of_one_company_are_no_independent_tries() -> None:
    company = pd.Series(np.repeat(["a", "b", "c", "d"], 25))
    alike = pd.Series(np.repeat([True, False, False, True], 25))
    assert independent_tries(alike, company) == 4
    assert (
        independent_tries(pd.Series(np.tile([True, False, False, False, True], 20)), company) > 90
    )
    assert independent_tries(alike & ~alike, company) == 100


@pytest.mark.parametrize("alike", [0.0, 0.5])
def test_simulated_answers_are_what_they_are_said_to_be(alike: float) -> None:
    """Scores in their shares; of two answers of a customer the correlation that was asked for."""
    company = Company(40_000, each=2, alike=alike, stay=12, whole=False)
    answers = frames(company, np.random.default_rng(5))["feedback"]
    months = answers["submitted_at"].dt.to_period("M").value_counts()
    assert len(months) == 24
    assert months.max() < 1.25 * months.min()
    for metric, (first, shares) in SCORES.items():
        scores = answers.loc[answers["metric"] == metric, "score"]
        found = scores.value_counts(normalize=True).sort_index()
        assert list(found.index) == list(range(first, first + len(shares)))
        assert found.to_numpy() == pytest.approx(np.array(shares) / 100, abs=0.015)
    nps = answers[answers["metric"] == "nps"]
    pairs = nps.merge(nps, on="customer_id").query("response_id_x < response_id_y")
    assert pairs["score_x"].corr(pairs["score_y"]) == pytest.approx(0.93 * alike, abs=0.05)


@pytest.mark.parametrize(
    ("headline", "claimed"),
    [
        ("No key figure changed beyond noise or season: loyalty (NPS) fell 1.2 points.", False),
        ("Loyalty (NPS) fell 1.2 points, within noise: it may be anything.", False),
        ("At no touchpoint can ease (CES) be told from the rest of the journey.", False),
        ("No change is shown in loyalty (NPS).", False),
        ("No change is unlikely to be chance alone: loyalty (NPS) fell 1.2 points.", False),
        ("NPS fell 9 points, unlikely to be chance alone. No other changed beyond noise.", True),
        (
            "No change is shown in loyalty (NPS). Retention rose 3.0 points, unlikely to be "
            "chance alone.",
            True,
        ),
        ("NPS is highest at Shop (20.0); it differs from the rest beyond noise.", True),
        ("Changed beyond noise: worse at Shop (NPS −20.1 points). No other change can.", True),
    ],
)
def test_what_counts_as_a_claim(headline: str, claimed: bool) -> None:
    assert noise.claims(headline) == claimed


@pytest.mark.slow
def test_a_planted_change_is_seen_as_a_claim(tmp_path: Path) -> None:
    """Else every simulation of noise would pass because its words are no longer those searched."""
    tables = frames(Company(6_000), np.random.default_rng(2))
    answers, orders = tables["feedback"], tables["orders"]
    late = answers["submitted_at"] >= "2025-10-04"  # the last ninety days
    answers.loc[late, "score"] = (answers.loc[late, "score"] - 1).clip(lower=1)
    orders.loc[orders["ordered_at"] >= "2025-10-04", "amount"] *= 2
    told = {
        page.view.page: noise.claims(page.account)
        for page in pages_of(built(tables, tmp_path), "period=last-90-days")
    }
    assert {name for name in told if told[name]} >= {
        "overview", "loyalty", "touchpoints", "customers",
    }  # fmt: skip


@pytest.fixture(scope="module")
def noise_found() -> pd.DataFrame:
    """One round, four companies: a wide net, whose full form is `make claims`."""
    return noise.run(SEED, rounds=1)


@pytest.mark.slow
def test_of_noise_nothing_is_claimed(noise_found: pd.DataFrame) -> None:
    assert {"headline", "panel"} == {*noise_found["measure"]}
    assert out(noise_found[noise_found["case"].str.startswith("independent")]) == []


@pytest.mark.slow
def test_of_noise_nothing_is_claimed_of_any_company(noise_found: pd.DataFrame) -> None:
    assert out(noise_found) == []


@pytest.mark.slow
def test_coverage_of_customers_who_answer_once() -> None:
    assert out(customers.run(SEED, rounds=1)) == []


@pytest.mark.slow
def test_coverage_of_customers_who_answer_several_times() -> None:
    assert out(customers.run(SEED, rounds=len(customers.COMPANIES))) == []


@pytest.mark.slow
def test_coverage_in_short() -> None:
    assert out(coverage.run(SEED, rounds=2)) == []
