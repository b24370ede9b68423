"""What limited readers have of new data is made before they ask for it."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from pathlib import Path

from access.rows_in_use import rows_in_use
from data.errors import TooLargeError, UnavailableError
from data.row_scope.snapshots import scoped
from data.scope import row_scope
from data.store.snapshots import NoDataError, open_snapshot
from store.app_store import AppStore
from store.errors import StoreError

_LONGEST = 600  # seconds: what is left is made when it is asked for
_LOG = logging.getLogger(__name__)


def make_scopes(file: Path, accounts: AppStore) -> int:
    """Make those of the accounts, links and tokens, and keep them beside the data file.

    Returns how many. What can't be made now is made when it is asked for, and the log says why.
    """
    end, made = time.monotonic() + _LONGEST, 0
    try:
        whole = open_snapshot(file)
        for rows in rows_in_use(accounts, datetime.now(UTC)):
            if time.monotonic() > end:
                break
            scoped(whole, row_scope(rows))
            made += 1
    except (NoDataError, StoreError, UnavailableError, TooLargeError) as error:
        _LOG.warning("What limited readers see is made when they ask for it: %s", error)
    return made
