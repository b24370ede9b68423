"""What comes of a change of own data in the browser: `python -m commands.drafting FOLDER`.

In a process of its own: unknown files may take any memory and time, and web workers have neither.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from commands.edited import edited
from commands.preview import preview
from data.draft.drafted import Drafting
from data.draft.files.read import read_raw
from data.draft.state import AskedFor, DraftState, Edited, read_asked, write_state
from data.draft.uploads import files_of
from data.engine_errors import is_full
from data.errors import DataError, MappingError, without_folders
from data.store.locks import lock

_LOG = logging.getLogger("cxlens.drafting")
_TURN = "drafting.lock"
_UNFORESEEN = "These files could not be read, for a reason that nobody foresaw; the log says more."


def main(folder: Path) -> int:
    """Draft, and leave what came of it in the folder of the upload. Returns 0, or 2: it failed."""
    with lock(folder.parent / _TURN, wait=True):  # one at a time, whoever asks
        try:
            write_state(folder, _made(folder))
        except (MappingError, DataError) as error:
            write_state(folder, _failed(without_folders(str(error))))
        except Exception as error:
            _LOG.exception("A draft failed")
            full = "There is no room left on the server's disk." if is_full(error) else _UNFORESEEN
            write_state(folder, _failed(full))
            return 2
    return 0


def _failed(message: str) -> DraftState:
    return DraftState(state="failed", message=message)


def _made(folder: Path) -> DraftState:
    """What comes of what is asked for, by its kind."""
    asked = read_asked(folder)
    if isinstance(asked, AskedFor):
        return _drafted(folder, asked)
    if isinstance(asked, Edited):
        return edited(folder, asked)
    raise NotImplementedError(asked.kind)


def _drafted(folder: Path, asked: AskedFor) -> DraftState:
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(dir=folder) as aside:
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


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
