"""Any address gives an answer: a page, or an error in words."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callbacks.client import UPDATE, body_of
from tests.hostile.asking import ask, fuzzed, harmless, wire
from view.pages import PAGES
from view.parameters import PARAMETERS

names = st.sampled_from(
    [*(one.name for one in PARAMETERS), "region", "plan", "touchpoint", "industry", "survey"]
)
values = st.one_of(
    wire,
    st.text(max_size=20).map(lambda text: quote(text, safe="", errors="replace")),
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["%", "%f", "%00", "%ff%fe", "%ED%A0%80", "0001-01-01", "9999-12-31", "EMEA"]),
)
queries = st.lists(st.tuples(st.one_of(names, wire), values), max_size=6).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
paths = st.one_of(
    wire.map(lambda text: "/" + text),
    st.sampled_from([f"/api/{page}" for page in PAGES]),
    st.tuples(st.sampled_from(["/api/overview/", "/api/data/", "/assets/"]), wire).map("".join),
    st.tuples(st.just("/_dash-component-suites/dash/"), wire).map("".join),
)
methods = st.one_of(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"]),
    st.text(st.characters(min_codepoint=65, max_codepoint=90), min_size=1, max_size=12),
)
HEADERS = (
    "Accept", "Accept-Encoding", "Content-Length", "Cookie", "Host", "If-Modified-Since",
    "If-None-Match", "Origin", "Range", "Transfer-Encoding", "X-Forwarded-For", "X-Request-ID",
)  # fmt: skip
headers = st.dictionaries(st.sampled_from(HEADERS), wire, max_size=4)


@fuzzed
@given(path=paths, query=st.one_of(queries, wire), method=methods, sent=headers)
def test_any_request(
    path: str, query: str, method: str, sent: dict[str, str], client: FlaskClient
) -> None:
    ask(client, path, query, method, sent)


@pytest.mark.slow
@settings(fuzzed, max_examples=30)
@given(page=st.sampled_from(list(PAGES)), query=queries)
def test_any_link(page: str, query: str, client: FlaskClient) -> None:
    response = client.post(UPDATE, json=body_of(client, f"/{page}", f"?{query}"))
    harmless(response)
    assert "could not be made" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        "from=0001-01-01&to=9999-12-31&grain=day",
        "from=9999-12-31&to=0001-01-01",
        "from=9999-12-31",
        "to=0001-01-01&compare=year-ago",
        "period=all&grain=day&compare=rest&region=EMEA",
        "score=99999999999999999999&score=1e400&score=nan&score=-0",
        "region=%00&plan=\x00",
        "&&&===&;&=&",
        "region=" + "%F0%9F%92%A9" * 500,
        "+".join(["period"] * 900),
    ],
)
def test_absurd_links(query: str, client: FlaskClient) -> None:
    ask(client, "/api/overview", query)
    response = client.post(UPDATE, json=body_of(client, "/overview", f"?{query}"))
    harmless(response)
    assert "could not be made" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "customer_id",
    ["%27%20OR%201=1%20--", "%00", "%ff%fe", "%22", "%5C%27", "a" * 7_000, "%F0%9F%92%A9" * 500,
     "%3Cscript%3Ealert(1)%3C/script%3E", "{0}", "rows0", "%25%25s", "(not+stated)"],
)  # fmt: skip
def test_absurd_customers(customer_id: str, client: FlaskClient) -> None:
    answer = ask(client, "/api/customer", f"customer_id={customer_id}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.get_json()["panels"] == {}
    ask(client, "/api/customer/timeline.csv", f"customer_id={customer_id}")
    response = client.post(UPDATE, json=body_of(client, "/customer", f"?customer_id={customer_id}"))
    harmless(response)
    assert "could not be made" not in response.get_data(as_text=True)


def test_an_address_of_100_kilobytes(client: FlaskClient) -> None:
    response = ask(client, "/api/overview", "region=" + "a" * 100_000)
    assert response.status_code == 414
    assert response.get_json() == {"errors": ["The address is too long; 8190 characters fit."]}
    assert ask(client, "/" + "a" * 100_000).status_code == 414


@pytest.mark.parametrize(
    "sent",
    [
        {"Accept-Encoding": "gzip;q=1e999, br;q=nan, " + "x;q=0.1," * 20_000},
        {"Cookie": "; ".join(f"c{i}=" + "v" * 50 for i in range(2_000))},
        {"Cookie": "cx-theme=" + "x" * 100_000},
        {"X-Request-ID": "a" * 65},
        {"Range": "bytes=" + ",".join(f"{i}-{i}" for i in range(5_000))},
        {"Host": "[::1"},
        {"Host": "a" * 5_000},
    ],
)
def test_huge_and_broken_headers(sent: dict[str, str], client: FlaskClient) -> None:
    for path in ("/", "/api/overview", "/assets/style.css"):
        ask(client, path, headers=sent)


def test_cookies_choose_nothing_but_the_theme(client: FlaskClient) -> None:
    client.set_cookie("cx-theme", json.dumps({"a": "<script>"}))
    response = client.post(UPDATE, json=body_of(client, "/overview", ""))
    harmless(response)
    assert "<script>" not in response.get_data(as_text=True)
