"""By which names the server answers: else a foreign page could read it under a name of its own.

A name may be made to lead here (DNS rebinding), and then browsers take our answers for that
page's own. An address can't: a page that was reached by it is ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from ipaddress import ip_address

from flask import Flask, request
from werkzeug.exceptions import BadRequest

_LOCAL = "localhost"
_WITH_PORT = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")


def register(server: Flask, names: AbstractSet[str]) -> None:
    """Refuse requests that name another host than `names`, localhost or an address."""

    @server.before_request
    def refuse_foreign_names() -> None:
        given = request.headers.get("Host", "")
        name = _name(given)
        if given and name not in names and name != _LOCAL and not _is_address(name):
            raise BadRequest(
                f"This server was asked for as “{given[:100]}”, which is none of its names. If it "
                "is one, add it to CXLENS_HOSTS."
            )


def own_host(names: Collection[str]) -> str | None:
    """The host of this request, with its port, as a part of an address that others are told.

    None unless it is one of `names` or this machine: any other may be written by anybody.
    """
    host = request.headers.get("Host", "").strip().lower()
    name = _name(host)
    known = name in names or name == _LOCAL or (_is_address(name) and ip_address(name).is_loopback)
    return host if known and _WITH_PORT.fullmatch(host) else None


def _name(host: str) -> str:
    """The host without its port, in small letters; a dot at its end says nothing."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[")
    return host.partition(":")[0].removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
