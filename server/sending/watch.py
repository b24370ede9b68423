"""A look every so often whether something is due; a process of its own judges and sends it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from access.alerts.kept import to_judge
from access.alerts.told import ALERT, CHANNEL
from access.modes import store_of
from access.sent.queue import is_waiting
from data.store.locks import lock
from data.store.snapshots import NoDataError, Store
from server.current import data_of
from server.sending.digests import DIGEST, due
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError

SECONDS = 30  # between looks
_ROOT = Path(__file__).parents[2]
_LOG = logging.getLogger(__name__)


def watch_sending(settings: Settings) -> None:
    """Look for ever, where people log in. Of all processes on a folder one looks; when it dies,
    another takes over. Machines that share a store share out its messages: see access.sent.queue.
    """
    accounts, kinds = store_of(settings), kinds_sent(settings)
    if accounts is None:
        return
    folder = settings.place()[1]
    store = Store(folder)
    while True:
        try:
            with lock(folder / "sending.lock", wait=True):
                while True:
                    time.sleep(SECONDS)
                    look(accounts, store, kinds, _send)
        except OSError as error:  # a folder that can't be written: another process may look
            _LOG.warning("Nobody looks whether anything is to be sent: %s", error)
            time.sleep(SECONDS)


def kinds_sent(settings: Settings) -> frozenset[str]:
    """Kinds of messages that these settings can send. Alerts are judged whatever they are."""
    mails = {DIGEST, ALERT} if settings.smtp else set()
    return frozenset(mails | ({CHANNEL} if settings.outgoing_hosts else set()))


def look(
    accounts: AppStore, store: Store, kinds: Collection[str], send: Callable[[], None]
) -> None:
    """Send where anything is due, waits for another try, or is to be judged. What fails is logged.

    `kinds`: those that are sent.
    """
    now = datetime.now(UTC)
    try:
        data = data_of(store)
        with accounts.read() as session:
            wanted = (
                is_waiting(session, kinds, now)
                or (DIGEST in kinds and bool(due(session, data, now)))
                or bool(to_judge(session, data.version, ZoneInfo(data.timezone), now))
            )
        if wanted:
            send()
    except (StoreError, NoDataError) as error:
        _LOG.warning("Nobody looks whether anything is to be sent: %s", error)
    except Exception:  # whatever it was, looking goes on
        _LOG.exception("A look whether anything is to be sent failed")


def _send() -> None:
    # Threads of BLAS wait in a loop for each other, and requests need the other core.
    known = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-m", "api.sending"], cwd=_ROOT, env=known, check=False)
