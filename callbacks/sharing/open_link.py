"""A shared link is opened: from its token to the view, or to why not."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, Response, request

from access.links.opened import (
    ClosedError,
    NeedsLogInError,
    NeedsPasswordError,
    Opening,
    open_link,
)
from callbacks.site import Members
from server.gate.frames import may_frame
from server.gate.links import OPENING, place_of
from server.gate.table import OPEN_LINK

_STALE = (
    "This form was too old, or the browser has blocked the cookie that it needs. Once more; if "
    "that does not help and the form stands in another page, open the link in a window of its own."
)


def register_open_link(server: Flask, members: Members) -> None:
    """Add `/s/TOKEN`."""
    site, store, who = members.site, members.store, members.who

    def show(token: str) -> Response:
        if request.method == "HEAD":  # a program that looks whether there is something
            return Response()
        now = datetime.now(UTC)
        asked = Opening(
            token=token,
            reader=who.known(),
            address=site.address(),
            password=request.form.get("password") if request.method == "POST" else None,
        )
        try:
            opened = open_link(store, members.passwords, asked, now)
        except ClosedError:
            return site.closed()
        except NeedsLogInError:
            return site.page("log_in_first", 401, door=who.ways.door)
        except NeedsPasswordError as wanted:
            may_frame(wanted.parents)
            message = str(wanted) or (_STALE if "stale" in request.args else "")
            form = site.page("password", wanted.status, who.cookies.token(), message=message)
            if wanted.seconds:
                form.headers["Retry-After"] = str(wanted.seconds)
            return form
        place, held = place_of(site.root, opened.held.link), opened.held
        may_frame(held.parents)
        who.cookies.begin_link(opened.session, place)
        query = f"?{held.query}" if held.query else ""
        return Response(status=303, headers={"Location": f"{place}{held.page}{query}"})

    # With slashes in it, it is no token either: nothing else may answer it, and repeat it.
    server.add_url_rule(f"/{OPENING}/<path:token>", OPEN_LINK, show, methods=["GET", "POST"])
