"""docs/api.md tells what the API answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from api.openapi import PDF, PNG, SLIDES, SVG, WORKBOOK

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
ADDRESSES = sorted(set(re.findall(r"GET (/[^\s`]+)", TEXT)))
BLOCKS = [orjson.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, flags=re.S)]
PAGE, FIGURE, ERROR = BLOCKS


def address(text: str) -> str:
    """A documented address with examples for what varies."""
    examples = {
        "<page>": "loyalty",
        "<panel>": "cards",
        "<query>": "by=plan",
        "<work>": "0" * 32,
        "<key>": "region",
        "<words>": "a",
        "<link>": "/loyalty%3Fby=plan",
    }
    for name, example in examples.items():
        text = text.replace(name, example)
    return text


@pytest.mark.parametrize("documented", ADDRESSES)
def test_every_address_answers(documented: str, client: FlaskClient) -> None:
    response = client.get(address(documented))
    assert response.status_code == 200
    kinds = {".csv": "text/csv", ".svg": SVG, ".png": PNG, ".xlsx": WORKBOOK}
    kinds |= {".pptx": SLIDES, ".pdf": PDF}
    expected = (kind for end, kind in kinds.items() if end in documented)
    assert response.mimetype == next(expected, "application/json")


def test_every_route_is_documented(client: FlaskClient) -> None:
    api = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint[:4] == "api."]
    paths = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule.rule) for rule in api}
    documented = {one.partition("?")[0] for one in ADDRESSES}
    assert paths - {"/api/", "/api/<path>"} <= documented  # those two only say what there is


def rows(client: FlaskClient, link: str) -> list[dict[str, Any]]:
    panels = client.get(f"/api/{link}").get_json()["panels"]
    return [row for panel in panels.values() for row in panel["rows"]]


def test_a_page_has_the_names_of_the_example(client: FlaskClient) -> None:
    body = client.get("/api/overview?period=last-90-days&region=EMEA").get_json()
    assert set(body) == set(PAGE)
    assert {**body["view"]} == PAGE["view"]
    assert set(body["panels"]["cards"]) == set(PAGE["panels"]["cards"])


def test_figures_have_the_names_of_the_example(client: FlaskClient) -> None:
    links = ("overview", "loyalty?by=industry", "touchpoints?by=region")
    figures = [row for link in links for row in rows(client, link) if "comparison" in row]
    names = {name for row in figures for name in row}
    # The sample has no weights, and what is hidden is in the table below the example.
    assert names - {"hidden"} == set(FIGURE) - {"weighted"}
    assert {name for row in figures for name in row["comparison"]} == set(FIGURE["comparison"])
    table = set(re.findall(r"`([a-z_]+)`", TEXT))
    assert names | set(FIGURE["comparison"]) <= table | {"change", "change_low", "change_high"}


def test_words_of_the_page_are_those_of_the_answers(client: FlaskClient) -> None:
    found = rows(client, "loyalty?by=industry") + rows(client, "touchpoints?by=industry&metric=nps")
    verdicts = {row["comparison"]["verdict"] for row in found if "comparison" in row}
    hidden = {row["hidden"] for row in found if "hidden" in row}
    assert hidden == {"too_few"}
    for word in verdicts | {"too_few", "protects"}:  # where small groups are shielded
        assert f"`{word}`" in TEXT


def test_the_error_of_the_example(client: FlaskClient) -> None:
    response = client.get("/api/overview?region=EMAE")
    assert (response.status_code, response.get_json()) == (400, ERROR)
