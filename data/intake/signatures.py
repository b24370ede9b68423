"""Whether a request was sent by who knows the secret: signatures over the body as it came.

Each service signs in a way of its own; docs/intake.md says where that is documented.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from data.mapping.intake import Service

OWN_HEADER = "CXLens-Signature"
WINDOW = timedelta(minutes=5)  # between the time that is signed and now, either way
_OWN = re.compile(r"t=(\d{1,12})((?:,v1=[0-9a-f]{64})+)")

Headers = Mapping[str, str]


class SignatureError(Exception):
    """A request is signed by nobody who knows a secret, or too long ago. Its words are for
    programs of strangers, too: they tell nothing of the secret."""


def check_signature(
    service: Service, headers: Headers, body: bytes, secrets: Sequence[str], now: datetime
) -> datetime | None:
    """The time that is signed, where the service signs one. Raises SignatureError.

    `headers`: names in lower case. `body`: the bytes as they came. `secrets`: any of them will do.
    """
    header, signed = _SIGNED[service]
    given = headers.get(header.lower(), "")
    if not given:
        raise SignatureError(f"The header {header} is missing.")
    try:
        # All of them, also where the first fits: how long it takes says nothing.
        fits = [signed(given, headers, body, secret.encode()) for secret in secrets]
    except UnicodeError:
        fits = []
    if not any(fits):
        raise SignatureError(f"The signature in {header} does not fit the body and the secret.")
    at = _TIMES[service](headers) if service in _TIMES else None
    if service in _TIMES and (at is None or abs(now - at) > WINDOW):
        raise SignatureError(
            "The request was signed more than five minutes ago, or by a clock that is wrong."
        )
    return at


def sign(body: bytes, secret: str, at: datetime) -> str:
    """The header `CXLens-Signature` of the service "json", for scripts of ours and tests."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_hex(secret.encode(), f'{seconds}.'.encode() + body)}"


def _hex(secret: bytes, message: bytes) -> str:
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def _base64(secret: bytes, message: bytes, digest: str) -> str:
    return base64.b64encode(hmac.new(secret, message, digest).digest()).decode()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _json(given: str, _: Headers, body: bytes, secret: bytes) -> bool:
    found = _OWN.fullmatch(given)
    if found is None:
        return False
    wanted = _hex(secret, f"{found[1]}.".encode() + body)
    return any(_same(one, wanted) for one in found[2].split(",v1="))


def _typeform(given: str, _: Headers, body: bytes, secret: bytes) -> bool:
    return _same(given, "sha256=" + _base64(secret, body, "sha256"))


def _zendesk(given: str, headers: Headers, body: bytes, secret: bytes) -> bool:
    at = headers.get(_ZENDESK_TIME.lower(), "")
    return _same(given, _base64(secret, at.encode() + body, "sha256"))


def _surveymonkey(given: str, _: Headers, body: bytes, secret: bytes) -> bool:
    return _same(given, _base64(secret, body, "sha1"))


def _delighted(given: str, _: Headers, body: bytes, secret: bytes) -> bool:
    return _same(given, "sha256=" + _hex(secret, body))


def _qualtrics(given: str, _: Headers, __: bytes, secret: bytes) -> bool:
    """Workflows sign nothing: the secret itself is sent."""
    return _same(given, secret.decode())


_ZENDESK_TIME = "X-Zendesk-Webhook-Signature-Timestamp"
_SIGNED: dict[Service, tuple[str, Callable[[str, Headers, bytes, bytes], bool]]] = {
    "json": (OWN_HEADER, _json),
    "typeform": ("Typeform-Signature", _typeform),
    "zendesk": ("X-Zendesk-Webhook-Signature", _zendesk),
    "surveymonkey": ("Sm-Signature", _surveymonkey),
    "delighted": ("X-Delighted-Webhook-Signature", _delighted),
    "qualtrics": ("X-CXLens-Secret", _qualtrics),
}


def _own_time(headers: Headers) -> datetime | None:
    found = _OWN.fullmatch(headers.get(OWN_HEADER.lower(), ""))
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _zendesk_time(headers: Headers) -> datetime | None:
    try:
        found = datetime.fromisoformat(headers.get(_ZENDESK_TIME.lower(), ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# Where a service signs a time.
_TIMES: dict[Service, Callable[[Headers], datetime | None]] = {
    "json": _own_time,
    "zendesk": _zendesk_time,
}
