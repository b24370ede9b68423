"""The dictionary has every metric, says what it is in the view, and what the data lack."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from flask.testing import FlaskClient

from components.panels.panel import panels as drawn
from components.theme import LIGHT
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from tests.data.company import LONG, Company, survey
from tests.pages.reading import frame, read


def rows(snapshot: Snapshot, link: str = "dictionary") -> pd.DataFrame:
    return frame(read(snapshot, link), "metrics").set_index("metric")


def test_every_metric_is_told_in_full(snapshot: Snapshot) -> None:
    found = rows(snapshot)
    assert list(found.index) == list(DEFINITIONS)
    told = ["name", "question", "formula", "counted", "unit", "better", "judged", "source", "needs"]
    assert (found[told] != "").all(axis=None)
    assert found.loc["csat", "scale"] == "% 4–5 of 5"
    assert found.loc["csat_mean", "scale"] == "1–5"
    assert found.loc["xqi", "scale"] == "CES 35%, Sentiment 25%, First response 20%, FCR 20%"
    assert found.loc["revenue", "unit"] == "EUR"


@pytest.mark.parametrize("query", ["", "?plan=Enterprise&compare=rest", "?period=last-30-days"])
def test_figures_are_those_of_the_cards(query: str, snapshot: Snapshot) -> None:
    names = ["value", "low", "high", "n"]
    cards = frame(read(snapshot, f"overview{query}"), "cards").set_index("metric")
    found = rows(snapshot, f"dictionary{query}").loc[cards.index]
    pd.testing.assert_frame_equal(
        found[names].astype(float), cards[names].astype(float), check_names=False
    )
    assert found["target"].dropna().to_dict() == cards["target"].dropna().to_dict()


@pytest.mark.parametrize("query", ["", "?plan=Enterprise", "?period=last-30-days"])
def test_whatever_the_page_of_customers_shows_is_here(query: str, snapshot: Snapshot) -> None:
    page, found = read(snapshot, f"customers{query}"), rows(snapshot, f"dictionary{query}")
    shown = frame(page, "cards")
    risk = frame(page, "risk")
    detractors = risk[risk["segment"] == "detractors"] if len(risk) else risk
    assert len(detractors) == (0 if "30" in query else 4)
    for panel in (shown, detractors):
        for _, row in panel[panel["value"].notna()].iterrows() if len(panel) else ():
            names = ["value", "n"] if math.isnan(row["low"]) else ["value", "low", "high", "n"]
            assert found.loc[row["metric"], names].tolist() == pytest.approx(row[names].tolist()), (
                row["metric"]
            )


def test_whose_figure_it_is_is_said(snapshot: Snapshot) -> None:
    counted = rows(snapshot)["counted"]
    for metric in ("left_after_answer", "revenue_left_after_answer", "ordered_after_answer"):
        assert "as in the dictionary, is that of detractors" in counted[metric]


def test_what_the_data_lack_is_said(company: Company) -> None:
    scores = [f"{i},2026-01-0{1 + i % 9},9" for i in range(5)]
    snapshot = open_snapshot(company.write(LONG, survey_csv=survey(*scores)).build())
    page = read(snapshot, "dictionary?period=all")
    found = frame(page, "metrics").set_index("metric")
    assert page.headline == f"{len(DEFINITIONS)} metrics, 1 of which these data can answer."
    assert found["hidden"]["nps"] == "too_few"
    assert pd.isna(found["n"]["nps"])  # five
    assert found.loc["csat", "missing"] == "no answers of the metric csat in feedback"
    assert found.loc["revenue", "missing"] == "no orders mapped"
    assert found.loc["xqi", "missing"] == "no [xqi] in the mapping"
    words = str(drawn(page, snapshot.catalog, LIGHT))
    assert "Too few answers in this view." in words
    assert "These data can't answer it: no orders mapped." in words


def test_where_no_table_can_be_filtered_so_words_stay(snapshot: Snapshot) -> None:
    page = read(snapshot, "dictionary?touchpoint=Sales&priority=low")
    found = frame(page, "metrics")
    assert found["value"].isna().all()
    assert page.note.startswith("Feedback can't be filtered by priority")
    assert "How likely are you to recommend us" in str(drawn(page, snapshot.catalog, LIGHT))


def test_each_metric_has_an_anchor_that_the_index_names(snapshot: Snapshot) -> None:
    page = read(snapshot, "dictionary")
    (section,) = drawn(page, snapshot.catalog, LIGHT)
    parts = list(section._traverse())
    ids = [part.id for part in parts if getattr(part, "id", None) in DEFINITIONS]
    links = [part.href for part in parts if str(getattr(part, "href", "")).startswith("#")]
    assert ids == list(DEFINITIONS)
    assert links == [f"#{key}" for key in DEFINITIONS]


def test_where_the_definitions_were_first_they_still_are(client: FlaskClient) -> None:
    old = client.get("/api/data/metrics.csv")
    assert old.status_code == 200
    assert old.data == client.get("/api/dictionary/metrics.csv").data
