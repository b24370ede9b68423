"""Shared links and requests: what is read through one lives below an address of its own.

`/s/TOKEN` opens a link, and leads to `/shared/ID/page`. The cookie of the link's session is for
that path alone: somebody's own log-in in the same browser is neither replaced nor widened, and no
link reads what another one shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask import request
from werkzeug.exceptions import Forbidden

from access.reader import Held

COOKIE = "cxlens_link"
OPENING = "s"  # what a token stands below
_PLACE = "shared"
_PATH = re.compile(rf"/{_PLACE}/([0-9]{{1,15}})(/.*)?", re.DOTALL)
_ASKED = "cxlens.link"

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def below_links(application: Wsgi) -> Wsgi:
    """Answers below `/shared/ID/` what is asked there as if it were asked at the root."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:  # noqa: ANN401
        found = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if found:
            environ = {
                **environ,
                _ASKED: int(found[1]),
                "SCRIPT_NAME": f"{environ.get('SCRIPT_NAME', '')}/{_PLACE}/{found[1]}",
                "PATH_INFO": found[2] or "/",
            }
        return application(environ, start)

    return answer


def asked_link() -> int | None:
    """The link below which this request asks; None for everything else."""
    found: int | None = request.environ.get(_ASKED)
    return found


def place_of(root: str, link: int) -> str:
    """Where a link's view lives. `root`: where the dashboard does."""
    return f"{root}{_PLACE}/{link}/"


def sent_link_session() -> str:
    """The id that the browser has of the link below which it asks; "" without one."""
    return request.cookies.get(COOKIE, "")


def page_elsewhere(held: Held, pages: Collection[str]) -> bool:
    """Does the request ask for the frame of another page than the link shows?"""
    return (request.endpoint or "") in pages and request.path.strip("/") != held.page


def refuse_other_pages(held: Held) -> None:
    """Raises Forbidden where a program asks for another page than the link shows."""
    asked = (request.view_args or {}).get("page", held.page)
    if asked != held.page:
        raise Forbidden(f"This link shows the page “{held.page}” and no other one.")
