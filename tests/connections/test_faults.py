"""What goes wrong at the other end: limits, faults, tokens, links that lead elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from connections.errors import PullError
from connections.oauth import service_account
from connections.secrets import secrets_of
from tests.connections.conftest import Pull
from tests.connections.known import SECRETS
from tests.connections.played_salesforce import Salesforce, case
from tests.connections.played_surveys import Delighted, SurveyMonkey, Typeform, people
from tests.connections.stand_in import Answer, Asked, standing_in


def test_a_limit_is_waited_for_and_a_fault_is_tried_again(pulled: Pull, waits: list[float]) -> None:
    with standing_in(Delighted(people(5), page=3)) as there:
        there.first += [
            Answer({"status": 429}, 429, {"Retry-After": "17"}),
            Answer({"status": 503}, 503),
        ]
        assert pulled("delighted", there) == {"responses": 5}
    assert waits[0] == 17
    assert len(waits) == 2
    assert waits[1] <= 300


class Refusing(Delighted):
    """Answers the first page, and then only with this."""

    status = 401

    def __call__(self, asked: Asked, address: str) -> Answer:
        assert asked.path != "/elsewhere"
        if asked.query["page"] == "1":
            return super().__call__(asked, address)
        body = {"message": f"bad key {SECRETS['delighted']['KEY']}"}
        return Answer(body, self.status, {"Location": f"{address}/elsewhere"})


@pytest.mark.parametrize(
    ("status", "words", "passing"),
    [
        (401, "Delighted does not accept the secret that was set", False),
        (403, "Delighted does not let its owner read /v1/survey_responses.json", False),
        (404, "Delighted has no /v1/survey_responses.json", False),
        (418, r"does not take the question for /v1/survey_responses.json \(418\)", False),
        (302, r"does not take the question for .* \(302\)", False),  # nor is it followed
    ],
)
def test_a_refusal_in_the_middle_leaves_the_files_as_they_were(
    pulled: Pull, tmp_path: Path, status: int, words: str, passing: bool
) -> None:
    file = tmp_path / "delighted" / "responses.parquet"
    file.parent.mkdir()
    file.write_bytes(b"as it was")
    service = Refusing(people(5), page=3)
    service.status = status
    with standing_in(service) as there, pytest.raises(PullError, match=words) as error:
        pulled("delighted", there)
    assert error.value.passing == passing
    assert file.read_bytes() == b"as it was"


def test_what_stays_away_may_pass(pulled: Pull, waits: list[float]) -> None:
    service = Refusing(people(5), page=3)
    service.status = 500
    with standing_in(service) as there:
        with pytest.raises(PullError, match=r"fault of its own \(500\), also after") as error:
            pulled("delighted", there)
        assert error.value.passing
        assert len(waits) == 7


def test_nobody_there(pulled: Pull) -> None:
    with standing_in(Delighted([])) as there:
        pass
    with pytest.raises(PullError, match="Delighted can't be reached") as error:
        pulled("delighted", there)
    assert error.value.passing


def test_a_link_to_another_machine_is_not_followed(pulled: Pull) -> None:
    class Leading(SurveyMonkey):
        def __call__(self, asked: Asked, address: str) -> Answer:
            said = super().__call__(asked, address)
            if "links" in said.body:
                return replace(said, body={**said.body, "links": {"next": other.address}})
            return said

    with (
        standing_in(lambda *_: Answer({"data": []})) as other,
        standing_in(Leading(people(1))) as there,
    ):
        with pytest.raises(PullError, match=r"A link leads to 127\.0\.0\.1, not to"):
            pulled("surveymonkey", there)
        assert other.asked == []


def test_an_answer_of_another_form(pulled: Pull) -> None:
    class Other(Typeform):
        def __call__(self, asked: Asked, address: str) -> Answer:
            return Answer({"items": [{"token": "a"}], "fields": []})

    with (
        standing_in(Other([])) as there,
        pytest.raises(PullError, match="Typeform answered in a form that is not known here"),
    ):
        pulled("typeform", there)


def test_a_full_disk(pulled: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        try:
            raise duckdb.IOException("Could not write file: No space left on device")
        except duckdb.IOException as error:
            raise RuntimeError("a step of the pipeline failed") from error  # as dlt does

    monkeypatch.setattr("connections.pull.read_into", full)
    with (
        standing_in(Typeform([])) as there,
        pytest.raises(PullError, match="There is no room left on the disk"),
    ):
        pulled("typeform", there)


@pytest.mark.parametrize(
    ("answer", "words", "passing"),
    [
        (Answer({"error": "invalid_client"}, 400), "gives no token .400.: it does not", False),
        (Answer({}, 503), "No token: the service answers 503", True),
    ],
)
def test_no_token(pulled: Pull, answer: Answer, words: str, passing: bool) -> None:
    with standing_in(Salesforce()) as there:
        there.first += [answer] * 3
        with pytest.raises(PullError, match=words) as error:
            pulled("salesforce", there)
    assert error.value.passing == passing


def test_a_token_that_is_refused_twice_is_refused(pulled: Pull) -> None:
    service = Salesforce(Case=[case(1, "2026-03-05T00:00:00.000+0000")])
    service.expires = 0
    with standing_in(service) as there, pytest.raises(PullError, match="does not accept"):
        pulled("salesforce", there)


@pytest.mark.parametrize("key", ["my-key", "[1]", '{"client_email": "a", "private_key": "b"}'])
def test_a_key_that_is_none(key: str) -> None:
    with pytest.raises(PullError, match="none of a service account: expected the JSON file"):
        service_account("", key, "")


def test_secrets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_PULL_GOOGLE_SHEETS_KEY", " {} \n")
    assert secrets_of("google-sheets", ["KEY"]) == {"KEY": "{}"}
    monkeypatch.setenv("CXLENS_PULL_SALESFORCE_CLIENT_ID", "")
    monkeypatch.delenv("CXLENS_PULL_SALESFORCE_CLIENT_SECRET", raising=False)
    both = "CXLENS_PULL_SALESFORCE_CLIENT_ID and CXLENS_PULL_SALESFORCE_CLIENT_SECRET are not set"
    with pytest.raises(PullError, match=both):
        secrets_of("salesforce", ["CLIENT_ID", "CLIENT_SECRET"])
