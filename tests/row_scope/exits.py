"""Every way out of the server, and what comes out of it, as far as it must be the same."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.reader import ANYBODY
from app import create_app
from components.ids import Ids
from data.catalog import Catalog
from data.scope import NOT_STATED, Filters
from server.gate.reader import put_reader
from settings import Settings
from view.pages import available_metrics, available_pages

# What tells of a load or of an app, not of rows: which one it is, when it was, what it read, and
# the name of work that is asked for, which knows the version.
_LOAD = re.compile(
    r"[0-9a-f]{32}(?![0-9a-f])"
    r"|loaded \d+ \w+ \d{4} \d\d:\d\d"
    r"|\"end_id\":\"[^\"]*\""
)
_SOURCES = re.compile(
    r"<section(?:(?!</?section).)*“(?:Sources|Comments read)”(?:(?!</section>).)*</section>",
    re.DOTALL,
)
_PERIODS = ("all", "last-12-months", "last-90-days", "last-30-days", "this-year")
_COMPARE = ("none", "previous", "year-ago", "rest")
_GRAINS = ("", "day", "week", "month", "quarter")


def limit(
    server: Flask, rows: Callable[[], Filters], totals: Callable[[], bool] = lambda: False
) -> None:
    """Each request from now on is answered for whoever may all, but is limited to these rows.

    `totals`: whether they may compare these with all others.
    """

    def known() -> None:
        put_reader(replace(ANYBODY, rows=rows(), totals=totals()))

    server.before_request_funcs.setdefault(None, []).append(known)  # after the gate


def app_for(settings: Settings, rows: Filters, *, totals: bool = False) -> Dash:
    """The dashboard as whoever is limited to these rows has it; () for nobody who is limited."""
    app = create_app(settings)
    limit(app.server, lambda: rows, lambda: totals)
    return app


def links(catalog: Catalog, chance: random.Random, many: int, hidden: list[str]) -> Iterator[str]:
    """Random queries; some name levels that the catalogue does not have."""
    for _ in range(many):
        query: list[tuple[str, str]] = [
            ("period", chance.choice(_PERIODS)),
            ("compare", chance.choice(_COMPARE)),
        ]
        if grain := chance.choice(_GRAINS):
            query.append(("grain", grain))
        for dimension in catalog.dimensions:
            if chance.random() < 0.2:
                levels = [*dimension.levels, NOT_STATED]
                of = chance.sample(levels, min(chance.randint(1, 2), len(levels)))
                query += [(dimension.key, level) for level in of]
        if (metrics := available_metrics(catalog)) and chance.random() < 0.3:
            query.append(("metric", chance.choice(metrics)))
        if hidden and chance.random() < 0.2:
            level = chance.choice(hidden)
            query.append((level.rpartition(" ")[0], level))
        yield urlencode(query)


def page_links(catalog: Catalog, query: str) -> Iterator[str]:
    """The page of a link in each form in which it leaves the server."""
    for page in available_pages(catalog):
        yield f"/api/{page}?{query}"
        yield f"/{page}?{query}"


def other_links(catalog: Catalog, customers: list[str]) -> Iterator[str]:
    """What is asked without a query."""
    yield "/api/openapi.json"
    yield "/api/nowhere"
    yield "/api/data/rejected.csv"
    yield "/readyz"
    yield "/_dash-layout"
    for dimension in catalog.dimensions:
        yield f"/api/levels/{dimension.key}"
        yield f"/api/levels/{dimension.key}?find=a"
    for key in ("region", "plan", "line", "queue", "area"):
        yield f"/api/levels/{key}?find={key}"
    if "customer" in available_pages(catalog):
        for customer in customers:
            yield f"/api/customer?customer_id={customer}"
            yield f"/customer?customer_id={customer}"


def csv_links(link: str, body: Any) -> Iterator[str]:  # noqa: ANN401
    """The panels of an answer as CSV."""
    path, _, query = link.partition("?")
    for panel in body.get("panels", {}):
        yield f"{path}/{panel}.csv?{query}"


def answer(client: FlaskClient, link: str, version: str) -> Any:  # noqa: ANN401
    """What comes out, as far as it is of rows: see `same`. Of pages, what their callback says."""
    found = client.get(link)
    if found.mimetype == "text/html":
        return (
            found.status_code,
            _callback(client, link, version),
            _SOURCES.sub("", plain_text(found.text, version)),
        )
    if found.mimetype == "application/json":
        return found.status_code, of_rows(json.loads(plain_text(found.text, version)))
    return found.status_code, _numbers(plain_text(found.text, version))


def text_of(client: FlaskClient, link: str) -> str:
    """All that is sent."""
    sent: TestResponse = client.get(link)
    return sent.text + json.dumps([*sent.headers], default=str)


def _callback(client: FlaskClient, link: str, version: str) -> Any:  # noqa: ANN401
    path, _, query = link.partition("?")
    values = {"pathname": path, "search": f"?{query}" if query else ""}
    inputs: list[dict[str, object]] = [
        {"id": Ids.URL, "property": name, "value": value} for name, value in values.items()
    ]
    inputs.append({"id": Ids.THEME_SET, "property": "data", "value": None})
    body = {
        "output": f"{Ids.ANSWER}.data",
        "outputs": {"id": Ids.ANSWER, "property": "data"},
        "inputs": inputs,
        "changedPropIds": [],
    }
    found = client.post("/_dash-update-component", json=body)
    return of_rows(json.loads(plain_text(found.text, version)))


def of_rows(body: Any) -> Any:  # noqa: ANN401
    """Without the panels of what was read: a limited reader has none of it."""
    if isinstance(body, dict):
        for key in ("sources", "comments_read"):
            if key in body.get("panels", {}):
                body["panels"][key]["rows"] = []
        if "response" in body:  # of the callback
            parts = body["response"][Ids.ANSWER]["data"]["parts"]
            parts["content"] = _SOURCES.sub("", parts["content"])
        if "load" in body:  # of /readyz
            body["load"] = body["disk"] = body["built_at"] = None
    return body


def version_of(client: FlaskClient) -> str:
    """The version that a client is served."""
    found: str = client.get("/readyz").get_json()["version"]
    return found


def plain_text(text: str, version: str) -> str:
    """The text without what tells of the load."""
    return _LOAD.sub("(load)", text.replace(version, "(version)"))


def _numbers(text: str) -> list[object]:
    """The cells of a CSV, numbers as such."""
    cells: list[object] = []
    for cell in re.split(r"[,\n]", text):
        try:
            cells.append(float(cell))
        except ValueError:
            cells.append(cell)
    return cells


def different(one: Any, other: Any, place: str = "") -> str:  # noqa: ANN401
    """Where two answers differ, and how; empty where they are the same but for rounding."""
    match one, other:
        case str(), str() if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
            first = max(at - 60, 0)
            return f"{place}: …{one[first : at + 60]!r} is not …{other[first : at + 60]!r}"
        case bool() | None | str(), _:
            return "" if one == other else f"{place}: {one!r} is not {other!r}"
        case ((int() | float()), (int() | float())):
            near = math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
            return "" if near else f"{place}: {one!r} is not {other!r}"
        case dict(), dict():
            if one.keys() != other.keys():
                return f"{place}: {sorted(one)} are not {sorted(other)}"
            pairs = [(f"{place}.{key}", one[key], other[key]) for key in one]
        case ((list() | tuple()), (list() | tuple())):
            if len(one) != len(other):
                return f"{place}: {len(one)} are not {len(other)}: {one} and {other}"
            pairs = [
                (f"{place}[{i}]", *both) for i, both in enumerate(zip(one, other, strict=True))
            ]
        case _:
            return f"{place}: {one!r} is not {other!r}"
    return next((found for name, a, b in pairs if (found := different(a, b, name))), "")
