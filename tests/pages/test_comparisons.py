"""Against the rest, small groups, weights, and views without an answer."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.frames import Tables
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import LONG, Company
from tests.data_sample.recount import value
from tests.pages.reading import figure, frame, read
from tests.pages.test_totals import answers

PAGES = ("overview", "loyalty", "touchpoints", "journey")


def test_the_rest_is_everybody_else(snapshot: Snapshot, tables: Tables) -> None:
    card = figure(frame(read(snapshot, "overview?compare=rest&plan=Team"), "cards"), metric="ces")
    ces = answers(tables, "ces")
    team = ces["plan"] == "Team"
    assert (card["n"], card["base_n"]) == (team.sum(), (~team).sum())  # unknown plans are others
    assert card["base_value"] == pytest.approx(value(ces.loc[~team, "score"], "ces"))


def test_levels_against_the_rest(snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, "loyalty?compare=rest&by=plan"), "by_segment")
    nps = answers(tables, "nps")
    row = figure(rows, segment="Enterprise")
    others = nps.loc[nps["plan"].astype("str") != "Enterprise", "score"]
    assert (row["base_n"], row["base_value"]) == (len(others), pytest.approx(value(others, "nps")))
    assert (rows["n"] + rows["base_n"] == len(nps)).all()


def test_small_groups_are_hidden(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "loyalty?by=industry"), "by_segment")
    hidden = rows[rows["hidden"] != ""]
    assert set(hidden["segment"]) == {"Mining", "Forestry", "Fishing"}
    assert set(hidden["verdict"]) == {"too_few"}
    shown = ["value", "low", "high", "change", "change_low", "change_high", "p_value"]
    assert hidden[shown].isna().all(axis=None)
    assert (rows.loc[rows["hidden"] == "", "n"] >= 10).all()


@pytest.mark.parametrize("industry", ["Mining", "Forestry", "Fishing"])
def test_few_answers_are_not_shown_in_any_way(industry: str, snapshot: Snapshot) -> None:
    page = read(snapshot, f"loyalty?industry={industry}")
    assert figure(frame(page, "cards"), metric="nps")["hidden"] == "too_few"
    assert frame(page, "trend")["value"].isna().all()
    for panel in ("distribution", "shares", "comments"):
        assert frame(page, panel).empty
    rows = frame(page, "by_segment")
    assert rows["value"].isna().all()


def test_nobody_can_be_told_by_subtraction(snapshot: Snapshot) -> None:
    """Each touchpoint's total is on the page: what it hides must hold ten answers or more."""
    catalog = snapshot.catalog.model_copy(update={"shielded": True})
    shielded = replace(snapshot, catalog=catalog)
    rows = frame(read(shielded, "touchpoints?metric=nps&by=industry"), "by_segment")
    for _, cells in rows.groupby("touchpoint", observed=True):
        hidden = cells[cells["hidden"] != ""]
        assert (hidden["n"] < 10).any()
        assert hidden["n"].sum() >= 10
        assert len(hidden) > 1


@pytest.mark.parametrize("page", [*PAGES, "service"])
@pytest.mark.parametrize("compare", ["previous", "year-ago", "rest", "none"])
def test_no_answers_at_all(page: str, compare: str, snapshot: Snapshot) -> None:
    link = f"{page}?from=2023-01-01&to=2023-01-31&compare={compare}&region=EMEA"
    found = read(snapshot, link)
    assert found.panels == ()
    assert found.headline == "The data begin 1 Nov 2023; nothing is known of January 2023."
    assert found.instead


@pytest.mark.parametrize("page", [*PAGES, "service"])
def test_a_day_of_one_tiny_segment(page: str, snapshot: Snapshot) -> None:
    link = f"{page}?from=2026-10-05&to=2026-10-05&industry=Mining&industry={NOT_STATED}"
    assert read(snapshot, link).headline


WEIGHTED = (
    LONG
    + """
weight = "weight"
"""
)


def weighted_company(company: Company) -> Snapshot:
    rows = [(9, 1.0)] * 12 + [(0, 3.0)] * 6 + [(7, 0.5)] * 10 + [(10, None)] * 4
    text = "id,date,score,weight\n" + "".join(
        f"{i},2026-01-{1 + i % 28:02d},{score},{weight or ''}\n"
        for i, (score, weight) in enumerate(rows)
    )
    return open_snapshot(company.write(WEIGHTED, survey_csv=text).build())


def test_weighted_figures(company: Company) -> None:
    snapshot = weighted_company(company)
    plain = figure(frame(read(snapshot, "overview?period=all"), "cards"), metric="nps")
    assert (plain["n"], plain["value"]) == (32, pytest.approx(100 * (16 - 6) / 32))
    weighted = 100 * (12 - 18) / (12 + 18 + 5)  # an answer without weight has none
    assert plain["weighted_value"] == pytest.approx(weighted)
    asked = read(snapshot, "overview?period=all&weighted=yes")
    card = figure(frame(asked, "cards"), metric="nps")
    assert (card["n"], card["value"]) == (28, pytest.approx(weighted))  # those with a weight
    assert (card["low"], card["high"]) == (plain["weighted_low"], plain["weighted_high"])
    assert card["high"] - card["low"] > plain["high"] - plain["low"]  # fewer effective answers
    assert frame(asked, "trend")["n"].sum() == 28


def test_weighted_shares_follow_the_weights(company: Company) -> None:
    page = read(weighted_company(company), "loyalty?period=all&weighted=yes&grain=year")
    shares = frame(page, "shares")
    assert shares["detractors"].tolist() == [pytest.approx(100 * 18 / 35)]
    assert shares["promoters"].tolist() == [pytest.approx(100 * 12 / 35)]


@pytest.mark.parametrize("weights", [0, 1])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("compare", ["previous", "none"])
def test_too_few_weights_show_no_weighted_figure(
    compare: str, page: str, weights: int, company: Company
) -> None:
    text = "id,date,score,touchpoint,weight\n"
    places = ("Shop", "Till") if page == "journey" else ("Shop", "Shop")  # one is no journey
    for i in range(80):
        weight = "2.0" if i // 2 < weights else ""  # of 40 answers in either month
        text += f"{i},2026-0{1 + i % 2}-{1 + i % 28:02d},{i % 11},{places[i % 7 // 6]},{weight}\n"
    mapping = f'{WEIGHTED}touchpoint = "touchpoint"\n'
    snapshot = open_snapshot(company.write(mapping, survey_csv=text).build())
    link = f"{page}?from=2026-02-01&to=2026-02-28&compare={compare}"
    plain = read(snapshot, link)
    if page == "overview":
        card = figure(frame(plain, "cards"), metric="nps")
        assert card["n"] == 40
        assert pd.isna(card["weighted_value"])
    asked = read(snapshot, f"{link}&weighted=yes")
    assert "nan" not in asked.headline
    assert "noise" not in asked.headline
    for panel in asked.panels:
        for name in {"value", "change", "verdict"} & set(panel.frame):
            shown = panel.frame[name]
            assert (
                not shown.isin(["noise", "real"]).any() if name == "verdict" else shown.isna().all()
            )
