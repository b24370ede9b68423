"""`POST /intake/NAME`: who is answered what, through the whole application."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from waitress.adjustments import Adjustments
from werkzeug.test import TestResponse

from app import create_app
from data.intake.queue import Queue, QueueError, waits
from data.store.load_status import LoadStatus
from server.http.limits import MOST_BYTES, MOST_SENT
from server.worker.connection import Parser
from settings import Settings
from tests.data.company import Company
from tests.intake.sent import NEXT_SECRET, SECRET, answer, company, recorded, signed
from tests.intake.test_queue import kept
from tests.intake.test_signatures import GENUINE


class Served:
    """A server that has not loaded anything, and what it took."""

    def __init__(self, of: Company, settings: Settings) -> None:
        app = create_app(settings, LoadStatus())
        self.company, self.folder = of, settings.place()[1]
        self.client: FlaskClient = app.server.test_client()

    def send(self, body: bytes, name: str = "app", **headers: str) -> TestResponse:
        given = {**signed(body), **{key.replace("_", "-"): one for key, one in headers.items()}}
        return self.client.post(f"/intake/{name}", data=body, headers=given)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for name in ("APP", "FORM", "DESK", "PLEASED", "PANEL"):
        monkeypatch.setenv(f"CXLENS_INTAKE_{name}", f"{SECRET}, {NEXT_SECRET}")
    monkeypatch.setenv("CXLENS_INTAKE_MONKEY", "client&secret")
    of = company(tmp_path)
    yield Served(of, Settings(mapping=of.mapping, folder=tmp_path / "data"))


ONE = json.dumps(answer(10)).encode()


def counts(**told: int) -> dict[str, int]:
    """A whole reply, of which these are not nought."""
    return {"accepted": 0, "repeated": 0, "ignored": 0, "deleted": 0} | told


def test_what_is_signed_is_kept_and_taken_once(served: Served) -> None:
    body = json.dumps([answer(10), answer(11)]).encode()
    assert served.send(body).json == counts(accepted=2)
    again = served.send(body)
    assert (again.status_code, again.json) == (200, counts(repeated=2))
    assert served.send(ONE).json == counts(repeated=1)
    assert kept(served.folder) == {"10": "9", "11": "9"}
    assert waits(served.folder)


def test_the_second_secret_will_do_and_a_third_will_not(served: Served) -> None:
    for secret, status in ((NEXT_SECRET, 200), ("third secret", 401)):
        answered = served.client.post("/intake/app", data=ONE, headers=signed(ONE, secret))
        assert answered.status_code == status


@pytest.mark.parametrize(
    ("service", "name", "file", "told"),
    [
        ("typeform", "form", "typeform", (1, 0)),
        ("surveymonkey", "monkey", "surveymonkey_deleted", (1, 0)),
        ("delighted", "pleased", "delighted", (1, 0)),
        ("qualtrics", "panel", "qualtrics", (1, 0)),
    ],
)
def test_every_service_sends_as_it_signs(
    served: Served, service: str, name: str, file: str, told: tuple[int, int]
) -> None:
    headers = GENUINE[service][1]  # type: ignore[index]
    kind = "application/vnd.surveymonkey.response.v1+json" if name == "monkey" else None
    answered = served.client.post(
        f"/intake/{name}",
        data=recorded(file),
        headers=headers,
        content_type=kind or "application/json; charset=utf-8",
    )
    assert answered.status_code == 200
    assert answered.json
    assert (answered.json["accepted"], answered.json["ignored"]) == told


def test_an_answer_of_a_service_is_deleted_in_our_form(served: Served) -> None:
    headers = {**GENUINE["typeform"][1], "Content-Type": "application/json"}
    served.client.post("/intake/form", data=recorded("typeform"), headers=headers)
    assert kept(served.folder) == {"7hq2c9m4t1x8": "4"}
    gone = json.dumps({"response_id": "7hq2c9m4t1x8", "delete": True}).encode()
    assert served.send(gone).json == counts(accepted=1)  # to another name: there is none
    assert kept(served.folder) == {"7hq2c9m4t1x8": "4"}
    assert served.send(gone, "form").json == counts(accepted=1, deleted=1)
    assert kept(served.folder) == {}


def test_what_is_refused_is_told_why_and_not_kept(served: Served) -> None:
    late = signed(ONE, at=datetime.now(UTC) - timedelta(minutes=6))["CXLens-Signature"]
    empty = b" " * 100
    refused = [
        (served.send(ONE, "nobody"), 404, "no intake “nobody”"),
        (served.send(ONE, CXLens_Signature="t=1,v1=" + "0" * 64), 401, "does not fit"),
        (served.send(ONE, CXLens_Signature=signed(b"x")["CXLens-Signature"]), 401, "does not fit"),
        (served.send(ONE, CXLens_Signature=late), 401, "five minutes"),
        (served.client.post("/intake/app", json={}), 401, "CXLens-Signature is missing"),
        (served.send(ONE, Content_Type="text/plain"), 415, "application/json"),
        (served.send(empty), 400, "not JSON"),
        (served.send(b'[{"response_id": "10"}]'), 400, "Answer 1 of 1: 'submitted_at' is missing"),
    ]
    for answered, status, words in refused:
        assert answered.status_code == status
        assert answered.json
        assert words in answered.json["errors"][0]
    assert not waits(served.folder)


def test_head_tells_as_much_as_a_post_without_a_signature(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told by HEAD that a name is there is told so by POST: 401 asks for a signature."""
    monkeypatch.setenv("CXLENS_INTAKE_DESK", "")
    for name, head, post in (
        ("app", 200, 401),
        ("monkey", 200, 401),
        ("desk", 503, 503),  # it has no secret, so it would take nothing
        ("nobody", 404, 404),
    ):
        assert served.client.post(f"/intake/{name}", json={}).status_code == post
        asked = served.client.head(f"/intake/{name}")
        assert (asked.status_code, asked.data) == (head, b"")
    assert not waits(served.folder)


@pytest.mark.parametrize("name", ["app", "nobody"])
def test_a_browser_is_told_that_services_send_here(served: Served, name: str) -> None:
    answered = served.client.get(f"/intake/{name}")
    assert (answered.status_code, answered.headers["Allow"]) == (405, "HEAD, POST")
    assert "by POST; nothing was taken" in answered.get_data(as_text=True)


def test_a_batch_is_taken_whole_or_not_at_all(served: Served) -> None:
    body = json.dumps([answer(10), answer(11, 12)]).encode()
    answered = served.send(body)
    assert answered.status_code == 400
    assert answered.json
    assert "Answer 2 of 2: 'score' is '12'" in answered.json["errors"][0]
    assert not waits(served.folder)


def test_one_megabyte_fits_and_more_does_not(served: Served) -> None:
    body = json.dumps(answer(10, comment="x" * (MOST_SENT - 200))).encode()
    assert served.send(body).status_code == 200
    assert served.send(body + b" " * 300).status_code == 413
    elsewhere = served.client.post("/admin/reload", data=body)
    assert elsewhere.status_code == 413


@pytest.mark.parametrize(
    ("line", "length", "fits"),
    [
        ("POST /intake/app", MOST_SENT, True),
        ("POST /intake/app", MOST_SENT + 1, False),
        ("POST /cx/intake/app?x=1", MOST_SENT, True),
        ("GET /intake/app", MOST_SENT, False),
        ("POST /intake/app/x", MOST_SENT, False),
        ("POST /admin/reload?/intake/app", MOST_SENT, False),
        ("POST /admin/reload", MOST_BYTES - 1, True),
    ],
)
def test_the_connection_reads_as_much_and_of_others_less(
    line: str, length: int, fits: bool
) -> None:
    parser = Parser(Adjustments(max_request_body_size=MOST_BYTES))
    parser.received(f"{line} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    assert parser.headers_finished
    assert (parser.error is None) == fits


def test_a_full_queue_asks_to_come_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "take", _full)
    answered = served.send(ONE)
    assert (answered.status_code, answered.headers["Retry-After"]) == (503, "30")


def _full(*_: object) -> int:
    raise QueueError("Too many events wait to be loaded.")


def test_without_a_secret_nothing_is_taken(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_INTAKE_APP", " , ")
    answered = served.send(ONE)
    assert answered.status_code == 503
    assert "has no secret" in answered.get_data(as_text=True)


def test_a_mapping_is_read_anew_and_that_of_before_holds_while_it_is_broken(
    served: Served,
) -> None:
    text = served.company.mapping.read_text()
    assert served.send(ONE, "later").status_code == 404
    served.company.mapping.write_text(text.replace("[intake.app]", "[intake.later]") + "\n")
    assert served.send(ONE, "later").status_code == 503  # it has no secret yet
    assert served.send(ONE).status_code == 404
    served.company.mapping.write_text("[company")
    assert served.send(ONE, "later").status_code == 503
    served.company.mapping.write_text(text)
    assert served.send(ONE).status_code == 200


def test_a_mapping_that_was_never_read_asks_to_come_again(served: Served) -> None:
    served.company.mapping.write_text("[company")
    answered = served.send(ONE)
    assert answered.status_code == 503
    assert "mapping can't be read" in answered.get_data(as_text=True)


def test_a_secret_is_no_unknown_setting(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_INTAK_APP", "x")
    assert [one.split()[0] for one in Settings().unknown()] == ["CXLENS_INTAK_APP"]
    assert Settings().intake_secrets("app") == (SECRET, NEXT_SECRET)
    assert Settings().intake_secrets("none") == ()
