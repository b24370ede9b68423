"""Browsers that an account has logged in from before: strangers cannot use up their tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_SEPARATOR = "."


def mark(secret: str, account: int) -> str:
    """What a browser keeps after a log-in: the account, a number, and that we gave it."""
    about = f"{account}{_SEPARATOR}{secrets.token_hex(16)}"
    return f"{about}{_SEPARATOR}{_signed(secret, about)}"


def is_known(secret: str, account: int | None, given: str) -> bool:
    """Did this account log in from the browser that sends the mark?"""
    about, _, signature = given.rpartition(_SEPARATOR)
    ours = hmac.compare_digest(
        _signed(secret, about).encode(), signature.encode("utf-8", "surrogatepass")
    )
    return ours and about.partition(_SEPARATOR)[0] == str(account)


def _signed(secret: str, about: str) -> str:
    key = f"known browser {secret}".encode()
    return hmac.new(key, about.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
