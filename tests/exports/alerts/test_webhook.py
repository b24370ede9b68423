"""Events for programs: signed as the standard says, and as docs/alert_webhook.md shows them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from exports.alerts.webhook import body, headers
from pages.alerts.judged import News
from tests.exports.alerts.news import FELL, FEW, LATE, MISSED, NAMES, called, ended, told

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DOCS = Path(__file__).parents[3] / "docs" / "alert_webhook.md"


def test_the_signature_is_the_published_one() -> None:
    """The example that libraries of Standard Webhooks are tested with."""
    at = datetime.fromtimestamp(1614265330, UTC)
    assert headers(b'{"test": 2432232314}', SECRET, at, "msg_p5jXN8AQM9LWM0D4loKWxJek") == {
        "Content-Type": "application/json",
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    ("news", "kind"),
    [
        (FELL, "alert.change.began"),
        (ended(FELL), "alert.change.ended"),
        (MISSED, "alert.target.began"),
        (FEW, "alert.answers.began"),
        (LATE, "alert.data.began"),
        (None, "alert.test"),
    ],
)
def test_the_type_says_what_happened(news: News | None, kind: str) -> None:
    event = json.loads(body(told(news), "cx-1"))
    assert (event["type"], event["id"]) == (kind, "cx-1")
    assert ("value" in event["data"]) == (news is not None)


def test_figures_are_numbers_and_what_is_not_known_is_null() -> None:
    data = json.loads(body(told(FELL), "cx-1"))["data"]
    assert [data[name] for name in ("value", "low", "high", "n")] == [-12.04, -20.11, -3.96, 1312]
    assert (data["expected"], data["target"]) == ([3.14, 9.36], None)
    late = json.loads(body(told(LATE), "cx-1"))["data"]
    assert [late[name] for name in ("value", "low", "high", "n")] == [None] * 4


@given(NAMES)
def test_names_are_text(name: str) -> None:
    event = json.loads(body(called(name), "cx-1"))
    assert event["data"]["alert"] == called(name).name
    assert event["data"]["company"] == called(name).about.company


def test_the_example_of_the_docs_is_what_is_sent() -> None:
    text = DOCS.read_text("utf-8")
    shown = re.search(r"```json\n(.*?)```", text, re.S)
    assert shown
    assert json.loads(shown[1]) == json.loads(body(told(FELL), "cx-lens-7-20261103053000"))
    cells = re.findall(r"^\| (`.*?`) \|", text, re.M)
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    event = json.loads(shown[1])
    assert named == {*event, *event["data"]} - {"data"}


def test_the_check_of_the_docs_takes_what_is_sent() -> None:
    """Its program, run as it stands there, on a message of ours and on one that was changed."""
    program = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    assert program
    found: dict[str, object] = {}
    exec(program[1], found)
    check = found["is_ours"]
    assert callable(check)
    sent = body(told(FELL), "cx-1")
    now = datetime.now(UTC)
    with_it = headers(sent, SECRET, now, "cx-1")
    assert check(SECRET, with_it, sent)
    assert not check(SECRET, with_it, sent + b" ")
    assert not check(SECRET, headers(sent, SECRET, datetime(2026, 1, 1, tzinfo=UTC), "cx-1"), sent)
    other = "whsec_" + base64.b64encode(b"other" * 6).decode()
    assert not check(other, with_it, sent)


def test_id_and_moment_are_signed_as_well() -> None:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    one = headers(b"{}", SECRET, at, "a")["webhook-signature"]
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    wanted = hmac.new(key, f"a.{int(at.timestamp())}.{{}}".encode(), hashlib.sha256).digest()
    assert one == f"v1,{base64.b64encode(wanted).decode()}"
    assert one != headers(b"{}", SECRET, at, "b")["webhook-signature"]
