"""Messages handed to a true mail server, and to some that fail."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.sending.errors import NotSentError, UnreachableError
from server.sending.message import Written, as_mail
from server.sending.smtp import Post
from settings import MailServer, Settings
from tests.sending.mail_server import (
    PASSWORD,
    USER,
    free_port,
    knows,
    mail_server,
    parts_of,
)

NOW = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
SAID = Written(
    "NPS fell", "NPS fell\n", "<p>NPS fell</p>\n", "https://cx.example.org/unsubscribe/x"
)


def mail(said: Written = SAID) -> EmailMessage:
    return as_mail(said, "cx@example.org", "ann@example.org", "7", NOW)


def send(server: MailServer, seconds: float = 5.0) -> None:
    post = Post(server, seconds)
    try:
        post.send(mail(), "cx@example.org", "ann@example.org")
    finally:
        post.close()


def test_what_is_sent_arrives() -> None:
    with mail_server() as box:
        send(box.server)
    (got,) = box.got
    assert box.to == ["ann@example.org"]
    assert (got["From"], got["To"]) == ("CX Lens <cx@example.org>", "ann@example.org")
    assert got["List-Unsubscribe"] == "<https://cx.example.org/unsubscribe/x>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["Message-ID"] == "<cx-lens-7@example.org>"
    assert parts_of(got) == ("NPS fell\n", "<p>NPS fell</p>\n")


def test_a_subject_keeps_its_spaces_wherever_it_is_cut_into_parts() -> None:
    for letters in range(80):
        subject = f"{'é' * letters}: NPS fell beyond noise in Oct 2026: −12.0, where 3.1 – 9.4 was."
        sent = mail(replace(SAID, subject=subject)).as_bytes()
        assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
        assert max(map(len, sent.partition(b"\nFrom")[0].splitlines())) <= 78


def test_many_go_over_one_connection_and_over_another_where_that_has_ended() -> None:
    with mail_server(timeout=1) as box:
        post = Post(box.server)
        for pause in (0.0, 0.0, 1.5):
            threading.Event().wait(pause)
            post.send(mail(), "cx@example.org", "ann@example.org")
        post.close()
    assert len(box.got) == 3


@pytest.mark.parametrize(("password", "works"), [(PASSWORD, True), ("wrong-one", False)])
def test_a_log_in(password: str, works: bool) -> None:
    more: dict[str, Any] = {"authenticator": knows, "auth_require_tls": False}
    more["auth_required"] = True
    with pytest.warns(UserWarning, match="TLS"), mail_server(**more) as box:
        server = MailServer("127.0.0.1", box.port, "no", USER, password)
        if works:
            send(server)
            assert len(box.got) == 1
            return
        with pytest.raises(NotSentError, match="refused the log-in") as refused:
            send(server)
    assert refused.value.again
    assert "wrong-one" not in str(refused.value)


@pytest.mark.parametrize(
    ("field", "answer", "again"),
    [
        ("answer_to", "450 4.2.0 try later", True),
        ("answer_to", "550 5.1.1 no such mailbox", False),
        ("answer_data", "452 4.3.1 the disk is full", True),
        ("answer_data", "554 5.7.1 looks like spam", False),
    ],
)
def test_a_refusal_is_told_as_the_server_says_it(field: str, answer: str, again: bool) -> None:
    with mail_server() as box:
        setattr(box, field, answer)
        with pytest.raises(NotSentError, match=answer) as refused:
            send(box.server)
    assert refused.value.again is again
    assert box.got == []


def test_nobody_there() -> None:
    with pytest.raises(NotSentError, match="can't be reached") as refused:
        send(MailServer("127.0.0.1", free_port(), "no"))
    assert refused.value.again


def test_a_server_that_says_nothing_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer("127.0.0.1", silent.getsockname()[1], "no")
        with pytest.raises(NotSentError, match="no answer in time") as refused:
            send(server, 0.3)
    assert refused.value.again


def test_what_may_have_arrived_is_not_sent_again() -> None:
    with mail_server() as box:
        box.wait_data = 2.0
        with pytest.raises(NotSentError, match="not sent again") as refused:
            send(box.server, 0.5)
    assert not refused.value.again
    assert len(box.got) == 1  # it did arrive


@pytest.mark.parametrize("tls", ["smtps", "starttls"])
def test_no_word_goes_to_a_server_that_is_not_safe(tls: str) -> None:
    with mail_server() as box:
        post = Post(MailServer("127.0.0.1", box.port, tls, USER, PASSWORD), 5.0)
        for _ in range(2):  # nor the next message, over what was opened for the first
            with pytest.raises(NotSentError) as refused:
                post.send(mail(), "cx@example.org", "ann@example.org")
            assert refused.value.again
            assert PASSWORD not in str(refused.value)
    assert box.got == []


def test_a_log_in_that_failed_is_asked_for_again() -> None:
    more: dict[str, Any] = {
        "authenticator": knows,
        "auth_require_tls": False,
    }  # which takes mail without as well
    with mail_server(**more) as box:
        post = Post(MailServer("127.0.0.1", box.port, "no", USER, "wrong-one"), 5.0)
        for _ in range(2):
            with pytest.raises(UnreachableError, match="refused the log-in"):
                post.send(mail(), "cx@example.org", "ann@example.org")
    assert box.got == []


@pytest.mark.parametrize("greeting", [b"421 too busy\r\n", b"554 no service here\r\n"])
def test_a_server_that_greets_nobody_is_tried_again(greeting: bytes) -> None:
    """Whatever it says for good is of the connection, and not of the message."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answers() -> None:
            there, _ = listening.accept()
            with there:
                there.sendall(greeting)
                there.recv(100)

        thread = threading.Thread(target=answers)
        thread.start()
        with pytest.raises(UnreachableError, match="refused the connection") as refused:
            send(MailServer("127.0.0.1", listening.getsockname()[1], "no"))
        thread.join()
    assert refused.value.again


def test_a_connection_that_breaks_before_the_message_began_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answers() -> None:
            there, _ = listening.accept()
            with there, there.makefile("rb") as lines:
                there.sendall(b"220 here\r\n")
                for line in lines:
                    if line.upper().startswith(b"DATA"):
                        return
                    there.sendall(b"250 OK\r\n")

        thread = threading.Thread(target=answers)
        thread.start()
        with pytest.raises(NotSentError) as refused:
            send(MailServer("127.0.0.1", listening.getsockname()[1], "no"))
        thread.join()
    assert refused.value.again


def test_lines_that_begin_with_a_dot_arrive() -> None:
    said = Written("Dots", ".\n..\n.a\n", "<p>.</p>\n", SAID.unsubscribe)
    with mail_server() as box:
        post = Post(box.server)
        post.send(mail(said), "cx@example.org", "ann@example.org")
        post.close()
    assert parts_of(box.got[0])[0] == said.text


@given(st.text(max_size=200))
def test_no_name_makes_another_header(name: str) -> None:
    clean = Written(f"{name}: NPS fell", SAID.text, SAID.html, SAID.unsubscribe)
    try:
        found = mail(clean)
    except UnicodeEncodeError:  # half of a pair of surrogates: no name has it
        return
    head = found.as_bytes().split(b"\n\n", 1)[0].decode("ascii", "replace")
    names = [line.partition(":")[0] for line in head.splitlines() if line[:1] not in " \t"]
    assert sorted(names) == sorted(
        [
            *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
            *("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
        ]
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://u:p%40ss@mail.example.org", ("mail.example.org", 465, "smtps", "u", "p@ss")),
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls", "", "")),
        ("smtp://localhost:25?starttls=no", ("localhost", 25, "no", "", "")),
    ],
)
def test_addresses_of_mail_servers(url: str, expected: tuple[object, ...]) -> None:
    found = MailServer.of(url)
    assert (found.host, found.port, found.tls, found.user, found.password) == expected
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:x", "smtp://h/path"),
        *("smtp://h?starttls=maybe", "smtp://h?tls=yes", "smtps://h#x", "smtp://u:ü@h"),
    ],
)
def test_what_is_no_mail_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"^expected"):
        MailServer.of(url)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mail_from": None}, "needs CXLENS_MAIL_FROM"),
        ({"public_address": None}, "needs CXLENS_PUBLIC_ADDRESS"),
        ({"smtp": "http://user:hidden@h"}, "expected smtps"),
        ({"mail_from": "cx"}, "expected the address"),
        ({"mail_from": "cx@example.org\nBcc: a@x.org"}, "expected the address"),
        ({"public_address": "cx.example.org"}, "expected scheme and host"),
        ({"public_address": "https://cx.example.org/cx/"}, "expected scheme and host"),
    ],
)
def test_settings_of_mail_are_whole(changes: dict[str, str | None], why: str) -> None:
    whole = {
        "smtp": "smtp://mail.example.org",
        "mail_from": "cx@example.org",
        "public_address": "https://cx.example.org/",
    }
    found = Settings.model_validate(whole)
    assert found.mail_server() == MailServer("mail.example.org", 587, "starttls")
    assert found.public_address == "https://cx.example.org"
    with pytest.raises(ValidationError, match=why) as refused:
        Settings.model_validate({**whole, **changes})
    assert "hidden" not in str(refused.value)
