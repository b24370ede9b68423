"""Comments that are sought: what to seek, the comments, and the way to older and newer ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from dash import dcc, html
from dash.development.base_component import Component

from components import links
from components.panels.comments import comments_list
from data.catalog import Catalog
from pages.panel import Choice, Page, Panel
from view.state import View
from view.url import query_string

_SEEKS = {"words": "Words in comments", "meaning": "What comments are to mean"}
# Scripts read the view without loading the page anew.
_LED: dict[str, Any] = {"data-seeks": True}


def sought(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The form of words, the choices of how, by group and tone, the comments and their pages."""
    view = page.view
    parts: list[Component | None] = [_form(view, catalog)]
    parts += [
        _links(list(own), view, catalog, "cx-choices")
        for _, own in groupby(panel.choices, key=lambda one: one.parameter)
    ]
    if len(panel.frame):
        parts.append(comments_list(panel, page, catalog))
    if panel.pages:
        parts.append(_links(panel.pages, view, catalog, "cx-choices cx-pages"))
    return html.Div(parts)


def _form(view: View, catalog: Catalog) -> html.Form:
    """Works without scripts: the rest of the link goes along in hidden fields."""
    rest = parse_qsl(query_string(replace(view, find="", skip=0), catalog), keep_blank_values=True)
    return html.Form(
        [
            *(dcc.Input(type="hidden", name=name, value=value) for name, value in rest),
            html.Label(
                [
                    html.Span(_SEEKS[view.match]),
                    dcc.Input(type="search", name="find", value=view.find, maxLength=200),
                ]
            ),
            html.Button("Find", type="submit"),
        ],
        action=f"{view.root}{view.page}",
        method="get",
        className="cx-find",
        **_LED,
    )


def _links(
    choices: list[Choice] | tuple[Choice, ...], view: View, catalog: Catalog, name: str
) -> html.Div:
    found = [
        dcc.Link(
            choice.label,
            href=links.href(view, catalog, **_changes(choice)),
            className="cx-choice cx-chosen" if choice.chosen else "cx-choice",
        )
        for choice in choices
    ]
    return html.Div(found, className=name)


def _changes(choice: Choice) -> dict[str, object]:
    """What a choice changes of the view: another choice begins with the first comment."""
    if choice.parameter == "skip":
        return {"skip": int(choice.value)}
    return {choice.parameter: choice.value, "skip": 0}
