"""The page to log in and out on, for this request; and where a log-in leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from flask import Response, request

from access import sessions
from access.log_in import RefusedError
from access.modes import Ways
from components.log_in import LogInPage
from components.theme import THEME_COOKIE, THEMES
from server.gate.cookies import Cookies, sent_session
from store.app_store import AppStore
from view.url import is_page

_STALE = (
    "This form was older than the log-in of this browser, or cookies are blocked. Try once more."
)


@dataclass(frozen=True)
class Pages:
    """Makes them. `styles` and `script` are addresses below the root."""

    store: AppStore
    cookies: Cookies
    ways: Ways
    root: str
    styles: str
    script: str

    def asked_for(self) -> Response:
        """As a link asks for it."""
        message = _STALE if "stale" in request.args else ""
        return self.page(request.args.get("next", ""), message, ended="out" in request.args)

    def refused(self, wanted: str, refused: RefusedError, typed: str = "") -> Response:
        """Why there was no log-in."""
        answer = self.page(wanted, str(refused), typed, refused.status)
        if refused.seconds:
            answer.headers["Retry-After"] = str(refused.seconds)
        return answer

    def page(
        self,
        wanted: str,
        message: str = "",
        typed: str = "",
        status: int = 200,
        *,
        ended: bool = False,
    ) -> Response:
        """The page. `wanted`: the link that somebody came with; `ended`: a log-in was, just now."""
        found = sessions.read(self.store, sent_session(), datetime.now(UTC), renew=False)
        theme = request.cookies.get(THEME_COOKIE, "")
        oidc = self.ways.oidc
        shown = LogInPage(
            root=self.root,
            theme=theme if theme in THEMES else "",
            styles=self.styles,
            script=self.script,
            token=self.cookies.token(),
            next=local(wanted, self.root),
            wanted=wanted,
            password=self.ways.password,
            provider=oidc.provider.shown if oidc else "",
            end=oidc.log_out_address() if oidc and ended else "",
            name=found.reader.name if found and self.ways.hold(found) else "",
            typed=typed,
            message=message,
        )
        return Response(shown.as_html(), status, mimetype="text/html")


def local(wanted: str, root: str) -> str:
    """The address of the page that a link below the root leads to, or of the first one.

    It is put together anew from the name of a page of ours, so that nothing else can be in it:
    neither another machine nor another path of this one.
    """
    path, _, query = wanted.partition("?")
    if not path.startswith("/") or not is_page(path):
        return root
    name = unquote(path).strip("/")
    more = quote(query, safe="%=&+:,()!*'@/?~-._")
    return f"{root}{name}?{more}" if more else f"{root}{name}"


def go(to: str) -> Response:
    """Lead there."""
    return Response(status=303, headers={"Location": to})
