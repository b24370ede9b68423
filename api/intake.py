"""`POST /intake/NAME`: answers that services send, each signed. `HEAD` asks whether they may.

Documented in docs/intake.md.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed

from data.errors import MappingError
from data.intake.events import read_events
from data.intake.queue import Queue, QueueError
from data.intake.services.delivery import EventError
from data.intake.signatures import OWN_HEADER, SignatureError, check_signature
from data.mapping import Mapping, load_mapping

_RETRY_AFTER = 30  # seconds until a load may have taken up what waits
_LOG = logging.getLogger(__name__)


class _MappingReader:
    """The mapping file, parsed again only when it has changed."""

    def __init__(self, place: Callable[[], tuple[Path, Path]]) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._read: tuple[object, Mapping | None] = (None, None)

    def read(self) -> Mapping | None:
        """The mapping; while the file can't be read, what it was before, or None."""
        with self._lock:
            stamp, known = self._read
            try:
                path = self._place()[0]
                found = path.stat()
                now = (path, found.st_ino, found.st_mtime_ns, found.st_size)
                if now != stamp:
                    self._read = (now, known)  # what is wrong is parsed, and told, once
                    self._read = (now, load_mapping(path))
            except (MappingError, OSError) as error:
                _LOG.error("Sent answers are taken by the mapping of before: %s", error)
            return self._read[1]


def register_intake(
    server: Flask,
    place: Callable[[], tuple[Path, Path]],
    secrets_of: Callable[[str], tuple[str, ...]],
) -> None:
    """Add the endpoint. `place`: the mapping in use and the folder of its data; `secrets_of` an
    intake, by its name."""
    reader, queue = _MappingReader(place), Queue(place()[1])

    @server.route("/intake/<name>", methods=["GET", "HEAD", "POST"])
    def intake(name: str) -> Response:
        if request.method == "GET":
            # Else it would be the frame of a page: 200 to whoever forgot to POST.
            raise MethodNotAllowed(
                ["HEAD", "POST"], "Services send answers here by POST; nothing was taken."
            )
        now, found = datetime.now(UTC), reader.read()
        if found is None:
            return _refused(503, "The mapping can't be read now; its log says why.")
        if name not in found.intake:
            return _refused(404, f"There is no intake “{name[:60]}” in the mapping.")
        secrets = secrets_of(name)
        if not secrets:
            return _refused(503, f"The intake “{name}” has no secret: see docs/intake.md.")
        if request.method == "HEAD":  # after what POST tells strangers as well, and no more
            return Response(mimetype="application/json")
        if not _is_json(request.mimetype):
            return _refused(415, "Expected the content type application/json.")
        service = found.intake[name].service
        headers = {key.lower(): value for key, value in request.headers.items()}
        if OWN_HEADER.lower() in headers:  # a correction or a deletion, of any service
            service = "json"
        body = request.get_data(cache=False)
        try:
            at = check_signature(service, headers, body, secrets, now)
            received = read_events(body, service, found, name, at)
            taken = queue.take(received.events)
        except SignatureError as error:
            return _refused(401, str(error))
        except EventError as error:
            return _refused(400, str(error))
        except QueueError as error:
            return _refused(503, str(error))
        counts = {
            "accepted": taken.new,
            "repeated": len(received.events) - taken.new,
            "ignored": received.ignored,
            "deleted": taken.deleted,
        }
        return Response(orjson.dumps(counts), mimetype="application/json")


def _is_json(given: str) -> bool:
    """SurveyMonkey has a type of its own, of JSON."""
    return given == "application/json" or (
        given.startswith("application/") and given.endswith("+json")
    )


def _refused(status: int, message: str) -> Response:
    answer = Response(orjson.dumps({"errors": [message]}), status, mimetype="application/json")
    if status == 503:
        answer.headers["Retry-After"] = str(_RETRY_AFTER)
    return answer
