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

from settings import MailServer

SECONDS = 20.0  # that each answer of the server may take


class MailError(Exception):
    """It was not sent. `again`: it may be another time; else never."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


class Post:
    """Hands messages in, one after the other over one connection; for one thread."""

    def __init__(self, server: MailServer, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._open: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        """Raises MailError."""
        where = f"{self._server.host}:{self._server.port}"
        with _in_words(where):
            connection = self._connection()
            code, said = connection.mail(sender)
            if code != 250:
                raise smtplib.SMTPSenderRefused(code, said, sender)
            code, said = connection.rcpt(receiver)
            if code not in (250, 251):
                raise smtplib.SMTPRecipientsRefused({receiver: (code, said)})
        try:
            with _in_words(where, self._seconds):
                code, said = connection.data(message.as_bytes(policy=AS_SENT))
                if code != 250:
                    raise smtplib.SMTPDataError(code, said)
        except MailError:
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
        server, context = self._server, ssl.create_default_context()
        made: smtplib.SMTP
        if server.tls == "smtps":
            made = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._seconds, context=context
            )
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        self._open = made
        made.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            made.starttls(context=context)
        if server.user:
            made.login(server.user, server.password)
        return made


@contextmanager
def _in_words(where: str, handed_over: float = 0.0) -> Iterator[None]:
    """Errors of a mail server as MailError. `handed_over`: seconds that an answer was waited for,
    where all of the message may be there already."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(
            f"The mail server {where} refused the log-in ({error.smtp_code}): look at user and "
            "password in CXLENS_SMTP."
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(where, code, said) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(where, error.smtp_code, error.smtp_error) from None
    except ssl.SSLError as error:
        raise MailError(f"No safe connection to the mail server {where}: {error.reason}.") from None
    except (smtplib.SMTPException, OSError) as error:
        if handed_over:
            raise MailError(
                f"The mail server {where} had all of the message and gave no answer: whether it "
                "arrives is not known, and so that nobody gets it twice it is not sent again.",
                again=False,
            ) from None
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            why = "it gave no answer in time"
        raise MailError(f"The mail server {where} can't be reached: {why}.") from None


def _refused(where: str, code: int, said: bytes | str) -> MailError:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = " ".join(words.split())[:200]
    return MailError(
        f"The mail server {where} refused the message: {code} {words}", again=not 500 <= code < 600
    )
