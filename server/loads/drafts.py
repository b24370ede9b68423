"""Drafts of brought files, each in a process of its own; see `commands.drafting`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from data.draft.state import DraftState, write_state
from server.loads.reload import FOR_LOADS

_ROOT = Path(__file__).parents[2]
_SECONDS = 1800  # that one may take: a gigabyte takes minutes
_STOPPED = "Reading these files took too long, or was stopped. Try again, with fewer rows at first."


def start_draft(folder: Path) -> None:
    """Begin the draft of an upload; how far it is stands in its folder. Raises OSError."""
    write_state(folder, DraftState())
    threading.Thread(target=_run, args=(folder,), daemon=True).start()


def _run(folder: Path) -> None:
    command = [sys.executable, "-m", "commands.drafting", str(folder)]
    try:
        environment = {**os.environ, **FOR_LOADS}
        ended = subprocess.run(
            command, cwd=_ROOT, env=environment, timeout=_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    if ended not in (0, 2) and folder.is_dir():  # killed: it could not say so itself
        write_state(folder, DraftState(state="failed", message=_STOPPED))
