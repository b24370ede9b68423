"""What all pages without Dash need: those of shared links, saved views and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

from access.passwords import Passwords
from components.forms.pages import Around, as_html
from components.theme import THEME_COOKIE, THEMES
from server.gate.client import address
from server.gate.frames import ANY_SITE, may_frame
from server.gate.who import Who
from server.worker.clients import Network
from store.app_store import AppStore

_FAILED = "This did not work"
_REFUSED = {404: "There is nothing here", 403: "This is not open to you", 503: "Not at the moment"}


@dataclass(frozen=True)
class Site:
    """Where the dashboard is, and what its pages are made with."""

    root: str  # of links
    styles: str  # address below the root, as that of the script
    script: str
    proxies: Sequence[Network]

    def page(self, name: str, status: int = 200, token: str = "", **said: object) -> Response:
        """The page of that name, for the request under way."""
        theme = request.cookies.get(THEME_COOKIE, "")
        shown = theme if theme in THEMES else ""
        around = Around(self.root, shown, self.styles, self.script, token)
        return Response(as_html(name, around, **said), status, mimetype="text/html")

    def closed(self) -> Response:
        """The one page of all links that open nothing, whatever the reason: in frames as well."""
        may_frame(ANY_SITE)
        return self.page("closed", 404)

    def refused(self, message: str, status: int) -> Response:
        """Why a form or a list is not shown, with the way back."""
        return self.page("refused", status, title=_REFUSED.get(status, _FAILED), message=message)

    def address(self) -> str:
        """Of the client."""
        return address(self.proxies)


@dataclass(frozen=True)
class Members:
    """The site with its accounts."""

    site: Site
    store: AppStore
    who: Who
    passwords: Passwords
