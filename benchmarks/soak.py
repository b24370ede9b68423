"""`python -m benchmarks.soak [MINUTES]`: fifty users, new data and faults; every number is checked.

Each answer must be, number for number, that of one of the two versions of the data, computed
beforehand. What happens meanwhile, in turns: new data found by the watch, a reload by request, a
source cut short, a signal, a worker killed, a load killed. Exits with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from benchmarks.crowd import USERS, WORKERS, body_maker, memory_of
from benchmarks.feedback import make
from benchmarks.questions import queries
from data.ingest.service import load
from data.store.snapshots import open_snapshot
from pages.as_json import page_json
from pages.index import read_page
from tests.browser.serving import started
from view.url import parse

_ROWS = {"first": 200_000, "second": 260_000}  # of the two versions of the data
_VIEWS = 240
_PAUSE = 12.0  # seconds between two events
_THINKING = 0.25  # seconds of a user between two clicks, at most twice that
_TOKEN = "soak"
_FLAT = 1.15  # what memory at the end may be of what it was after the first events
Answers = dict[tuple[str, str], Any]  # version and query -> the page's JSON


class Company:
    """The sources that are served, in one of two versions."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "live"
        self._kept = {name: make(rows, folder / name).parent for name, rows in _ROWS.items()}
        self.live.mkdir()
        self.mapping = Path(shutil.copy(self._kept["first"] / "mapping.toml", self.live))
        self.now = ""
        self.become("first")

    def become(self, name: str) -> None:
        """Put the files of a version in place, each in one step."""
        self.now = name
        for file in ("customers.parquet", "feedback.parquet"):
            self._put(self._kept[name] / file, None)

    def other(self) -> None:
        """Put the other version in place."""
        self.become(next(name for name in _ROWS if name != self.now))

    def cut_short(self) -> None:
        """The first half of a file, as a copy that was broken off leaves it."""
        file = self._kept[self.now] / "feedback.parquet"
        self._put(file, file.stat().st_size // 2)

    def _put(self, file: Path, size: int | None) -> None:
        new = Path(shutil.copy2(file, self.live / "new"))
        if size is not None:
            os.truncate(new, size)
        new.replace(self.live / file.name)


def main() -> None:
    """Run, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("minutes", nargs="?", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="cx-lens-soak-") as temporary:
        sys.exit(_soak(Path(temporary), minutes))


def _soak(folder: Path, minutes: float) -> int:
    company = Company(folder)
    asked = queries(_VIEWS, seed=7)
    answers = _answers(company, folder, asked)
    company.become("first")
    built = folder / "built"
    built.mkdir()
    with started(company.mapping, built, workers=str(WORKERS), watch="2", reload_token=_TOKEN) as (
        address,
        server,
    ):
        seen = Seen(address, asked, answers)
        memory, events = _run(company, address, server, seen, minutes)
    print(f"{seen.counts['answers']:,} answers in {minutes:g} minutes of {USERS} users")
    print(f"  by version: {dict(seen.versions)}")
    print(f"  wrong: {len(seen.wrong)}, 5xx: {seen.counts['5xx']}, other: {seen.counts['other']}")
    print(f"  connections lost as workers were killed and renewed: {seen.counts['lost']}")
    print(f"  events: {', '.join(f'{name} {n}' for name, n in events.items())}")
    print(f"  loads that failed, as /readyz told: {seen.counts['failed loads']}")
    first, last = memory[len(memory) // 4], memory[-1]
    print(f"  memory after a quarter of the time {first:,.0f} MB, at the end {last:,.0f} MB")
    for line in seen.wrong[:5]:
        print(f"  WRONG {line}")
    bad = seen.wrong or seen.counts["5xx"] or seen.counts["other"] or last > _FLAT * first
    return 1 if bad or len(seen.versions) < len(_ROWS) else 0


def _answers(company: Company, folder: Path, asked: list[str]) -> Answers:
    """What each version says of each view."""
    found: Answers = {}
    for name in _ROWS:
        company.become(name)
        snapshot = open_snapshot(load(company.mapping, folder / "expected", attended=True))
        for query in asked:
            page = read_page(snapshot, parse("overview", query, snapshot.catalog).view)
            body = orjson.dumps(page_json(page, snapshot.catalog))
            found[snapshot.catalog.version, query] = orjson.loads(body)
    return found


class Seen:
    """What all users saw."""

    def __init__(self, address: str, asked: list[str], answers: Answers) -> None:
        self.address = address
        self.counts: Counter[str] = Counter()
        self.versions: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._asked, self._answers = asked, answers
        self._body = body_maker(address)
        self._lock = threading.Lock()

    def user(self, until: float) -> None:
        """Open views, as data and as pages, until the time is over."""
        place = urlsplit(self.address)
        client = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
        while time.monotonic() < until:
            time.sleep(random.uniform(0, 2 * _THINKING))
            query = random.choice(self._asked)
            try:
                if random.random() < 0.5:
                    client.request("GET", f"/api/overview?{query}")
                else:
                    headers = {"Content-Type": "application/json"}
                    client.request("POST", "/_dash-update-component", self._body(query), headers)
                response = client.getresponse()
                body = orjson.loads(response.read())
            except (OSError, http.client.HTTPException):
                client.close()
                self._count("lost")
                continue
            self._check(query, response.status, body)

    def _check(self, query: str, status: int, body: Any) -> None:  # noqa: ANN401
        self._count("answers")
        if status != 200:
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


def _run(
    company: Company, address: str, server: subprocess.Popen[bytes], seen: Seen, minutes: float
) -> tuple[list[float], Counter[str]]:
    """Users and events side by side; memory after each event, and how often each happened."""
    until = time.monotonic() + 60 * minutes
    users = [threading.Thread(target=seen.user, args=(until,)) for _ in range(USERS)]
    for one in users:
        one.start()
    happen: dict[str, Callable[[], None]] = {
        "new data, watched": company.other,
        "reload by request": lambda: _reload(company, address),
        "source cut short": company.cut_short,
        "source whole again": lambda: company.become(company.now),
        "signal": lambda: server.send_signal(signal.SIGHUP),
        "worker killed": lambda: _kill(server.pid, "gunicorn"),
        "load killed": lambda: _kill_load(company, address, server.pid),
    }
    memory, events, number = [], Counter[str](), 0
    while time.monotonic() + _PAUSE < until:
        name = list(happen)[number % len(happen)]
        happen[name]()
        events[name] += 1
        number += 1
        time.sleep(_PAUSE)
        memory.append(memory_of(server.pid))
        with urllib.request.urlopen(f"{address}/readyz", timeout=30) as ready:
            seen.counts["failed loads"] += orjson.loads(ready.read())["load"]["state"] == "failed"
    for one in users:
        one.join()
    return memory, events


def _reload(company: Company, address: str) -> None:
    company.other()
    headers = {"Authorization": f"Bearer {_TOKEN}"}
    asked = urllib.request.Request(f"{address}/admin/reload", method="POST", headers=headers)
    with urllib.request.urlopen(asked, timeout=30):
        pass


def _kill_load(company: Company, address: str, server: int) -> None:
    _reload(company, address)
    time.sleep(0.5 + random.random())
    _kill(server, "server.load")


def _kill(server: int, program: str) -> None:
    """SIGKILL to one process below the server that runs the program."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
    below, found = {str(server)}, []
    for pid, parent, arguments in rows:  # parents come first
        if parent in below:
            below.add(pid)
            found += [int(pid)] if program in arguments else []
    if found:
        os.kill(found[0], signal.SIGKILL)


if __name__ == "__main__":
    main()
