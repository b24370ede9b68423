"""A mail server on loopback that keeps what it gets, and fails as it is told."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from settings import MailServer

USER, PASSWORD = "cx", "s3cret-of-mail"


@dataclass
class Box:
    """What came, and what is answered: a line, or seconds to wait before it."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answer_to: str = "250 OK"
    answer_data: str = "250 OK"
    wait_data: float = 0.0
    refused: set[str] = field(default_factory=set)

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, "no")

    async def handle_RCPT(  # noqa: N802
        self, _: object, __: object, envelope: Envelope, address: str, ___: object
    ) -> str:
        if not self.answer_to.startswith("250"):
            return self.answer_to
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: object, __: object, envelope: Envelope) -> str:  # noqa: N802
        if self.answer_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.got.append(found)
            self.to += map(str, envelope.rcpt_tos)
        await asyncio.sleep(self.wait_data)
        return self.answer_data


@contextmanager
def mail_server(**more: Any) -> Iterator[Box]:  # noqa: ANN401
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def knows(_: object, __: object, ___: object, ____: str, given: LoginPassword) -> AuthResult:
    """Lets one user in."""
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found


def parts_of(mail: EmailMessage) -> tuple[str, str]:
    """Text and HTML."""
    found = [mail.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (one.get_content().replace("\r\n", "\n") for one in found if one)
    return text, html


def fetched(html: str) -> list[str]:
    """What a mail program would fetch by itself: all but what came with the mail."""
    from_afar = r"(?:src|background|srcset)\s*=(?!\"cid:)|url\(|<link|@import|<script"
    return re.findall(from_afar, html)
