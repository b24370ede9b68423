"""A log-in by a provider: the authorization code flow with PKCE, and all that is checked of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from pydantic import SecretStr
from requests import RequestException

from access.log_in import RefusedError
from access.oidc.pending import Pending
from access.oidc.provider import TIMEOUT, About, AwayError, Provider
from access.outside.identity import LONGEST, Identity

# Signatures by keys that only the provider has: neither “none” nor one by a secret that is shared.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY = 60  # seconds that its clock may differ from ours
_NAMES = ("preferred_username", "name", "email", "sub")  # to be shown: the first that is there
_RETRY = 10
_LOG = logging.getLogger(__name__)

ELSEWHERE = (
    "This log-in was not begun in this browser, or more than ten minutes ago, or it is done "
    "already. Log in anew."
)


class _UntrustedError(Exception):
    """What the provider sent, or somebody in its name, does not hold."""


@dataclass(frozen=True)
class Flow:
    """Log-ins by one provider."""

    provider: Provider
    client: str
    secret: SecretStr
    claim: str  # where it says groups

    def address(self, pending: Pending) -> str:
        """Where the browser goes. Raises RefusedError."""
        about = self._about()
        # Some tell groups to who asks for them by this name.
        scope = ["openid", "profile", *({self.claim} & set(about.scopes))]
        with self._session(about, pending) as session:
            made, _ = session.create_authorization_url(
                about.authorization,
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
                scope=" ".join(scope),
            )
        return str(made)

    def identity(self, pending: Pending, answer: Mapping[str, str]) -> Identity:
        """Who it is, by the answer that the browser brought. Raises RefusedError."""
        about = self._about()
        try:
            return self._identity(about, pending, answer)
        except (AwayError, RequestException) as error:
            raise self._away(error) from error
        except (_UntrustedError, AuthlibBaseError, JoseError, ValueError, TypeError) as error:
            _LOG.warning("A log-in by %s failed: %s", self.provider.issuer, error)
            raise RefusedError(
                f"What {self.provider.shown} answered does not hold, so nobody was logged in. Log "
                "in anew; the log of CX Lens says what was wrong.",
                400,
            ) from error

    def log_out_address(self) -> str:
        """Where somebody ends the log-in at the provider as well; "" where there is no such."""
        try:
            found = self.provider.about().end_session
        except AwayError:
            return ""
        if not found:
            return ""
        return f"{found}{'&' if '?' in found else '?'}{urlencode({'client_id': self.client})}"

    def _about(self) -> About:
        try:
            return self.provider.about()
        except AwayError as error:
            raise self._away(error) from error

    def _away(self, error: Exception) -> RefusedError:
        _LOG.warning("The provider %s does not answer: %s", self.provider.issuer, error)
        return RefusedError(
            f"{self.provider.shown}, where you log in, does not answer CX Lens. Nobody was logged "
            "in. Try again in a moment.",
            503,
            _RETRY,
        )

    def _session(self, about: About, pending: Pending) -> OAuth2Session:
        method = "client_secret_post" if about.secret_in_form else "client_secret_basic"
        return OAuth2Session(
            self.client,
            self.secret.get_secret_value(),
            token_endpoint_auth_method=method,
            code_challenge_method="S256",
            redirect_uri=pending.back,
            default_timeout=TIMEOUT,
        )

    def _identity(self, about: About, pending: Pending, answer: Mapping[str, str]) -> Identity:
        # Another provider's answer, brought to this one's address (RFC 9207).
        named = answer.get("iss", self.provider.issuer if not about.names_itself else "")
        if named != self.provider.issuer:
            raise _UntrustedError(f"the answer is by {named[:100]!r}")
        if "code" not in answer:
            raise _UntrustedError(f"no code, and the error {answer.get('error', '')[:100]!r}")
        with self._session(about, pending) as session:
            token = session.fetch_token(
                about.token,
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=pending.verifier,
                allow_redirects=False,
            )
            claims = self._claims(token, pending)
            if self.claim not in claims and about.userinfo:
                claims = self._userinfo(session, about.userinfo, claims)
        return self._read(claims)

    def _claims(self, token: Mapping[str, Any], pending: Pending) -> dict[str, Any]:
        """What the id token says, once it is known to be the provider's and for this log-in."""
        given = token.get("id_token")
        if not isinstance(given, str):
            raise _UntrustedError("there is no id token")
        read = self._verified(given)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": self.client},
                "nonce": {"essential": True, "value": pending.nonce},
            },
            params={
                "nonce": pending.nonce,
                "client_id": self.client,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(time.time()), leeway=_LEEWAY)
        return dict(claims)

    def _verified(self, given: str) -> jwt.Token:
        header = jws.extract_compact(given.encode()).headers()
        kid = header.get("kid")
        wrong: Exception = _UntrustedError("it is signed by no key of the provider")
        for key in self.provider.keys(kid if isinstance(kid, str) else None):
            try:
                return jwt.decode(given, key, algorithms=ALGORITHMS)
            except JoseError as error:
                wrong = error
        raise wrong

    def _userinfo(
        self, session: OAuth2Session, address: str, claims: dict[str, Any]
    ) -> dict[str, Any]:
        """With what the provider tells of groups and names only when asked for."""
        answer = session.get(address, allow_redirects=False)
        told = answer.json() if answer.status_code == 200 else None
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise _UntrustedError(f"its userinfo answers {answer.status_code}, or of somebody else")
        return {**told, **claims}

    def _read(self, claims: Mapping[str, Any]) -> Identity:
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
            raise _UntrustedError("its subject is no text of 1 to 255 characters")
        if not subject.isprintable():
            raise _UntrustedError("its subject has signs that cannot be printed")
        names = (claims.get(one) for one in _NAMES)
        name = next(one for one in names if isinstance(one, str) and one.strip())
        groups = claims.get(self.claim, ())
        groups = [groups] if isinstance(groups, str) else groups
        if not isinstance(groups, list | tuple):
            raise _UntrustedError(f"its claim {self.claim!r} is no list")
        known = tuple(one for one in groups if isinstance(one, str))
        return Identity(self.provider.issuer, subject, name, known)
