"""Many users at once: how many refreshes a second the server gives, and the memory it takes."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.feedback import make
from benchmarks.questions import new_view, queries
from tests.browser.serving import started

USERS = 50
WORKERS = 2
_SECONDS = 15.0
_WARMING = 8.0  # seconds that are not counted
_SHARED = 40  # views that all users open where answers are kept
_UPDATE = "/_dash-update-component"
_HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "br"}


@dataclass(frozen=True)
class Crowd:
    """Refreshes a second where every view is a new one, and where they are shared; memory in MB."""

    uncached: float
    cached: float
    failed: int  # answers other than 200 of either run
    memory: float  # of all processes of the server, a page that they share counted once


def measure(rows: int, folder: Path) -> Crowd:
    """Fifty users who change filters as fast as they are answered."""
    mapping = make(rows, folder / str(rows))
    built = folder / str(rows) / "built"
    with started(mapping, built, workers=str(WORKERS)) as (address, process):
        body = body_maker(address)
        numbers = itertools.count()
        uncached, failed = _run(address, lambda: body(new_view(next(numbers))))
        shared = queries(_SHARED, seed=3)
        cached, more = _run(address, lambda: body(random.choice(shared)))
        return Crowd(uncached, cached, failed + more, memory_of(process.pid))


def body_maker(address: str) -> Callable[[str], bytes]:
    """Makes the request that a browser sends when its link's query changes, on Overview."""
    with urllib.request.urlopen(f"{address}/_dash-dependencies", timeout=10) as answer:
        registered = json.load(answer)
    callback = next(one for one in registered if one["output"] == "answer.data")
    body = {
        "output": callback["output"],
        "outputs": {"id": "answer", "property": "data"},
        "changedPropIds": ["url.search"],
        "state": [],
    }

    def make_body(query: str) -> bytes:
        values = {"pathname": "/overview", "search": f"?{query}"}
        inputs = [{**one, "value": values.get(one["property"])} for one in callback["inputs"]]
        return json.dumps({**body, "inputs": inputs}).encode()

    return make_body


def _run(address: str, body: Callable[[], bytes]) -> tuple[float, int]:
    """Answers a second, and how many were not 200."""
    place = urlsplit(address)
    begin = time.monotonic() + _WARMING
    counts: list[tuple[int, int]] = []

    def user() -> None:
        client = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
        answered = failed = 0
        while (now := time.monotonic()) < begin + _SECONDS:
            client.request("POST", _UPDATE, body(), _HEADERS)
            response = client.getresponse()
            response.read()
            answered += now >= begin
            failed += response.status != 200
        counts.append((answered, failed))

    users = [threading.Thread(target=user) for _ in range(USERS)]
    for one in users:
        one.start()
    for one in users:
        one.join()
    if len(counts) < USERS:
        raise RuntimeError(f"{USERS - len(counts)} of {USERS} users lost their connection")
    return sum(answered for answered, _ in counts) / _SECONDS, sum(one for _, one in counts)


def memory_of(pid: int) -> float:
    """Proportional memory of a process and all below it, in MB. Linux."""
    return sum(_own_memory(one) for one in [pid, *_below(pid)])


def _below(pid: int) -> Iterator[int]:
    with suppress(OSError):  # it has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))


def _own_memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
