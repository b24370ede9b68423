"""Pages from the response cache: one that is asked for again is not computed again."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Response, g, request

from callbacks.page import shown_theme
from components.ids import Ids
from data.store.snapshots import NoDataError, Store
from pages.load_notice import load_notice
from server.cases import current_cases, overdue_cases
from server.current import current, current_status, view_of
from server.gate.reader import current_reader, current_root
from server.notes import current_actions, current_notes
from server.response_cache import Answer, ResponseCache


def cache_pages(app: Dash, store: Store, kept: ResponseCache) -> None:
    """Answer the page's callback from the cache; every other request goes on to Dash."""
    endpoint = f"{app.config.routes_pathname_prefix}_dash-update-component"
    root: str = app.config.requests_pathname_prefix
    dispatch: Any = app.server.view_functions[endpoint]

    def make() -> tuple[Answer, bool]:
        response: Response = dispatch()
        return Answer.of(response, current_reader()), response.status_code == 200 and not g.get(
            "failed"
        )

    def answer() -> Response:
        link = _link(request.get_json(silent=True))
        try:
            snapshot = current(store)
        except NoDataError:
            link = None
        if link is None:
            response: Response = dispatch()
            return response
        catalog = snapshot.catalog
        notice = load_notice(current_status(store), catalog)
        view = view_of(*link, snapshot, current_root(root))
        noted = current_notes(view.view, catalog), current_actions(view.view, catalog)
        cases = current_cases(view.view, snapshot), overdue_cases(view.view, snapshot)
        about = (catalog.version, notice, view, shown_theme(), noted, cases)
        return kept.answer("page", current_reader(), about, make).response()

    app.server.view_functions[endpoint] = answer


def _link(body: object) -> tuple[str | None, str | None] | None:
    """Path and query that the body of a callback asks for; None where it is of another kind."""
    if not isinstance(body, dict) or not isinstance(body.get("inputs"), list):
        return None
    values = {
        one.get("property"): one.get("value")
        for one in body["inputs"]
        if isinstance(one, dict) and one.get("id") == Ids.URL
    }
    path, search = values.get("pathname"), values.get("search")
    if not (isinstance(path, str) and isinstance(search, str)):
        return None
    return path, search
