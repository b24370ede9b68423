"""What users see: every number of theirs is checked."""

from __future__ import annotations

import http.client
import math
import random
import threading
import time
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import orjson

from benchmarks.crowd import body_maker
from benchmarks.soak.company import Answers

_THINKING = 1.0  # seconds of a user between two clicks, at most twice that


class Seen:
    """What all users saw."""

    def __init__(self, address: str, asked: list[str], answers: Answers) -> None:
        self.counts: Counter[str] = Counter()
        self.versions: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._asked, self._answers = asked, answers
        self._place = urlsplit(address)
        self._body = body_maker(address)
        self._lock = threading.Lock()

    def user(self, number: int, until: float) -> None:
        """Open views, as data and as pages, until the time is over."""
        client, own = self._client(), {"X-Forwarded-For": f"10.0.0.{number}"}
        while time.monotonic() < until:
            time.sleep(random.uniform(0, 2 * _THINKING))
            query = random.choice(self._asked)
            try:
                if random.random() < 0.5:
                    client.request("GET", f"/api/overview?{query}", headers=own)
                else:
                    headers = {"Content-Type": "application/json", **own}
                    client.request("POST", "/_dash-update-component", self._body(query), headers)
                response = client.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                client.close()
                self._count("lost")
                continue
            self._check(query, response.status, orjson.loads(body))

    def _client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(str(self._place.hostname), self._place.port, timeout=60)

    def _check(self, query: str, status: int, body: Any) -> None:  # noqa: ANN401
        self._count("answers")
        if status == 503 and body.get("errors"):
            self._count("503 in words")
        elif status != 200:
            self._count("5xx" if status >= 500 else "other")
        elif "response" in body:
            if "could not be made" in str(body):
                self._tell(f"{query}: the page could not be made")
        elif (expected := self._answers.get((body["version"], query))) is None:
            self._tell(f"{query}: unknown version {body['version']}")
        elif not _same(body, expected):
            self._tell(f"{query}: other numbers than version {body['version']} has")
        else:
            with self._lock:
                self.versions[body["version"]] += 1

    def _count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def _tell(self, line: str) -> None:
        with self._lock:
            self.wrong.append(line)


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Equal but for the last digits of sums, which any order of adding changes."""
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
