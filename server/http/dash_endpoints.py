"""Dash's own endpoints answer what Dash's browser side sends, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest, NotFound

LONGEST_TEXT = 100_000  # characters of a link; browsers stop earlier


class _Json(DefaultJSONProvider):
    """Bodies are read strictly: UTF-8, no half characters, nesting and numbers within bounds."""

    def loads(self, s: str | bytes, **_: object) -> Any:  # noqa: ANN401
        return orjson.loads(s)


def register(app: Dash) -> None:
    """Check the bodies of callbacks, and answer 404 for scripts that there are not."""
    server: Flask = app.server
    server.json = _Json(server)
    prefix = app.config.routes_pathname_prefix
    suites = next(one for one in server.view_functions if "/_dash-component-suites/" in one)
    server.view_functions[suites] = _found_or_404(server.view_functions[suites])

    @server.before_request
    def check() -> None:
        if request.endpoint == f"{prefix}_dash-update-component" and request.method == "POST":
            g.asked = _check(_body(), app.callback_map)


def _found_or_404(view: Callable[..., Any]) -> Callable[..., Response]:
    def serve(package_name: str, fingerprinted_path: str) -> Response:
        try:
            found: Response = view(package_name, fingerprinted_path)
            return found
        except (DependencyException, FileNotFoundError):
            raise NotFound("There is no such file.") from None

    return serve


def _body() -> object:
    try:
        return request.get_json()
    except BadRequest:
        raise BadRequest("The body is not JSON.") from None


def _check(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    """Path and query in a callback's body. Raises BadRequest for a body that no browser sends."""
    output = body.get("output") if isinstance(body, dict) else None
    callback = callbacks.get(output) if isinstance(output, str) else None
    if not isinstance(body, dict) or callback is None or "callback" not in callback:
        raise BadRequest("The body names no callback of this server.")
    inputs, state = callback["inputs"], callback["state"]
    given = [_without_value(one) for one in _list(body, "inputs")]
    if given != inputs or [_without_value(one) for one in _list(body, "state")] != state:
        raise BadRequest("The inputs are not those of the callback.")
    if body.get("outputs") != _outputs(callback["output"]):
        raise BadRequest("The outputs are not those of the callback.")
    names = {f"{one['id']}.{one['property']}" for one in inputs}
    if not all(isinstance(one, str) and one in names for one in _list(body, "changedPropIds")):
        raise BadRequest("What changed is not an input of the callback.")
    values = {one["property"]: one.get("value") for one in body["inputs"] + _list(body, "state")}
    for value in values.values():
        if not (value is None or (isinstance(value, str) and len(value) <= LONGEST_TEXT)):
            raise BadRequest("Values are text of a link's length, or null.")
    return values.get("pathname") or "", values.get("search") or ""


def _list(body: dict[str, Any], name: str) -> list[Any]:
    found = body.get(name, [])
    if not isinstance(found, list):
        raise BadRequest(f"“{name}” is not a list.")
    return found


def _without_value(given: object) -> object:
    if not isinstance(given, dict):
        return given
    return {name: value for name, value in given.items() if name != "value"}


def _outputs(output: Any) -> Any:  # noqa: ANN401
    """The outputs as a browser names them: a list where a callback has several."""
    if isinstance(output, list | tuple):
        return [_outputs(one) for one in output]
    return {"id": output.component_id, "property": output.component_property}
