"""Drafts of brought files, each in a process of its own; see `commands.drafting`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from data.draft.state import STOPPED, UNDER_WAY, DraftState, read_state, write_state
from data.store.locks import lock
from server.loads.reload import FOR_LOADS

_ROOT = Path(__file__).parents[2]
_SECONDS = 1800  # that one may take: a gigabyte takes minutes
_MOMENT = 0.05  # seconds
_TEMPORARY = "temporary"


def start_draft(folder: Path) -> None:
    """Begin the draft of an upload; how far it is stands in its folder. Raises OSError.

    Does nothing where one is under way.
    """
    with ExitStack() as held:
        while not held.enter_context(lock(folder / UNDER_WAY, wait=False)):
            state = read_state(folder)
            if state is not None and state.state == "reading":
                return
            time.sleep(_MOMENT)  # it is said already what came of it, and its process ends
        write_state(folder, DraftState())
        threading.Thread(target=_run, args=(folder, held.pop_all()), daemon=True).start()


def _run(folder: Path, held: ExitStack) -> None:
    command = [sys.executable, "-m", "commands.drafting", str(folder)]
    temporary = folder / _TEMPORARY
    with held:
        try:
            temporary.mkdir(exist_ok=True, mode=0o700)
            environment = {**os.environ, **FOR_LOADS, "TMPDIR": str(temporary)}
            ended = subprocess.run(
                command, cwd=_ROOT, env=environment, timeout=_SECONDS, check=False
            ).returncode
        except (OSError, subprocess.TimeoutExpired):
            ended = -1
        shutil.rmtree(temporary, ignore_errors=True)  # a draft that was killed leaves it
        if ended not in (0, 2) and folder.is_dir():  # killed: it could not say so itself
            with suppress(OSError):  # the disk is full: whoever asks is told the same
                write_state(folder, DraftState(state="failed", message=STOPPED))
