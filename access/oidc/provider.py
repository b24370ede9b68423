"""The provider of log-ins: where it is asked, and the keys that it signs with."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from requests import RequestException

TIMEOUT = 5  # seconds: a thread of ours waits
_KEPT = 3600  # seconds that what it says of itself is taken for true
_PAUSE = 10  # seconds after a failure, or after its keys were asked for, until it is asked again
_LOG = logging.getLogger(__name__)
_Read = TypeVar("_Read")


class AwayError(Exception):
    """The provider does not answer, or not as one does."""


@dataclass(frozen=True)
class About:
    """What the provider says of itself (OpenID Connect Discovery)."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    end_session: str | None
    scopes: tuple[str, ...]
    secret_in_form: bool  # where the secret goes, if not into a header
    names_itself: bool  # in each of its answers (RFC 9207)


class Provider:
    """Asked when first needed, by one for all that wait. Making one asks nothing."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer = issuer
        self.shown = urlsplit(issuer).hostname or issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._about: About | None = None
        self._keys: list[Key] = []
        self._read_at = self._keys_at = self._failed_at = -float(_KEPT)

    def about(self) -> About:
        """What it says of itself. Raises AwayError."""
        with self._lock:
            if self._about is None or self._clock() - self._read_at > _KEPT:
                well_known = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
                self._about = self._read(well_known, self._taken)
                self._keys, self._read_at = [], self._clock()
            return self._about

    def keys(self, kid: str | None) -> list[Key]:
        """Keys of that id, or all where a token names none. Raises AwayError.

        One that is not known may be new: the provider is asked, but not for each that is made up.
        """
        address = self.about().keys
        with self._lock:
            if not _of(self._keys, kid) and self._clock() - self._keys_at > _PAUSE:
                self._keys = self._read(address, lambda told: list(KeySet.import_key_set(told)))  # type: ignore[arg-type]
                self._keys_at = self._clock()
            return _of(self._keys, kid)

    def _read(self, address: str, read: Callable[[dict[str, Any]], _Read]) -> _Read:
        if self._clock() - self._failed_at < _PAUSE:
            raise AwayError("It did not answer a moment ago")
        try:
            with OAuth2Session() as session:
                answer = session.get(
                    address, withhold_token=True, timeout=TIMEOUT, allow_redirects=False
                )
            if answer.status_code != 200:
                raise ValueError(f"status {answer.status_code}")
            return read(answer.json())
        except (RequestException, JoseError, ValueError, KeyError, TypeError) as error:
            self._failed_at = self._clock()
            _LOG.warning("The provider's %s cannot be read: %s", address, error)
            raise AwayError(str(error)) from error

    def _taken(self, told: Mapping[str, Any]) -> About:
        # Else whoever answers in its place could speak for it (Discovery, 4.3).
        if told["issuer"] != self.issuer:
            raise ValueError(f"it calls itself {told['issuer']!r}, and CXLENS_OIDC_ISSUER does not")
        methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return About(
            authorization=_safe(told["authorization_endpoint"]),
            token=_safe(told["token_endpoint"]),
            keys=_safe(told["jwks_uri"]),
            userinfo=_safe(told["userinfo_endpoint"]) if "userinfo_endpoint" in told else None,
            end_session=(
                _safe(told["end_session_endpoint"]) if "end_session_endpoint" in told else None
            ),
            scopes=tuple(one for one in told.get("scopes_supported", ()) if isinstance(one, str)),
            secret_in_form="client_secret_basic" not in methods,
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        )


def _of(keys: list[Key], kid: str | None) -> list[Key]:
    return [key for key in keys if kid is None or key.kid == kid]


def _safe(address: object) -> str:
    """The address, which must be one that nobody on the way can read or answer for."""
    if not isinstance(address, str):
        raise ValueError(f"{address!r} is no address")
    found = urlsplit(address)
    if found.scheme == "https" or (found.scheme == "http" and _is_loopback(found.hostname or "")):
        return address
    raise ValueError(f"{address!r} is no https address")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
