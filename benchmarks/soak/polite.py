"""One polite user and a look at health, timed in a process of its own.

The process of all other users has hundreds of threads: what it measured would be its own waiting.
"""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import orjson

from benchmarks.questions import queries

_PAUSE = 0.2  # seconds between two requests
Waited = dict[str, list[float]]  # seconds, of `pages` and of `health`


@contextmanager
def polite_user(address: str, seconds: float) -> Iterator[Callable[[], Waited]]:
    """Starts the process; what is given waits for its end and returns what it measured."""
    command = [sys.executable, "-m", "benchmarks.soak.polite", address, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        yield lambda: orjson.loads(run.communicate()[0])


def _timed(address: str, paths: list[str], until: float, waited: list[float]) -> None:
    place = urlsplit(address)
    client = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    while time.monotonic() < until:
        time.sleep(_PAUSE)
        begun = time.monotonic()
        try:
            client.request("GET", random.choice(paths), headers={"X-Forwarded-For": "10.1.1.1"})
            client.getresponse().read()
        except (OSError, http.client.HTTPException):  # its worker was killed or renewed
            client.close()
            continue
        waited.append(time.monotonic() - begun)


def main(address: str, seconds: float) -> None:
    """Ask until the time is over, and print how long each answer took."""
    until = time.monotonic() + seconds
    pages = [f"/api/overview?{query}" for query in queries(240, seed=9)]
    found: Waited = {"pages": [], "health": []}
    both = [
        threading.Thread(target=_timed, args=(address, paths, until, found[name]))
        for name, paths in (("pages", pages), ("health", ["/healthz"]))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    sys.stdout.buffer.write(orjson.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
