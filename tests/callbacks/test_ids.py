"""What callbacks name exists, nothing is written twice, and two apps live side by side."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.ids import Ids
from settings import Settings
from tests.callbacks.client import (
    Part,
    client_of,
    components,
    dependencies,
    id_key,
    layout,
    outputs_of,
    server_callback,
    show,
)
from tests.data.company import LONG, Company, answers, survey

LINKS = (
    "/overview",
    "/loyalty",
    "/touchpoints",
    "/journey",
    "/to-call",
    "/service",
    "/dictionary",
    "/data",
)


def ids_in(tree: object) -> list[str]:
    found = []
    for part in components(tree):
        one = part["props"].get("id")
        if one is not None:
            found.append(json.dumps(one, sort_keys=True))
    return found


def test_every_id_exists(client: FlaskClient) -> None:
    there = {id_key(json.loads(one)) for one in ids_in(layout(client))}
    named = set()
    for callback in dependencies(client):
        named |= {id_key(one["id"]) for one in [*callback["inputs"], *callback["state"]]}
        named |= {id_key(one) for one, _ in outputs_of(callback) if one}
    assert named <= there
    # And none is left over but for people who log in.
    assert set(Ids) - {Ids.NOTE, Ids.SAVE, Ids.SHARE} <= there


@pytest.mark.parametrize("link", LINKS)
def test_no_id_twice(link: str, client: FlaskClient) -> None:
    first = Part(client.get(link).get_data(as_text=True))
    made = ids_in(layout(client))
    counts = Counter([*map(json.dumps, first.ids), *made])
    assert [one for one, n in counts.items() if n > 1] == []


def test_no_output_twice(client: FlaskClient) -> None:
    counts = Counter(
        one for callback in dependencies(client) for one in outputs_of(callback) if one[0]
    )
    assert counts
    assert [one for one, n in counts.items() if n > 1] == []


def test_one_round_trip_for_a_change(client: FlaskClient) -> None:
    inputs = {(one["id"], one["property"]) for one in server_callback(client)["inputs"]}
    assert inputs == {(Ids.URL, "pathname"), (Ids.URL, "search"), (Ids.THEME_SET, "data")}


def test_two_apps_in_one_process(tmp_path: Path, client: FlaskClient) -> None:
    company = Company(tmp_path).write(LONG, survey_csv=survey(*answers(40)))
    second = client_of(Settings(mapping=company.mapping, folder=tmp_path / "built"))
    assert len(dependencies(second)) == len(dependencies(client))
    assert '<div class="cx-quiet cx-company">Test</div>' in second.get("/").get_data(as_text=True)
    assert "Quillmere Telecom" in client.get("/").get_data(as_text=True)
    assert "16,955 answers" in show(client, "/loyalty").text("content")
    assert "40 answers" in show(second, "/loyalty?compare=none&period=all").text("content")
