"""Who somebody is, by headers of a proxy that has logged them in: of listed addresses alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request

from access.outside.identity import LONGEST, PROXY, Identity
from server.worker.clients import Network, is_network_of

_LOG = logging.getLogger(__name__)


@dataclass
class Vouched:
    """Reads them. `headers`: that of the name, and that of the groups, with commas."""

    proxies: Sequence[Network]
    headers: Sequence[str]
    _told: bool = field(default=False, init=False)

    def identity(self) -> Identity | None:
        """Who the request is of; None where no listed proxy says so."""
        who, groups = (request.headers.get(name, "").strip() for name in self.headers)
        if not who and not groups:
            return None
        peer = request.remote_addr or ""
        if not is_network_of(peer, self.proxies):
            if not self._told:  # once: anybody can send many
                self._told = True
                _LOG.warning(
                    "%s sent %s and is not in CXLENS_IDENTITY_FROM. That is not believed, of "
                    "nobody who is not listed, and not said again.",
                    peer,
                    " or ".join(self.headers),
                )
            return None
        # Two names in one header: one that the client sent, and one that the proxy added.
        if not who or "," in who or len(who) > LONGEST or not who.isprintable():
            return None
        return Identity(PROXY, who, who, tuple(one.strip() for one in groups.split(",")))
