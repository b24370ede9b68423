"""The API answers what its own description promises, whatever is asked of it."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from api.schemas import SCHEMAS
from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from metrics.targets import BenchmarkVerdict, TargetVerdict
from tests.api.test_api_page import address
from view.parameters import PARAMETERS

pytestmark = pytest.mark.slow

PATHS = ("/api/{page}", "/api/{page}/{panel}.csv", "/api/openapi.json", "/healthz", "/readyz")
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.unsupported_method,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def described(dashboard: Dash) -> Any:  # noqa: ANN401
    return schemathesis.openapi.from_wsgi("/api/openapi.json", dashboard.server)


# Without parameters there is nothing to get wrong.
ASKED = [(path, GenerationMode.POSITIVE) for path in PATHS]
ASKED += [(path, GenerationMode.NEGATIVE) for path in PATHS if "{" in path]


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_every_answer_is_as_described(path: str, mode: GenerationMode, described: Any) -> None:  # noqa: ANN401
    @seed(1)
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        # Too long an address is refused before it is read.
        case.validate_response(
            response, checks=CHECKS[:-1] if response.status_code == 414 else CHECKS
        )
        asked.append(case)

    asked: list[schemathesis.Case[Any]] = []
    ask()
    assert asked


def test_the_description_is_valid(client: FlaskClient) -> None:
    validate(client.get("/api/openapi.json").get_json())


def test_the_description_has_every_route_and_parameter(
    client: FlaskClient, snapshot: Snapshot
) -> None:
    found = client.get("/api/openapi.json").get_json()["paths"]
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        # The last is of the dashboard's own script, and no token's.
        if rule.endpoint.startswith("api.") and rule.endpoint not in ("api.nothing", "api.new_data")
    }
    assert set(found) == routes
    names = [
        one["name"] for one in found["/api/{page}"]["get"]["parameters"] if one["in"] == "query"
    ]
    assert len(names) == len(set(names))
    assert set(names) == {
        *(one.name for one in PARAMETERS),
        *(one.key for one in snapshot.catalog.dimensions),
    }


def test_words_of_the_description_are_those_of_the_metrics() -> None:
    verdicts = SCHEMAS["Comparison"]["properties"]["verdict"]["enum"]
    assert set(verdicts) == {one.value for one in Verdict}
    for name, verdict in (("target", TargetVerdict), ("benchmark", BenchmarkVerdict)):
        words = SCHEMAS["Figure"]["properties"][name]["properties"]["verdict"]["enum"]
        assert set(words) == {*(one.value for one in verdict), None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("period", "all"), ("from", "2026-02-01"), ("grain", "week"), ("compare", "rest"),
        ("by", "plan"), ("metric", "nps"), ("region", "EMEA"), ("score", "-1.5"), ("table", "x"),
        ("customer_id", "it%27s"), ("page", "loyalty"),
    ],
)  # fmt: skip
def test_what_is_described_is_taken(name: str, value: str, client: FlaskClient) -> None:
    assert client.get(address(f"/api/<page>?{name}={value}")).status_code == 200
