"""The bar: pills that open a control for each parameter of a link, and what these show."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.ids import Ids, control, dom_id
from data.catalog import Catalog, Dimension
from data.grains import GRAINS
from view.levels import is_searched, offered_levels
from view.pages import PAGES, has_rest, is_used
from view.periods import PRESET_LABELS
from view.state import COMPARISONS, View

_OWN_DATES = "dates"  # shown by the period control where the link names dates


class Sharing(Enum):
    """What “Share” does."""

    ADDRESS = "copies the address of the view"
    LINK = "leads to the form for a link"
    NONE = "is not there"


def filter_bar(
    catalog: Catalog,
    sharing: Sharing = Sharing.ADDRESS,
    *,
    saved: bool = False,
    notes: bool = False,
    files: bool = False,
) -> list[Component]:
    """One line: what the view shows, each part opening its controls, and what to do with it.

    `saved`: the reader may save it; `notes`: they may write some; `files`: they may take it away.
    """
    grains = {grain: grain.capitalize() for grain in GRAINS}
    period = [
        _select("Period", "period", {**PRESET_LABELS, _OWN_DATES: "Own dates"}),
        _field("From", "from", _date("from", catalog)),
        _field("To", "to", _date("to", catalog)),
        _select("By", "grain", grains),
    ]
    filters = [_dimension(dimension) for dimension in _worth_filtering(catalog)]
    if catalog.weighted:
        filters.append(_select("Weights", "weighted", {"no": "Unweighted", "yes": "Weighted"}))
    reset = html.Button("Reset", id=Ids.RESET, type="button", className="cx-button")
    return [
        html.Div(
            [
                _pill(html.Span(id=Ids.PERIOD), period, "Period: "),
                _pill(
                    html.Span(id=Ids.COMPARISON),
                    [_select("Compare with", "compare", COMPARISONS)],
                    "Comparison: ",
                ),
                html.Span(id=Ids.CHIPS, className="cx-set"),
                _pill("+ Filter", [*filters, reset], classes="cx-filters"),
            ],
            className="cx-pills",
        ),
        html.Div(
            [
                html.Button("Present", id=Ids.PRESENT, type="button", className="cx-button"),
                *([_save()] if saved else []),
                *([_note()] if notes else []),
                *([_slides()] if files else []),
                *_share(sharing),
            ],
            className="cx-actions",
        ),
    ]


def _save() -> Component:
    # assets/cxlens.js puts in where it leads, as for “Share”.
    return html.A(
        "Save", id=Ids.SAVE, className="cx-button", href="views/new", title="Save this view"
    )


def _note() -> html.A:
    # As with “Share”: assets/cxlens.js puts the view in.
    return html.A("Add a note", id=Ids.NOTE, className="cx-button cx-wide", href="notes/new")


def _slides() -> html.A:
    # As with “Share”: assets/cxlens.js puts in where it leads.
    return html.A(
        "Slides",
        id=Ids.SLIDES,
        className="cx-button cx-wide",
        href="api/overview.pptx",
        download="",  # the name that the answer says
        title="Download this view as slides with charts that can be changed",
    )


def _share(sharing: Sharing) -> list[Component]:
    classes = "cx-button cx-button-main"
    if sharing is Sharing.LINK:
        # assets/cxlens.js puts in where it leads: the form, with the view.
        return [html.A("Share", id=Ids.SHARE, className=classes, href="links/new")]
    copies = html.Button(
        "Share",
        id=Ids.COPY,
        type="button",
        className=classes,
        title="Copies a link to this very view; a period like “last 12 months” becomes its dates",
    )
    return [copies] if sharing is Sharing.ADDRESS else []


def _pill(
    said: str | Component, controls: Sequence[Component], name: str = "", classes: str = ""
) -> html.Details:
    """What opens its controls below it; assets/bar.js closes it again. `name`: heard before it."""
    heard = [html.Span(name, className="visually-hidden")] if name else []
    return html.Details(
        [
            html.Summary([*heard, said], className="cx-pill"),
            html.Div([*controls], className="cx-sheet"),
        ],
        className=f"cx-pop {classes}".strip(),
    )


def _worth_filtering(catalog: Catalog) -> list[Dimension]:
    """A dimension of one level leaves nothing to choose; links may name it all the same."""
    return [dimension for dimension in catalog.dimensions if len(dimension.levels) > 1]


def control_names(catalog: Catalog) -> list[str]:
    """The parameters that have a control."""
    dimensions = (dimension.key for dimension in _worth_filtering(catalog))
    names = ["period", "from", "to", "compare", "grain", *dimensions]
    return [*names, "weighted"] if catalog.weighted else names


def control_sizes(catalog: Catalog) -> dict[str, int]:
    """How many levels each filter offers: all of them chosen is no filter."""
    return {one.key: len(one.places) for one in _worth_filtering(catalog)}


def control_options(view: View, catalog: Catalog) -> dict[str, list[str]]:
    """What the filters of many levels offer for a view; the others always offer all."""
    return {
        one.key: offered_levels(one, view.levels(one.key))
        for one in _worth_filtering(catalog)
        if is_searched(one)
    }


def control_values(view: View, catalog: Catalog) -> dict[str, Any]:
    """What each control shows for a view."""
    values: dict[str, Any] = {
        "period": view.period or _OWN_DATES,
        "from": view.span.start.isoformat(),
        "to": view.span.end.isoformat(),
        "compare": view.compare,
        "grain": view.grain,
        "weighted": "yes" if view.weighted else "no",
    }
    for dimension in catalog.dimensions:
        values[dimension.key] = list(view.levels(dimension.key))
    return {name: values[name] for name in control_names(catalog)}


def unused_controls(view: View, catalog: Catalog) -> list[str]:
    """Filters that no table of the view's page has, but for those that are set."""
    names = [
        one.key
        for one in _worth_filtering(catalog)
        if not is_used(one, view.page) and not view.levels(one.key)
    ]
    weighs = "feedback" in PAGES[view.page].tables or view.weighted or not catalog.weighted
    return names if weighs else [*names, "weighted"]


def comparisons(view: View, catalog: Catalog) -> list[dict[str, Any]]:
    """The comparisons to choose from: with the rest only where there is one."""
    offered = _options(COMPARISONS)
    for one in offered:
        if one["value"] == "rest" and catalog.totals:
            one["label"] = f"{one['label']} of the company"
        if one["value"] == "rest" and not has_rest(view, catalog):
            one |= {"label": f"{one['label']} (choose a segment first)", "disabled": True}
    return offered


def _field(label: str, name: str, what: Component) -> html.Div:
    """A control under its label; `what` has the id `control(name)`."""
    title = html.Label(label, htmlFor=dom_id(control(name)), className="cx-field-label")
    known: dict[str, Any] = {"data-control": name}  # to assets/cxlens.js
    return html.Div([title, what], className="cx-field", **known)


def _select(label: str, name: str, options: dict[str, str]) -> html.Div:
    """One of some values with their labels; own dates come from the fields beside it."""
    listed = _options(options)
    for one in listed:
        one["disabled"] = one["value"] == _OWN_DATES
    return _field(label, name, dbc.Select(id=control(name), options=listed))


def _options(labels: dict[str, str]) -> list[dict[str, Any]]:
    return [{"label": words, "value": value} for value, words in labels.items()]


def _date(name: str, catalog: Catalog) -> dbc.Input:
    return dbc.Input(
        id=control(name),
        type="date",
        debounce=600,  # milliseconds: a date is typed in several keystrokes
        min=catalog.first_day.isoformat(),
        max=catalog.last_day.isoformat(),
    )


def _dimension(dimension: Dimension) -> html.Div:
    return _field(
        dimension.label,
        dimension.key,
        dcc.Dropdown(
            id=control(dimension.key),
            options=offered_levels(dimension, ()),
            multi=True,
            placeholder="All",
            labels=_labels(dimension),
        ),
    )


def _labels(dimension: Dimension) -> dcc.Dropdown.Labels:
    """The words of a dropdown: Dash takes them all from here, or none."""
    of = f" {len(dimension.places):,}" if is_searched(dimension) else ""
    return {
        "select_all": "Select All",
        "deselect_all": "Deselect All",
        "selected_count": "{num_selected} selected",
        "search": f"Search{of}",
        "clear_search": "Clear search",
        "clear_selection": "Clear selection",
        "no_options_found": "No options found",
    }
