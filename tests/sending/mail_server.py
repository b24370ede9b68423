"""A mail server on loopback that keeps what it gets, and fails as it is told."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
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
    safe: list[bool] = field(default_factory=list)  # did each message come over TLS?
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

    async def handle_DATA(self, server: Any, __: object, envelope: Envelope) -> str:  # noqa: ANN401, N802
        if self.answer_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.got.append(found)
            self.to += map(str, envelope.rcpt_tos)
            self.safe.append(server.transport.get_extra_info("sslcontext") is not None)
        await asyncio.sleep(self.wait_data)
        return self.answer_data


@contextmanager
def mail_server(
    tls: str = "no",
    has: ssl.SSLContext | None = None,
    **more: Any,  # noqa: ANN401
) -> Iterator[Box]:
    """A server that runs. `tls`: as in `MailServer`, with the certificate that `has` has."""
    box = Box()
    if tls == "smtps":
        more["ssl_context"] = has
    elif tls == "starttls":
        more |= {"tls_context": has, "require_starttls": True}
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
