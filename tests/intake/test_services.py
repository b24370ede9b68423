"""Webhooks as each service documents them: what of them becomes an answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from data.intake.services.delivery import EventError
from tests.intake.sent import answer, received, recorded


def one(name: str, service: str, file: str, at: datetime | None = None) -> dict[str, str] | None:
    found = received(recorded(file), name, service, at)
    (event,) = found.events
    assert found.ignored == 0
    return event.answer


def changed(file: str, *path: str | int, to: Any) -> bytes:  # noqa: ANN401
    """A recorded body with one value changed."""
    body = inner = json.loads(recorded(file))
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return json.dumps(body).encode()


def test_typeform() -> None:
    assert one("form", "typeform", "typeform") == {
        "response_id": "7hq2c9m4t1x8",
        "submitted_at": "2026-03-02T08:15:31+00:00",
        "score": "4",
        "comment": "Paketti oli märkä.",
        "customer_id": "C-1042",
        "language": "fi",
        "shop": "By post",
    }


def test_a_form_without_the_score_is_no_answer() -> None:
    body = changed("typeform", "form_response", "answers", to=[])
    found = received(body, "form", "typeform")
    assert (found.events, found.ignored) == ([], 1)


def test_a_form_that_was_only_begun_is_no_answer() -> None:
    body = changed("typeform", "event_type", to="form_response_partial")
    found = received(body, "form", "typeform")
    assert (found.events, found.ignored) == ([], 1)


def test_zendesk() -> None:
    assert one("desk", "zendesk", "zendesk") == {
        "response_id": "88213",
        "submitted_at": "2026-03-02T08:00:00+00:00",
        "score": "good",
        "comment": "Solved in one call",
        "customer_id": "C-77",
    }


def test_zendesk_without_a_time_has_that_of_the_signature() -> None:
    at = datetime(2026, 3, 2, 8, 1, tzinfo=UTC)
    (event,) = received(changed("zendesk", "rated_at", to=None), "desk", "zendesk", at).events
    assert event.answer and event.answer["submitted_at"] == at.isoformat()


def test_a_blank_score_is_no_answer() -> None:
    body = changed("zendesk", "ticket", "satisfaction", "rating", to="offered")
    assert received(body, "desk", "zendesk").events == []


def test_surveymonkey_says_what_was_deleted_and_nothing_of_answers() -> None:
    assert received(recorded("surveymonkey_completed"), "monkey", "surveymonkey").events == []
    (event,) = received(recorded("surveymonkey_deleted"), "monkey", "surveymonkey").events
    assert (event.response_id, event.answer) == ("118640022117", None)


def test_delighted() -> None:
    assert one("pleased", "delighted", "delighted") == {
        "response_id": "90417",
        "submitted_at": "2026-03-02T09:00:00+00:00",
        "score": "9",
        "comment": "Quick, and friendly on the phone.",
        "customer_id": "20731",
        "touchpoint": "Store",
    }
    (event,) = received(recorded("delighted"), "pleased", "delighted").events
    assert event.changed_at == datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def test_delighted_tells_of_others_as_well() -> None:
    body = changed("delighted", "event_type", to="unsubscribe.created")
    assert received(body, "pleased", "delighted").events == []


def test_qualtrics() -> None:
    assert one("panel", "qualtrics", "qualtrics") == {
        "response_id": "R_2s9kQmT4hYb1Xn7",
        "submitted_at": "2026-03-02T07:30:00+00:00",
        "score": "5",
        "comment": "Все быстро решили, спасибо",
        "customer_id": "C-310",
    }


def test_our_own_form() -> None:
    sent = [
        answer(1, 9, comment="Good", shop="North", submitted_at="2026-03-01 12:00"),
        {"response_id": 2, "delete": True},
    ]
    first, second = received(sent).events
    assert first.answer == {
        "response_id": "1",
        "submitted_at": "2026-03-01T10:00:00+00:00",  # Helsinki is two hours ahead
        "score": "9",
        "comment": "Good",
        "shop": "North",
    }
    assert (second.response_id, second.answer) == ("2", None)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b"null", "Expected an object"),
        ([], "The list is empty"),
        ([answer(1), 7], "Answer 2 of 2: Expected an object"),
        ({**answer(1), "comments": "x"}, "Unknown key 'comments'. Did you mean 'comment'?"),
        ({**answer(1), "comment": ["x"]}, "'comment' holds more than one value"),
        ({**answer(1), "score": None}, "'score' is missing"),
        (answer(1, 11), "'score' is '11'; expected a whole number from 0 to 10"),
        (answer(1, 7.5), "'score' is '7.5'; expected a whole number from 0 to 10"),
        ({**answer(1), "score": "nine"}, "'score' is 'nine'"),
        ({**answer(1), "score": "nan"}, "'score' is 'nan'"),
        ({**answer(1), "score": True}, "'score' is 'true'"),
        ({**answer(1), "submitted_at": "yesterday"}, "expected a time such as"),
        ({**answer(1), "submitted_at": "2126-01-01"}, "lies in the future"),
        ({**answer(1), "changed_at": "soon"}, "'changed_at' is 'soon'"),
        ({**answer(1), "response_id": " "}, "'response_id', the id of the answer, is missing"),
        ({**answer(1), "response_id": "x" * 201}, "at most 200 printable"),
        ({**answer(1), "response_id": "a\u0000b"}, "at most 200 printable"),
        ({"response_id": "1", "delete": "yes"}, "'delete' is true or false"),
    ],
)
def test_what_is_malformed_is_told_in_words(sent: object, words: str) -> None:
    with pytest.raises(EventError) as error:
        received(sent)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("name", "service", "body", "words"),
    [
        ("form", "typeform", {"event_type": "form_response"}, "an object “form_response”"),
        ("pleased", "delighted", {"event_type": "survey_response.created"}, "“event_data”"),
        ("desk", "zendesk", [], "Expected a JSON object"),
        ("monkey", "surveymonkey", "x", "Expected a JSON object"),
        ("monkey", "surveymonkey", {"event_type": "response_deleted"}, "'response_id'"),
        ("panel", "qualtrics", {"csat": 5}, "'response_id'"),
        ("panel", "qualtrics", {"response": "R_1", "csat": 6}, "from 1 to 5"),
    ],
)
def test_a_body_of_another_form(name: str, service: str, body: object, words: str) -> None:
    with pytest.raises(EventError) as error:
        received(body, name, service)
    assert words in str(error.value)


def test_values_nested_without_end_are_refused() -> None:
    deep: object = 1
    for _ in range(50):
        deep = {"a": deep}
    with pytest.raises(EventError, match="nested more than 20 deep"):
        received(deep, "panel", "qualtrics")
