"""Subscriptions: the page of one's own and of what was sent, and the link that ends one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.alerts.changed import leave
from access.alerts.told import ALERT
from access.saved_views.changed import Change
from access.saved_views.kept import view_of_number, views_of
from access.sent.listed import messages_of
from access.sent.queue import put, unsent
from access.subscriptions import changed
from access.subscriptions.changed import (
    LONGEST,
    NoSubscriptionError,
    SubscriptionError,
    Wanted,
    What,
)
from access.subscriptions.kept import Kept, subscriptions_of
from access.subscriptions.periods import Rhythm
from callbacks.asked import asked_view, number_of, typed
from callbacks.sent import sent_row
from callbacks.site import Members
from data.store.snapshots import Store
from server.current import current, data_of
from server.gate.reader import current_reader
from server.gate.table import SUBSCRIPTIONS, UNSUBSCRIBE
from server.sending.digests import DIGEST, message_to
from server.sending.unsubscribe import person_of
from view.pages import PAGES
from view.url import query_string

_DONE = {
    "made": "The subscription is made; the first mail comes with the next period.",
    "changed": "The subscription is changed.",
    "paused": "Nothing is sent until it goes on.",
    "on": "It goes on with the next period.",
    "removed": "The subscription is removed.",
    "test": "A test is on its way to you; what came of it stands below in a moment.",
}
_ENDS = {DIGEST: changed.unsubscribe, ALERT: leave}  # by kind of the messages
_AGAIN = "The form was not whole; load the page anew."


def register_subscriptions(server: Flask, members: Members, store: Store, *, sends: bool) -> None:
    """Add `/subscriptions` and `/unsubscribe/TOKEN`. `sends`: mail is set up."""
    site, kept, cookies = members.site, members.store, members.who.cookies

    def listed() -> Response:
        if request.method != "POST":
            return _list(_DONE.get(request.args.get("done", ""), ""), "", 200)
        what = request.form.get("do", "")
        try:
            _change(what, number_of(request.form.get("number", "")))
        except NoSubscriptionError as error:
            raise NotFound(str(error)) from None
        except SubscriptionError as error:
            return _list("", str(error), 400)
        return Response(status=303, headers={"Location": f"{site.root}subscriptions?done={what}"})

    def _change(what: str, number: int) -> None:
        by, last = Change(current_reader(), datetime.now(UTC), site.address()), _last_day()
        match what:
            case "made":
                changed.subscribe(kept, by, _what(), _wanted(), last)
            case "changed":
                changed.change(kept, by, number, _wanted(), last)
            case "paused" | "on":
                changed.pause(kept, by, number, last, paused=what == "paused")
            case "removed":
                changed.remove(kept, by, number)
            case "test":
                _test(by, number)
            case _:
                raise BadRequest(_AGAIN)

    def _last_day() -> date:
        return data_of(store).last_day

    def _what() -> What:
        """What the form sends: of a saved view, or of a link."""
        given = request.form.get("view", "")
        number = number_of(given)
        saved = view_of_number(kept, current_reader(), number) if number else None
        if saved is not None:
            return What(saved.page, saved.query, saved.number)
        snapshot = current(store)
        view = asked_view(given, snapshot)
        if not PAGES[view.page].listed:
            raise BadRequest("A page about one customer can't be sent.")
        return What(view.page, query_string(view, snapshot.catalog))

    def _test(by: Change, number: int) -> None:
        own = next((one for one in _own() if one.number == number), None)
        people = own.people if own else ()
        me = next((one for one in people if one.account == by.who.account), None)
        if own is None or me is None:
            raise SubscriptionError("You are not among its people: add yourself, with an address.")
        with kept.write() as session:
            period = f"test {by.now:%Y-%m-%d %H:%M}"  # one a minute
            put(session, unsent(session, [message_to(me, own, period)]), by.now)

    def _own() -> list[Kept]:
        return subscriptions_of(kept, current_reader().account or 0)

    def _list(message: str, wrong: str, status: int) -> Response:
        who = current_reader()
        return site.page(
            "subscriptions",
            status,
            cookies.token(),
            message=message,
            wrong=wrong,
            sends=sends,
            longest=LONGEST,
            rhythms=[str(one) for one in Rhythm],
            timezone=data_of(store).timezone,
            view=(request.form if wrong else request.args).get("view", ""),
            new=typed(0, {"name": "", "rhythm": "weekly", "at": "07:00", "people": ""}),
            subscriptions=[_row(one, who.account) for one in _own()],
            views=[{"number": one.number, "name": one.name} for one in views_of(kept, who)],
            sent=[sent_row(one) for one in messages_of(kept, who, (DIGEST,))],
        )

    def unsubscribe(token: str) -> Response:
        found = [
            (leave_it, person)
            for kind, leave_it in _ENDS.items()
            if (person := person_of(kept.secret, token, kind)) is not None
        ]
        if not found:
            raise NotFound("This link ends no subscription and no alert; it may be cut off.")
        ended = request.method == "POST"
        for leave_it, person in found if ended else ():
            leave_it(kept, person, datetime.now(UTC), site.address())
        return site.page("unsubscribe", end=token, ended=ended)

    server.add_url_rule("/subscriptions", SUBSCRIPTIONS, listed, methods=["GET", "POST"])
    server.add_url_rule("/unsubscribe/<token>", UNSUBSCRIBE, unsubscribe, methods=["GET", "POST"])


def _wanted() -> Wanted:
    given = request.form
    try:
        rhythm, at = Rhythm(given.get("rhythm", "")), time.fromisoformat(given.get("at", ""))
    except ValueError:
        raise BadRequest(_AGAIN) from None
    return Wanted(given.get("name", ""), rhythm, at, given.get("people", ""))


def _row(one: Kept, account: int | None) -> dict[str, object]:
    page = PAGES[one.page].title if one.page in PAGES else one.page
    when = "when new data are in" if one.rhythm is Rhythm.NEW_DATA else f"at {one.at:%H:%M}"
    fields = {
        "name": one.name,
        "rhythm": str(one.rhythm),
        "at": f"{one.at:%H:%M}",
        "people": "\n".join(f"{who.name} {who.mail}" for who in one.people),
    }
    shown = typed(one.number, fields)
    return {
        "number": one.number,
        "name": one.name,
        "about": f"{page} · {one.rhythm}, {when}" + (" · paused" if one.paused else ""),
        "paused": one.paused,
        "mine": any(who.account == account for who in one.people),
        "fields": shown,
        "open": shown != fields,
    }
