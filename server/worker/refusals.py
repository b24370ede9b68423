"""What is refused before any page is asked: in words, with the headers of every other answer."""

from __future__ import annotations

from waitress.task import ErrorTask

from server.http.security import HEADERS

_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    *HEADERS.items(),
]
_WORDS = {
    400: "The request is not one that this server understands.",
    413: "The request is too large.",
    431: "The address or the headers of the request are too long.",
    500: "This could not be computed; the log says why.",
    501: "The request is of a kind that this server does not know.",
}


class Refusal(ErrorTask):  # type: ignore[misc]
    """Answers a request with its error."""

    def execute(self) -> None:
        """Write the answer; the connection is closed after it."""
        error = self.request.error
        body = f"{_WORDS[error.code]}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += _HEADERS
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
