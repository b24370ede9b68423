"""The first response to a link holds its view: headline, findings and cards, before any script.

A preview of the link reads it, and whoever blocks scripts.
"""

from __future__ import annotations

import json
import re
from typing import Any

from dash import Dash
from flask import Response, g, make_response, request
from werkzeug.exceptions import NotFound

from access.notes.kept import may_write_notes
from access.saved_views.kept import may_keep
from access.sent.people import may_send
from callbacks.own_data.allowed import Allowed
from callbacks.sharing.as_seen import ThenAndNow
from components.ids import Ids
from components.shell import Around, frame
from components.theme import THEME_COOKIE, THEMES
from data.store.snapshots import Store
from server.cases import may_have_cases
from server.current import current
from server.gate.reader import current_reader, current_root, put_reader
from view.url import is_page

_PREFIX = re.compile(r'("requests_pathname_prefix":\s*)"[^"]*"')
_FOR_PROGRAMS = ("healthz", "readyz", "metrics", "admin", "api")


def put_first_view(app: Dash, store: Store, styles: str, script: str, allowed: Allowed) -> None:
    """Make Dash's index hold the view of its link; it is 404 where the link leads to no page.

    `styles` and `script` are addresses below the root; `allowed`: who may bring data.
    """

    root: str = app.config.requests_pathname_prefix
    about_link = ThenAndNow(store)

    def index(**tags: str) -> str:
        answer = _answer_to_link(app)
        theme = request.cookies.get(THEME_COOKIE, "")
        chosen = theme if theme in THEMES else ""
        around = Around(
            home=root,
            account=current_reader().name,
            token=g.get("token_of_forms", "") if g.may_log_out else "",
            shared=tuple(about_link.sentences()),
            keeps=may_keep(current_reader()),
            notes=may_write_notes(current_reader()),
            cases=may_have_cases(current(store).catalog),
            sends=may_send(current_reader()),
            brings=allowed.offers(),
        )
        tags = {name: _below(current_root(root), root, tag) for name, tag in tags.items()}
        return frame(answer, current(store).catalog, chosen, styles, script, tags, around)

    app.interpolate_index = index  # type: ignore[method-assign, assignment]
    endpoint = f"{app.config.routes_pathname_prefix}<path:path>"
    frame_of = app.server.view_functions[endpoint]

    def found(path: str) -> Response:
        if path.partition("/")[0] in _FOR_PROGRAMS:
            raise NotFound(f"There is nothing at /{path[:60]}.")
        response = make_response(frame_of(path))
        if not is_page(path):
            response.status_code = 404
        return response

    app.server.view_functions[endpoint] = found


def _below(own: str, root: str, tag: str) -> str:
    """What Dash puts into a page, asking below the reader's own root for all that is computed."""
    tag = tag.replace(f'src="{root}_dash-', f'src="{own}_dash-')
    return _PREFIX.sub(lambda found: f"{found[1]}{json.dumps(own)}", tag)


def _answer_to_link(app: Dash) -> dict[str, Any]:
    """What the page's callback answers to the link of this request.

    It is asked as the browser will ask it in a moment: then the answer is there.
    """
    endpoint = f"{app.config.routes_pathname_prefix}_dash-update-component"
    output = f"{Ids.ANSWER}.data"
    query = request.query_string.decode("latin-1")
    values = {
        "pathname": current_root(app.config.requests_pathname_prefix) + request.path.lstrip("/"),
        "search": f"?{query}" if query else "",
    }
    body = {
        "output": output,
        "outputs": {"id": Ids.ANSWER, "property": "data"},
        "inputs": [
            {**one, "value": values.get(one["property"])}
            for one in app.callback_map[output]["inputs"]
        ],
        "changedPropIds": [],
    }
    cookies = {"Cookie": request.headers.get("Cookie", "")}
    reader, may_log_out = current_reader(), g.may_log_out
    with app.server.test_request_context(endpoint, method="POST", json=body, headers=cookies):
        put_reader(reader, may_log_out=may_log_out)  # it passes no gate: this request has
        response: Response = app.server.view_functions[endpoint]()
        answer: dict[str, Any] = response.get_json()["response"][Ids.ANSWER]["data"]
    return answer
