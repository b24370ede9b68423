"""A PostgreSQL server of the tests' own: on a free loopback port, in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.browser.serving import free_port
from tests.live_databases.needs import missing

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
PASSWORD = "p@ss/word"


class Postgres:
    """Started, stopped, halted and gone on with, as the faults want it."""

    def __init__(self) -> None:
        self._bin = _programs()
        # The server refuses to run as root, and must own its folder.
        self._user = "postgres" if os.getuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="cxlens-postgres-"))
        if self._user:
            shutil.chown(self.folder, self._user)
        self.folder.chmod(0o700)
        self.port = free_port()
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run("initdb", "-D", "data", "-A", "scram-sha-256", "-U", "cx", "--pwfile=password",
                  "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        self.start()

    @property
    def url(self) -> str:
        """As a mapping has it, the password left out."""
        return f"postgres://cx:${{CX_TEST_PASSWORD}}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Returns when it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """At once, connections or not."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def halt(self) -> None:
        """It stays there, and does nothing."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """After a halt."""
        self._send(signal.SIGCONT)

    def remove(self) -> None:
        """Stops it, if it runs, and deletes its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.go_on()
            self.stop()
        shutil.rmtree(self.folder)

    def _send(self, number: signal.Signals) -> None:
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):  # of a connection that ended
                os.kill(process, number)

    def _processes(self) -> list[int]:
        """The server's own, and those of its connections."""
        main = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            cwd=self.folder,
            user=self._user,
            group=self._user,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{program} {arguments} ended with {done.returncode}"


def _programs() -> Path:
    if not _PLACES:
        missing("PostgreSQL is not installed (tests/live_databases/install.sh)")
    return _PLACES[0]
