"""What happens in the browser without a round trip: controls and clicks become links."""

from __future__ import annotations

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from components.ids import CHART, CONTROL, Ids


def register(app: Dash) -> None:
    """Wire controls, clicks and buttons to the functions in assets/cxlens.js."""
    app.clientside_callback(
        ClientsideFunction("cx", "control"),
        Input({"type": CONTROL, "name": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "click"),
        Input({"type": CHART, "panel": ALL}, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "reset"),
        Input(Ids.RESET, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "copy"),
        Output(Ids.MESSAGE, "children"),
        Input(Ids.COPY, "n_clicks"),
        State(Ids.STATE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "theme"),
        Output(Ids.THEME_SET, "data"),
        Input(Ids.THEME, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "shown"),
        Input(Ids.STATE, "data"),
        prevent_initial_call=True,
    )
