"""Log lines: one JSON object each, on the standard error stream."""

from __future__ import annotations

import logging
import os
from typing import Any

from flask import g, has_request_context


class _Circumstances(logging.Filter):
    """Adds the worker, and the request that a line is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.pid = os.getpid()
        if has_request_context() and "request_id" in g:
            record.request_id = g.request_id
        return True


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
