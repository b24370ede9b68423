"""Mail over TLS, at once or by STARTTLS, with a certificate that is trusted or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.sending.errors import UnreachableError
from server.sending.smtp import Post
from settings import MailServer
from tests.sending.mail_server import PASSWORD, USER, Box, knows, mail_server, parts_of
from tests.sending.receivers import certified, who_has
from tests.sending.test_smtp import mail, send

HOST = "localhost"  # as the certificate names it


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts certificates of `localhost` and `mail.example.org` that tests made."""
    names = (HOST, "mail.example.org")
    (tmp_path / "trusted.pem").write_bytes(b"".join(certified(name)[0] for name in names))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))


@contextmanager
def over_tls(tls: str, name: str = HOST) -> Iterator[tuple[Box, MailServer]]:
    """A mail server with a certificate of this name, which takes nothing without TLS.

    aiosmtpd offers log-ins after STARTTLS alone.
    """
    more = {"authenticator": knows, "auth_required": True} if tls == "starttls" else {}
    who = (USER, PASSWORD) if more else ()
    with mail_server(tls, who_has(name), **more) as box:
        yield box, MailServer(HOST, box.port, tls, *who)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("tls", ["smtps", "starttls"])
def test_over_tls_all_of_it_arrives(tls: str) -> None:
    with over_tls(tls) as (box, server):
        post = Post(server, 5.0)
        for _ in range(2):
            post.send(mail(), "cx@example.org", "ann@example.org")
        post.close()
    assert box.to == ["ann@example.org"] * 2
    assert box.safe == [True, True]
    assert parts_of(box.got[1]) == ("NPS fell\n", "<p>NPS fell</p>\n")


@pytest.mark.parametrize("tls", ["smtps", "starttls"])
@pytest.mark.parametrize(
    ("name", "why"), [("mail.example.org", "[Hh]ostname mismatch"), ("localhost", "self.signed")]
)
def test_a_wrong_certificate_is_an_error_in_words(
    tls: str, name: str, why: str, request: pytest.FixtureRequest
) -> None:
    if name != HOST:
        request.getfixturevalue("trusted")  # else it is nobody's who is trusted
    with (
        over_tls(tls, name) as (box, server),
        pytest.raises(UnreachableError, match=why) as refused,
    ):
        send(server)
    said = str(refused.value)
    assert said.startswith(f"The certificate of the mail server {HOST}:{box.port} is not accepted")
    assert "CXLENS_SMTP" in said and "SSL" not in said and PASSWORD not in said
    assert refused.value.again  # it may be renewed
    assert box.got == []
