"""Answers that are kept: the same link, asked again of the same data, is not computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock

import brotli
from cachetools import LRUCache
from flask import Response, request

from access.reader import Reader
from server.measures import cache_hit, cache_miss

MOST_BYTES = 24_000_000  # of one process
_KEY_BYTES = 500  # what a key takes, and its place
_QUALITY = 5  # of compression: more takes longer than it saves


@dataclass(frozen=True)
class Answer:
    """An answer, compressed, so that many can be kept and none is compressed twice."""

    packed: bytes
    mimetype: str
    status: int
    etag: str  # changes with the body, and with what the reader may see

    @classmethod
    def of(cls, response: Response, reader: Reader) -> Answer:
        """A response to a reader, as it is kept."""
        body: bytes = response.get_data()
        packed = brotli.compress(body, quality=_QUALITY)
        etag = hashlib.sha256(repr(reader.sees).encode() + body).hexdigest()[:20]
        return cls(packed, response.mimetype or "", response.status_code, etag)

    def response(self) -> Response:
        """The response to the current request; its tag tells the encodings apart."""
        if not request.accept_encodings["br"]:
            response = Response(brotli.decompress(self.packed), self.status, mimetype=self.mimetype)
            response.set_etag(self.etag)
            return response
        response = Response(self.packed, self.status, mimetype=self.mimetype)
        response.content_encoding = "br"
        response.set_etag(f"{self.etag}:br")
        return response


class ResponseCache:
    """Answers by all that they depend on. The least recently asked go first. For many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._answers: LRUCache[bytes, Answer] = LRUCache(
            most_bytes, getsizeof=lambda answer: len(answer.packed) + _KEY_BYTES
        )
        self._most_bytes = most_bytes
        self._under_way: dict[bytes, Future[Answer]] = {}
        self._lock = Lock()

    def answer(
        self,
        kind: str,
        reader: Reader,
        about: object,
        make: Callable[[], tuple[Answer, bool]],
    ) -> Answer:
        """The cached answer of a kind about this, else a new one. `make` says whether to keep it.

        Readers share answers where they may see the same. `about` holds nothing that a client
        chose freely: else it could name the answer of another.
        `about` is compared by its `repr`: a view of a thousand levels is a large key.
        Threads that ask for what another one is making wait for it, and share its answer or error.
        """
        key = hashlib.sha256(repr((kind, reader.sees, about)).encode()).digest()
        with self._lock:
            kept = self._answers.get(key)
            waiting = self._under_way.get(key)
            if kept is not None or waiting is not None:
                cache_hit(kind)
            else:
                cache_miss(kind)
            if kept is not None:
                return kept
            if waiting is None:
                made: Future[Answer] = Future()
                self._under_way[key] = made
        if waiting is not None:
            return waiting.result()
        try:
            answer, keep = make()
        except BaseException as error:
            made.set_exception(error)
            with self._lock:
                del self._under_way[key]
            raise
        made.set_result(answer)
        with self._lock:
            del self._under_way[key]
            if keep and len(answer.packed) + _KEY_BYTES <= self._most_bytes:
                self._answers[key] = answer
        return answer
