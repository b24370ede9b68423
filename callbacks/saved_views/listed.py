"""The page of saved views: one's own, those of one's team, and the company's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.rights import Right
from access.saved_views import changed
from access.saved_views.changed import LONGEST, NoViewError, ViewError
from access.saved_views.kept import Audience, Kept, views_of
from callbacks.asked import number_of
from callbacks.saved_views.asked import change, done
from callbacks.site import Members
from components.text import day
from server.gate.reader import current_reader
from server.gate.table import VIEWS
from view.pages import MOST_IN_A_PACK, PAGES

_PACKS = {"slides": "api/pack.pptx", "pdf": "api/pack.pdf"}
_DONE = {
    "saved": "The view is saved.",
    "replaced": "The view leads to what you looked at now.",
    "renamed": "The view has its new name.",
    "deleted": "The view is deleted.",
    "start": "This view is your start page now.",
    "no-start": "Overview is your start page again.",
}


def register_list(server: Flask, members: Members) -> None:
    """Add `/views`."""
    site, store, cookies = members.site, members.store, members.who.cookies

    def _change(what: str, number: int) -> None:
        match what:
            case "renamed":
                changed.rename(store, change(site), number, request.form.get("name", ""))
            case "deleted":
                changed.remove(store, change(site), number)
            case "start":
                changed.start_with(store, current_reader(), number)
            case "no-start":
                changed.start_with(store, current_reader(), None)
            case _:
                raise BadRequest("The form was not whole; load the page anew.")

    def list_or_change() -> Response:
        if request.method != "POST":
            return _list(_DONE.get(request.args.get("done", ""), ""), "", 200)
        what = request.form.get("do", "")
        if what in _PACKS:
            return _pack(_PACKS[what], request.form.getlist("packed"))
        try:
            _change(what, number_of(request.form.get("view", "")))
        except NoViewError as error:
            raise NotFound(str(error)) from None
        except ViewError as error:
            return _list("", str(error), 400)
        return done(site, what)

    def _pack(where: str, numbers: Sequence[str]) -> Response:
        """Lead to the file of some views, in the order of the list."""
        if not 1 <= len(numbers) <= MOST_IN_A_PACK:
            told = f"A pack is of 1 to {MOST_IN_A_PACK} views, and you chose {len(numbers)}."
            return _list("", told, 400)
        links = [("view", f"{site.root}views/{number_of(one)}") for one in numbers]
        return Response(status=303, headers={"Location": f"{site.root}{where}?{urlencode(links)}"})

    def _list(message: str, wrong: str, status: int) -> Response:
        found = views_of(store, current_reader())
        return site.page(
            "views",
            status,
            cookies.token(),
            message=message,
            wrong=wrong,
            longest=LONGEST,
            groups=_groups(found),
            packs=current_reader().may(Right.EXPORT),
            chosen=set(request.form.getlist("packed")),
        )

    server.add_url_rule("/views", VIEWS, list_or_change, methods=["GET", "POST"])


def _groups(views: Sequence[Kept]) -> list[dict[str, object]]:
    """The views under whom they are for."""
    return [
        {"title": title, "views": [_row(one) for one in some]}
        for title, some in groupby(views, _title)
    ]


def _title(view: Kept) -> str:
    named = {Audience.OWN: "Yours", Audience.COMPANY: "Whole company"}
    return named.get(view.audience, f"Team “{view.team}”")


def _row(view: Kept) -> dict[str, object]:
    page = PAGES[view.page].title if view.page in PAGES else view.page
    by = "" if view.audience is Audience.OWN else f" by {view.author}"
    return {
        "number": view.number,
        "name": view.name,
        "about": f"{page} · saved{by} on {day(view.saved_at)}",
        "start": view.start,
        "changeable": view.changeable,
    }
