"""What alerts told, on its way: to real receivers on loopback, once, and to nobody who may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import ValidationError

from access import accounts
from access.accounts import Changes
from access.alerts import changed
from access.alerts.channels import Address, Kind
from access.alerts.kept import Kept
from access.alerts.told import ALERT, CHANNEL, Told, note_judged
from access.reader import Reader
from access.sent.listed import Listed, messages_of
from access.sent.people import Person
from server.logs import without_secrets
from server.outgoing.send import send
from server.sending.alerts import AlertMails, AlertPosts, Post, Wanted
from server.sending.by_mail import Mailing
from server.sending.errors import NotSentError
from server.sending.message import Written
from server.sending.runner import Runner
from server.sending.watch import kinds_sent
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW
from tests.access.test_alerts import EMEA, FELL, by, kept, looked, made, person
from tests.sending.receivers import Receiver, receiver, says, status
from tests.sending.rounds import DATA, Clock, Posted

ENDED = Told("change ended 2026-11-01", "NPS is back", "{}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AppStore]:
    made = AppStore(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(made)
    yield made
    made.close()


def as_mail(wanted: Wanted, person: Person) -> Written:
    return Written(f"{wanted.kept.name}, {person.name}", "text", "<p>text</p>", "https://x/u")


def as_post(wanted: Wanted, to: Address, key: str) -> Post:
    said = wanted.said or "a test"
    return Post(wanted.kept.name, json.dumps([to.kind, said, key]).encode(), {})


def a_round(store: AppStore, clock: Clock, post: Posted, there: Receiver | None = None) -> int:
    """By a runner that knows nothing of others."""
    hosts = there.hosts if there else []
    mails = AlertMails(as_mail, Mailing(post, "cx@example.org", clock))
    posts = AlertPosts(as_post, partial(send, hosts=hosts))
    return Runner(store, [mails, posts], clock).round(DATA)


def told(store: AppStore, owner: Reader, one: Kept, *news: Told) -> None:
    assert note_judged(store, kept(store, one.number), looked(owner, *news), NOW, (ALERT, CHANNEL))


def listed(store: AppStore, who: Reader) -> list[Listed]:
    return messages_of(store, who, (ALERT, CHANNEL))


def test_each_is_told_once_whatever_restarts(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")
    post, clock = Posted(), Clock(NOW)
    with receiver() as there:
        changed.add_channel(store, by(ann), one.number, Kind.SLACK, there.url)
        told(store, ann, one, FELL)
        assert [a_round(store, clock, post, there) for _ in range(3)] == [2, 0, 0]
        told(store, ann, one, ENDED)
        assert [a_round(store, clock, post, there) for _ in range(2)] == [2, 0]
    assert post.to == ["ann@example.org"] * 2
    assert len(there.got) == 2
    assert {(each.period, each.state) for each in listed(store, ann)} == {
        (FELL.name, "sent"),
        (ENDED.name, "sent"),
    }


@pytest.mark.parametrize(
    ("answer", "kind", "after"),
    [
        (503, Kind.SLACK, "failed"),
        (503, Kind.WEBHOOK, "failed"),
        (404, Kind.TEAMS, "given up"),
        (0, Kind.SLACK, "given up"),  # all was handed over, and no answer came
        (0, Kind.WEBHOOK, "failed"),  # by its key the receiver knows it
    ],
)
def test_what_is_tried_again(store: AppStore, answer: int, kind: Kind, after: str) -> None:
    ann = person(store, "Ann")
    one = made(store, ann)
    post, clock = Posted(), Clock(NOW)
    with receiver(status(answer) if answer else says("no")) as there:
        changed.add_channel(store, by(ann), one.number, kind, there.url)
        told(store, ann, one, FELL)
        assert a_round(store, clock, post, there) == 0
        (found,) = listed(store, ann)
        assert found.state == after
        assert "hooks.example.org" in found.error and "secret" not in found.error
        there.answer = status(200)
        clock.now += timedelta(minutes=5)
        assert a_round(store, clock, post, there) == (after == "failed")
    keys = {json.loads(each.body)[2] for each in there.got}
    assert len(keys) == 1
    assert len(there.got) == (2 if after == "failed" else 1)


def test_a_channel_that_is_down_holds_up_nobody(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")
    changed.add_channel(store, by(ann), one.number, Kind.SLACK, "https://gone.example.org/x")
    post = Posted()
    with receiver() as there:
        changed.add_channel(store, by(ann), one.number, Kind.TEAMS, there.url)
        told(store, ann, one, FELL)
        assert a_round(store, Clock(NOW), post, there) == 2
    assert (post.to, len(there.got)) == (["ann@example.org"], 1)


def test_a_mail_server_that_is_down_holds_up_no_channel(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")
    post = Posted()

    def fails() -> None:
        raise NotSentError("The mail server said no.")

    post.fails = fails
    with receiver() as there:
        changed.add_channel(store, by(ann), one.number, Kind.TEAMS, there.url)
        told(store, ann, one, FELL)
        assert a_round(store, Clock(NOW), post, there) == 1
    assert {each.state for each in listed(store, ann)} == {"sent", "failed"}


def _narrow_the_receiver(store: AppStore, _: Reader, __: Kept) -> None:
    accounts.set_rights(store, "Bob", Changes(rows=EMEA), NOW)


def _narrow_the_owner(store: AppStore, _: Reader, __: Kept) -> None:
    accounts.set_rights(store, "Ann", Changes(rows=EMEA), NOW)


def _disable_the_owner(store: AppStore, _: Reader, __: Kept) -> None:
    accounts.set_disabled(store, "Ann", True, NOW)


def _remove(store: AppStore, ann: Reader, one: Kept) -> None:
    changed.remove(store, by(ann), one.number)


@pytest.mark.parametrize(
    ("meanwhile", "why", "still"),
    [
        (_narrow_the_receiver, "Bob does not see all rows", 1),
        (_narrow_the_owner, "does not see these figures any longer", 0),
        (_disable_the_owner, "may no longer take figures away", 0),
        (_remove, "was removed", 0),
    ],
)
def test_who_may_no_longer_know_is_not_told(
    store: AppStore, meanwhile: Callable[[AppStore, Reader, Kept], None], why: str, still: int
) -> None:
    ann = person(store, "Ann")
    person(store, "Bob")
    one = made(store, ann, "Bob bob@example.org")
    post = Posted()
    with receiver() as there:
        changed.add_channel(store, by(ann), one.number, Kind.TEAMS, there.url)
        told(store, ann, one, FELL)
        meanwhile(store, ann, one)
        assert a_round(store, Clock(NOW), post, there) == still
    assert (post.to, len(there.got)) == ([], still)
    errors = [each.error for each in listed(store, ann) if each.state == "given up"]
    assert errors and all(why in each or "was removed" in each for each in errors)
    assert len(errors) == 2 - still


@pytest.mark.parametrize(
    ("hosts", "why"),
    [
        ("https://hooks.slack.com", "is no name of a machine"),
        ("hooks.slack.com/services", "is no name of a machine"),
        ("*", "is no name of a machine"),
        ("hooks.*.com", "is no name of a machine"),
        ("hooks.slack.com:https", "is no name of a machine"),
    ],
)
def test_settings_name_hosts(hosts: str, why: str) -> None:
    address = {"public_address": "https://cx.example.org"}
    found = Settings.model_validate({**address, "outgoing_hosts": "a.org, *.B.org c.org:8443"})
    assert found.outgoing_hosts == ("a.org", "*.b.org", "c.org:8443")
    assert kinds_sent(found) == {CHANNEL}
    assert kinds_sent(Settings.model_validate(address)) == set()
    with pytest.raises(ValidationError, match=why):
        Settings.model_validate({**address, "outgoing_hosts": hosts})
    with pytest.raises(ValidationError, match="needs CXLENS_PUBLIC_ADDRESS"):
        Settings.model_validate({"outgoing_hosts": "a.org"})


@pytest.mark.parametrize("path", ["/feeds/token", "/cx/unsubscribe/token?a=1", "/s/token"])
def test_what_opens_something_is_not_logged(path: str) -> None:
    assert without_secrets(path) == path.replace("token", "…")
