"""The dashboard as it is run: `app.py serve` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PATIENCE = 60  # seconds until the server must be ready


@contextmanager
def served(mapping: Path, folder: Path) -> Iterator[str]:
    """Address of the dashboard on a mapping, built in `folder`. RuntimeError carries its log."""
    with started(mapping, folder) as (address, _):
        yield address


@contextmanager
def started(
    mapping: Path | None, folder: Path, **settings: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address and process of the dashboard, with settings as `CXLENS_<NAME>`; without a mapping on
    the data that were brought, or else the sample company."""
    port = free_port()
    command = [sys.executable, "app.py", "serve", "--port", str(port)]
    command += [str(mapping)] if mapping else []
    environment = {**os.environ, "CXLENS_FOLDER": str(folder)}
    environment |= {f"CXLENS_{name.upper()}": value for name, value in settings.items()}
    log = folder / "server.log"
    with (
        log.open("wb") as written,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written) as run,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, run, log)
            yield address, run
        finally:
            run.terminate()


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(address: str, run: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and run.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not get ready:\n{log.read_text(errors='replace')}")
