"""One message handed to a mail server, and in words why not.

After the whole message was handed over and no answer came, nobody can know whether it was taken:
that is told apart from all that failed before.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT

from server.sending.errors import NotSentError, UnreachableError
from settings import MailServer

SECONDS = 20.0  # that each answer of the server may take


class Post:
    """Hands messages in, one after the other over one connection; for one thread."""

    def __init__(self, server: MailServer, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._open: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        """Raises NotSentError. Whatever failed, the next message has a connection of its own."""
        where = f"{self._server.host}:{self._server.port}"
        try:
            with _in_words(where, UnreachableError):
                connection = self._connection()
            with _in_words(where):
                _expect(250, connection.mail(sender))
                _expect(250, connection.rcpt(receiver))
                _expect(354, connection.docmd("DATA"))
            with _in_words(where, handed_over=True):
                connection.send(_as_data(message))
                _expect(250, connection.getreply())
        except NotSentError:
            self.close()
            raise

    def close(self) -> None:
        """Say goodbye, whether or not anybody listens."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._open.close()
            self._open = None

    def _connection(self) -> smtplib.SMTP:
        """The open one, if it is still good; else a new one."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._open.rset()[0] == 250:
                    return self._open
            self.close()
        made = self._opened()
        try:
            made.ehlo_or_helo_if_needed()
            if self._server.tls == "starttls":
                made.starttls(context=ssl.create_default_context())
            if self._server.user:
                made.login(self._server.user, self._server.password)
        except BaseException:
            made.close()  # nothing is ever sent over one that is not safe, or not logged in
            raise
        self._open = made
        return made

    def _opened(self) -> smtplib.SMTP:
        host, port, seconds = self._server.host, self._server.port, self._seconds
        if self._server.tls == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
        return smtplib.SMTP(host, port, timeout=seconds)


def _expect(code: int, answer: tuple[int, bytes]) -> None:
    if answer[0] != code:
        raise smtplib.SMTPResponseException(*answer)


def _as_data(message: EmailMessage) -> bytes:
    """As it stands between 354 and the final dot: RFC 5321, 4.5.2."""
    lines = message.as_bytes(policy=AS_SENT).rstrip(b"\r\n").split(b"\r\n")
    return b"".join((b"." + one if one[:1] == b"." else one) + b"\r\n" for one in lines) + b".\r\n"


@contextmanager
def _in_words(
    where: str, told: type[NotSentError] = NotSentError, *, handed_over: bool = False
) -> Iterator[None]:
    """Errors of a mail server as NotSentError. `told`: what is raised where there is no connection;
    `handed_over`: all of the message may be there already."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise told(
            f"The mail server {where} refused the log-in ({error.smtp_code}): look at user and "
            "password in CXLENS_SMTP."
        ) from None
    except smtplib.SMTPResponseException as error:
        if told is UnreachableError:  # it greets nobody, whatever they bring
            raise told(_refusal(where, "the connection", error)) from None
        final = 500 <= error.smtp_code < 600
        raise NotSentError(_refusal(where, "the message", error), again=not final) from None
    except (smtplib.SMTPException, OSError) as error:
        if handed_over:
            raise NotSentError(
                f"The mail server {where} had all of the message and gave no answer: whether it "
                "arrives is not known, and so that nobody gets it twice it is not sent again.",
                again=False,
            ) from None
        if isinstance(error, ssl.SSLCertVerificationError):
            raise told(
                f"The certificate of the mail server {where} is not accepted, and nothing was "
                f"sent: {error.verify_message.rstrip('.')}. It must be valid for the host in "
                "CXLENS_SMTP, and of an authority that this machine trusts."
            ) from None
        if isinstance(error, ssl.SSLError):
            raise told(f"No safe connection to the mail server {where}: {error.reason}.") from None
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            why = "it gave no answer in time"
        raise told(f"The mail server {where} can't be reached: {why}.") from None


def _refusal(where: str, what: str, error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = " ".join(words.split())[:200]
    return f"The mail server {where} refused {what}: {error.smtp_code} {words}"
