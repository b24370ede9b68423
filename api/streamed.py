"""Rows as a file of any length, sent while they are read."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

import pandas as pd
from flask import Response, request, stream_with_context

from api.as_csv import heading, line, lines
from api.csv_form import csv_form

_LOG = logging.getLogger(__name__)


def streamed_csv(
    columns: Sequence[str], rows: int, batches: Iterator[pd.DataFrame], what: str
) -> Response:
    """The file of all rows; `what` they are, for the log.

    Where reading fails in the middle, the last line says so, and the answer breaks off, so that
    browsers and programs know it for a download that failed.
    """

    form = csv_form(request)

    def parts() -> Iterator[str]:
        yield heading(columns, form)
        sent = 0
        try:
            for batch in batches:
                yield lines(batch, form)
                sent += len(batch)
            if sent != rows:
                raise RuntimeError(f"{sent} of {rows} {what} were found")
        except Exception:
            _LOG.exception("The %s broke off", what)
            words = f"This file is not whole: it has {sent} of {rows} rows."
            yield line([words, *[None] * (len(columns) - 1)], form)
            raise

    return Response(stream_with_context(parts()), mimetype="text/csv")
