"""One round of sending: what is due is put into the queue, and what waits there is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from access.sent.people import NotForThemError
from access.sent.queue import Message, note_failed, note_sent, put, take, waiting
from server.sending.errors import NotSentError, UnreachableError, UnreadableError
from store.app_store import AppStore
from store.mail_tables import Sent

_FAILED = "This message could not be made; the log says why."
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Data:
    """What of the data says when something is due."""

    timezone: str
    last_day: date
    version: str


@dataclass(frozen=True)
class Ready:
    """A message that is made. `hand_over` sends it once; raises NotSentError."""

    subject: str
    hand_over: Callable[[], None]


class Kind(Protocol):
    """Messages of a kind: when they are due, and how one is made."""

    @property
    def name(self) -> str:
        """As the queue has it."""

    def due(self, session: Session, data: Data, now: datetime) -> list[Message]:
        """Those that are due and were never put into the queue."""

    def asked(self, session: Session, wanted: Sent) -> Callable[[], Ready]:
        """What makes one, outside of the transaction, since that may take long.

        Raises NotForThemError; what is returned raises UnreadableError.
        """


@dataclass(frozen=True)
class Runner:
    """What a round needs. `clock`: the moment, in UTC."""

    store: AppStore
    kinds: Sequence[Kind]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def round(self, data: Data) -> int:
        """Put what is due into the queue and send what waits there. Returns how many were sent.

        Raises StoreError.
        """
        with self.store.write() as session:
            now = self.clock()
            for kind in self.kinds:
                put(session, kind.due(session, data, now), now)
        return sum(map(self._all_of, self.kinds))

    def _all_of(self, kind: Kind) -> int:
        sent = 0
        for number in waiting(self.store, kind.name, self.clock()):
            try:
                sent += self._one(kind, number)
            except UnreachableError:  # the others wait for the next round
                break
        return sent

    def _one(self, kind: Kind, number: int) -> bool:
        """Is it sent now? It is made before it is taken, so that a round that dies while it reads
        leaves it waiting. Raises UnreachableError."""
        try:
            with self.store.read() as session:
                make = kind.asked(session, session.get_one(Sent, number))
            ready = make()
        except NotForThemError as error:
            self._failed(number, str(error), again=False)
            return False
        except UnreadableError as error:
            self._failed(number, str(error))
            return False
        except Exception:  # one message that can't be made holds up no other
            _LOG.exception("Message %d could not be made", number)
            self._failed(number, _FAILED)
            return False
        if not take(self.store, number, self.clock()):
            return False
        try:
            ready.hand_over()
        except NotSentError as error:
            _LOG.warning("Message %d was not sent: %s", number, error)
            note_failed(self.store, number, str(error), self.clock(), again=error.again)
            if isinstance(error, UnreachableError):
                raise
            return False
        note_sent(self.store, number, ready.subject, self.clock())
        return True

    def _failed(self, number: int, why: str, *, again: bool = True) -> None:
        if take(self.store, number, self.clock()):
            note_failed(self.store, number, why, self.clock(), again=again)
