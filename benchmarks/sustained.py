"""How long answers take to the dashboard while they come without a pause:
`python -m benchmarks.sustained FOLDER MINUTES [--after-an-hour]`.

A hundred a second, each in a request of its own, a third with a comment that nobody else wrote, to
the sample company on the real server. A line a minute: latency from the reply to the data in use,
answers that wait for a load, and memory.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import numpy as np

from benchmarks.comments import made_up
from benchmarks.hour import fill
from benchmarks.intake import mapping_with_intake, post
from data.ingest.service import load
from data.intake.queue import connect, read_counts
from data.store.versions import current_file
from settings import Settings
from tests.browser.serving import started

_RATE = 100  # answers a second
_SENDERS = 16
_LOOK = 0.5  # seconds between looks at which data are in use
_LAST = 600.0  # seconds that the last answers may take


@dataclass
class _Sent:
    """When each answer was taken, by its number, and what was refused."""

    at: dict[int, float] = field(default_factory=dict)
    refused: int = 0
    over: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sustained", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("minutes", type=float, metavar="MINUTES")
    parser.add_argument(
        "--after-an-hour", action="store_true", help="with an hour's answers there already"
    )
    given = parser.parse_args()
    mapping, built = mapping_with_intake(given.folder / "sample"), given.folder / "built"
    data = Settings(mapping=mapping, folder=built).place()[1]
    data.mkdir(parents=True, exist_ok=True)
    if given.after_an_hour:
        fill(mapping, data)
    load(mapping, data, attended=True)  # the server has a minute to get ready
    with started(mapping, built, workers="2") as (address, server):
        sent, run = _Sent(), time.time_ns()
        threads = [
            threading.Thread(target=_send, args=(address, run, sender, given.minutes * 60, sent))
            for sender in range(_SENDERS)
        ]
        for one in threads:
            one.start()
        ending = threading.Thread(target=_until_sent, args=(threads, sent))
        ending.start()
        _watch(data, run, sent, server.pid)


def _send(address: str, run: int, sender: int, seconds: float, sent: _Sent) -> None:
    """Answers of one sender, at its share of the rate."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    draw, began, number = random.Random(sender), time.monotonic(), sender
    words = made_up(2_000).texts
    while time.monotonic() - began < seconds:
        said = {"comment": f"{draw.choice(words)} {number}"} if number % 3 == 0 else {}
        try:
            status = post(
                connection, {"response_id": f"{run}-{number}", "score": number % 11, **said}
            )
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        if status == 200:
            sent.at[number] = time.monotonic()
        else:
            sent.refused += 1
        number += _SENDERS
        due = began + (number // _SENDERS) * _SENDERS / _RATE
        time.sleep(max(0.0, due - time.monotonic()))


def _until_sent(threads: list[threading.Thread], sent: _Sent) -> None:
    for one in threads:
        one.join()
    sent.over = True


def _watch(data: Path, run: int, sent: _Sent, server: int) -> None:
    """Look which answers are in the data in use, until all are."""
    latency: dict[int, float] = {}
    file, began, told, ended = None, time.monotonic(), 0.0, 0.0
    while True:
        now, newest = time.monotonic(), current_file(data)
        if newest != file and newest is not None:
            found = _numbers(newest, run)
            for number in found - latency.keys():
                latency[number] = now - sent.at.get(number, now)
            file = newest
        if now - told >= 60:
            _tell(now - began, sent, latency, data, server)
            told = now
        ended = ended or (now if sent.over else 0.0)
        if sent.over and (len(latency) >= len(sent.at) or now - ended > _LAST):
            _tell(now - began, sent, latency, data, server)
            late = np.array([*latency.values()])
            p50, p95 = np.quantile(late, [0.5, 0.95])
            print(f"{len(sent.at):,} answers, {sent.refused} refused; {len(late):,} in the data")
            print(f"latency p50 {p50:.0f} s, p95 {p95:.0f} s, at most {late.max():.0f} s")
            return
        time.sleep(_LOOK)


def _numbers(file: Path, run: int) -> set[int]:
    """Which answers of this run a data file has."""
    with duckdb.connect(str(file), read_only=True) as con:
        asked = "SELECT DISTINCT response_id FROM feedback WHERE starts_with(response_id, ?)"
        rows = con.execute(asked, [f"{run}-"]).fetchall()
    return {int(response.partition("-")[2]) for (response,) in rows}


def _tell(seconds: float, sent: _Sent, latency: dict[int, float], data: Path, server: int) -> None:
    late = np.array([*latency.values()][-6_000:] or [np.nan])
    waiting: object = "?"
    try:
        with closing(connect(data)) as file:
            waiting = read_counts(file.cursor()).waiting
    except sqlite3.Error:
        pass
    p50, p95 = np.quantile(late, [0.5, 0.95])
    size = sum(one.stat().st_size for one in data.glob("intake*")) / 1e6
    print(
        f"{seconds:5.0f} s: {len(sent.at):,} sent, {len(latency):,} seen, {waiting} wait; newest "
        f"6,000: p50 {p50:.0f} s, p95 {p95:.0f} s, most {late.max():.0f} s; queue {size:.0f} MB; "
        f"memory {_memory(server)}; load average {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def _memory(server: int) -> str:
    """MB of the server's processes (Pss), and of a load under way."""
    pss: dict[str, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace")
                group = int((entry / "stat").read_text().rpartition(")")[2].split()[2])
                if group == os.getpgid(server):
                    rollup = (entry / "smaps_rollup").read_text()
                    kind = "load" if "server.loads.load" in words else "server"
                    kind = kind if "gunicorn" in words or kind == "load" else ""
                    kb = int(
                        next(x for x in rollup.splitlines() if x.startswith("Pss:")).split()[1]
                    )
                    pss[kind] = pss.get(kind, 0) + kb / 1024
            except (OSError, StopIteration, ValueError):
                continue
    return ", ".join(f"{kind} {mb:.0f} MB" for kind, mb in sorted(pss.items()) if kind)


if __name__ == "__main__":
    main()
