"""A draft of what was brought in the browser: `python -m commands.drafting FOLDER`.

In a process of its own: unknown files may take any memory and time, and web workers have neither.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from data.draft.files.read import RawTable, read_raw

from commands.preview import preview
from data.draft.drafted import Draft, draft
from data.draft.state import AskedFor, DraftState, read_asked, write_state
from data.draft.uploads import files_of
from data.engine_errors import is_full
from data.errors import DataError, MappingError, without_folders

_LOG = logging.getLogger("cxlens.drafting")
_UNFORESEEN = "These files could not be read, for a reason that nobody foresaw; the log says more."


def main(folder: Path) -> int:
    """Draft, and leave what came of it in the folder of the upload. Returns 0, or 2 if it failed."""
    try:
        write_state(folder, _drafted(folder))
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


def _drafted(folder: Path) -> DraftState:
    asked, today = read_asked(folder), datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        tables = read_raw([path for _, path in files_of(folder)], Path(aside))
        made = draft(tables, asked.answers, asked.company, folder, today)
        if not made.text:
            why = "; ".join(f"{name}: {reason}" for name, reason in made.nothing.items())
            return _failed(f"Nothing in these files can be shown. {why}.")
        state = DraftState(
            text=made.text,
            open=made.open,
            answered=made.answered,
            others=made.others,
            nothing=made.nothing,
        )
        if made.open:
            return state.model_copy(update={"state": "open"})
        shown = preview(made, partial(_otherwise, tables, asked, folder), folder)
    said = {"figures": shown.figures, "otherwise": shown.others, "report": shown.report}
    return state.model_copy(update={"state": "ready", **said})


def _otherwise(
    tables: tuple[RawTable, ...], asked: AskedFor, folder: Path, more: dict[str, str]
) -> Draft:
    today = datetime.now(UTC).date()
    return draft(tables, {**asked.answers, **more}, asked.company, folder, today)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
