"""What a load takes up once an hour of answers is there: `python -m benchmarks.hour FOLDER LOADS`.

The sample company, 360,000 answers that were sent, a third with a comment that nobody else wrote,
then LOADS loads of 6,000 more. Of each load: seconds of processor time, and by the clock.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.comments import made_up
from benchmarks.intake import mapping_with_intake
from data.ingest.service import load
from data.intake.events import Event
from data.intake.queue import Queue
from server.loads.reload import FOR_LOADS
from settings import Settings

_HOUR = 360_000  # answers, at a hundred a second
_MINUTE = 6_000
_AT_ONCE = 1_000  # events a transaction


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hour", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("loads", type=int, metavar="LOADS")
    given = parser.parse_args()
    mapping = mapping_with_intake(given.folder / "sample")
    data = Settings(mapping=mapping, folder=given.folder / "built").place()[1]
    fill(mapping, data)
    for number in range(given.loads):
        keep(data, f"more-{time.time_ns()}", _MINUTE)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        command = [sys.executable, "-m", "server.loads.load", str(mapping), str(data)]
        subprocess.run(command, check=True, env={**os.environ, **FOR_LOADS})
        took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        most = after.ru_maxrss / 1024
        print(f"load {number + 1}: processor {worked:.1f} s, clock {took:.1f} s, {most:.0f} MB")


def fill(mapping: Path, data: Path) -> None:
    """Put an hour's answers into the queue of a data folder and load them, unless they are."""
    data.mkdir(parents=True, exist_ok=True)
    told = data / "filled"
    if not told.exists():
        keep(data, "hour", _HOUR)
        load(mapping, data, attended=True)
        told.touch()


def keep(data: Path, run: str, count: int) -> None:
    """Put answers of the last hour into the queue, as if they had been sent."""
    queue, events = Queue(data), _events(run, count)
    while some := list(islice(events, _AT_ONCE)):
        queue.take(some)


def _events(run: str, count: int) -> Iterator[Event]:
    draw, words = random.Random(run), made_up(2_000).texts
    now = datetime.now(UTC)
    for number in range(count):
        at, response = now - timedelta(seconds=(count - number) / 100), f"{run}-{number}"
        answer = {"response_id": response, "submitted_at": at.isoformat()}
        answer["score"] = f"{number % 11}"
        if number % 3 == 0:
            answer["comment"] = f"{draw.choice(words)} {run} {number}"
        yield Event(hashlib.sha256(response.encode()).digest(), "bench", response, at, answer)


if __name__ == "__main__":
    main()
