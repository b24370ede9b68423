"""Signals that reach a worker before it has handlers of its own.

A fork inherits the handlers of gunicorn's master, which only queue what they get: a worker that
is told to end in its first moments would forget it, and stopping would take the whole of
`graceful_timeout`.
"""

from __future__ import annotations

import queue
import signal
from typing import Any

_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def end_when_told(worker: Any, inherited: queue.SimpleQueue[Any]) -> None:  # noqa: ANN401
    """In a worker, right after the fork: end at such signals from now on, and also if one came.

    `inherited` is this process' copy of the master's queue of signals.
    """
    for one in _ENDS:
        signal.signal(one, worker.handle_exit)
    while not inherited.empty():
        if inherited.get_nowait() in _ENDS:
            worker.handle_exit(signal.SIGTERM, None)
