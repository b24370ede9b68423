"""The process that sends what is due, once: `python -m api.sending`.

By the settings of the environment; see `server.sending.watch`, which starts it. A process of its
own: no request shares its memory, and heavy panels are worked out here.
"""

from __future__ import annotations

import logging
import os
import sys

from access.modes import store_of
from api.sending.digests import Digests
from data.store.snapshots import NoDataError, Store
from server.current import data_of
from server.logs import configure
from server.sending.runner import Runner
from server.sending.smtp import Post
from settings import Settings
from store.errors import StoreError

_POLITE = 10  # added to the niceness: requests go first
_LOG = logging.getLogger("cxlens.sending")


def main(settings: Settings) -> int:
    """One round. Returns the exit code: 0, or 2 where it can't be."""
    configure()
    os.nice(_POLITE)
    accounts, server = store_of(settings), settings.mail_server()
    if accounts is None or server is None:
        _LOG.error("No mail is sent: people don't log in here, or CXLENS_SMTP is not set")
        return 2
    store = Store(settings.place()[1])
    made = Digests(store, accounts, settings.public_address or "", settings.prefix)
    post = Post(server)
    try:
        runner = Runner(accounts, made.written, post, settings.mail_from or "")
        sent = runner.round(data_of(store))
        _LOG.info("%d messages were sent", sent)
    except (StoreError, NoDataError) as error:
        _LOG.error("No mail is sent now: %s", error)
        return 2
    finally:
        post.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Settings()))
