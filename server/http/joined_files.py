"""Files that a page waits for, as one: on a slow line each is a wait of its own."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response


def register(server: Flask, name: str, files: Sequence[Path]) -> str:
    """Serve files joined, in their order, under assets/. Returns their address below the root.

    `name` ends as theirs do. The address changes with what they say, so that browsers may keep it.
    """
    joined = "\n".join(file.read_text("utf-8") for file in files)
    stem, _, ending = name.rpartition(".")
    address = f"{stem}-{sha256(joined.encode()).hexdigest()[:12]}.{ending}"

    def serve(filename: str) -> Response:
        response = Response(joined, mimetype=guess_type(filename)[0])
        response.cache_control.max_age = server.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return response

    # Beside the fonts that styles name. With a name, compression knows it as a file.
    rule = f"/assets/{address}"
    server.add_url_rule(rule, endpoint=name, view_func=serve, defaults={"filename": address})
    return f"assets/{address}"
