"""The sparkline: a small SVG picture, whatever the values."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from components.charts.sparkline import HEIGHT, WIDTH, sparkline
from components.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def picture(values: list[float | None]) -> ElementTree.Element:
    address = sparkline(values, LIGHT)
    kind, _, data = address.partition(",")
    assert kind == "data:image/svg+xml"
    assert data.isascii() and '"' not in data
    return ElementTree.fromstring(unquote(data))


def lines(svg: ElementTree.Element) -> list[list[tuple[float, float]]]:
    found = []
    for line in svg.iter(f"{SVG}polyline"):
        pairs = [point.split(",") for point in line.attrib["points"].split()]
        found.append([(float(x), float(y)) for x, y in pairs])
    return found


def test_more_is_higher() -> None:
    ((first, second, third),) = lines(picture([1.0, 3.0, 2.0]))
    assert first[0] < second[0] < third[0]
    assert first[1] > third[1] > second[1]  # SVG counts from the top


def test_all_inside() -> None:
    for x, y in lines(picture([5.0, -80.0, 1e9, 3.0]))[0]:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


def test_a_gap_splits_the_line_and_the_dot_is_the_last_value() -> None:
    svg = picture([1.0, 2.0, None, 3.0, 2.0, None])
    assert [len(line) for line in lines(svg)] == [2, 2]
    (dot,) = svg.iter(f"{SVG}circle")
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == lines(svg)[-1][-1]


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0, 5.0], [None, 0.0]])
def test_flat_or_single(values: list[float | None]) -> None:
    (dot,) = picture(values).iter(f"{SVG}circle")
    assert float(dot.attrib["cy"]) == HEIGHT / 2


def test_nothing_to_draw() -> None:
    assert sparkline([], LIGHT) == ""
    assert sparkline([None, None], LIGHT) == ""


def test_each_theme_has_its_colours() -> None:
    assert sparkline([1.0, 2.0], LIGHT) != sparkline([1.0, 2.0], DARK)


def test_a_period_that_is_cut_is_dotted_and_hollow() -> None:
    address = sparkline([1.0, 3.0, 2.0], LIGHT, [False, False, True])
    svg = ElementTree.fromstring(unquote(address.partition(",")[2]))
    whole, cut = svg.iter(f"{SVG}polyline")
    assert "stroke-dasharray" not in whole.attrib
    assert "stroke-dasharray" in cut.attrib
    assert len(whole.attrib["points"].split()) == len(cut.attrib["points"].split()) == 2
    (dot,) = svg.iter(f"{SVG}circle")
    assert dot.attrib["fill"] == LIGHT.surface
