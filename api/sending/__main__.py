"""The process that judges alerts and sends what is due, once: `python -m api.sending`.

By the settings of the environment; see `server.sending.watch`, which starts it. A process of its
own: no request shares its memory, and heavy panels are worked out here.
"""

from __future__ import annotations

import logging
import os
import sys
from functools import partial

from access.modes import store_of
from api.sending.alerts import Alerts
from api.sending.digests import Digests
from data.store.snapshots import NoDataError, Store
from server.current import data_of
from server.logs import configure
from server.outgoing.send import send
from server.sending.alerts import AlertMails, AlertPosts
from server.sending.by_mail import Mailing
from server.sending.digests import DigestMails
from server.sending.runner import Kind, Runner
from server.sending.smtp import Post
from server.sending.watch import kinds_sent
from settings import Settings
from store.errors import StoreError

_POLITE = 10  # added to the niceness: requests go first
_LOG = logging.getLogger("cxlens.sending")


def main(settings: Settings) -> int:
    """One round. Returns the exit code: 0, or 2 where it can't be."""
    configure()
    os.nice(_POLITE)
    accounts, server = store_of(settings), settings.mail_server()
    if accounts is None:
        _LOG.error("Nothing is sent: people don't log in here")
        return 2
    store, address = Store(settings.place()[1]), settings.public_address or ""
    alerts = Alerts(store, accounts, address, settings.prefix)
    kinds = list[Kind]()
    post = Post(server) if server else None
    if post:
        digests = Digests(store, accounts, address, settings.prefix)
        mailing = Mailing(post, settings.mail_from or "")
        kinds = [DigestMails(digests.written, mailing), AlertMails(alerts.written, mailing)]
    if settings.outgoing_hosts:
        kinds.append(AlertPosts(alerts.prepared, partial(send, hosts=settings.outgoing_hosts)))
    try:
        data = data_of(store)
        news = alerts.judge_all(data, kinds_sent(settings))
        sent = Runner(accounts, kinds).round(data)
        _LOG.info("%d pieces of news, and %d messages were sent", news, sent)
    except (StoreError, NoDataError) as error:
        _LOG.error("Nothing is sent now: %s", error)
        return 2
    finally:
        if post:
            post.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Settings()))
