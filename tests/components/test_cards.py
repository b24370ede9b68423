"""Cards: few words before they are opened, what is real by weight, all else on demand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from components import text
from components.charts.bullet import WIDTH, bullet
from components.charts.journey import shown_shares
from components.charts.sparkline import HEIGHT, sparkline
from components.charts.trend import draw as draw_trend
from components.panels.cards import cards
from components.tables import figures_table
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.figure import Figure, figures_of
from tests.pages.reading import read

SVG = "{http://www.w3.org/2000/svg}"
LINKS = (
    "overview",
    "overview?plan=Enterprise",
    "overview?compare=rest&region=EMEA",
    "overview?compare=none",
    "overview?period=last-7-days&industry=Fishing",
    "service?period=last-30-days",
    "customers?compare=year-ago",
    "loyalty",
)


def props(component: Component) -> dict[str, Any]:
    found: dict[str, Any] = component.to_plotly_json()["props"]
    return found


def parts(component: Any) -> Iterator[Component]:  # noqa: ANN401
    """A component and all that it holds."""
    if isinstance(component, Component):
        yield component
        yield from parts(props(component).get("children"))
    elif isinstance(component, list | tuple):
        for one in component:
            yield from parts(one)


def words(component: Any) -> list[str]:  # noqa: ANN401
    """What is read before anything is opened; numbers, signs and units are no words."""
    if isinstance(component, str):
        return [one for one in component.split() if len(re.findall("[A-Za-z]", one)) > 1]
    if isinstance(component, list | tuple):
        return [word for one in component for word in words(one)]
    if not isinstance(component, Component) or type(component).__name__ == "Details":
        return []
    return words(props(component).get("children"))


def shown(snapshot: Snapshot, link: str) -> list[Component]:
    page = read(snapshot, link)
    panel = page.panel("cards")
    assert panel is not None
    drawn = cards(panel, page, snapshot.catalog, LIGHT)
    return [one for one in parts(drawn) if type(one).__name__ == "Article"]


@pytest.mark.parametrize("link", LINKS)
def test_a_card_has_twelve_words_at_most(link: str, snapshot: Snapshot) -> None:
    found = shown(snapshot, link)
    assert found
    for card in found:
        assert len(words(card)) <= 12, words(card)


def test_what_is_real_weighs_more(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("cards")
    assert panel is not None
    rows = panel.frame.set_index("metric")["verdict"]
    classes = {
        props(card)["aria-label"].partition(",")[0]: props(card)["className"].split()
        for card in shown(snapshot, "overview")
    }
    names = {DEFINITIONS[str(key)].name: verdict for key, verdict in rows.items()}
    assert len(classes) == 12
    for name, own in classes.items():
        assert ("cx-real" in own) == (names[name] == "real"), name
        assert ("cx-calm" in own) == (names[name] != "real"), name


def test_all_else_is_there_on_demand(snapshot: Snapshot) -> None:
    nps = next(c for c in shown(snapshot, "overview") if "Net Promoter" in props(c)["aria-label"])
    (more,) = [one for one in parts(nps) if type(one).__name__ == "Details"]
    told = " ".join(str(props(one).get("children")) for one in parts(more))
    for expected in ("26.5\xa0–\xa028.9", "16,955 answers", "beyond noise", "not met"):
        assert expected in told, expected
    assert DEFINITIONS["nps"].question in told and DEFINITIONS["nps"].formula in told
    ces = next(c for c in shown(snapshot, "overview") if "effort" in props(c)["aria-label"])
    assert "Mean" in str([props(one).get("children") for one in parts(ces)])


def test_customers_come_and_go_on_their_card(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("cards")
    assert panel is not None
    value = panel.frame.set_index("metric")["value"]
    card = next(c for c in shown(snapshot, "overview") if "Customers" in props(c)["aria-label"])
    told = [props(one).get("children") for one in parts(card)]
    assert f"+{value['customers_new']:,.0f} −{value['customers_lost']:,.0f}" in told


def row(value: float, low: float, high: float, **more: Any) -> Figure:  # noqa: ANN401
    """A figure of NPS that was 10."""
    plain = Figure("nps", "nps:0-10", value, low, high, 500, "", 10.0, 8.0, 12.0, 500,
                   value - 10, -1.0, 1.0, 0.5, "noise")  # fmt: skip
    return plain._replace(**more)


def drawn(picture: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(unquote(picture.partition(",")[2])))


def test_the_line_of_a_card_has_all_in_its_place() -> None:
    _, thick, ring, dot, tick = drawn(bullet(row(20, 18, 22, target=40.0), "neutral", LIGHT))
    x = [float(one.attrib[name]) for one, name in
         ((ring, "cx"), (thick, "x1"), (dot, "cx"), (thick, "x2"), (tick, "x1"))]  # fmt: skip
    assert x == sorted(x)
    # By hand: from 10 to 40 with a fifth of that at both ends, 4 to 46, over 142 pixels.
    assert x == pytest.approx([4 + (v - 4) / 42 * 142 for v in (10, 18, 20, 22, 40)], abs=0.06)


@given(
    st.floats(-100, 100),
    st.floats(0, 50),
    st.one_of(st.none(), st.floats(-100, 100)),
    st.one_of(st.none(), st.floats(-100, 100)),
)
def test_nothing_leaves_the_line(
    value: float, half: float, target: float | None, benchmark: float | None
) -> None:
    figure = row(value, value - half, value + half, target=target, benchmark=benchmark)
    for one in drawn(bullet(figure, "neutral", LIGHT)):
        for name in {"x1", "x2", "cx"} & one.attrib.keys():
            assert 0 <= float(one.attrib[name]) <= WIDTH


def test_a_figure_that_is_not_known_or_alone_has_no_line() -> None:
    nan = math.nan
    assert bullet(row(nan, nan, nan), "neutral", LIGHT) == ""
    # Of a total without its comparison: a dot at one end would look like the least there can be.
    assert bullet(row(20, nan, nan, base_value=nan), "neutral", LIGHT) == ""
    assert bullet(row(20, nan, nan), "neutral", LIGHT)


def test_an_interval_without_an_upper_end_goes_on_to_that_of_the_line() -> None:
    line, thick, *_ = drawn(bullet(row(20, 18, math.nan), "neutral", LIGHT))
    assert thick.attrib["x2"] == line.attrib["x2"]
    # By hand: from 10 to 20 with a fifth of that at both ends, 8 to 22.
    assert float(thick.attrib["x1"]) == pytest.approx(4 + (18 - 8) / 14 * 142, abs=0.06)


def heights(values: list[float], uncertain: float) -> float:
    """Share of a sparkline's height that its line uses."""
    (line,) = [
        one for one in drawn(sparkline(values, LIGHT, (), uncertain)) if one.tag == f"{SVG}polyline"
    ]
    y = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    return (max(y) - min(y)) / (HEIGHT - 8)


def test_noise_stays_flat_and_a_real_fall_does_not() -> None:
    # Within intervals of ±1, as means of noise are: a third of the height at most.
    assert heights([50.4, 49.5, 50.8, 49.2, 50.1, 49.9], 1.0) <= 1 / 3
    # By hand: 1.6 of five halves.
    assert heights([50.8, 49.2], 1.0) == pytest.approx(1.6 / 5, abs=0.01)
    assert heights([50.0, 47.0, 44.0, 40.0], 1.0) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("value", "metric", "expected"),
    [
        (17_728_492_491.0, "revenue", "EUR\xa017.73\xa0bn"),
        (6_712_000.0, "revenue", "EUR\xa06.712\xa0m"),
        (476.42, "average_order_value", "EUR\xa0476.42"),
        (123_456_789.0, "tickets_opened", "123.5\xa0m"),
        (9_999_999.0, "tickets_opened", "9,999,999"),
        (math.nan, "revenue", "–"),
        # Rounded to the next word, by hand: never 1,000 m.
        (999_949_999.0, "revenue", "EUR\xa0999.9\xa0m"),
        (999_999_999.0, "revenue", "EUR\xa01.000\xa0bn"),
        (999_960_000_000.0, "revenue", "EUR\xa01.000\xa0tn"),
        (999_999.99, "revenue", "EUR\xa0999,999.99"),
    ],
)
def test_large_figures_and_money(value: float, metric: str, expected: str) -> None:
    definition = DEFINITIONS[metric]
    told = text.with_currency(text.short_amount(value, definition), definition, "EUR")
    assert told == expected


@given(st.sampled_from(list(DEFINITIONS)), st.floats(-1e12, 1e12))
def test_nothing_is_shown_as_a_negative_nothing(metric: str, value: float) -> None:
    shown_as = text.short_amount(value, DEFINITIONS[metric])
    assert not re.match(r"[-−]0(\.0+)?(?![\d.,])", shown_as)


@given(st.sampled_from(["first_response_time", "handle_time", "average_speed_of_answer"]),
       st.floats(1e-6, 1e7))  # fmt: skip
def test_a_time_is_not_shown_as_nothing(metric: str, seconds: float) -> None:
    definition = DEFINITIONS[metric]
    own = {"hours": 3600, "minutes": 60, "seconds": 1}[definition.unit]
    assert not re.match(r"0(\.0+)? ", text.amount(seconds / own, definition))


def test_times_below_what_their_unit_shows_are_said_to_be() -> None:
    assert text.amount(0.03, DEFINITIONS["average_speed_of_answer"]) == "<0.1 s"
    assert text.amount(0.00001, DEFINITIONS["resolution_time"]) == "<0.1 s"
    assert text.amount(0.0, DEFINITIONS["average_speed_of_answer"]) == "0.0 s"


@pytest.mark.parametrize(
    ("value", "beside", "expected"),
    [
        (475_571.0, 1_010_000.0, "0.476\xa0m"),
        (5_630_000.0, 6_712_000.0, "5.630\xa0m"),
        (1_200_000.0, 900_000.0, "1,200,000"),  # no word beside one that has none
        (9_000.0, 1_010_000.0, "9,000"),  # of 0.009 m two digits would be lost
        (980_000_000.0, 1_020_000_000.0, "0.980\xa0bn"),
    ],
)
def test_what_it_was_is_read_in_the_size_of_what_it_is(
    value: float, beside: float, expected: str
) -> None:
    assert text.short_amount(value, DEFINITIONS["money_at_risk"], beside) == expected


def test_totals_without_interval_are_not_blown_up(snapshot: Snapshot) -> None:
    """The ups and downs of a total within a tenth of it take half of the height at most."""
    page = read(snapshot, "overview")
    lines = page.panel("sparklines")
    assert lines is not None
    revenue = lines.frame[lines.frame["metric"] == "revenue"]
    assert revenue["low"].isna().all()
    values = revenue["value"]
    card = next(c for c in shown(snapshot, "overview") if props(c)["aria-label"] == "Order revenue")
    (spark,) = [one for one in parts(card) if props(one).get("className") == "cx-spark"]
    (line,) = [one for one in drawn(props(spark)["src"]) if one.tag == f"{SVG}polyline"]
    y = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    share = (values.max() - values.min()) / values.max()
    assert (max(y) - min(y)) / (HEIGHT - 8) == pytest.approx(min(share / 0.2, 1), abs=0.01)


def test_money_has_its_currency_in_tables_and_hover_texts(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?metric=average_order_value")
    trend = page.panel("trend")
    assert trend is not None and trend.metric == "average_order_value"
    own = trend.frame.iloc[-1]
    value, base = (f"EUR {own[name]:,.2f}" for name in ("value", "base_value"))
    hover = str(draw_trend(trend, page.view, LIGHT)).replace("\\xa0", " ")
    assert f"Order value {value} (" in hover and f"compared with {base}: " in hover
    cells = [one for one in parts(figures_table(trend, page.view, snapshot.catalog))
             if type(one).__name__ == "Td"]  # fmt: skip
    told = [str(props(one).get("children")).replace("\xa0", " ") for one in cells]
    assert value in told and base in told


def test_shares_along_the_journey_add_up(snapshot: Snapshot) -> None:
    panel = read(snapshot, "journey").panel("journey")
    assert panel is not None
    rows = figures_of(panel.frame)
    shares = shown_shares(rows)
    sums: dict[tuple[str, str], int] = {}
    for one, share in zip(rows, shares, strict=True):
        assert abs(share - one.share) < 0.1
        key = (one.metric, one.series)
        sums[key] = sums.get(key, 0) + round(10 * share)
    assert set(sums.values()) == {1000}
    # By hand: three thirds, of which one is written larger.
    thirds = [row(1, 0, 2, share=100 / 3, touchpoint=name) for name in "abc"]
    assert shown_shares(thirds) == [33.4, 33.3, 33.3]
