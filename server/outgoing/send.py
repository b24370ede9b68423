"""One POST, made safely: to an address that was checked, over TLS, within a time, shown to nobody.

The name is looked up once and the connection made to that address, so that no second answer of a
name server leads elsewhere. No proxy of the environment, no redirect and no cookie is known here,
and of the answer nothing is read but its status.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPSConnection

from server.outgoing.address import Target, check
from server.outgoing.errors import OutgoingError
from server.outgoing.resolved import addresses_of

CONNECT, READ, IN_ALL = 5.0, 10.0, 20.0  # seconds, the last from the first connection on
_HEAD = 16_384  # bytes of an answer in which its status must be
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)[ \r\n]")
_OWN_HEADERS = {"User-Agent": "CX-Lens", "Connection": "close"}
_FOR_NOW = (408, 425, 429)  # of 4xx those that may be answered otherwise another time


def send(url: str, body: bytes, headers: Mapping[str, str], hosts: Sequence[str]) -> None:
    """POST the body. Raises OutgoingError; see `server.outgoing.address.check` for `hosts`."""
    target = check(url, hosts)
    addresses, until = addresses_of(target), time.monotonic() + IN_ALL
    with _in_words(target), _connected(target, addresses, until) as connection:
        connection.settimeout(_left(until, READ))
        asking = HTTPSConnection(target.host, target.port, context=connection.context)
        asking.sock = connection
        asking.request("POST", target.path, body, {**_OWN_HEADERS, **headers})
        status = _answered(target, connection, until)
    _accept(target, status)


@contextmanager
def _connected(target: Target, addresses: Sequence[str], until: float) -> Iterator[ssl.SSLSocket]:
    """A connection to the first of the addresses that takes one, with the name's certificate."""
    with _plain(target, addresses, until) as plain:
        plain.settimeout(_left(until, READ))
        with _context().wrap_socket(plain, server_hostname=target.host) as safe:
            yield safe


def _plain(target: Target, addresses: Sequence[str], until: float) -> socket.socket:
    failed: OSError = TimeoutError()
    for one in addresses:
        try:
            return socket.create_connection((one, target.port), _left(until, CONNECT))
        except OSError as error:
            failed = error
    raise failed


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _answered(target: Target, connection: ssl.SSLSocket, until: float) -> int:
    """The status, after those that only say that it is on its way (1xx)."""
    head = b""
    with suppress(OSError):  # as if it had been closed
        while len(head) < _HEAD:
            connection.settimeout(_left(until, READ))
            more = connection.recv(1024)
            head += more
            if status := _status(head):
                return status
            if not more:
                break
    raise OutgoingError(
        f"{target.host} had all of the message and gave no answer in time, or none of HTTP: "
        "whether it was taken is not known.",
        again=True,
        handed_over=True,
    )


def _status(head: bytes) -> int:
    """The first that is no 1xx of what came so far, 0 where there is none."""
    while found := _STATUS.match(head):
        if not found[1].startswith(b"1"):
            return int(found[1])
        head = head.partition(b"\r\n\r\n")[2]
    return 0


def _accept(target: Target, status: int) -> None:
    """Raises OutgoingError for all but 2xx."""
    if status < 300:
        return
    if status < 400:
        raise OutgoingError(
            f"{target.host} leads elsewhere ({status}), and nothing is sent on: give the address "
            "that takes the message itself."
        )
    again = status >= 500 or status in _FOR_NOW
    end = "." if again else ": look at the address, and whether it is still valid."
    raise OutgoingError(f"{target.host} refused the message ({status}){end}", again=again)


def _left(until: float, most: float) -> float:
    """Seconds that the next step may take. Raises TimeoutError where there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, most)


@contextmanager
def _in_words(target: Target) -> Iterator[None]:
    """What fails before the message was handed over, as OutgoingError."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise OutgoingError(
            f"{target.host} has no certificate that is valid for this name; nothing was sent.",
            again=True,
        ) from None
    except ssl.SSLError:
        raise OutgoingError(f"No safe connection to {target.host}.", again=True) from None
    except TimeoutError:
        raise OutgoingError(f"{target.host} did not answer in time.", again=True) from None
    except OSError as error:
        why = error.strerror or "the connection was closed"
        raise OutgoingError(f"{target.host} can't be reached: {why}.", again=True) from None
