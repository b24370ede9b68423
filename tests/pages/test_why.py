"""Why: bridges that are a recount, segments by name, and words for what can't be compared."""

from __future__ import annotations

from datetime import date

import pytest

from data.frames import Tables
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from pages.figures.coverage import base_scope
from pages.panel import Kind, Page
from pages.why.bridges import MOST
from tests.data.company import HEAD, LONG, Company
from tests.pages.reading import frame, read, view_of

ORDER_VALUE = "why?metric=average_order_value"
SURVEY = HEAD + (
    '[sources.survey]\nfile = "survey.csv"\n[feedback]\nsource = "survey"\n[feedback.columns]\n'
    'response_id = "id"\nsubmitted_at = "date"\nmetric = { constant = "nps" }\nscore = "score"\n'
    'customer_id = "who"\n[[segments]]\nkey = "shop"\ncolumn = "shop"\n'
)
YEARS = "why?from=2025-01-01&to=2025-12-31&compare=year-ago"


def test_a_bridge_is_a_recount(snapshot: Snapshot, tables: Tables) -> None:
    """Mix and rate of each plan, order by order: Kitagawa with the midpoint of both years."""
    view, catalog = view_of(snapshot, ORDER_VALUE), snapshot.catalog
    base = base_scope(catalog, view)
    orders, customers = tables.orders, tables.customers
    assert base is not None and orders is not None and customers is not None
    plan = orders["customer_id"].map(customers.set_index("customer_id")["plan"])
    day = orders["ordered_at"].dt.date
    sides = []
    for span in (view.span, base.span):
        own = orders["amount"][(day >= span.start) & (day <= span.end)]
        by_plan = own.groupby(plan.fillna("(not stated)").astype(str)).agg(["count", "mean"])
        sides.append((by_plan["count"] / len(own), by_plan["mean"], own.mean()))
    (p, r, now), (p0, r0, before) = sides
    rows = frame(read(snapshot, ORDER_VALUE), "mix").set_index("level")
    for level in p.index:
        mix = (p[level] - p0[level]) * ((r[level] + r0[level]) / 2 - (now + before) / 2)
        rate = (p[level] + p0[level]) / 2 * (r[level] - r0[level])
        assert rows.loc[level, "mix"] == pytest.approx(mix)
        assert rows.loc[level, "rate"] == pytest.approx(rate)
        assert rows.loc[level, "compared_share"] == pytest.approx(100 * p0[level])


@pytest.mark.parametrize(
    "metric", ["nps", "csat", "average_order_value", "first_contact_resolution"]
)
def test_each_bridge_adds_up(snapshot: Snapshot, metric: str) -> None:
    page = read(snapshot, f"why?metric={metric}")
    change = frame(page, "figure")["change"].iloc[0]
    bridges = [panel for panel in page.panels if panel.kind == "bridge"]
    assert bridges
    for panel in bridges:
        levels = panel.frame[~panel.frame["step"].isin(["before", "now"])]
        assert levels["mix"].sum() + levels["rate"].sum() == pytest.approx(change)
        now = panel.frame.iloc[-1]
        assert (now["mix"], now["both"]) == pytest.approx((levels["mix"].sum(), change))


def test_the_order_value_fell_by_its_mix_alone(snapshot: Snapshot) -> None:
    page = read(snapshot, ORDER_VALUE)
    assert page.headline == (
        "The average order value fell with the mix of orders by plan; at an unchanged mix no "
        "change is shown."
    )
    assert frame(page, "where").empty
    mix = page.panel("mix")
    assert mix is not None and mix.title.endswith("by plan")
    assert "The mix of orders adds −EUR 51.90" in mix.note
    assert (
        "at an unchanged mix it is −EUR 2.93 (−EUR 18.79 to +EUR 12.93), within noise" in mix.note
    )


def test_the_place_of_the_outage_is_named(snapshot: Snapshot) -> None:
    page = read(snapshot, "why?metric=ces")
    (place,) = frame(page, "where").to_dict("records")
    assert (place["level"], place["level_2"]) == ("Billing", "EMEA")
    assert place["apart_high"] < 0
    assert page.headline.endswith("at Billing where Region is EMEA.")
    where = page.panel("where")
    assert (
        where is not None
        and " segments were tested together" in where.note
        and "alone and in pairs" in where.note
    )
    (row,) = page_json(page, snapshot.catalog)["panels"]["where"]["rows"]
    assert row["verdict"] == "real" and row["dimension_2"] == "region"


def test_what_overview_found_is_told_alike(snapshot: Snapshot) -> None:
    overview = read(snapshot, "overview")
    averages = [one for one in overview.findings if one.figure.definition.is_average]
    assert averages
    for finding in averages:
        seen = finding.seen_in(overview.view)
        assert (seen.page, seen.compare, seen.filters) == ("why", overview.view.compare, ())


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("why?compare=none", "Choose a comparison"),
        ("why?compare=rest", "Choose a segment"),
        ("why?from=2023-12-01&to=2024-02-28", "can't be compared"),
    ],
)
def test_without_another_side_it_says_so(snapshot: Snapshot, link: str, words: str) -> None:
    page = read(snapshot, link)
    assert words in page.headline
    first, *others = page.panels
    # What goes with it takes no other side.
    assert first.key == "figure"
    assert not {panel.kind for panel in others} & {Kind.BRIDGE, Kind.PLACES}


def survey(rows: dict[str, tuple[list[int], list[int], int]]) -> str:
    """Of each shop the scores of both years, and how many customers gave them."""
    lines = ["id,date,score,who,shop"]
    for shop, (base, now, customers) in rows.items():
        for year, scores in ((2024, base), (2025, now)):
            lines += [
                f"{shop}{year}{place},{date(year, 1 + place % 12, 1 + place % 28)},{score},"
                f"{shop}{place % customers},{shop}"
                for place, score in enumerate(scores)
            ]
    return "\n".join(lines) + "\n"


def shops(company: Company, rows: dict[str, tuple[list[int], list[int], int]]) -> Page:
    return read(open_snapshot(company.write(SURVEY, survey_csv=survey(rows)).build()), YEARS)


def test_levels_of_few_persons_are_told_as_one(company: Company) -> None:
    """Shop Own is 40 answers of one customer: neither it nor what it follows from is shown."""
    steady = [10, 9, 8, 3] * 50
    page = shops(
        company,
        {
            "North": (steady, steady, 200), "South": (steady, steady[:-20], 200),
            "West": (steady[:60], steady[:64], 60), "Own": ([0] * 40, [10] * 40, 1),
        },
    )  # fmt: skip
    rows = frame(page, "bridge")
    assert "Own" not in set(rows["level"])
    (others,) = rows[rows["step"] == "others"].to_dict("records")
    assert others["levels"] == 2  # with the smallest of the others
    assert others["n"] - 40 >= 10
    assert "Own" not in str(page_json(page, open_snapshot(company.build()).catalog))


def test_of_many_levels_those_that_add_most_are_shown(company: Company) -> None:
    steady = [10, 9, 8, 3] * 5
    rows = {f"Shop {place}": (steady, [10] * place + steady, 20) for place in range(1, 31)}
    panel = shops(company, rows).panel("bridge")
    assert panel is not None
    assert len(panel.frame) == MOST + 3
    assert panel.every is not None and len(panel.every) == 32
    (others,) = panel.frame[panel.frame["step"] == "others"].to_dict("records")
    assert others["levels"] == 30 - MOST
    whole = panel.every[~panel.every["step"].isin(["before", "now"])]
    assert others["both"] == pytest.approx(
        whole["both"].sum() - panel.frame.loc[panel.frame["step"] == "level", "both"].sum()
    )


def test_simpson_is_said(company: Company) -> None:
    low, high = [9] * 40 + [3] * 60, [9] * 80 + [3] * 20
    page = shops(
        company,
        {
            "High": (high * 8, ([9] * 90 + [3] * 10) * 2, 800),
            "Low": (low * 2, ([9] * 50 + [3] * 50) * 8, 800),
        },
    )
    bridge = page.panel("bridge")
    assert bridge is not None and "Simpson's paradox" in bridge.note
    assert "but at an unchanged mix of answers by shop it rose" in page.headline


def test_n_of_all_four_sides_is_there(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "why?metric=ces"), "where")
    sides = rows[["n", "compared_n", "rest_n", "rest_compared_n"]]
    assert (sides >= 30).all(axis=None)
    figure = frame(read(snapshot, "why?metric=ces"), "figure").iloc[0]
    assert rows["n"].iloc[0] + rows["rest_n"].iloc[0] == figure["n"]


def test_what_has_no_one_figure_says_so_and_leads_on(company: Company) -> None:
    """Ratings of different touchpoints are different questions."""
    mapping = LONG.replace('{ constant = "nps" }', '"kind"') + 'touchpoint = "place"\n'
    asked = (("rating", "Shop"), ("rating", "Web"), ("csat", "Shop"))
    lines = [
        f"{place}{kind}{number},2026-{1 + number % 6:02}-10,{kind},{2 + number % 3},{place}"
        for number in range(120)
        for kind, place in asked
    ]
    text = "\n".join(["id,date,kind,score,place", *lines, ""])
    snapshot = open_snapshot(company.write(mapping, survey_csv=text).build())
    page = read(snapshot, "why?metric=rating&period=all")
    assert page.headline == "There is no figure of the rating in this view."
    assert "have no common figure. Choose one touchpoint." in page.panels[0].note
    assert [one.value for one in page.panels[0].choices] == ["csat", "csat_mean"]
    page = read(snapshot, "why?metric=rating&touchpoint=Shop&period=all")
    assert page.panels[0].frame["n"].tolist() == [120]
