"""No request is larger than what a browser of ours could send."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

from server.gate.table import INTAKE, OWN_EDIT, OWN_FILE

MOST_BYTES = 256 * 1024  # of a body: the longest link and then some
MOST_SENT = 1024 * 1024  # of answers that services send, and of a piece of a file
MOST_FORM = 4 * MOST_SENT  # of a mapping's text, which a form may make three times as long
MOST_ADDRESS = 8190  # characters of path and query, as gunicorn has it
_MOST = {INTAKE: MOST_SENT, OWN_FILE: MOST_SENT, OWN_EDIT: MOST_FORM}


def register(server: Flask) -> None:
    """Refuse what is too large before anything reads it."""
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES  # while reading: some bodies state no length

    @server.before_request
    def refuse_the_large() -> None:
        most = _MOST.get(request.endpoint or "", MOST_BYTES)
        request.max_content_length = request.max_form_memory_size = most
        if (request.content_length or 0) > most:
            raise RequestEntityTooLarge(f"The request is too large; {most // 1024} kB fit.")
        if len(request.path) + len(request.query_string) > MOST_ADDRESS:
            raise RequestURITooLarge(f"The address is too long; {MOST_ADDRESS} characters fit.")
