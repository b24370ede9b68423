"""Messages that go by mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Protocol

from server.sending.message import Written, as_mail
from server.sending.runner import Ready
from store.mail_tables import Sent


class Sends(Protocol):
    """Hands one message to a mail server. Raises NotSentError."""

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        """From an address, to an address."""


@dataclass(frozen=True)
class Mailing:
    """From whom mail is, and who takes it. `clock`: the moment, in UTC."""

    post: Sends
    sender: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def ready(self, said: Written, to: str, key: str) -> Ready:
        """A message to an address; `key`: of `key_of`."""
        mail = as_mail(said, self.sender, to, key, self.clock())
        return Ready(said.subject, lambda: self.post.send(mail, self.sender, to))


def key_of(wanted: Sent) -> str:
    """A key of a message that no message of another store has."""
    return f"{wanted.id}-{wanted.made_at:%Y%m%d%H%M%S%f}"
