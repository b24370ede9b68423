"""Signatures. What is expected was made by `openssl dgst -hmac`, of the recorded bodies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.intake.signatures import SignatureError, check_signature, sign
from data.mapping.intake import Service
from tests.intake.sent import NEXT_SECRET, SECRET, recorded

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
OWN = b'{"response_id":"1"}'
OF_OWN = "t=1772438400,v1=797ccd6faa9f3b360e491529feaa349ccddfeb0e1ccca7deeb6d0b9e58dd40b8"
TIME = "x-zendesk-webhook-signature-timestamp"
# Service -> secret, headers and body of a request that is genuine.
GENUINE: dict[Service, tuple[str, dict[str, str], bytes]] = {
    "json": (SECRET, {"cxlens-signature": OF_OWN}, OWN),
    "typeform": (
        SECRET,
        {"typeform-signature": "sha256=PExJpFYmq5DkNHL0ufgRFxdjCvQiRvO1pHmoqzmjKsk="},
        recorded("typeform"),
    ),
    "zendesk": (
        SECRET,
        {
            "x-zendesk-webhook-signature": "RTqKBY5GLLtEZWIZK/0PirY9XnaK4M+09s3ezKvhXGE=",
            TIME: "2026-03-02T08:00:00Z",
        },
        recorded("zendesk"),
    ),
    "surveymonkey": (
        "client&secret",
        {"sm-signature": "iOYW3uOvHXm2DR2/9FTQwCAWJGI="},
        recorded("surveymonkey_deleted"),
    ),
    "delighted": (
        SECRET,
        {
            "x-delighted-webhook-signature": "sha256="
            "81a70829804d254d00c51d26b7157e884fc7b3e437b51d4a35fba20d6272f4cf"
        },
        recorded("delighted"),
    ),
    "qualtrics": (SECRET, {"x-cxlens-secret": SECRET}, recorded("qualtrics")),
}


@pytest.mark.parametrize("service", GENUINE)
def test_what_is_genuine_is_taken_with_either_of_two_secrets(service: Service) -> None:
    secret, headers, body = GENUINE[service]
    for secrets in ([secret], [secret, NEXT_SECRET], [NEXT_SECRET, secret]):
        at = check_signature(service, headers, body, secrets, AT)
        assert at == (AT if service in ("json", "zendesk") else None)


@pytest.mark.parametrize("service", GENUINE)
def test_what_is_forged_is_refused(service: Service) -> None:
    secret, headers, body = GENUINE[service]
    (name, given), *more = headers.items()
    wrong = [
        (headers, body, [NEXT_SECRET]),
        (headers, body, []),
        ({}, body, [secret]),
        ({name: ""}, body, [secret]),
        ({name: given[:-1], **dict(more)}, body, [secret]),
        ({name: given + "é", **dict(more)}, body, [secret]),
        ({name: given.swapcase(), **dict(more)}, body, [secret]),
    ]
    if service != "qualtrics":  # which signs nothing
        wrong.append((headers, body + b" ", [secret]))
    for sent, content, secrets in wrong:
        with pytest.raises(SignatureError):
            check_signature(service, sent, content, secrets, AT)


@pytest.mark.parametrize("service", ["json", "zendesk"])
@pytest.mark.parametrize(
    ("seconds", "taken"), [(300, True), (301, False), (-300, True), (-301, False)]
)
def test_what_is_late_is_refused(service: Service, seconds: int, taken: bool) -> None:
    secret, headers, body = GENUINE[service]
    now = AT + timedelta(seconds=seconds)
    if taken:
        assert check_signature(service, headers, body, [secret], now) == AT
    else:
        with pytest.raises(SignatureError, match="five minutes"):
            check_signature(service, headers, body, [secret], now)


def test_another_time_does_not_fit_the_signature() -> None:
    secret, headers, body = GENUINE["json"]
    later = {"cxlens-signature": headers["cxlens-signature"].replace("1772438400", "1772438460")}
    with pytest.raises(SignatureError, match="does not fit"):
        check_signature("json", later, body, [secret], AT)
    secret, headers, body = GENUINE["zendesk"]
    with pytest.raises(SignatureError, match="does not fit"):
        check_signature("zendesk", headers | {TIME: "2026-03-02T08:01:00Z"}, body, [secret], AT)


def test_one_of_several_signatures_is_enough() -> None:
    several = OF_OWN.replace(",v1=", f",v1={'0' * 64},v1=")
    assert check_signature("json", {"cxlens-signature": several}, OWN, [SECRET], AT) == AT


def test_we_sign_as_we_check() -> None:
    assert sign(OWN, SECRET, AT) == OF_OWN
