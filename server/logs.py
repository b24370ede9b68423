"""Log lines: one JSON object each, on the standard error stream."""

from __future__ import annotations

import logging.config
import os
import re
import sys
import threading
from typing import Any
from urllib.parse import unquote_plus

from flask import g, has_request_context

_LOG = logging.getLogger("cxlens.process")
_HIDDEN = ("customer_id", "next", "view")  # the last two: whole links
# What opens a shared link or a feed, or ends a mail, in a path.
_TOKEN = re.compile(r"((?:^|/)(?:s|feeds|unsubscribe)/+)[^?#&\s]+")
# A name and its value in a link.
_PAIR = re.compile(r"([^?&=]+)=([^&]*)")


def without_secrets(link: str) -> str:
    """A link as it may be logged: without the id of a customer, and the token of a path.

    However the name of the id is written.
    """

    def shown(pair: re.Match[str]) -> str:
        hidden = unquote_plus(pair[1]).strip() in _HIDDEN
        return f"{pair[1]}=…" if hidden else pair[0]

    return _PAIR.sub(shown, _TOKEN.sub(r"\1…", link))


def configure() -> None:
    """From now on all that this process says is such a line, also what nobody caught.

    Else Python itself writes it: warnings of libraries, and errors at the end of a thread, of the
    process, or of an object that is deleted.
    """
    logging.config.dictConfig(log_config())
    logging.captureWarnings(True)
    sys.excepthook = lambda _, error, __: _uncaught("This process ends", error)
    threading.excepthook = lambda of: _uncaught("A thread ended", of.exc_value)
    sys.unraisablehook = lambda of: _uncaught("An object could not be deleted", of.exc_value)


def _uncaught(what: str, error: BaseException | None) -> None:
    if not isinstance(error, SystemExit):  # which is a way to end a thread
        _LOG.critical("%s by an error that nobody caught", what, exc_info=error)


class _Circumstances(logging.Filter):
    """Adds the worker, and the request that a line is about; links lose what is secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.pid = os.getpid()
        if has_request_context() and "request_id" in g:
            record.request_id = g.request_id
        if isinstance(record.args, tuple):
            record.args = tuple(map(_shown, record.args))
        return True


def _shown(argument: object) -> object:
    return without_secrets(argument) if isinstance(argument, str) else argument


def log_config() -> dict[str, Any]:
    """For `logging.config.dictConfig`, in a server process; gunicorn's own lines come along."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"circumstances": {"()": _Circumstances}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["levelname", "name", "message"],
                "style": "sequence",
                "timestamp": "time",
                "rename_fields": {"levelname": "level", "name": "logger", "exc_info": "error"},
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["circumstances"],
            }
        },
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"handlers": [], "propagate": True},
            "waitress": {"level": "WARNING"},  # else a line for each client that went away
        },
    }
