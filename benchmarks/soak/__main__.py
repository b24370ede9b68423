"""`python -m benchmarks.soak [MINUTES]`: is every number right, and everybody answered?

Each answer must be, number for number, that of one of the two versions of the data, computed
beforehand, while in turns new data, kills, attacks and full disks happen (`events.py`) and slow
clients are connected throughout. Exits with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np
import orjson

from benchmarks.crowd import USERS, WORKERS, memory_of
from benchmarks.questions import queries
from benchmarks.soak.attackers import slow_clients
from benchmarks.soak.company import Company
from benchmarks.soak.disks import small_disk
from benchmarks.soak.events import TOKEN, Served
from benchmarks.soak.polite import Waited, polite_user
from benchmarks.soak.users import Seen
from tests.browser.serving import started

_VIEWS = 240
_PAUSE = 12.0  # seconds between two events
_FLAT = 1.15  # what memory at the end may be of what it was after the first events
_POLITE = 1000  # ms that 95 of 100 pages of a polite user may take at most
_HEALTH = 100  # and 95 of 100 looks at health


def main() -> None:
    """Run, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("minutes", nargs="?", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="cx-lens-soak-") as temporary:
        sys.exit(_soak(Path(temporary), minutes))


def _soak(folder: Path, minutes: float) -> int:
    company, asked = Company(folder), queries(_VIEWS, seed=7)
    answers = company.answers(folder / "expected", asked)
    with (
        small_disk(folder / "data", "400m") as data,
        small_disk(folder / "temporary", "2m") as temporary,
    ):
        os.environ["TMPDIR"] = str(temporary.folder)
        with started(
            company.mapping, data.folder, workers=str(WORKERS), watch="2", reload_token=TOKEN
        ) as (address, server):
            seen = Seen(address, asked, answers)
            served = Served(company, address, server, data, temporary)
            with polite_user(address, 60 * minutes) as polite:
                memory, events = _run(served, seen, minutes)
                waited = polite()
    return _report(seen, waited, memory, events, minutes)


def _run(served: Served, seen: Seen, minutes: float) -> tuple[list[float], Counter[str]]:
    """Users and events side by side; memory after each event, and how often each happened."""
    until = time.monotonic() + 60 * minutes
    beside = [threading.Thread(target=seen.user, args=(one, until)) for one in range(USERS)]
    beside.append(threading.Thread(target=slow_clients, args=(served.address, until)))
    for one in beside:
        one.start()
    happen = served.events()
    memory, events, number = [], Counter[str](), 0
    while time.monotonic() + _PAUSE < until:
        name = list(happen)[number % len(happen)]
        happen[name]()
        events[name] += 1
        number += 1
        time.sleep(_PAUSE)
        memory.append(memory_of(served.server.pid))
        with urllib.request.urlopen(f"{served.address}/readyz", timeout=30) as ready:
            seen.counts["failed loads"] += orjson.loads(ready.read())["load"]["state"] == "failed"
    for one in beside:
        one.join()
    return memory, events


def _report(
    seen: Seen, waited: Waited, memory: list[float], events: Counter[str], minutes: float
) -> int:
    """Print it all; 1 where anything was wrong."""
    counts = seen.counts
    pages, health = (np.array(waited[name]) * 1e3 for name in ("pages", "health"))
    quarter = len(memory) // 4
    first, last = min(memory[quarter : quarter + 3]), min(memory[-3:])  # without a load
    print(f"{counts['answers']:,} answers in {minutes:g} minutes of {USERS} users")
    print(f"  by version: {dict(seen.versions)}")
    print(f"  wrong: {len(seen.wrong)}, 5xx: {counts['5xx']}, other: {counts['other']}")
    print(f"  503 in words: {counts['503 in words']}")
    for name, ms in (("a polite user waited", pages), ("health took", health)):
        middle, late = np.quantile(ms, (0.5, 0.95))
        print(f"  {name} {middle:,.0f} ms, p95 {late:,.0f}, at most {ms.max():,.0f}")
    print(f"  connections lost as workers were killed and renewed: {counts['lost']}")
    print(f"  events: {', '.join(f'{name} {n}' for name, n in events.items())}")
    print(f"  loads that failed, as /readyz told: {counts['failed loads']}")
    print(f"  memory after a quarter of the time {first:,.0f} MB, at the end {last:,.0f} MB")
    for line in seen.wrong[:5]:
        print(f"  WRONG {line}")
    bad = seen.wrong or counts["5xx"] or counts["other"] or len(seen.versions) < 2
    late = np.quantile(pages, 0.95) > _POLITE or np.quantile(health, 0.95) > _HEALTH
    return 1 if bad or last > _FLAT * first or late else 0


if __name__ == "__main__":
    main()
