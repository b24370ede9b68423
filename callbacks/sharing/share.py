"""A view is shared: the form, and the link that comes of it, which is shown once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from access.links.made import MOST_DAYS, USUAL_DAYS, LinkError, Terms, make, reader_of_terms
from access.links.parents import parents_of
from access.passwords import FEWEST
from access.rights import Right
from callbacks.asked import asked_view
from callbacks.sharing.embedding import embedding
from callbacks.site import Members, Site
from components.forms.key_figures import key_figures
from components.running import view_words
from components.text import day
from data.catalog import Catalog
from data.store.snapshots import Snapshot, Store, TooLargeError, UnavailableError
from pages.index import read_page
from server.current import current, in_use, view_of
from server.gate.client import origin
from server.gate.reader import current_reader, reading_as
from server.gate.table import SHARE
from view.pages import PAGES, available_pages
from view.periods import PRESET_LABELS
from view.query import listed
from view.state import COMPARISONS, View
from view.url import query_string

FIXED, MOVING, FREE = "fixed", "moving", "free"
LIVE, SEEN = "live", "seen"
ANYONE, NAMED, TEAM = "anyone", "named", "team"
COMMENTS, EXPORTS = "comments", "exports"
_MORE = {
    COMMENTS: (Right.COMMENTS, "What customers wrote, and notes on dates"),
    EXPORTS: (Right.EXPORT, "CSV files, and the API"),
}


@dataclass(frozen=True)
class Wanted:
    """What the form says."""

    who: str = ANYONE
    people: str = ""
    until: str = ""
    parents: str = ""  # sites that may show it in a frame
    hold: frozenset[str] = frozenset()
    dates: str = FIXED
    data: str = LIVE
    more: frozenset[str] = frozenset()
    anonymous: bool = False


def register_share(server: Flask, members: Members, store: Store) -> None:
    """Add `/links/new`."""
    site, cookies = members.site, members.who.cookies

    def form_or_link() -> Response:
        snapshot = current(store)
        catalog = snapshot.catalog
        view = _shared_view(request.values.get("view", ""), snapshot)
        now = datetime.now(UTC)
        if request.method != "POST":
            held = frozenset(key for key, _ in view.filters)
            until = (now.date() + timedelta(days=USUAL_DAYS)).isoformat()
            return _form(view, catalog, Wanted(hold=held, until=until), "", 200)
        given = request.form
        wanted = Wanted(
            who=given.get("who", ""),
            people=given.get("people", ""),
            until=given.get("until", ""),
            parents=given.get("parents", ""),
            hold=frozenset(given.getlist("hold")),
            dates=given.get("dates", ""),
            data=given.get("data", ""),
            more=frozenset(given.getlist("with")),
            anonymous=bool(given.get("anonymous")),
        )
        try:
            terms = _terms(wanted, view, catalog, now)
            _check_opens(store, terms, now)
            terms = replace(terms, password=_hashed(members, given.get("password", "")))
            if wanted.data == SEEN:
                terms = _as_seen(store, terms, now)
            _, token = make(members.store, current_reader(), terms, now, site.address())
        except (LinkError, UnavailableError, TooLargeError) as error:
            return _form(view, catalog, wanted, str(error), 400)
        title, address = PAGES[view.page].title, f"{origin(site.proxies)}{site.root}s/{token}"
        return site.page(
            "made",
            title=title,
            address=address,
            embedding=embedding(terms.parents, address, title),
            about=_said(terms, view, catalog),
            back=_back(site, view, catalog),
        )

    def _form(view: View, catalog: Catalog, wanted: Wanted, message: str, status: int) -> Response:
        form = _as_form(site, view, catalog, wanted, message)
        return site.page("share", status, cookies.token(), form=form)

    server.add_url_rule("/links/new", SHARE, form_or_link, methods=["GET", "POST"])


def _shared_view(link: str, snapshot: Snapshot) -> View:
    """The view that is to be shared, as its maker sees it. Raises BadRequest."""
    view = asked_view(link, snapshot)
    if not PAGES[view.page].tables:
        raise BadRequest(f"“{PAGES[view.page].title}” has no filters to hold: it can't be shared.")
    return view


def _terms(wanted: Wanted, view: View, catalog: Catalog, now: datetime) -> Terms:
    """Raises LinkError for what the form does not offer."""
    dates, reader = wanted.dates, current_reader()
    whole = wanted.who in (ANYONE, NAMED, TEAM) and wanted.data in (LIVE, SEEN)
    if dates not in _dates(view) or not whole:
        raise LinkError("The form was not whole; choose once more.")
    if wanted.data == SEEN and dates != FIXED:
        raise LinkError("What stays as seen stays at its days: choose these dates, or live data.")
    filters = tuple(one for one in view.filters if one[0] in wanted.hold)
    segments = {one.key for one in catalog.dimensions if one.segment}
    shown = view if dates == MOVING else replace(view, period="")
    may = {name for name, (right, _) in _MORE.items() if reader.may(right)}
    return Terms(
        page=view.page,
        query=query_string(shown, catalog),
        until=_end(wanted.until, catalog, now),
        people=_names(wanted.people) if wanted.who == NAMED else None,
        team=wanted.who == TEAM,
        filters=filters,
        rows=tuple(one for one in filters if one[0] in segments),
        days=view.span if dates == FIXED else None,
        period=view.period if dates == MOVING else "",
        compare="" if dates == FREE else view.compare,
        comments=COMMENTS in wanted.more & may and not wanted.anonymous,
        exports=EXPORTS in wanted.more & may,
        totals=view.compare == "rest",
        anonymous=wanted.anonymous,
        parents=parents_of(wanted.parents),
    )


def _hashed(members: Members, password: str) -> str | None:
    """The password as it is kept; None without one. Raises LinkError where it is too short."""
    try:
        return members.passwords.hash(password) if password else None
    except ValueError as error:
        raise LinkError(str(error)) from None


def _check_opens(store: Store, terms: Terms, now: datetime) -> None:
    """Raises LinkError where whoever opens the link would not see its page."""
    if _opens(store, terms, now):
        return
    page = f"“{PAGES[terms.page].title}”"
    if _opens(store, replace(terms, comments=True, anonymous=False), now):
        raise LinkError(
            f"{page} shows what customers wrote: choose “{_MORE[COMMENTS][1]}” as well, and a link "
            "that is not anonymous."
        )
    if terms.rows and _opens(store, replace(terms, rows=()), now):
        held = listed([f"“{key}”" for key, _ in terms.rows])
        raise LinkError(f"{page} has no rows with {held} held: hold less, or share another page.")
    less = "hold less, or " if terms.rows else ""
    raise LinkError(f"{page} can't be opened through such a link: {less}share another page.")


def _opens(store: Store, terms: Terms, now: datetime) -> bool:
    with reading_as(reader_of_terms(current_reader(), terms, now)):
        return terms.page in available_pages(in_use(store).catalog)


def _as_seen(store: Store, terms: Terms, now: datetime) -> Terms:
    """With the version in use, and the key figures as openers see them in it."""
    with reading_as(reader_of_terms(current_reader(), terms, now)):
        snapshot = in_use(store)
        catalog = snapshot.catalog
        view = view_of(f"/{terms.page}", terms.query, snapshot, "/").view
        figures = key_figures(read_page(snapshot, view), catalog)
    version = catalog.version.partition("-")[0]  # of all rows, where the maker is limited to some
    return replace(terms, version=version, figures=figures)


def _end(until: str, catalog: Catalog, now: datetime) -> datetime:
    """The end of that day, where the company is."""
    try:
        chosen = date.fromisoformat(until)
    except ValueError:
        raise LinkError("“Until” is no date; expected one such as 2026-12-31.") from None
    zone = ZoneInfo(catalog.timezone)
    if not now.date() <= chosen <= now.date() + timedelta(days=MOST_DAYS):
        raise LinkError(f"“Until” is a day from today on, and within {MOST_DAYS} days.")
    return datetime.combine(chosen + timedelta(days=1), time(), zone)


def _names(people: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in people.split(",") if name.strip()))


def _dates(view: View) -> dict[str, str]:
    """What the form offers of dates."""
    compared = COMPARISONS[view.compare].lower()
    found = {FIXED: f"{day(view.span.start)} to {day(view.span.end)}, {compared}"}
    if view.period:
        found[MOVING] = f"{PRESET_LABELS[view.period]}, moving with the data, {compared}"
    return found | {FREE: "Whoever opens it may choose"}


def _as_form(
    site: Site, view: View, catalog: Catalog, wanted: Wanted, message: str
) -> dict[str, Any]:
    labels = {one.key: one.label for one in catalog.dimensions}
    today = datetime.now(UTC).date()
    query = query_string(view, catalog)
    data = {
        LIVE: "Live: whoever opens it sees the newest data",
        SEEN: "As seen: these figures are kept, so that they can be told again later",
    }
    reader = current_reader()
    offered = {name: words for name, (right, words) in _MORE.items() if reader.may(right)}
    return {
        "title": PAGES[view.page].title,
        "about": view_words(view, catalog),
        "message": message,
        "view": f"/{view.page}" + (f"?{query}" if query else ""),
        "back": _back(site, view, catalog),
        "address": f"{origin(site.proxies)}{_back(site, replace(view, period=''), catalog)}",
        "who": wanted.who,
        "team": reader.team,
        "people": wanted.people,
        "until": wanted.until,
        "parents": wanted.parents,
        "first": today.isoformat(),
        "last": (today + timedelta(days=MOST_DAYS)).isoformat(),
        "fewest": FEWEST,
        "filters": [
            {"key": key, "words": f"{labels[key]}: {', '.join(levels)}", "held": key in wanted.hold}
            for key, levels in view.filters
        ],
        "dates": _choices(_dates(view), {wanted.dates}),
        "data": _choices(data, {wanted.data}),
        "more": _choices(offered, wanted.more),
        "anonymous": wanted.anonymous or reader.anonymous,
        "always_anonymous": reader.anonymous,
        "least": catalog.minimum_n,
    }


def _choices(offered: dict[str, str], chosen: set[str] | frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"value": value, "words": words, "chosen": value in chosen}
        for value, words in offered.items()
    ]


def _said(terms: Terms, view: View, catalog: Catalog) -> str:
    whom = "Anyone who has it" if terms.people is None else ", ".join(terms.people)
    if terms.team:
        whom = f"Whoever is in the team “{current_reader().team}”"
    lock = ", with the password," if terms.password else ""
    last = terms.until - timedelta(seconds=1)
    alike = " Anonymous." if terms.anonymous else ""
    kept = " As seen: the key figures of today are kept with it." if terms.version else ""
    return f"{whom}{lock} may open it until {day(last)}. {view_words(view, catalog)}.{alike}{kept}"


def _back(site: Site, view: View, catalog: Catalog) -> str:
    query = query_string(view, catalog)
    return f"{site.root}{view.page}" + (f"?{query}" if query else "")
