"""Compressed answers; files that carry their date in the address are kept by browsers."""

from __future__ import annotations

import posixpath

from dash.fingerprint import check_fingerprint
from flask import Flask, Request, Response, request
from flask_compress import Compress

_YEAR = 365 * 24 * 3600


def register(server: Flask) -> None:
    """Compress what a browser takes compressed."""
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = 5
    server.config["COMPRESS_STREAMS"] = False  # streams would be compressed anew each time
    server.config["COMPRESS_CACHE_BACKEND"] = _CompressedFiles
    server.config["COMPRESS_CACHE_KEY"] = _file_key
    Compress(server)

    @server.after_request
    def read_file(response: Response) -> Response:
        if response.status_code == 200 and _file_key(request):
            response.direct_passthrough = False
            response.make_sequence()
            response.close()  # the file; its bytes are read
        return response


class _CompressedFiles(dict[str, bytes]):
    """Compressed scripts and styles, each compressed once per process; pages are not kept."""

    def set(self, key: str, value: bytes) -> None:
        """Keep a file; other answers have no name here, and are not kept."""
        if not key.endswith(";"):
            self[key] = value


def _file_key(asked: Request) -> str:
    """The name of the file: its address may have any query, and each would take memory."""
    found = asked.view_args or {}
    if "fingerprinted_path" in found:
        path, _ = check_fingerprint(found["fingerprinted_path"])
        return f"{found['package_name']}/{path}"
    return posixpath.normpath(found["filename"]) if "filename" in found else ""
