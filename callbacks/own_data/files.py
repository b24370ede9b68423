"""The pieces of files, as the script in the browser sends them."""

from __future__ import annotations

import re

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from callbacks.own_data.shared import Shared
from data.draft.uploads import UploadError
from data.engine_errors import is_full
from data.errors import NO_ROOM, without_folders


def new(shared: Shared) -> Response:
    """A new upload's id."""
    shared.check()
    try:
        return jsonify(upload=shared.own.uploads().begin())
    except OSError as error:
        return _refused(error)


def piece(shared: Shared, upload: str, number: int) -> Response:
    """Adds a piece of a file; answers how much of it has come."""
    shared.check()
    if request.method != "PUT":
        raise MethodNotAllowed(["PUT"])
    at = request.args.get("at", "")
    if not re.fullmatch("[0-9]{1,15}", at):
        raise BadRequest("A piece of a file says at which byte it begins: ?at=0.")
    name = request.args.get("name", "")
    sent = request.get_data(cache=False)
    try:
        came = shared.own.uploads().add(upload, number, name, int(at), sent)
    except (UploadError, OSError) as error:
        return _refused(error)
    return jsonify(bytes=came.bytes)


def _refused(error: UploadError | OSError) -> Response:
    """Why a piece is not taken, for the script that sends it."""
    full = not isinstance(error, UploadError)
    said = NO_ROOM if full and is_full(error) else without_folders(str(error))
    answer = jsonify(errors=[said])
    answer.status_code = 507 if full else 400
    return answer
