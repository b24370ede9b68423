"""What happens in the browser without a round trip: controls and clicks become links."""

from __future__ import annotations

from dash import ALL, ClientsideFunction, Dash, Input, State

from components.ids import CONTROL, Ids


def register(app: Dash) -> None:
    """Wire controls and buttons to the functions in assets/cxlens.js."""
    app.clientside_callback(
        ClientsideFunction("cx", "control"),
        Input({"type": CONTROL, "name": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "reset"),
        Input(Ids.RESET, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "copy"),
        Input(Ids.COPY, "n_clicks"),
        State(Ids.ANSWER, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("cx", "shown"),
        Input(Ids.ANSWER, "data"),
        prevent_initial_call=True,
    )
