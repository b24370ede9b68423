"""How many answers a second the real server takes, each in a request of its own, and how long until
they are on the dashboard: `python -m benchmarks.intake FOLDER`."""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from data.intake.signatures import sign
from data.sample import write_sample
from tests.browser.serving import started

_SECRET = "a secret for the benchmark"
_SENDERS = 16
_SECONDS = 15.0
_LONGEST = 600.0  # seconds to wait for a load
_SECTION = '\n[intake.bench]\nservice = "json"\nmetric = "nps"\n'


def main(folder: Path) -> None:
    """Print what was measured, over the sample company."""
    mapping = mapping_with_intake(folder / "sample")
    with started(mapping, folder / "built", workers="2") as (address, _):
        before = _rows(address)
        times = _send(address)
        ended = time.monotonic()
        times.sort()
        print(f"{len(times) / _SECONDS:,.0f} answers a second, {_SENDERS} at once")
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"one takes {middle * 1000:.0f} ms, {late * 1000:.0f} ms at p95")
        while _rows(address) < before + len(times):
            if time.monotonic() - ended > _LONGEST:
                raise RuntimeError(f"{_rows(address) - before:,} of {len(times):,} are there")
            time.sleep(0.2)
        print(f"all {len(times):,} are in the data {time.monotonic() - ended:.0f} s after the last")


def mapping_with_intake(folder: Path) -> Path:
    """The sample company's mapping, which takes answers; the environment has their secret."""
    mapping = write_sample(folder)
    text = mapping.read_text(encoding="utf-8").removesuffix(_SECTION)  # of a run before
    mapping.write_text(text + _SECTION, encoding="utf-8")
    os.environ["CXLENS_INTAKE_BENCH"] = _SECRET
    return mapping


def post(connection: http.client.HTTPConnection, answer: dict[str, object]) -> int:
    """Send an answer, of now. Returns the status of the reply."""
    now = datetime.now(UTC)
    body = json.dumps({"submitted_at": now.isoformat(), **answer}).encode()
    headers = {"Content-Type": "application/json", "CXLens-Signature": sign(body, _SECRET, now)}
    connection.request("POST", "/intake/bench", body, headers)
    reply = connection.getresponse()
    reply.read()
    return reply.status


def _send(address: str) -> list[float]:
    """Seconds that each answer took."""
    times: list[float] = []
    run = time.time_ns()  # answers of another run are others
    end = time.monotonic() + _SECONDS

    def send(sender: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        number = 0
        while time.monotonic() < end:
            number += 1
            answer = {
                "response_id": f"{run}-{sender}-{number}",
                "score": number % 11,
                "comment": "Quick, and friendly on the phone.",
            }
            began = time.perf_counter()
            status = post(connection, answer)
            if status != 200:
                raise RuntimeError(f"An answer was not taken: {status}")
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(_SENDERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times


def _rows(address: str) -> int:
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:
        return int(json.load(answer)["rows"]["feedback"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
