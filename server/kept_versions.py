"""Versions of the data that are no longer in use and still kept: for links that are pinned."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app

from data.store.snapshots import NoDataError, WholeSnapshot, open_snapshot
from data.store.versions import data_files

_NAME = "cxlens_kept_versions"
_MOST = 1  # that are open at once beside the one in use: each takes memory


class KeptVersions:
    """The data files of a folder by their versions. For many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._open: OrderedDict[str, WholeSnapshot] = OrderedDict()

    def find(self, version: str) -> WholeSnapshot | None:
        """All of a version; None where its file is gone."""
        with self._lock:
            file = next((one for one in data_files(self._folder) if one.stem == version), None)
            if file is None:
                self._open.pop(version, None)
                return None
            if version not in self._open:
                with suppress(NoDataError):  # deleted meanwhile, or of another CX Lens
                    self._open[version] = open_snapshot(file)
            while len(self._open) > _MOST:  # it closes when the last request that holds it lets go
                self._open.popitem(last=False)
            return self._open.get(version)


def register(server: Flask, folder: Path) -> None:
    """Let requests of this server have them. `folder`: of the data files."""
    server.extensions[_NAME] = KeptVersions(folder)


def kept_version(version: str) -> WholeSnapshot | None:
    """The version, if it is kept; for the request under way."""
    found: KeptVersions = current_app.extensions[_NAME]
    return found.find(version)
