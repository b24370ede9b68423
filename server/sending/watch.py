"""A look every so often whether something is due; what is due is sent by a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from access.modes import store_of
from access.sent.queue import is_waiting
from data.store.locks import lock
from data.store.snapshots import NoDataError, Store
from server.current import data_of
from server.sending.runner import DIGEST, due
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError

SECONDS = 30  # between looks
_ROOT = Path(__file__).parents[2]
_LOG = logging.getLogger(__name__)


def watch_sending(settings: Settings) -> None:
    """Look for ever, where mail is sent. Of all processes on a folder one looks; when it dies,
    another takes over. Machines that share a store share out its messages: see access.sent.queue.
    """
    accounts = store_of(settings)
    if accounts is None or settings.smtp is None:
        return
    folder = settings.place()[1]
    store = Store(folder)
    while True:
        try:
            with lock(folder / "sending.lock", wait=True):
                while True:
                    time.sleep(SECONDS)
                    look(accounts, store, _send)
        except OSError as error:  # a folder that can't be written: another process may look
            _LOG.warning("Nobody looks whether mail is due: %s", error)
            time.sleep(SECONDS)


def look(accounts: AppStore, store: Store, send: Callable[[], None]) -> None:
    """Send where anything is due, or waits for another try. What fails is logged."""
    now = datetime.now(UTC)
    try:
        data = data_of(store)
        with accounts.read() as session:
            wanted = is_waiting(session, DIGEST, now) or bool(due(session, data, now))
        if wanted:
            send()
    except (StoreError, NoDataError) as error:
        _LOG.warning("Nobody looks whether mail is due: %s", error)
    except Exception:  # whatever it was, looking goes on
        _LOG.exception("A look whether mail is due failed")


def _send() -> None:
    # Threads of BLAS wait in a loop for each other, and requests need the other core.
    known = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-m", "api.sending"], cwd=_ROOT, env=known, check=False)
