"""The API as an OpenAPI description of the data in use: its pages, filters, levels and metrics."""

from __future__ import annotations

from typing import Any

from api.schemas import SCHEMAS, named
from data.catalog import Catalog
from view.levels import is_searched
from view.pages import MOST_IN_A_PACK, available_pages
from view.parameters import parameters_of

Json = dict[str, Any]

PDF = "application/pdf"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SVG, PNG = "image/svg+xml", "image/png"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ERRORS = {
    "400": "The query has a name or a value that is not known.",
    "401": "Nobody is logged in.",
    "403": "The account has no right to this.",
    "404": "There is no such page or panel.",
    "414": "The address is too long.",
    "503": "No data are loaded yet.",
}


def openapi(catalog: Catalog) -> Json:
    """The OpenAPI 3.1 description; it changes with the data."""
    page = _in_path("page", {"enum": list(available_pages(catalog))}, "The page.")
    panel = _in_path("panel", {"type": "string"}, "Key of a panel that the page has in this view.")
    query = _query(catalog)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"CX Lens: {catalog.company}",
            "version": catalog.version,
            "description": "Every page of the dashboard as data. Sentences are for people.",
        },
        "paths": {
            "/api/{page}": _get("A page", _json("Page"), [page, *query], *_ERRORS),
            "/api/{page}.xlsx": _get(
                "A page as an Excel workbook", {WORKBOOK: {}}, [page, *query], *_ERRORS
            ),
            "/api/{page}/{panel}.csv": _get(
                "A panel as CSV", {"text/csv": {}}, [page, panel, *query], *_ERRORS
            ),
            "/api/{page}/{panel}.svg": _get(
                "A panel as a picture", {SVG: {}}, [page, panel, *query], *_ERRORS
            ),
            "/api/{page}/{panel}.png": _get(
                "A panel as a picture of pixels", {PNG: {}}, [page, panel, *query], *_ERRORS
            ),
            "/api/{page}.svg": _get("A page as a picture", {SVG: {}}, [page, *query], *_ERRORS),
            "/api/{page}.png": _get(
                "A page as a picture of pixels", {PNG: {}}, [page, *query], *_ERRORS
            ),
            "/api/{page}.pptx": _get("A page as slides", {SLIDES: {}}, [page, *query], *_ERRORS),
            "/api/{page}.pdf": _get("A page as PDF", {PDF: {}}, [page, *query], *_ERRORS),
            "/api/pack.pdf": _get("Several views as PDF", {PDF: {}}, [_views()], *_ERRORS),
            "/api/pack.pptx": _get("Several views as slides", {SLIDES: {}}, [_views()], *_ERRORS),
            "/api/voice/comments.csv": _get(
                "Every comment of a view", {"text/csv": {}}, query, *_ERRORS
            ),
            "/api/data/rejected.csv": _get(
                "Every row that was set aside", {"text/csv": {}}, [], "401", "403", "503"
            ),
            "/api/levels/{key}": _get(
                "Levels of a filter", _json("Levels"), _levels(catalog), "401", "404", "503"
            ),
            "/api/work/{work}": _get(
                "How far a panel's work is", _json("Work"), [_work()], "401", "404", "503"
            ),
            "/api/openapi.json": _get(
                "This description", {"application/json": {"schema": {"type": "object"}}}, [], "503"
            ),
            "/healthz": _get("The process is up", _json("Health"), []),
            "/readyz": _get("Data are loaded", _json("Readiness"), [], "503"),
        },
        "components": {"schemas": SCHEMAS},
    }


def _query(catalog: Catalog) -> list[Json]:
    """Parameters of a view. Several values repeat the name; an empty one is none."""
    level = [
        _in_query(
            one.key,
            _several({"type": "string"} if is_searched(one) else {"enum": [*one.places, ""]}),
            f"Only these levels of {one.label}."
            + (f" /api/levels/{one.key} finds them." if is_searched(one) else ""),
        )
        for one in catalog.dimensions
    ]
    named = [_in_query(one.name, one.takes(catalog), one.says) for one in parameters_of(catalog)]
    return [*named, *level]


def _views() -> Json:
    """The links of a pack."""
    links = {**_several({"type": "string"}), "minItems": 1, "maxItems": MOST_IN_A_PACK}
    said = "A link of this dashboard, to a view or to a saved view. Several repeat the name."
    return {**_in_query("view", links, said), "required": True}


def _work() -> Json:
    """The `pending` of a panel."""
    return {"name": "work", "in": "path", "required": True, "schema": {"type": "string"}}


def _levels(catalog: Catalog) -> list[Json]:
    keys = [one.key for one in catalog.dimensions]
    words = _in_query("find", {"type": "string"}, "Words that the levels hold.")
    return [_in_path("key", {"enum": keys}, "The filter."), words]


def _several(items: Json) -> Json:
    return {"type": "array", "items": items}


def _in_query(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _in_path(name: str, schema: Json, description: str) -> Json:
    return {**_in_query(name, schema, description), "in": "path", "required": True}


def _json(schema: str) -> Json:
    return {"application/json": {"schema": named(schema)}}


def _get(summary: str, content: Json, parameters: list[Json], *errors: str) -> Json:
    answers: Json = {"200": {"description": summary, "content": content}}
    if "400" in errors:  # an answer that depends on data and query alone has an ETag
        answers["304"] = {"description": "The client has it already, as If-None-Match says."}
    for status in errors:
        answers[status] = {"description": _ERRORS[status], "content": _json("Errors")}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}
