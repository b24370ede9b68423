"""The callback endpoint takes what a browser sends; anything else is 400 in words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.callbacks.client import UPDATE, body_of, dependencies
from tests.hostile.asking import ask, fuzzed

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


def places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """Every place in a JSON value, from the whole to the leaves."""
    inner = (
        body.items()
        if isinstance(body, dict)
        else enumerate(body if isinstance(body, list) else ())
    )
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def changed(body: Any, place: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401
    """A copy of a body with something else in one place."""
    if not place:
        return value
    found = copy.deepcopy(body)
    inside = found
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return found


@fuzzed
@given(body=anything)
def test_any_json(body: object, client: FlaskClient) -> None:
    assert ask(client, UPDATE, method="POST", body=json.dumps(body).encode()).status_code == 400


@fuzzed
@given(body=st.binary(max_size=200))
def test_any_bytes(body: bytes, client: FlaskClient) -> None:
    assert ask(client, UPDATE, method="POST", body=body).status_code == 400


@fuzzed
@given(data=st.data(), value=anything)
def test_nearly_what_a_browser_sends(
    data: st.DataObject, value: object, client: FlaskClient
) -> None:
    body = body_of(client, "/overview", "?region=EMEA")
    place = data.draw(st.sampled_from(places(body)))
    sent = json.dumps(changed(body, place, value)).encode()
    response = ask(client, UPDATE, "cacheKey=a&job=b&oldJob=c&cancelJob=d", "POST", body=sent)
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert "could not be made" not in response.get_data(as_text=True)


def test_callbacks_of_the_browser_are_not_run_here(client: FlaskClient) -> None:
    here = [one for one in dependencies(client) if one["clientside_function"]]
    assert here
    for one in here:
        body = {"output": one["output"], "inputs": one["inputs"], "changedPropIds": []}
        sent = json.dumps(body).encode()
        assert ask(client, UPDATE, method="POST", body=sent).status_code == 400


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 100_000, "not JSON"),
        (b'{"output":' * 1_500 + b"1" + b"}" * 1_500, "not JSON"),
        (b'{"output": 1' + b"0" * 10_000 + b"}", "JSON"),
        (b'{"output": NaN}', "not JSON"),
        (b'{"output": "\\ud800"}', "not JSON"),
        (b'{"output": "\x00"}', "not JSON"),
        ('{"output": 1}'.encode("utf-16"), "not JSON"),
        (b'{"output": "..content.children.."}', "no callback"),
        (b'{"output": ["a"]}', "no callback"),
    ],
    ids=range(9),
)
def test_bodies_that_break_parsers(body: bytes, words: str, client: FlaskClient) -> None:
    response = ask(client, UPDATE, method="POST", body=body)
    assert response.status_code == 400
    assert response.is_json
    if words != "JSON":
        assert words in response.get_json()["errors"][0]


@pytest.mark.parametrize("value", [5, ["a"], {"b": 1}, True, 1e308, "x" * 100_001])
def test_an_address_that_is_no_text(value: object, client: FlaskClient) -> None:
    sent = json.dumps(body_of(client, value, value)).encode()
    response = ask(client, UPDATE, method="POST", body=sent)
    assert response.status_code == 400
    assert response.get_json() == {"errors": ["Values are text of a link's length, or null."]}


@pytest.mark.parametrize("name", ["inputs", "state", "changedPropIds"])
@pytest.mark.parametrize("value", [None, {}, 0, "", False])
def test_what_is_empty_and_no_list(name: str, value: object, client: FlaskClient) -> None:
    sent = json.dumps({**body_of(client, "/overview", ""), name: value}).encode()
    assert ask(client, UPDATE, method="POST", body=sent).status_code == 400


def test_another_content_type(client: FlaskClient) -> None:
    body = json.dumps(body_of(client, "/overview", ""))
    response = client.post(UPDATE, data=body, content_type="text/plain")
    assert response.status_code == 415
    assert response.is_json
