"""What several worker processes of one server share: the measures, in files of a folder.

For the server's configuration: nothing here may import prometheus_client before the folder is
named, since it looks for the name once.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from data.store.own_folder import own_folder

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_measures() -> None:
    """Name a fresh folder for the measures. Call it in the parent, before any worker starts.

    A second call changes nothing: gunicorn reads its configuration again at SIGHUP.
    """
    if _FOLDER in os.environ:
        return
    os.environ[_FOLDER] = str(own_folder(Path(tempfile.gettempdir()), "cx-lens-measures-"))


def worker_gone(pid: int) -> None:
    """Forget what only a live worker measures; its counts stay. Call it when a worker ended."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call]
