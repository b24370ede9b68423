"""A load in a process of its own: `python -m server.loads.load MAPPING FOLDER [attended] [scopes]`.

See `server.loads.reload`. `attended`: somebody judges what comes of it. With `scopes`, the store of
accounts stands in CXLENS_STORE: an address may have a password, which nobody shall read in a list
of processes.
"""

from __future__ import annotations

import signal

# Before what takes its time to import: Ctrl-C at a server ends its load as well, without a word.
signal.signal(signal.SIGINT, signal.SIG_DFL)

import logging  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402

from data.errors import DataError, MappingError  # noqa: E402
from data.ingest.service import load, load_in_turn  # noqa: E402
from server.loads.case_rules import make_cases  # noqa: E402
from server.loads.scopes_ahead import make_scopes  # noqa: E402
from server.loads.themes import hand_over  # noqa: E402
from server.logs import configure  # noqa: E402
from store.app_store import AppStore  # noqa: E402
from store.errors import StoreError  # noqa: E402

_LOG = logging.getLogger("cxlens.load")
_POLITE = 5  # added to the niceness: requests go first


def main(mapping: Path, folder: Path, store: str = "", *, attended: bool = False) -> int:
    """Load, and say what came of it. Returns the exit code: 0, or 2 where it failed.

    `store`: address of that of the accounts, if there are any; `attended`: see `load`.
    """
    configure()
    os.nice(_POLITE)
    accounts = AppStore(store) if store else None
    try:
        if accounts:
            hand_over(accounts, folder)  # a server that died may have saved them without
        loaded = load(mapping, folder, attended=True) if attended else None
        file = loaded or load_in_turn(mapping, folder)
    except (MappingError, DataError, StoreError) as error:
        _LOG.error("New data could not be loaded: %s", error)
        return 2
    if file is None:
        _LOG.info("A load that waits for its turn will find the same; this one ends")
    else:
        _LOG.info("The data in use are of version %s", file.stem)
        if accounts:
            cases = make_cases(mapping, file, accounts, datetime.now(UTC))
            _LOG.info("Rules made %d cases", cases)
            made = make_scopes(file, accounts)
            _LOG.info("%d row scopes are ready", made)
    return 0


if __name__ == "__main__":
    _, of_mapping, of_folder, *more = sys.argv
    of_store = os.environ["CXLENS_STORE"] if "scopes" in more else ""
    sys.exit(main(Path(of_mapping), Path(of_folder), of_store, attended="attended" in more))
