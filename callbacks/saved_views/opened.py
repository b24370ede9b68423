"""From a saved view, or from `/` where it is somebody's start page, to the link that it is."""

from __future__ import annotations

from dash import Dash
from flask import Response, make_response, request
from werkzeug.exceptions import NotFound

from access.saved_views.kept import Kept, start_page, view_of_number
from callbacks.asked import LARGEST
from callbacks.site import Members
from data.store.snapshots import Store
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import OPEN_VIEW
from view.stored import readable


def register_open(app: Dash, members: Members, store: Store) -> None:
    """Add `/views/NUMBER`, and let `/` lead to the start page of whoever has one."""
    root, accounts = members.site.root, members.store
    endpoint: str = app.config.routes_pathname_prefix
    frame = app.server.view_functions[endpoint]

    def open_view(number: int) -> Response:
        found = view_of_number(accounts, current_reader(), number) if number <= LARGEST else None
        if found is None:
            raise NotFound("There is no such view, or no longer.")
        return _lead(found)

    def first() -> Response:
        reader = current_reader()
        # With a query it is a link to Overview; through a shared link it is nobody's own.
        if reader.account is not None and not request.query_string:
            found = start_page(accounts, reader)
            if found is not None:
                return _lead(found)
        return make_response(frame())

    def _lead(view: Kept) -> Response:
        query = readable(view.query, current(store).catalog)
        link = f"{root}{view.page}" + (f"?{query}" if query else "")
        return Response(status=302, headers={"Location": link})

    app.server.add_url_rule("/views/<int:number>", OPEN_VIEW, open_view)
    app.server.view_functions[endpoint] = first
