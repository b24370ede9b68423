"""Where an alert is told of beside mail: places of other programs, at addresses that are secrets.

Whoever knows such an address may write there, so no page shows more of it than its host.
"""

from __future__ import annotations

import base64
import secrets
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit


class Kind(StrEnum):
    """What is there."""

    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"  # a program that checks who sends


class Channel(NamedTuple):
    """A place, without its secrets."""

    number: int
    kind: Kind
    host: str


class Address(NamedTuple):
    """Where a message goes, with the secret that it is signed with; "" for none."""

    kind: Kind
    url: str
    secret: str


def host_of(url: str) -> str:
    """What pages and the audit log say of an address; "" for what is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def new_secret(kind: Kind) -> str:
    """What messages to a new place are signed with, as Standard Webhooks write it: 32 random bytes.

    "" where nobody checks signatures. Source: standardwebhooks.com, 1.0.0.
    """
    if kind is not Kind.WEBHOOK:
        return ""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
