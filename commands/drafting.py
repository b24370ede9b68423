"""What comes of a change of own data in the browser: `python -m commands.drafting FOLDER`.

In a process of its own: unknown files may take any memory and time, and web workers have neither.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from commands.edited import edited
from commands.preview import preview
from commands.refreshed import refreshed
from data.draft.drafted import Drafting
from data.draft.files.read import read_raw
from data.draft.state import (
    STOPPED,
    AskedFor,
    DraftState,
    Edited,
    Refresh,
    read_asked,
    write_state,
)
from data.draft.uploads import files_of
from data.engine_errors import is_full
from data.errors import NO_ROOM, DataError, MappingError, without_folders
from data.store.locks import lock

_LOG = logging.getLogger("cxlens.drafting")
_TURN = "drafting.lock"
_LEAST_MEMORY = 3_000_000_000  # bytes that a draft may take on a small machine; else half of all
_UNFORESEEN = "These files could not be read, for a reason that nobody foresaw; the log says more."


def main(folder: Path) -> int:
    """Draft, and leave what came of it in the folder of the upload. Returns 0, or 2: it failed."""
    with lock(folder.parent / _TURN, wait=True):  # one at a time, whoever asks
        try:
            write_state(folder, _made(folder))
        except (MappingError, DataError) as error:
            write_state(folder, _failed(without_folders(str(error))))
        except MemoryError:
            write_state(folder, _failed(STOPPED))
        except Exception as error:
            _LOG.exception("A draft failed")
            full = NO_ROOM if is_full(error) else _UNFORESEEN
            write_state(folder, _failed(full))
            return 2
    return 0


def _failed(message: str) -> DraftState:
    return DraftState(state="failed", message=message)


def _made(folder: Path) -> DraftState:
    """What comes of what is asked for, by its kind."""
    asked = read_asked(folder)
    match asked:
        case AskedFor():
            return _drafted(folder, asked)
        case Edited():
            return edited(folder, asked)
        case Refresh():
            return refreshed(folder, asked, folder.parents[1], datetime.now(UTC).date())


def _drafted(folder: Path, asked: AskedFor) -> DraftState:
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as aside:
        tables = read_raw([path for _, path in files_of(folder)], Path(aside))
        drafting = Drafting(tables, asked.company, folder, today)
        made = drafting.draft(asked.answers)
        state = DraftState(
            text=made.text,
            open=made.open,
            answered=made.answered,
            others=made.others,
            nothing=made.nothing,
        )
        if made.open:
            return state.model_copy(update={"state": "open"})
        if not made.text:
            why = "; ".join(f"{name}: {reason}" for name, reason in made.nothing.items())
            return _failed(f"Nothing in these files can be shown. {why}.")
        shown = preview(drafting, asked.answers, folder)
    said = {"figures": shown.figures, "otherwise": shown.others, "report": shown.report}
    return state.model_copy(update={"state": "ready", **said})


def _bounded() -> None:
    """Memory within bounds; where it runs out all the same, the system ends this process first."""
    most = max(_LEAST_MEMORY, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with suppress(OSError):  # Linux alone has it
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    _bounded()
    sys.exit(main(Path(sys.argv[1])))
