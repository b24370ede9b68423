"""A load of many different comments, without a network: `python -m benchmarks.reading FOLDER`.

The load is a process of its own, as a server starts it: how long it takes, and its most memory.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.comments import made_up
from server.loads.reload import FOR_LOADS
from voice.sentiment import Comments

_ROOT = Path(__file__).parents[1]
_COMMENTS = 100_000
_MORE = 10
_DAYS = 365
_MAPPING = """
[company]
name = "Benchmark"

[sources.answers]
file = "answers.csv"

[feedback]
source = "answers"

[feedback.columns]
response_id = "id"
submitted_at = "day"
metric = { constant = "nps" }
score = "score"
comment = "comment"
"""
# Whatever asks for a network is refused, before anything of ours is imported.
NO_NETWORK = """
import socket

def refuse(*_, **__):
    raise OSError("There is no network here.")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
_LOAD = """
import sys
from pathlib import Path
from server.loads.load import main

sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


@dataclass(frozen=True)
class Took:
    """What a load took."""

    seconds: float
    processor: float  # seconds of both cores
    most_mb: float  # resident, of its process


def main() -> None:
    """Print what was measured: of all comments at once, and of ten more."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--comments", type=int, default=_COMMENTS)
    given = parser.parse_args()
    every = made_up(given.comments + _MORE)
    for name, count in (("all are new", given.comments), ("ten more", len(every))):
        mapping = company(given.folder / "company", every.of(np.arange(count)))
        took = load_without_network(mapping, given.folder / "built")
        print(
            f"{count:,} comments, {name}: {took.seconds:.0f} s, {took.processor:.0f} s of "
            f"processor time, at most {took.most_mb:.0f} MB; load average {os.getloadavg()[0]:.0f}",
            flush=True,
        )


def company(folder: Path, made: Comments) -> Path:
    """A company whose answers all have a comment that no other has. Returns its mapping."""
    folder.mkdir(parents=True, exist_ok=True)
    assert made.scores is not None
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "day", "score", "comment"])
        for number, (text, sign) in enumerate(zip(made.texts, made.scores, strict=True)):
            day = date(2025, 11, 1) + timedelta(days=number % _DAYS)
            out.writerow([number, day, 9 if sign > 0 else number % 7, text])
    mapping = folder / "mapping.toml"
    mapping.write_text(_MAPPING, encoding="utf-8")
    return mapping


def load_without_network(mapping: Path, folder: Path) -> Took:
    """Load in a process that reaches nobody. Raises RuntimeError where that fails."""
    began = time.monotonic()
    command = [sys.executable, "-c", NO_NETWORK + _LOAD, str(mapping), str(folder)]
    run = subprocess.Popen(command, cwd=_ROOT, env={**os.environ, **FOR_LOADS})
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise RuntimeError(f"The load ended with {run.returncode}; its log says why.")
    seconds = time.monotonic() - began
    return Took(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
