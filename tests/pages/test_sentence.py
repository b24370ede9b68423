"""The sentence finds what was planted in the sample company (docs/sample-company.md)."""

from __future__ import annotations

import math

import pytest

from data.frames import Tables
from data.store.snapshots import Snapshot, open_snapshot
from pages.figures.figure import Figure
from pages.words.briefing import brief
from tests.data.company import HEAD, Company
from tests.data_sample.recount import value
from tests.pages.reading import figure, frame, read, view_of


def test_the_default_view_finds_the_planted_truths(snapshot: Snapshot) -> None:
    sentence = read(snapshot, "overview").account
    effort, loyalty, orders = sentence.split(". ")[:3]
    assert loyalty.startswith(
        "Loyalty (NPS) fell 6.2 points, unlikely to be chance alone, but the mix"
    )
    assert "those where Plan is Starter went from 8% to 27% of" in loyalty
    assert effort.startswith(
        "Ease (CES) fell 2.1 points, unlikely to be chance alone, most of it (at"
    )
    # It is March: the months that can't be ruled out hold it.
    assert effort.endswith(
        "at Billing where Region is EMEA, beginning between March and April 2026"
    )
    assert orders == "The number of customers rose 4,555, unlikely to be chance alone"
    assert sentence.endswith("No other key figure changed beyond noise.")
    assert "CSAT" not in sentence
    customers = read(snapshot, "customers").account
    assert "but EUR 51.90 of the EUR 54.83 are the mix of orders: those where Plan is" in customers
    assert "at an unchanged mix it fell EUR 2.93 (−EUR 1" in customers


def test_touchpoints_that_really_changed(snapshot: Snapshot) -> None:
    sentence = read(snapshot, "touchpoints").account
    assert "Billing (CES −6.4 points)" in sentence
    assert "better at Support chat (CSAT +5.4 points)." in sentence
    rows = frame(read(snapshot, "touchpoints"), "csat:1-5_by_touchpoint")
    real = rows.loc[rows["verdict"] == "real", "touchpoint"].tolist()
    assert real == ["Support chat"]


def test_within_a_plan_nothing_but_its_size_changed(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?plan=Starter")
    assert {one.figure.metric for one in page.findings} == {
        "customers_end", "tickets_opened", "revenue",
    }  # fmt: skip
    assert page.account.endswith("No other key figure changed beyond noise.")


def test_a_small_swing_is_noise(snapshot: Snapshot) -> None:
    page = read(snapshot, "loyalty?industry=Public+sector")
    assert page.account.startswith("Loyalty (NPS) rose 17.2 points, within noise: the change")
    card = figure(frame(page, "cards"), metric="nps")
    assert (card["n"], card["base_n"], card["verdict"]) == (37, 34, "noise")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "loyalty?compare=none",
            "Loyalty (NPS) is 27.7. Where Plan is Starter, loyalty (NPS) is 33.8 points below the "
            "rest. 4 more differ.",
        ),
        (
            "loyalty?compare=rest&industry=Fishing",
            "Fishing: Too few answers in this view to show a figure.",
        ),
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
    assert page.account.startswith(f"Loyalty (NPS) is {nps:.1f}; there ")
    assert "to compare with. Where Plan is Starter, loyalty (NPS) is " in page.account


def test_the_outage_is_seen_in_its_week(snapshot: Snapshot) -> None:
    link = "touchpoints?from=2024-06-10&to=2024-06-16&touchpoint=Product+use"
    assert "Changed beyond noise: worse at Product use (CSAT −" in read(snapshot, link).account


def test_a_segment_against_the_rest(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?compare=rest&region=EMEA")
    sentence = (
        "Ease (CES) is 5.9 points below the rest, unlikely to be chance alone. Experience quality "
        "(XQI) is 2.5 points below the rest, unlikely to be chance alone. No other key figure "
        "differs from the rest beyond noise."
    )
    assert page.account == sentence
    alone = read(snapshot, "overview?compare=rest")
    assert "choose a segment to compare it with the rest. Where Plan is " in alone.account


def test_changes_that_nothing_explains_are_told_together(snapshot: Snapshot) -> None:
    assert read(snapshot, "service").account == (
        "The average wait for an answer fell 0.5 minutes, the self-service share rose 3.2 points "
        "and the number of tickets resolved rose 6,635, each unlikely to be chance alone. The "
        "number of tickets opened rose 6,751, also unlikely to be chance alone. No other key "
        "figure changed beyond noise."
    )


def test_what_stands_below(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    assert page.details == (
        "1 Nov 2025 to 31 Oct 2026, compared with 1 Nov 2024 to 31 Oct 2025 · data to 31 Oct 2026"
    )
    assert page.rest == (
        "5 of 7 targets missed · also beyond noise: Experience quality index, Order revenue, "
        "Tickets opened · 5 within noise · 1 with nothing to compare · 65,145 answers"
    )


def moved(metric: str, change: float, low: float, high: float) -> Figure:
    return Figure(
        *(metric, metric), *(1.0, 0.0, 2.0), *(50, ""), *(1.0, 0.0, 2.0), 50,
        *(change, low, high), *(0.5, "noise"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "compare", "expected"),
    [
        (
            moved("average_order_value", -83.98, -217.35, 49.4),
            "previous",
            "The average order value fell EUR 83.98, within noise: the change "
            "may be anything from −EUR 217.35 to +EUR 49.40.",
        ),
        (
            moved("first_response_time", 1.25, -0.5, 3),
            "year-ago",
            "First response time rose 1.2 hours, within noise: the change may "
            "be anything from −0.5 to +3.0 hours.",
        ),
        (
            moved("average_speed_of_answer", -4, -9, 1),
            "previous",
            "The average wait for an answer fell 4.0 seconds, within noise: the "
            "change may be anything from −9.0 to +1.0 seconds.",
        ),
        (
            moved("retention_rate", 2.5, -1, 6),
            "rest",
            "Retention is 2.5 points above the rest, within noise: the "
            "difference may be anything from −1.0 to +6.0 points.",
        ),
        (
            moved("tickets_opened", 0, -20, 20),
            "previous",
            "The number of tickets opened did not move: the change may be anything from −20 to "
            "+20.",
        ),
        (  # too few weeks for an interval
            moved("tickets_opened", -27, math.nan, math.nan),
            "year-ago",
            "The number of tickets opened fell 27, within noise.",
        ),
    ],
)
def test_noise_is_told_with_verb_unit_and_direction(
    row: Figure, compare: str, expected: str, snapshot: Snapshot
) -> None:
    view = view_of(snapshot, f"overview?compare={compare}&region=EMEA")
    assert brief(snapshot, view, [row]).account == expected


def test_several_changes_within_noise_too(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "overview")
    rows = [
        moved("average_order_value", -83.98, -217.35, 49.4),
        moved("retention_rate", 0.04, -1, 1),
        moved("first_response_time", 1.25, -0.5, 3),
    ]
    assert brief(snapshot, view, rows).account == (
        "No key figure changed beyond noise: the average order value fell EUR 83.98, retention "
        "moved by less than 0.1 points and first response time rose 1.2 hours."
    )


def test_orders_within_noise_have_their_currency(company: Company) -> None:
    mapping = HEAD.replace('name = "Test"', 'name = "Test"\ncurrency = "GBP"')
    mapping += '[sources.o]\nfile = "o.csv"\n[orders]\nsource = "o"\n'
    mapping += 'columns = { order_id = "i", customer_id = "c", ordered_at = "at", amount = "a" }\n'
    rows = [
        f"{i},c{i},2026-0{1 + i % 2}-{1 + i // 2:02},{100 + 7 * (i % 5) + 3 * (i % 2)}"
        for i in range(40)
    ]
    company.write(mapping, o_csv="i,c,at,a\n" + "".join(f"{row}\n" for row in rows))
    link = "overview?from=2026-02-01&to=2026-02-20"  # beside 1 to 20 January
    sentence = read(open_snapshot(company.build()), link).account
    assert sentence == (
        "No key figure changed beyond noise: order revenue rose GBP 60 and the average order "
        "value rose GBP 3.00."
    )


def test_a_thin_start_does_not_lead(snapshot: Snapshot) -> None:
    """Eight tickets the year before: told last, and so that it is seen."""
    thin = moved("tickets_opened", 6751, 6000, 7500)._replace(n=6759, base_n=8, verdict="real")
    wide = moved("average_speed_of_answer", -4, -6, -2)._replace(
        n=5000, base_n=4000, verdict="real"
    )
    view = view_of(snapshot, "overview?compare=year-ago")
    assert brief(snapshot, view, [thin, wide]).account == (
        "The average wait for an answer fell 4.0 seconds and the number of tickets opened rose "
        "6,751 (from only 8 tickets), both unlikely to be chance alone."
    )


def test_no_key_figure_changed_but_one_beside(snapshot: Snapshot) -> None:
    rows = [
        moved("resolution_time", -2, -5, 1),
        moved("first_response_time", 0, -1, 1),
        moved("resolution_mean", -7.1, -9, -5)._replace(verdict="real"),
    ]
    view = view_of(snapshot, "service")
    assert brief(snapshot, view, rows).account == (
        "No key figure changed beyond noise: resolution time fell 2.0 hours and first response "
        "time did not move. Beside that, the mean resolution time fell 7.1 hours, unlikely to be "
        "chance alone."
    )
