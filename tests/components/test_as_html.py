"""Components become the HTML that Dash would have made of them; texts of the data stay texts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.aria import named
from components.as_html import as_html
from components.ids import chart


class _Read(HTMLParser):
    """What a reader of HTML sees: elements with their attributes, and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("what", "written"),
    [
        (None, ""),
        (["a", None, 1.5, 0], "a1.50"),
        (html.Div(), "<div></div>"),
        (html.Img(src="x.svg", alt=""), '<img alt="" src="x.svg">'),
        (html.Label("a", htmlFor="b"), '<label for="b">a</label>'),
        (
            html.Details([html.Summary("s")], open=True),
            "<details open><summary>s</summary></details>",
        ),
        (html.Div(hidden=False, title=None), "<div></div>"),
        (html.Th("h", colSpan=2, scope="col"), '<th colspan="2" scope="col">h</th>'),
        (html.I(style={"marginTop": "3px", "width": 2}), '<i style="margin-top:3px;width:2"></i>'),
        (html.B(tabIndex=0, **named("n")), '<b aria-label="n" tabindex="0"></b>'),
        (dcc.Link("to", href="/a?b=1&c=2"), '<a data-view href="/a?b=1&amp;c=2">to</a>'),
    ],
)
def test_what_is_written(what: object, written: str) -> None:
    assert as_html(what) == (written, {})


@given(st.text(), st.text())
def test_texts_stay_texts(words: str, title: str) -> None:
    written, _ = as_html(html.P([html.Span(words, title=title), html.Em("end")]))
    read = _Read(written)
    assert read.elements == [("p", {}), ("span", {"title": title}), ("em", {})]
    assert read.text == words + "end"


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "a'b&lt;"]
)
def test_nothing_breaks_out(hostile: str) -> None:
    written, _ = as_html(html.Div(hostile, title=hostile, **named(hostile)))
    read = _Read(written)
    assert read.elements == [("div", {"aria-label": hostile, "title": hostile})]
    assert read.text == hostile


def test_a_chart_is_an_empty_place_of_its_height_and_its_figure_comes_beside() -> None:
    figure = {"data": [], "layout": {"height": 300}}
    written, figures = as_html(
        html.Div(dcc.Graph(id=chart("trend"), figure=figure, style={"height": "300px"}))
    )
    read = _Read(written)
    key = '{"panel":"trend","type":"chart"}'
    assert figures == {key: figure}
    assert read.elements[1] == (
        "div", {"class": "dash-graph", "id": key, "style": "height:300px"}
    )  # fmt: skip
