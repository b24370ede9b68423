"""A view is saved under a name, or put in the place of one that is there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.saved_views import changed
from access.saved_views.changed import LONGEST, NoViewError, Saved, ViewError
from access.saved_views.kept import Audience, Kept, audiences, views_of
from callbacks.asked import asked_view, number_of
from callbacks.saved_views.asked import change, done
from callbacks.site import Members
from components.running import view_words
from data.catalog import Catalog
from data.store.snapshots import Snapshot, Store
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import SAVE_VIEW
from server.http.limits import MOST_ADDRESS
from view.pages import PAGES
from view.periods import PRESET_LABELS
from view.state import View
from view.url import query_string

_ROOM = 300  # characters for all that stands around a query in an address


@dataclass(frozen=True)
class Wanted:
    """What the form says."""

    name: str = ""
    audience: str = Audience.OWN
    start: bool = False


def register_save(server: Flask, members: Members, store: Store) -> None:
    """Add `/views/new`."""
    site, accounts, cookies = members.site, members.store, members.who.cookies

    def form_or_save() -> Response:
        snapshot = current(store)
        view, catalog = _view(request.values.get("view", ""), snapshot), snapshot.catalog
        if request.method != "POST":
            return _form(view, catalog, Wanted(), "", 200)
        given = request.form
        saved = Saved(view.page, query_string(view, catalog))
        wanted = Wanted(given.get("name", ""), given.get("audience", ""), "start" in given)
        try:
            if len(saved.query) > MOST_ADDRESS - _ROOM:
                raise ViewError("This view has too many filters to be saved.")
            if "replace" in given:
                number = number_of(given["replace"])
                changed.replace(accounts, change(site), number, saved)
                return done(site, "replaced")
            audience = _audience(wanted.audience)
            changed.save(accounts, change(site), wanted.name, audience, saved, start=wanted.start)
        except NoViewError as error:
            raise NotFound(str(error)) from None
        except ViewError as error:
            return _form(view, catalog, wanted, str(error), 400)
        return done(site, "saved")

    def _form(view: View, catalog: Catalog, wanted: Wanted, message: str, status: int) -> Response:
        who, query = current_reader(), query_string(view, catalog)
        link = view.page + (f"?{query}" if query else "")
        moving = PRESET_LABELS[view.period].lower() if view.period else ""
        offered = {
            Audience.OWN: "Me alone",
            Audience.TEAM: f"My team, “{who.team}”",
            Audience.COMPANY: "The whole company",
        }
        return site.page(
            "save_view",
            status,
            cookies.token(),
            title=PAGES[view.page].title,
            about=view_words(view, catalog),
            moving=moving,
            message=message,
            view=f"/{link}",
            back=f"{site.root}{link}",
            wanted=wanted,
            longest=LONGEST,
            audiences=[
                {"value": one, "words": offered[one], "chosen": one == wanted.audience}
                for one in audiences(who)
            ],
            others=[
                {"number": one.number, "words": f"{one.name} ({_of(one)})"}
                for one in views_of(accounts, who)
                if one.changeable
            ],
        )

    server.add_url_rule("/views/new", SAVE_VIEW, form_or_save, methods=["GET", "POST"])


def _view(link: str, snapshot: Snapshot) -> View:
    """The view that is to be saved, as its author sees it. Raises BadRequest."""
    view = asked_view(link, snapshot)
    if not PAGES[view.page].listed:
        raise BadRequest(f"“{PAGES[view.page].title}” is about one customer: it can't be saved.")
    return view


def _audience(given: str) -> Audience:
    try:
        return Audience(given)
    except ValueError:
        raise ViewError("The form was not whole; choose once more whom the view is for.") from None


def _of(view: Kept) -> str:
    own, company = "yours", "whole company"
    return {Audience.OWN: own, Audience.COMPANY: company}.get(view.audience, view.team)
