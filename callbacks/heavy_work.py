"""One piece of heavy work, in a process of its own: `python -m callbacks.heavy_work FOLDER`.

The question comes in at the standard input, the result goes beside the data file. See
`server.background`, which starts it.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
from dataclasses import replace
from pathlib import Path

from data.errors import TooLargeError, UnavailableError
from data.row_scope.snapshots import scoped
from data.store.database import asked_by
from data.store.snapshots import NoDataError, Snapshot, open_snapshot
from data.work.questions import Question, keep_result, result_of
from pages.heavy.kinds import KINDS
from server.background import SECONDS, STEP
from server.logs import configure

_LOG = logging.getLogger("cxlens.work")
_POLITE = 10  # added to the niceness: requests go first
_MOST_BYTES = 3_000_000_000  # of memory that a process may ask for, what DuckDB spills left out


def main(folder: Path, text: str) -> int:
    """Work out the question, and keep what came of it. Returns the exit code."""
    configure()
    os.nice(_POLITE)
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
    question = Question.model_validate_json(text)
    place, step = question.place(folder), question.place(folder, STEP)

    def say(words: str) -> None:
        step.write_text(words, encoding="utf-8")

    try:
        say("begun")
        content = KINDS[question.kind](_snapshot(folder, question), question.about, say)
        keep_result(place, result_of(question, content=content))
    except (UnavailableError, TooLargeError, NoDataError) as error:
        _LOG.warning("%s could not be worked out: %s", question.kind, error)
        keep_result(place, result_of(question, failed=str(error)))
    except Exception:
        _LOG.exception("%s could not be worked out", question.kind)
        return 1
    return 0


def _snapshot(folder: Path, question: Question) -> Snapshot:
    """The rows of the question, as its reader may see them. Raises NoDataError."""
    catalog, rows = question.catalog, question.rows
    totals = catalog.totals is not None
    asked_by(lambda: rows, lambda: totals)
    version = catalog.version.partition("-")[0]
    files = [folder / f"{version}{kind}" for kind in (".duckdb", ".json")]
    file = next((one for one in files if one.exists()), files[0])
    found = scoped(open_snapshot(file), rows, totals=totals)
    if (found.catalog.version, found.rows) != (catalog.version, rows):
        raise NoDataError("These rows are no longer there.")
    return replace(found, catalog=catalog)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.stdin.read()))
