"""The sentence finds what was planted in the sample company (docs/sample-company.md)."""

from __future__ import annotations

import pytest

from data.frames import Tables
from data.store import Snapshot
from tests.data_sample.recount import value
from tests.pages.reading import figure, frame, read


def test_the_default_view_finds_the_planted_truths(snapshot: Snapshot) -> None:
    sentence = read(snapshot, "overview").headline
    loyalty, effort = sentence.split(". ")[:2]
    assert loyalty.startswith("Loyalty (NPS) fell 6.2 points and the fall is real, but all of it")
    assert "plan Starter went from 8% to 27% of" in loyalty
    assert effort.startswith("Ease (CES) fell 2.1 points and the fall is real, nearly all of it")
    assert effort.endswith("at Billing in EMEA since March 2026")
    assert sentence.endswith("No other key figure changed beyond noise.")
    assert "CSAT" not in sentence


def test_touchpoints_that_really_changed(snapshot: Snapshot) -> None:
    sentence = read(snapshot, "touchpoints").headline
    assert "Billing (CES −6.4)" in sentence
    assert "really better: Support chat (CSAT +5.4)" in sentence
    rows = frame(read(snapshot, "touchpoints"), "csat:1-5_by_touchpoint")
    real = rows.loc[rows["verdict"] == "real", "touchpoint"].tolist()
    assert real == ["Support chat"]


def test_within_a_plan_nothing_changed(snapshot: Snapshot) -> None:
    sentence = read(snapshot, "overview?plan=Starter").headline
    assert sentence.startswith(
        "No change can be told from noise: loyalty (NPS) rose 2.2 points, satisfaction"
    )


def test_a_small_swing_is_noise(snapshot: Snapshot) -> None:
    page = read(snapshot, "loyalty?industry=Public+sector")
    assert page.headline.startswith("Loyalty (NPS) rose 17.2 points, which can't be told")
    card = figure(frame(page, "cards"), metric="nps")
    assert (card["n"], card["base_n"], card["verdict"]) == (37, 34, "noise")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("loyalty?compare=none", "Loyalty (NPS) is 27.7."),
        ("loyalty?compare=rest&industry=Fishing", "Too few answers in this view to show a figure."),
        (
            "overview?period=last-7-days&industry=Mining&touchpoint=Sales",
            "No answers in this view.",
        ),
        ("loyalty?period=last-7-days&industry=Fishing", "No NPS answers in this view."),
    ],
)
def test_other_sentences(link: str, expected: str, snapshot: Snapshot) -> None:
    assert read(snapshot, link).headline == expected


def test_nothing_to_compare_with(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.feedback is not None
    nps = value(tables.feedback.loc[tables.feedback["metric"] == "nps", "score"], "nps")
    page = read(snapshot, "loyalty?period=all")
    assert page.headline.startswith(f"Loyalty (NPS) is {nps:.1f}; there ")
    assert page.headline.endswith("to compare with.")


def test_the_outage_is_seen_in_its_week(snapshot: Snapshot) -> None:
    link = "touchpoints?from=2024-06-10&to=2024-06-16&touchpoint=Product+use"
    assert "Really worse: Product use (CSAT −" in read(snapshot, link).headline


def test_a_segment_against_the_rest(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?compare=rest&region=EMEA")
    sentence = (
        "Ease (CES) is really 5.9 points below the rest. Experience quality (XQI) is really 2.5 "
        "points below the rest. No other key figure differs beyond noise."
    )
    assert page.headline == sentence
    alone = read(snapshot, "overview?compare=rest")
    assert alone.headline.endswith("choose a segment to compare it with the rest.")


def test_changes_that_nothing_explains_are_told_together(snapshot: Snapshot) -> None:
    assert read(snapshot, "service").headline == (
        "No real change in first contact resolution, first response time, resolution time and the "
        "share of answers in time. The average speed of answer fell 0.5 minutes, the number of "
        "tickets opened rose 6,751 and the number of tickets resolved rose 6,635; all changes are "
        "real."
    )


def test_what_stands_below(snapshot: Snapshot) -> None:
    details = read(snapshot, "overview").details
    assert details == (
        "10 changes: 4 real, 6 within noise · 65,145 answers · 1 Nov 2025 to 31 Oct 2026, "
        "compared with 1 Nov 2024 to 31 Oct 2025 · data to 31 Oct 2026"
    )
