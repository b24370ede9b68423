"""Addresses that people type: what may be asked there at all, by the list of allowed hosts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from server.outgoing.errors import OutgoingError

HTTPS = 443
_LONGEST = 2000
_PRINTED = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # ASCII; no space, no backslash
# Names alone: the last part of an address of digits, however written, begins with a digit.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+(?!\d){_LABEL}")
_EXPECTED = "expected an address such as https:// and hooks.example.com/services/..."


class Target(NamedTuple):
    """Where a request goes: a name, a port, and what is asked for there."""

    host: str
    port: int
    path: str  # with its query


def check(url: str, hosts: Sequence[str]) -> Target:
    """Where this address leads, if it may be asked. Raises OutgoingError, never to be tried again.

    `hosts`: names that are allowed, such as `hooks.example.com`; `*.example.com` are all names
    below that one, `example.com:8443` is a port other than 443. Nothing is looked up.
    """
    if not hosts:
        raise OutgoingError(
            "Nothing is sent to other services: no host is allowed. Whoever runs CX Lens names "
            "them in CXLENS_OUTGOING_HOSTS."
        )
    if len(url) > _LONGEST or not _PRINTED.fullmatch(url):
        raise OutgoingError(
            f"This address is empty, longer than {_LONGEST} characters, or has spaces, backslashes "
            f"or letters beyond ASCII (of names the form with xn-- is taken); {_EXPECTED}"
        )
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        raise OutgoingError(f"This is no address; {_EXPECTED}") from None
    if parts.scheme != "https":
        raise OutgoingError(f"Only https is asked; {_EXPECTED}")
    if "@" in parts.netloc or "#" in url:
        raise OutgoingError(f"No user, password or “#” may be in this address; {_EXPECTED}")
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise OutgoingError(f"A host has a name with a dot and is no number; {_EXPECTED}")
    port = HTTPS if port is None else port
    if not any(_allows(one, name, port) for one in hosts):
        where = name if port == HTTPS else f"{name}:{port}"
        raise OutgoingError(
            f"{where} is not among the hosts that are allowed. Whoever runs CX Lens names them in "
            "CXLENS_OUTGOING_HOSTS."
        )
    path = parts.path or "/"
    return Target(name, port, f"{path}?{parts.query}" if parts.query else path)


def _allows(allowed: str, name: str, port: int) -> bool:
    wanted, _, own_port = allowed.strip().lower().partition(":")
    if str(port) != (own_port or str(HTTPS)):
        return False
    if wanted.startswith("*."):
        return name.endswith(wanted.removeprefix("*"))
    return name == wanted
