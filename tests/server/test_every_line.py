"""Every line of a server's log is JSON, whatever happens to its processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from data.store.load_status import BUILD_LOCK, WAITING_LOCK
from data.store.locks import lock
from tests.browser.serving import started
from tests.data.company import LONG, Company, answers, survey
from tests.server.apart import ROOT, run


def records(log: str) -> list[dict[str, Any]]:
    """The lines after those that `serve` says to people before gunicorn starts."""
    _, _, lines = log.partition("CX Lens is at ")
    return [json.loads(line) for line in lines.splitlines()[1:]]


@pytest.mark.slow
def test_a_server_that_is_reloaded_loses_a_worker_and_ends(tmp_path: Path) -> None:
    company = Company(tmp_path).write(LONG, survey_csv=survey(*answers(200)))
    log = tmp_path / "server.log"

    def until(text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in log.read_text():
            assert time.monotonic() < deadline, text
            time.sleep(0.1)

    def ask() -> None:
        with urllib.request.urlopen(f"{address}/api/overview?period=all", timeout=60) as answer:
            assert answer.status == 200

    settings = {"workers": "2", "watch": "1", "reload_token": "a-token"}
    with started(company.mapping, tmp_path, **settings) as (address, process):
        ask()
        company.write(LONG, survey_csv=survey(*answers(300)))
        process.send_signal(signal.SIGHUP)
        until("The data in use are of version")
        ask()
        company.write(LONG, survey_csv="none,of,this\n1,2,3\n")
        process.send_signal(signal.SIGHUP)
        until("New data could not be loaded")
        for number in (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGTERM):
            ask()
            os.kill(records(log.read_text())[-1]["pid"], number)
            time.sleep(1)
        ask()
    found = records(log.read_text())
    assert {line["logger"] for line in found} >= {"cxlens.request", "cxlens.load", "gunicorn.error"}
    assert all("time" in line and "level" in line for line in found)
    assert [line for line in found if "SIGSEGV" in line["message"]]


def test_a_load_that_is_ended_by_hand_says_nothing(tmp_path: Path) -> None:
    company = Company(tmp_path).write(LONG, survey_csv=survey(*answers(200)))
    company.out.mkdir()
    command = [sys.executable, "-m", "server.loads.load", str(company.mapping), str(company.out)]
    with lock(company.out / BUILD_LOCK, wait=True):
        run_apart = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
        while not (company.out / WAITING_LOCK).exists():
            time.sleep(0.05)
        run_apart.send_signal(signal.SIGINT)
        _, said = run_apart.communicate(timeout=60)
    assert (run_apart.returncode, said) == (-signal.SIGINT, b"")


UNFORESEEN = """
import gc, sys, threading, warnings, logging
from server.logs import configure
configure()
warnings.warn("a warning of a library", stacklevel=1)

class Odd:
    def __del__(self):
        raise ValueError("while it was deleted")

Odd()
def broken():
    raise KeyError("in a thread")
thread = threading.Thread(target=broken, name="watch")
thread.start()
thread.join()
raise RuntimeError("nobody\\ncaught it")
"""


def test_what_nobody_caught_is_a_line_of_the_log() -> None:
    ended = run(UNFORESEEN, check=False)
    assert ended.returncode == 1
    warning, deleted, thread, end = (json.loads(line) for line in ended.stderr.splitlines())
    assert "a warning of a library" in warning["message"]
    assert "while it was deleted" in deleted["error"]
    assert "in a thread" in thread["error"]
    assert "nobody\ncaught it" in end["error"]
