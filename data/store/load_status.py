"""What came of the last load: `load.json` in the data folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.durable import write_durably
from data.store.locks import is_held

STATUS_FILE = "load.json"
BUILD_LOCK = "build.lock"  # held by the load that is under way
WAITING_LOCK = "waiting.lock"  # and by the one that is next


class LoadStatus(BaseModel):
    """The last load. `message` is empty unless new data could not be loaded."""

    model_config = ConfigDict(frozen=True)

    state: Literal["loading", "loaded", "failed"] = "loaded"
    message: str = ""  # while loading: that of the load before, which still holds
    version: str = ""  # of the sources as they were found
    started_at: datetime | None = None
    ended_at: datetime | None = None
    # What holds now, of the next load: it is not written, and not told beside the last one.
    disk_low: bool = Field(default=False, exclude=True)

    def ended(self, state: Literal["loaded", "failed"], message: str = "") -> LoadStatus:
        """The status when this load ends now."""
        now = datetime.now(UTC)
        return self.model_copy(update={"state": state, "message": message, "ended_at": now})


def write_status(folder: Path, status: LoadStatus) -> None:
    """Replaces the folder's status in one step. Raises OSError."""
    write_durably(folder / STATUS_FILE, status.model_dump_json())


class StatusReader:
    """Reads a folder's status; parses it only when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / STATUS_FILE
        self._lock = folder / BUILD_LOCK
        self._read: tuple[object, LoadStatus] = (None, LoadStatus())

    def read(self) -> LoadStatus:
        """The status. A load that ended without a word, killed for example, has failed."""
        status = self._parsed()
        if status.state != "loading" or is_held(self._lock):
            return status
        now = self._parsed()  # it may have ended a moment ago
        if now is not status:
            return now
        message = "The load was interrupted before its end."
        return status.model_copy(
            update={"state": "failed", "message": message, "ended_at": status.started_at}
        )

    def _parsed(self) -> LoadStatus:
        try:
            found = self._file.stat()
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._read[0] != stamp:
                status = LoadStatus.model_validate_json(self._file.read_bytes())
                self._read = (stamp, status)
        except (OSError, ValidationError):  # no load yet, or a file that is none of ours
            self._read = (None, LoadStatus())
        return self._read[1]
