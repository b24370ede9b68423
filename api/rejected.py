"""The rows that were not taken, as a file of any length."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from flask import Response, stream_with_context

from api.as_csv import heading, line, lines
from data.query.tables import REJECTED, rejected_batches
from data.store.snapshots import Snapshot

_LOG = logging.getLogger(__name__)


def rejected_csv(snapshot: Snapshot) -> Response:
    """The file of all rows that were not taken, sent while it is read. Raises UnavailableError.

    Where reading fails in the middle, the last line says so, and the answer breaks off, so that
    browsers and programs know it for a download that failed.
    """
    rejected = rejected_batches(snapshot)

    def parts() -> Iterator[str]:
        yield heading(REJECTED)
        sent = 0
        try:
            for batch in rejected.batches:
                yield lines(batch)
                sent += len(batch)
            if sent != rejected.rows:
                raise RuntimeError(f"{sent} of {rejected.rows} rows set aside were found")
        except Exception:
            _LOG.exception("The rows set aside broke off")
            words = f"This file is not whole: it has {sent} of {rejected.rows} rows."
            yield line([words, *[None] * (len(REJECTED) - 1)])
            raise

    return Response(stream_with_context(parts()), mimetype="text/csv")
