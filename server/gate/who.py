"""Who a request is of, by all the ways in that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request
from werkzeug.exceptions import Forbidden

from access import sessions, tokens
from access.links import opened as links
from access.log_in import RefusedError
from access.modes import Ways
from access.outside.entry import reader_by_headers
from access.reader import Reader
from server.gate.cookies import Cookies, sent_session
from server.gate.links import sent_link_session
from server.gate.table import BY_ITSELF
from server.gate.vouched import Vouched
from server.http.compression import file_name
from store.app_store import AppStore


@dataclass(frozen=True)
class Entrance:
    """How people come in, and the pages for who does not."""

    ways: Ways
    vouched: Vouched
    closed: Callable[[], Response]  # of shared links that open nothing
    refused: Callable[[str, int], Response]  # of forms and lists: a message and its status


@dataclass(frozen=True)
class Who:
    """Looks them up, at every request anew."""

    store: AppStore
    cookies: Cookies
    ways: Ways
    vouched: Vouched

    def by_proxy(self) -> Reader | None:
        """Who a listed proxy says it is of, where that is a way in. Raises Forbidden."""
        known = self.vouched.identity() if self.ways.proxy else None
        if known is None:
            return None
        try:
            return reader_by_headers(self.store, self.ways.groups, known, datetime.now(UTC))
        except RefusedError as refused:
            raise Forbidden(str(refused)) from None

    def logged_in(self) -> Reader | None:
        """Who the browser's session is of; the session may get another id."""
        # Files are kept by proxies, whoever they were sent to: no new id comes with one.
        by_itself = request.endpoint in BY_ITSELF
        return self._by_session(renew=not (by_itself or file_name(request)), seen=not by_itself)

    def known(self) -> Reader | None:
        """Who somebody is besides: for links that name people. Changes nothing.

        An agent is nobody there: whatever they are named in, they see their own work alone.
        """
        found = self.by_proxy() or self._by_session(renew=False)
        return None if found and found.agent else found

    def through(self, link: int) -> Reader | None:
        """Who reads through a shared link."""
        found = sent_link_session()
        return links.read(self.store, link, found, self.known(), datetime.now(UTC))

    def by_token(self, token: str) -> Reader | None:
        """Who a token of the API is of."""
        return tokens.read(self.store, token, datetime.now(UTC))

    def _by_session(self, *, renew: bool, seen: bool = True) -> Reader | None:
        now = datetime.now(UTC)
        found = sessions.read(self.store, sent_session(), now, renew=renew, seen=seen)
        if found is None or not self.ways.hold(found):
            return None
        if found.new_id:
            self.cookies.begin(found.new_id)
        return found.reader
