"""Alerts: the page where they are made and changed, with what they told and what was sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.alerts import changed, feeds
from access.alerts.changed import LONGEST, AlertError, NoAlertError, Start, Wanted, What
from access.alerts.channels import Kind
from access.alerts.kept import Kept, alerts_of
from access.alerts.told import ALERT, CHANNEL, messages_of_news, news_of
from access.saved_views.changed import Change
from access.saved_views.kept import views_of
from access.sent.listed import messages_of
from access.sent.queue import put, unsent
from callbacks.alerts.shown import KINDS, conditions, row, told_row
from callbacks.asked import asked_view, number_of, typed
from callbacks.sent import sent_row
from callbacks.site import Members
from components.text import moment
from data.store.snapshots import Store
from pages.alerts.judged import newest_period
from pages.alerts.offered import CONDITIONS, PROMISE, impossible, offered_figures
from server.current import current, data_of
from server.gate.client import origin
from server.gate.reader import current_reader
from server.gate.table import ALERTS
from server.outgoing.address import check
from server.outgoing.errors import OutgoingError
from server.sending.alerts import TEST
from view.pages import PAGES
from view.state import View
from view.stored import readable
from view.url import link, query_string

_DONE = {
    "made": "The alert is made; of what was before now it is silent.",
    "changed": "The alert is changed.",
    "paused": "Nothing is watched until it goes on.",
    "on": "It goes on; of what was meanwhile it is silent.",
    "removed": "The alert is removed.",
    "test": "A test is on its way; what came of it stands below in a moment.",
    "channel": "The channel is added.",
    "channel-off": "The channel is removed.",
    "feed-off": "The feed is ended.",
}
_AGAIN = "The form was not whole; load the page anew."


@dataclass(frozen=True)
class _Once:
    """What is shown this once, since nobody can look it up later."""

    words: str
    value: str


def register_alerts(
    server: Flask, members: Members, store: Store, hosts: Sequence[str], kinds: Collection[str]
) -> None:
    """Add `/alerts`. `hosts`: that may be posted to; `kinds`: of messages, those that are sent."""
    site, kept, cookies = members.site, members.store, members.who.cookies

    def listed() -> Response:
        if request.method != "POST":
            return _list(_DONE.get(request.args.get("done", ""), ""))
        what = request.form.get("do", "")
        try:
            once = _change(what, number_of(request.form.get("number", "")))
        except NoAlertError as error:
            raise NotFound(str(error)) from None
        except (AlertError, OutgoingError) as error:
            return _list(wrong=str(error), status=400)
        if once:
            return _list(_DONE.get(what, ""), once=once)
        return Response(status=303, headers={"Location": f"{site.root}alerts?done={what}"})

    def _change(what: str, number: int) -> _Once | None:
        by, given = Change(current_reader(), datetime.now(UTC), site.address()), request.form
        match what:
            case "made":
                return _make(by)
            case "changed":
                own = _own(number)
                _refuse_impossible(_view(own), own.metric)
                changed.change(kept, by, number, _wanted())
            case "paused":
                changed.pause(kept, by, number)
            case "on":
                changed.go_on(kept, by, number, _start(_view(_own(number))))
            case "removed":
                changed.remove(kept, by, number)
            case "test":
                _test(by, _own(number))
            case "channel":
                return _add_channel(by, number, _kind())
            case "channel-off":
                changed.remove_channel(kept, by, number, number_of(given.get("channel", "")))
            case "feed":
                address = f"{origin(site.proxies)}{site.root}feeds/{feeds.renew(kept, by)}"
                return _Once("The address of your feed", address)
            case "feed-off":
                feeds.end(kept, by)
            case _:
                raise BadRequest(_AGAIN)
        return None

    def _make(by: Change) -> _Once | None:
        snapshot = current(store)
        view = asked_view(request.form.get("view", "/"), snapshot)
        metric, kind = request.form.get("metric", ""), _kind()
        if metric not in dict(offered_figures(view.page, snapshot.catalog)):
            raise AlertError("Choose a figure of the view that the alert is to watch.")
        _refuse_impossible(view, metric)
        if kind:
            check(_url(), hosts)  # before anything is made
        what = What(view.page, query_string(view, snapshot.catalog), metric)
        number = changed.make(kept, by, what, _wanted(), _start(view))
        return _add_channel(by, number, kind) if kind else None

    def _refuse_impossible(view: View, metric: str) -> None:
        """Raises AlertError for a condition that this figure can't be watched for."""
        catalog = current(store).catalog
        if found := impossible(catalog, view, metric, _wanted().conditions):
            raise AlertError(f"This figure can't be watched for “{found[0]}”.")

    def _add_channel(by: Change, number: int, kind: Kind | None) -> _Once | None:
        if kind is None:
            raise AlertError("Choose what is at the address.")
        check(_url(), hosts)
        secret = changed.add_channel(kept, by, number, kind, _url())
        return _Once("The secret that its messages are signed with", secret) if secret else None

    def _view(own: Kept) -> View:
        return asked_view(f"/{own.page}?{own.query}", current(store))

    def _start(view: View) -> Start:
        return Start(newest_period(current(store), view), data_of(store).version)

    def _test(by: Change, own: Kept) -> None:
        period = f"{TEST}{by.now:%Y-%m-%d %H:%M}"  # one a minute
        mine = [
            one for one in messages_of_news(own, period, kinds) if one.account == by.who.account
        ]
        if not mine:
            raise AlertError("It has nowhere to go: add yourself, with an address, or a channel.")
        with kept.write() as session:
            put(session, unsent(session, mine), by.now)

    def _own(number: int) -> Kept:
        found = next((one for one in _alerts() if one.number == number), None)
        if found is None:
            raise NoAlertError("There is no such alert of yours, or no longer.")
        return found

    def _alerts() -> list[Kept]:
        return alerts_of(kept, current_reader().account or 0)

    def _list(
        message: str = "", wrong: str = "", status: int = 200, once: _Once | None = None
    ) -> Response:
        who, snapshot = current_reader(), current(store)
        view = asked_view(request.values.get("view", "/"), snapshot)
        figures = offered_figures(view.page, snapshot.catalog)
        since = feeds.feed_since(kept, who.account or 0)
        with kept.read() as session:
            told = [told_row(one) for one in news_of(session, who)]
        do = request.form.get("do", "") if wrong else ""
        usual = view.metric or (figures[0][0] if figures else "")
        fields = {"name": "", "people": "", "metric": usual, "kind": "", "url": ""}
        return site.page(
            "alerts",
            status,
            cookies.token(),
            message=message,
            wrong=wrong,
            once=once,
            promise=PROMISE,
            mails=ALERT in kinds,
            hosts=hosts,
            longest=LONGEST,
            kinds=KINDS,
            view=link(view, snapshot.catalog),
            here=link(replace(view, root=site.root), snapshot.catalog),
            title=PAGES[view.page].title,
            grain=view.grain,
            figures=figures,
            new=typed(0, fields) if do == "made" else fields,
            conditions=conditions(0, ("change",), do),
            alerts=[row(one, site.root, _view(one).grain, do) for one in _alerts()],
            views=[
                {"name": one.name, "view": f"/{one.page}?{readable(one.query, snapshot.catalog)}"}
                for one in views_of(kept, who)
            ],
            feed=since and moment(since),
            told=told,
            sent=[sent_row(one) for one in messages_of(kept, who, (ALERT, CHANNEL))],
        )

    server.add_url_rule("/alerts", ALERTS, listed, methods=["GET", "POST"])


def _url() -> str:
    return request.form.get("url", "").strip()


def _wanted() -> Wanted:
    given = request.form
    chosen = tuple(one for one in CONDITIONS if one in given.getlist("condition"))
    return Wanted(given.get("name", ""), chosen, given.get("people", ""))


def _kind() -> Kind | None:
    given = request.form.get("kind", "")
    return Kind(given) if given in {*Kind} else None
