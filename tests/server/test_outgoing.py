"""Requests that leave the building, to real receivers on loopback: what arrives, and what fails."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

import pytest

from server.outgoing import resolved, send
from server.outgoing.errors import OutgoingError
from server.outgoing.send import send as post
from tests.sending.receivers import LOOPBACK, NAME, Receiver, receiver, says, status

BODY = '{"text":"−12"}'.encode()
HEADERS = {"Content-Type": "application/json"}


def refused(there: Receiver, url: str = "") -> OutgoingError:
    """Why it is not taken; the words tell nothing of the path."""
    with pytest.raises(OutgoingError) as found:
        post(url or there.url, BODY, HEADERS, there.hosts)
    assert "secret" not in str(found.value)
    assert found.value.__suppress_context__ or found.value.__context__ is None
    return found.value


def test_what_arrives_is_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nobody listens
    with receiver() as there:
        post(there.url, BODY, HEADERS, there.hosts)
        post(there.url, BODY, HEADERS, there.hosts)
    first, second = there.got
    assert first.line == "POST /services/secret?of=them HTTP/1.1"
    assert first.body == BODY
    assert first.headers["host"] == f"{NAME}:{there.port}"
    assert first.headers["content-type"] == "application/json"
    assert second.headers == first.headers and "cookie" not in second.headers


@pytest.mark.parametrize("number", [200, 201, 202, 204])
def test_every_2xx_is_taken(number: int) -> None:
    with receiver(status(number, "Set-Cookie: a=b")) as there:
        post(there.url, BODY, HEADERS, there.hosts)


def test_an_answer_on_its_way_is_waited_for() -> None:
    early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with receiver(says(f"{early}{early}HTTP/1.1 204 \r\n\r\n")) as there:
        post(there.url, BODY, HEADERS, there.hosts)
    with receiver(says(f"{early}HTTP/1.1 404 \r\n\r\n")) as there:
        assert "(404)" in str(refused(there))


@pytest.mark.parametrize(
    ("again", "number"),
    [
        *((False, one) for one in (400, 401, 403, 404, 410, 413, 422)),
        *((True, one) for one in (408, 425, 429, 500, 502, 503, 599)),
    ],
)
def test_what_may_be_tried_again(again: bool, number: int) -> None:
    with receiver(says(f"HTTP/1.1 {number} <b>told</b>\r\n\r\nwords of theirs")) as there:
        error = refused(there)
    assert (error.again, error.handed_over) == (again, False)
    assert f"{NAME} refused the message ({number})" in str(error)
    assert "told" not in str(error) and "theirs" not in str(error)


@pytest.mark.parametrize("number", [300, 301, 302, 303, 307, 308])
def test_nothing_is_sent_on(number: int) -> None:
    with receiver() as within:
        there = f"Location: https://{NAME}:{within.port}/"
        within.answer = status(number, there)
        error = refused(within)
    assert (error.again, error.handed_over) == (False, False)
    assert f"leads elsewhere ({number})" in str(error)
    assert len(within.got) == 1


def test_nobody_listens() -> None:
    with receiver() as there:
        with socket.create_server((LOOPBACK, 0)) as gone:
            port = gone.getsockname()[1]
        with pytest.raises(OutgoingError, match="can't be reached: Connection refused") as found:
            post(f"https://{NAME}:{port}/", BODY, HEADERS, [f"{NAME}:{port}"])
    assert (found.value.again, found.value.handed_over) == (True, False)
    assert there.got == []


def test_another_certificate_gets_nothing() -> None:
    with receiver(certified="other.example.org") as there:
        error = refused(there)
    assert "has no certificate that is valid for this name" in str(error)
    assert (error.again, error.handed_over, there.got) == (True, False, [])


def test_a_certificate_of_nobody_who_is_trusted_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiver() as there:
        monkeypatch.setattr(send, "_context", ssl.create_default_context)
        assert "certificate" in str(refused(there))
    assert there.got == []


def waits(there: Receiver, piece: bytes = b"") -> None:
    """Let it send this piece for ever, a little apart."""

    def answer(connection: ssl.SSLSocket) -> None:
        while not there.over.wait(0.02):
            connection.sendall(piece)

    there.answer = answer


@pytest.mark.parametrize("piece", [b"", b"H", b"HTTP/1.1 103 \r\n\r\n"])
def test_who_says_nothing_or_drips_is_left_after_a_time(
    monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    monkeypatch.setattr(send, "READ", 0.2)
    monkeypatch.setattr(send, "IN_ALL", 0.4)
    with receiver() as there:
        waits(there, piece)
        begun = time.monotonic()
        error = refused(there)
    assert (error.again, error.handed_over) == (True, True)
    assert "gave no answer in time" in str(error)
    assert time.monotonic() - begun < 5


def test_a_handshake_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "READ", 0.2)
    with receiver() as there, socket.create_server((LOOPBACK, 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(OutgoingError, match="did not answer in time") as found:
            post(f"https://{NAME}:{port}/", BODY, HEADERS, [f"{NAME}:{port}"])
    assert (found.value.again, found.value.handed_over, there.got) == (True, False, [])


def test_of_an_answer_without_end_only_its_beginning_is_read() -> None:
    told = 0

    def answer(connection: ssl.SSLSocket) -> None:
        nonlocal told
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            told += connection.send(b"x" * 65_536)

    with receiver(answer) as there:
        post(there.url, BODY, HEADERS, there.hosts)
    assert told < 50_000_000  # what buffers of the machine hold


@pytest.mark.parametrize(
    "said",
    ["", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 2000 \r\n", "HTTP/1.1 099 no\r\n\r\n", "HTTP/1.1 2"],
)
def test_what_answers_otherwise_may_have_taken_it(said: str) -> None:
    with receiver(says(said)) as there:
        error = refused(there)
    assert (error.again, error.handed_over) == (True, True)
    assert "OpenSSH" not in str(error)


def looked_up(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names that are looked up from now on, each time with the next of these answers."""
    asked, left = [], list(answers)

    def found(host: str, port: int, *_: Any, **__: Any) -> list[Any]:  # noqa: ANN401
        if host.startswith("127."):  # the connection to an address
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(0, socket.SOCK_STREAM, 6, "", (one, port)) for one in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


def test_a_second_answer_of_a_name_server_is_never_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiver() as there:
        asked = looked_up(monkeypatch, [LOOPBACK], ["10.0.0.1"])
        post(there.url, BODY, HEADERS, there.hosts)
        assert asked == [NAME]
        error = refused(there)
        assert "not of the public internet" in str(error) and "10.0.0.1" not in str(error)
        assert (error.again, len(there.got)) == (False, 1)


def test_one_address_within_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as there:
        looked_up(monkeypatch, [LOOPBACK, "169.254.169.254"], [])
        assert "not of the public internet" in str(refused(there))
        assert "not of the public internet" in str(refused(there))
    assert there.got == []


def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as there:
        monkeypatch.setattr(resolved, "is_public", lambda one: one.startswith("127."))
        looked_up(monkeypatch, ["127.0.0.9", LOOPBACK])
        post(there.url, BODY, HEADERS, there.hosts)
    assert len(there.got) == 1


def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    with receiver() as there:
        monkeypatch.setattr(socket, "getaddrinfo", fails)
        error = refused(there)
    assert "No address of hooks.example.org was found" in str(error)
    assert error.again and not error.handed_over
