"""Components as HTML, for people who read before scripts run and for browsers that only show it.

Dash would mount each component by itself and ask each again at every change of one of them; as HTML
an answer is put in where it differs (assets/page.js).
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from components.ids import dom_id

Figures = dict[str, Any]  # what Plotly draws, by the id of the element that it is drawn in
_NAMES = {"className": "class", "htmlFor": "for"}
_VOID = {"br", "col", "hr", "img", "input"}  # elements without an end
_CAPITAL = re.compile(r"(?=[A-Z])")


def as_html(what: object) -> tuple[str, Figures]:
    """The HTML of components and texts, and the figures of the charts among them.

    A link of Dash has `data-view`: it leads to another view without loading the frame again.
    A chart is an empty element of its height.
    """
    parts: list[str] = []
    figures: Figures = {}
    _write(what, parts, figures)
    return "".join(parts), figures


def _write(what: object, parts: list[str], figures: Figures) -> None:
    if what is None:
        return
    if isinstance(what, list | tuple):
        for one in what:
            _write(one, parts, figures)
    elif isinstance(what, Component):
        _write_component(what, parts, figures)
    else:
        parts.append(escape(str(what), quote=False))


def _write_component(what: Component, parts: list[str], figures: Figures) -> None:
    # `to_plotly_json` would ask for each of thirty properties, and take ten times as long.
    known = {
        name: one for name, one in vars(what).items() if name in what._prop_names or "-" in name
    }
    children = known.pop("children", None)
    tag = what._type.lower()
    if isinstance(what, dcc.Graph):
        tag, key = "div", dom_id(known["id"])
        figures[key] = known["figure"]
        known = {"id": key, "className": "dash-graph", "style": known["style"]}
    elif isinstance(what, dcc.Link):
        tag, known["data-view"] = "a", True
    # In one order: Dash's own differs from process to process.
    parts.append(f"<{tag}{''.join(_attribute(*one) for one in sorted(known.items()))}>")
    if tag not in _VOID:
        _write(children, parts, figures)
        parts.append(f"</{tag}>")


def _attribute(name: str, value: Any) -> str:  # noqa: ANN401
    """` name="value"`; nothing for what is not set."""
    if value is None or value is False:
        return ""
    name = _NAMES.get(name, name.lower())
    if value is True:
        return f" {name}"
    if name == "style":
        value = ";".join(f"{_CAPITAL.sub('-', key).lower()}:{one}" for key, one in value.items())
    return f' {name}="{escape(str(value))}"'
