"""The dashboard asked as a browser asks it, without a network: link in, response out."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from access.reader import ANYBODY
from app import create_app
from data.scope import Filters
from server.gate.reader import put_reader
from settings import Settings

Json = dict[str, Any]


class Client:
    """The application on one mapping, and the one request that every change of a filter is."""

    def __init__(self, mapping: Path, folder: Path, rows: Filters = ()) -> None:
        """`rows`: what its reader is limited to."""
        app = create_app(Settings(mapping=mapping, folder=folder))

        def limited() -> None:
            put_reader(replace(ANYBODY, rows=rows))

        app.server.before_request_funcs.setdefault(None, []).append(limited)  # after the gate
        self._begin(app.server.test_client())

    def _begin(self, client: FlaskClient, place: str = "/", token: str = "") -> None:
        """`place`: where its pages are; `token`: of forms, where people log in."""
        self._client, self._place = client, place
        self._headers = {"Accept-Encoding": "br", "X-CSRFToken": token}
        registered = self._json(f"{place}_dash-dependencies")
        self._callback = next(c for c in registered if c["output"] == "answer.data")

    def refresh(self, page: str, query: str) -> float:
        """Seconds from the link to the response. Raises RuntimeError where it is no page."""
        body = self._body(page, query)
        started = time.perf_counter()
        response = self._client.post(
            f"{self._place}_dash-update-component", json=body, headers=self._headers
        )
        taken = time.perf_counter() - started
        if response.status_code != 200 or response.content_encoding != "br":
            raise RuntimeError(f"/{page}?{query} answered {response.status}")
        return taken

    def numbers(self, page: str, query: str) -> Json:
        """The page's JSON twin: what the response shows. Not part of any timing."""
        found: Json = self._json(f"/api/{page}?{query}")
        return found

    def _json(self, path: str) -> Any:  # noqa: ANN401
        response = self._client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return response.get_json()

    def _body(self, page: str, query: str) -> Json:
        values = {"pathname": f"{self._place}{page}", "search": f"?{query}"}
        return {
            "output": self._callback["output"],
            "outputs": {"id": "answer", "property": "data"},
            "inputs": [
                {"id": one["id"], "property": one["property"], "value": values.get(one["property"])}
                for one in self._callback["inputs"]
            ],
            "changedPropIds": ["url.search"],
        }
