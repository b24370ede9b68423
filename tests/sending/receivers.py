"""Receivers of messages on loopback, over TLS, that answer as they are told.

Names below `example.org` lead to them, and their certificate is taken: only a test can say so.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.outgoing import resolved, send

NAME = "hooks.example.org"
LOOPBACK = "127.0.0.1"
Answer = Callable[[ssl.SSLSocket], None]


def says(text: str) -> Answer:
    """Answers so, and no more."""
    return lambda connection: connection.sendall(text.encode())


def status(number: int, *headers: str) -> Answer:
    return says("\r\n".join([f"HTTP/1.1 {number} Told", *headers, "Content-Length: 0", "", ""]))


@dataclass
class Asked:
    """A request as it came."""

    line: str
    headers: dict[str, str]  # names in small letters
    body: bytes


@dataclass
class Receiver:
    """What came, and what is answered."""

    port: int
    answer: Answer = field(default_factory=lambda: status(200))
    got: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)  # nobody waits any longer

    @property
    def hosts(self) -> list[str]:
        return [f"{NAME}:{self.port}"]

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}/services/secret?of=them"

    def take(self, connection: ssl.SSLSocket) -> None:
        with connection.makefile("rb") as read:
            line = read.readline().decode().strip()
            headers = dict(_header(one) for one in iter(read.readline, b"\r\n"))
            body = read.read(int(headers["content-length"]))
        self.got.append(Asked(line, headers, body))
        self.answer(connection)


@contextmanager
def receiver(answer: Answer | None = None, certified: str = NAME) -> Iterator[Receiver]:
    """One that takes all messages, unless it is told to answer otherwise."""
    with socket.create_server((LOOPBACK, 0)) as listening, pytest.MonkeyPatch.context() as patch:
        made = Receiver(listening.getsockname()[1])
        made.answer = answer or made.answer
        trust, context = certificates(certified)
        _lead_there(patch, trust)
        thread = threading.Thread(target=_serve, args=(made, listening, context), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.over.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _lead_there(patch: pytest.MonkeyPatch, trust: ssl.SSLContext) -> None:
    look_up, is_public = socket.getaddrinfo, resolved.is_public

    def found(host: str, *asked: Any, **more: Any) -> Any:  # noqa: ANN401
        return look_up(LOOPBACK if host.endswith("example.org") else host, *asked, **more)

    patch.setattr(socket, "getaddrinfo", found)
    patch.setattr(resolved, "is_public", lambda one: one == LOOPBACK or is_public(one))
    patch.setattr(send, "_context", lambda: trust)


def _serve(made: Receiver, listening: socket.socket, context: ssl.SSLContext) -> None:
    while not made.over.is_set():
        with suppress(OSError, ValueError, KeyError):  # whoever goes away before it has said all
            plain, _ = listening.accept()
            with plain, context.wrap_socket(plain, server_side=True) as connection:
                made.take(connection)


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.lower(), value.strip()


def certificates(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Who trusts, and who has a certificate of this name."""
    pem, _ = certified(name)
    return ssl.create_default_context(cadata=pem.decode()), who_has(name)


@cache
def who_has(name: str) -> ssl.SSLContext:
    """A server with a certificate of this name."""
    has = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        both = Path(folder, "both.pem")
        both.write_bytes(b"".join(certified(name)))
        has.load_cert_chain(both)
    return has


@cache
def certified(name: str) -> tuple[bytes, bytes]:
    """A certificate of this name and its key, as PEM. It is its own authority."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem, secret
