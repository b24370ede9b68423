"""Who shares what: links of one's own, all links for administrators, and what happened to one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from access.links.listed import Listed, happened, links_of
from access.links.made import LinkError, revoke, revoke_all
from access.rights import Right
from callbacks.asked import LARGEST, number_of
from callbacks.site import Members
from components.text import moment
from server.gate.reader import current_reader
from server.gate.table import ALL_LINKS, LINKS, OPENINGS
from view.pages import PAGES

_OWN, _ALL = "links", "links/all"
_DONE = "Taken back: nobody can open it any more, nor go on with it."


def register_links(server: Flask, members: Members) -> None:
    """Add `/links`, `/links/all` and `/links/NUMBER`."""
    site, store, cookies = members.site, members.store, members.who.cookies

    def own_or_take_back() -> Response:
        return _take_back() if request.method == "POST" else _own()

    def _own() -> Response:
        who = current_reader()
        found = links_of(store, who.account, datetime.now(UTC))
        may = who.may(Right.ADMINISTER)
        return site.page(
            "links",
            token=cookies.token(),
            title="Links of yours",
            here=_OWN,
            none="You have shared nothing yet. “Share” is above each page of figures.",
            makers=False,
            other={"href": _ALL, "words": "Links of all people"} if may else None,
            message=_DONE if "done" in request.args else "",
            links=[_row(one) for one in found],
            ends=_ends(found, own=True),
        )

    def every() -> Response:
        found = links_of(store, None, datetime.now(UTC))
        return site.page(
            "links",
            token=cookies.token(),
            title="Links of all people",
            here=_ALL,
            none="Nobody has shared anything yet.",
            makers=True,
            other={"href": _OWN, "words": "Links of yours"},
            message=_DONE if "done" in request.args else "",
            links=[_row(one) for one in found],
            ends=_ends(found, own=False),
        )

    def openings(number: int) -> Response:
        who = current_reader()
        found = happened(store, who, number) if number <= LARGEST else None
        if found is None:
            raise NotFound("There is no such link of yours.")
        account, entries = found
        own = account == who.account
        return site.page(
            "openings",
            number=number,
            back=_OWN if own else _ALL,
            about="The newest first. Who opened it without an account has no name.",
            addresses=who.may(Right.ADMINISTER),
            entries=[{**vars(one), "at": f"{one.at:%Y-%m-%d %H:%M:%S}"} for one in entries],
        )

    def _take_back() -> Response:
        who, now, given = current_reader(), datetime.now(UTC), request.form
        try:
            if "all_of" in given:
                revoke_all(store, who, number_of(given["all_of"]), now, site.address())
            else:
                revoke(store, who, number_of(given.get("link", "")), now, site.address())
        except LinkError as error:
            raise NotFound(str(error)) from None
        to = _ALL if given.get("from") == _ALL else _OWN
        return Response(status=303, headers={"Location": f"{site.root}{to}?done=yes"})

    server.add_url_rule("/links", LINKS, own_or_take_back, methods=["GET", "POST"])
    server.add_url_rule("/links/all", ALL_LINKS, every)
    server.add_url_rule("/links/<int:number>", OPENINGS, openings)


def _row(link: Listed) -> dict[str, object]:
    title = PAGES[link.page].title if link.page in PAGES else link.page
    times = "never" if not link.opened else "once" if link.opened == 1 else f"{link.opened} times"
    last = f", last on {moment(link.last)}" if link.last else ""
    return {
        **vars(link),
        "opens": f"{title}: {link.about}",
        "until": f"{link.until - timedelta(seconds=1):%-d %b %Y}",
        "opened": f"{times}{last}",
    }


def _ends(links: list[Listed], *, own: bool) -> list[dict[str, object]]:
    """A button a person whose links can be taken back all at once."""
    makers = {one.account: one.maker for one in links if one.open}
    words = "Take back all of them" if own else "Take back all links of {}"
    return [{"account": account, "words": words.format(name)} for account, name in makers.items()]
