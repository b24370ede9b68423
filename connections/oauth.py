"""Tokens that are asked for with a secret, and expire after a while."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping

import requests

from connections.errors import PullError

_SECONDS = 30  # for an answer


def client_credentials(address: str, secrets: Mapping[str, str]) -> Callable[[], str]:
    """OAuth for programs (RFC 6749, 4.4): what asks for a token, as an Authorization header."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": secrets["CLIENT_ID"],
        "client_secret": secrets["CLIENT_SECRET"],
    }
    return lambda: _token(address, asked)


def service_account(address: str, key: str, scope: str) -> Callable[[], str]:
    """Google's service accounts (RFC 7523): the key is the JSON file that Google gave.

    Raises PullError where it is none.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey

    try:
        told = json.loads(key)
        account, private = told["client_email"], RSAKey.import_key(told["private_key"])
    except (ValueError, KeyError, TypeError, JoseError):
        raise PullError(
            "The key is none of a service account: expected the JSON file that Google gave, "
            "with client_email and private_key."
        ) from None

    def obtain() -> str:
        now = int(time.time())
        claims = {"iss": account, "scope": scope, "aud": address, "iat": now, "exp": now + 3600}
        signed = jwt.encode({"alg": "RS256"}, claims, private)
        grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        return _token(address, {"grant_type": grant, "assertion": signed})

    return obtain


def _token(address: str, asked: Mapping[str, str]) -> str:
    try:
        answer = requests.post(address, data=asked, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException:
        raise PullError("No token: the service can't be reached.", passing=True) from None
    if answer.status_code == 429 or answer.status_code >= 500:
        raise PullError(f"No token: the service answers {answer.status_code}.", passing=True)
    try:
        return f"Bearer {answer.json()['access_token']}"
    except (ValueError, KeyError, TypeError):
        raise PullError(
            f"The service gives no token ({answer.status_code}): it does not accept the secrets "
            "that were set, or what they belong to may not ask for one."
        ) from None
