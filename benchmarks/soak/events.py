"""What happens to a server in use, one thing after the other."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.soak.attackers import greedy_client
from benchmarks.soak.company import Company
from benchmarks.soak.disks import Disk

TOKEN = "soak"
_GREED = 10.0  # seconds
_TORN = (b"", b"\0" * 24, b"0123", b"../nothing\n")  # what a power loss leaves of a pointer


@dataclass(frozen=True)
class Served:
    """A running server, what it serves and where."""

    company: Company
    address: str
    server: subprocess.Popen[bytes]
    data: Disk
    temporary: Disk

    def events(self) -> dict[str, Callable[[], None]]:
        """What happens, in turns."""
        company, server = self.company, self.server
        return {
            "new data, watched": company.other,
            "reload by request": self._reload,
            "source cut short": company.cut_short,
            "source whole again": lambda: company.become(company.now),
            "signal": lambda: server.send_signal(signal.SIGHUP),
            "thirty signals": self._storm,
            "worker killed": lambda: _kill(server.pid, "gunicorn"),
            "load killed": self._kill_load,
            "greedy client": lambda: greedy_client(self.address, _GREED),
            "pointer torn": self._tear,
            "pointer mended": self._reload,
            "temporary disk full": self.temporary.fill,
            "temporary disk free": self.temporary.free,
            "data disk full": self._fill,
            "data disk free": self._free,
        }

    def _reload(self) -> None:
        self.company.other()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"{self.address}/admin/reload"
        asked = urllib.request.Request(url, method="POST", headers=headers)
        with urllib.request.urlopen(asked, timeout=30):
            pass

    def _storm(self) -> None:
        for _ in range(30):
            self.server.send_signal(signal.SIGHUP)
            time.sleep(0.01)

    def _kill_load(self) -> None:
        self._reload()
        time.sleep(0.5 + random.random())
        _kill(self.server.pid, "server.loads.load")

    def _tear(self) -> None:
        for pointer in self.data.folder.rglob("current"):
            pointer.write_bytes(random.choice(_TORN))

    def _fill(self) -> None:
        self.data.fill()
        self.company.other()

    def _free(self) -> None:
        self.data.free()
        self._reload()


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
