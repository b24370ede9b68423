"""Compressed answers; files that carry their date in the address are kept by browsers."""

from __future__ import annotations

import posixpath

from dash.fingerprint import check_fingerprint
from flask import Flask, Request, Response, request
from flask_compress import Compress
from werkzeug.datastructures import Accept

_YEAR = 365 * 24 * 3600
_ENCODINGS = ("br", "gzip")


def register(server: Flask) -> None:
    """Compress what a browser takes compressed."""
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR
    server.config["COMPRESS_ALGORITHM"] = list(_ENCODINGS)
    server.config["COMPRESS_BR_LEVEL"] = 5
    server.config["COMPRESS_STREAMS"] = False  # streams would be compressed anew each time
    server.config["COMPRESS_CACHE_BACKEND"] = _CompressedFiles
    server.config["COMPRESS_CACHE_KEY"] = file_name
    Compress(server)

    @server.before_request
    def choose() -> None:
        # One choice for all that compress; Flask-Compress by itself takes “br;q=0” for a wish.
        best = _best(request.accept_encodings)
        request.environ["HTTP_ACCEPT_ENCODING"] = best
        request.__dict__.pop("accept_encodings")  # as it was sent; read anew when asked for

    @server.after_request
    def read_file(response: Response) -> Response:
        if response.status_code == 200 and file_name(request):
            response.direct_passthrough = False
            response.make_sequence()
            response.close()  # the file; its bytes are read
        return response


def _best(accepted: Accept) -> str:
    """The best of the encodings that the client accepts (RFC 9110, 12.5.3); ours are first."""
    best = max((*_ENCODINGS, "identity"), key=accepted.quality)
    return best if accepted.quality(best) > 0 else "identity"


class _CompressedFiles(dict[str, bytes]):
    """Compressed scripts and styles, each compressed once per process; pages are not kept."""

    def set(self, key: str, value: bytes) -> None:
        """Keep a file; other answers have no name here, and are not kept."""
        if not key.endswith(";"):
            self[key] = value


def file_name(asked: Request) -> str:
    """The name of the file that is asked for; "" where it is an answer that is computed.

    Its address may have any query, and each would take memory.
    """
    found = asked.view_args or {}
    if "fingerprinted_path" in found:
        path, _ = check_fingerprint(found["fingerprinted_path"])
        return f"{found['package_name']}/{path}"
    return posixpath.normpath(found["filename"]) if "filename" in found else ""
