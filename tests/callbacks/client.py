"""The browser's part: read what is wired, send a link, get the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from settings import Settings

UPDATE = "/_dash-update-component"


def client_of(settings: Settings) -> FlaskClient:
    """The dashboard of these settings, loaded, and asked without a server."""
    found: FlaskClient = create_app(settings).server.test_client()
    return found


def files_of(page: str) -> list[str]:
    """Addresses of the scripts, the styles and the icon that a page names."""
    return re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="(/[^"]+)"', page)


def dependencies(client: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/_dash-dependencies").get_json()
    return found


def layout(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/_dash-layout").get_json()
    return found


def server_callback(client: FlaskClient) -> dict[str, Any]:
    """The one callback that is not run in the browser."""
    on_server = [one for one in dependencies(client) if not one["clientside_function"]]
    assert len(on_server) == 1
    return on_server[0]


def outputs_of(callback: dict[str, Any]) -> list[tuple[str, str]]:
    """Id and property of each output, as `..id.property...id.property..` states them."""
    parts = callback["output"].removeprefix("..").removesuffix("..").split("...")
    return [(part.rpartition(".")[0], part.rpartition(".")[2]) for part in parts]


@dataclass(frozen=True)
class Shown:
    """What a link was answered with."""

    response: TestResponse
    answer: dict[str, Any]

    def part(self, name: str) -> Part:
        """A part of the page, by the id of its place."""
        return Part(self.answer["parts"][name])

    def text(self, name: str) -> str:
        """All words of a part, in reading order."""
        return " ".join(self.part(name).words)


class Part(HTMLParser):
    """HTML as read by a browser: its words, its elements' ids, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.links: dict[str, str] = {}  # to other views, by their first words
        self._link = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.hrefs += [found["href"] or ""] if tag == "a" and "href" in found else []
        if "data-view" in found:
            self._link = found["href"] or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._link:
            self.links[data] = self._link
            self._link = ""


def body_of(client: FlaskClient, path: object, search: object) -> dict[str, Any]:
    """The request that a browser sends when its address changes."""
    callback = server_callback(client)
    values = {"pathname": path, "search": search}
    return {
        "output": callback["output"],
        "outputs": {"id": "answer", "property": "data"},
        "inputs": [{**one, "value": values.get(one["property"])} for one in callback["inputs"]],
        "state": [{**one, "value": None} for one in callback["state"]],
        "changedPropIds": ["url.pathname", "url.search"],
    }


def show(client: FlaskClient, link: str) -> Shown:
    """Open a link."""
    path, mark, query = link.partition("?")
    response = client.post(UPDATE, json=body_of(client, path, mark + query))
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return Shown(response, response.get_json()["response"]["answer"]["data"])


def components(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Every component of a tree as JSON has it."""
    if isinstance(tree, dict):
        if "props" in tree:
            yield tree
            yield from components(tree["props"].get("children"))
        return
    if isinstance(tree, list):
        for child in tree:
            yield from components(child)


def id_key(component_id: str | dict[str, str]) -> str:
    """An id as one text; a pattern without what varies."""
    if isinstance(component_id, str) and component_id.startswith("{"):
        component_id = json.loads(component_id)
    return component_id["type"] if isinstance(component_id, dict) else component_id
