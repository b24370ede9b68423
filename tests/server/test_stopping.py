"""Stopping the server takes moments, whatever its workers are at."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.serving import ROOT, free_port, started
from tests.data.company import LONG, Company, answers, survey

_AT_ONCE = 20  # seconds; requests under way would be given 30
_SECOND_STARTS_SLOWLY = """\
import time
from server import gunicorn_config
from server.gunicorn_config import *

def post_fork(master, worker):
    time.sleep(2 if worker.age == 2 else 0)
    gunicorn_config.post_fork(master, worker)
"""


def test_an_open_connection_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    with started(_company(tmp_path), tmp_path, workers="2") as (address, process):
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 60):
            process.terminate()
            assert process.wait(_AT_ONCE) == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_has_just_been_started_ends_as_well(
    tmp_path: Path, told: signal.Signals
) -> None:
    """The first worker answers while the second has not got to its own handlers of signals."""
    (tmp_path / "slow.py").write_text(_SECOND_STARTS_SLOWLY)
    mapping, port = _company(tmp_path), str(free_port())
    environment = {**os.environ, "CXLENS_FOLDER": str(tmp_path), "CXLENS_MAPPING": str(mapping)}
    environment |= {"CXLENS_WORKERS": "2", "CXLENS_PORT": port}
    command = [sys.executable, "-m", "gunicorn", "-c", str(tmp_path / "slow.py")]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            _wait_for_answers(f"http://127.0.0.1:{port}/healthz")
            process.send_signal(told)
            assert process.wait(_AT_ONCE) == 0
        finally:
            process.kill()


def _company(folder: Path) -> Path:
    company = Company(folder)
    company.write(LONG, survey_csv=survey(*answers(200)))
    return company.mapping


def _wait_for_answers(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError("no answer after 60 s")
