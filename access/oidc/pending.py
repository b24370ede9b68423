"""A log-in that has begun: kept in the browser that began it, signed, for a few minutes.

Nothing of it is in the store, which strangers could fill, nor in the address, where the provider
would read which view somebody wants to see.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

SECONDS = 600
MOST = 4  # at once in a browser, one a tab; the oldest is given up for a new one
_LONGEST_LINK = 2000  # characters: a cookie has room for 4096 bytes
_NAME = "cxlens_oidc_"
_SALT = "a log-in that has begun"


@dataclass(frozen=True)
class Pending:
    """What the answer of the provider is held against."""

    state: str  # in the address; all that the provider's answer has in common with the browser
    nonce: str  # in the id token
    verifier: str  # of PKCE: who has the code alone can do nothing with it
    back: str  # the address that the provider leads back to
    wanted: str  # the link that somebody came with

    @property
    def cookie(self) -> str:
        """The name of its cookie: several tabs may log in at once."""
        return _name(self.state)


def begun(back: str, wanted: str) -> Pending:
    """A new one. A link that is too long for a cookie leads to the first page."""
    kept = wanted if len(wanted.encode()) <= _LONGEST_LINK else ""
    return Pending(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), back, kept
    )


def signed(secret: str, pending: Pending) -> str:
    """As it is kept in the browser."""
    made = _serializer(secret).dumps(astuple(pending))
    return made if isinstance(made, str) else made.decode()


def read(secret: str, state: str, cookies: Mapping[str, str]) -> Pending | None:
    """That of a state; None where this browser did not begin it, or too long ago."""
    try:
        found = Pending(*_serializer(secret).loads(cookies.get(_name(state), ""), max_age=SECONDS))
    except (BadData, TypeError):
        return None
    return found if secrets.compare_digest(found.state.encode(), state.encode()) else None


def given_up(secret: str, cookies: Mapping[str, str]) -> list[str]:
    """Names of the cookies that make room for a new one, what cannot be read first."""
    ages = {name: _begun_at(secret, value) for name, value in cookies.items() if _is_ours(name)}
    return sorted(ages, key=ages.__getitem__)[: max(0, len(ages) - MOST + 1)]


def _begun_at(secret: str, value: str) -> float:
    try:
        _, at = _serializer(secret).loads(value, max_age=SECONDS, return_timestamp=True)
    except BadData:
        return 0
    found: float = at.timestamp()
    return found


def _is_ours(name: str) -> bool:
    return name.startswith(_NAME)


def _name(state: str) -> str:
    return _NAME + hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        secret, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256}
    )
