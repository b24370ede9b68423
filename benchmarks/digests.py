"""A thousand digests with charts, handed to a mail server on loopback: time, and what is held.

`python -m benchmarks.digests`, or with another number of messages behind it.
"""

from __future__ import annotations

import argparse
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from email.message import EmailMessage
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.controller import Controller

from access import accounts
from access.accounts import Changes, find, reader_of
from access.rights import Role
from access.saved_views.changed import Change
from access.subscriptions.changed import MOST, Wanted, What, subscribe
from access.subscriptions.periods import Rhythm
from api.sending.digests import Digests
from app import prepare
from data.store.snapshots import Store
from server.current import data_of
from server.sending.by_mail import Mailing
from server.sending.digests import DigestMails
from server.sending.runner import Runner
from server.sending.smtp import Post
from settings import MailServer, Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import QUICK

NUMBER = 1_000
_PAGES, _REGIONS = ("overview", "loyalty", "touchpoints", "customers"), ("EMEA", "APAC", "Oceania")
_PARTS = 10  # after which memory is read
_ADDRESS, _FROM = "https://cx.example.org", "cx@example.org"


@dataclass(frozen=True)
class Sent:
    """What came of it; memory and size as they were after each tenth of the messages."""

    messages: int
    seconds: float
    worked: float  # seconds of this process's own work
    kilobytes: float  # of a message, the mean
    held: list[float]  # megabytes of this process


class _Drops:
    """Takes every message and keeps none."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return "250 OK"


class _Counted(Post):
    """Notes how large messages are, and what the process holds meanwhile."""

    def __init__(self, server: MailServer, every: int) -> None:
        super().__init__(server)
        self.every, self.sent = every, 0
        self.held, self.sizes = list[float](), list[float]()

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        super().send(message, sender, receiver)
        self.sent += 1
        if self.sent % self.every == 0:
            self.held.append(_megabytes())
            self.sizes.append(len(message.as_bytes()) / 1000)


def measure(folder: Path, number: int = NUMBER) -> Sent:
    """Send so many digests of the sample company, of twelve views by turns."""
    settings = Settings(folder=folder / "sample")
    prepare(settings)
    data, begin = Store(settings.place()[1]), datetime.now(UTC)
    with tempfile.TemporaryDirectory() as own, _mail_server() as port:
        store = AppStore(f"sqlite:///{own}/store.sqlite")
        migrate(store)
        _subscribe(store, number, begin)
        post = _Counted(MailServer("127.0.0.1", port, "no"), max(number // _PARTS, 1))
        made = Digests(data, store, _ADDRESS, "/")
        later = begin + timedelta(days=2)
        kind = DigestMails(made.written, Mailing(post, _FROM, lambda: later))
        started, worked = time.perf_counter(), time.process_time()
        sent = Runner(store, [kind], lambda: later).round(data_of(data))
        seconds, worked = time.perf_counter() - started, time.process_time() - worked
        post.close()
    if sent != number:
        raise RuntimeError(f"{sent} of {number} messages were sent")
    return Sent(sent, seconds, worked, sum(post.sizes) / len(post.sizes), post.held)


def told(found: Sent) -> str:
    """The measurement in a line."""
    first, last = found.held[0], found.held[-1]
    return (
        f"{found.messages:,} digests of {found.kilobytes:,.0f} kB in {found.seconds:,.0f} s, "
        f"work of {found.worked:,.0f} s; {first:,.0f} MB after the first tenth, {last:,.0f} after "
        "the last"
    )


def _subscribe(store: AppStore, number: int, now: datetime) -> None:
    """Daily subscriptions of as many people as each may have."""
    people = [f"person{at}" for at in range(min(MOST, number))]
    for name in people:
        accounts.add(store, name, QUICK.hash("of the benchmark"), Changes(Role.ANALYST), now)
    views = [(page, f"region={region}") for page in _PAGES for region in _REGIONS]
    with store.read() as session:
        owner = find(session, people[0])
        assert owner
        by = Change(reader_of(owner), now, "127.0.0.1")
    for at, begin in enumerate(range(0, number, MOST)):
        some = people[: min(MOST, number - begin)]
        lines = "\n".join(f"{name} {name}@example.org" for name in some)
        wanted = Wanted(f"Digest {at}", Rhythm.DAILY, clock_time(7, 0), lines)
        subscribe(store, by, What(*views[at % len(views)]), wanted, now.date())


@contextmanager
def _mail_server() -> Iterator[int]:
    """A mail server in a process of its own, so that what it holds is not measured. Its port."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def _serve(told_by: Connection) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    controller = Controller(_Drops(), hostname="127.0.0.1", port=port)
    controller.start()
    told_by.send(port)
    told_by.recv()
    controller.stop()


def _megabytes() -> float:
    """What this process has in memory now."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    """Measure and print; data are built in the cache folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digests", description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=NUMBER, help="default: %(default)s")
    found = measure(Path(tempfile.gettempdir()) / "cx-lens-benchmarks", parser.parse_args().number)
    print(told(found))
    print("MB after each tenth: " + ", ".join(f"{one:,.0f}" for one in found.held))


if __name__ == "__main__":
    main()
