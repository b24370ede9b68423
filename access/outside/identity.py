"""Somebody whom others know: a provider of log-ins, or a proxy in front of us."""

from __future__ import annotations

from dataclasses import dataclass

PROXY = "proxy"  # the issuer of who comes by headers; those of providers are addresses
LONGEST = 255  # characters of a subject, in the standard and in the store


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as told by who knows them."""

    issuer: str
    subject: str  # never given to anybody else by the issuer, as a name or an e-mail may be
    name: str  # to be shown
    groups: tuple[str, ...]
