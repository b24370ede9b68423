"""How gunicorn runs CX Lens. `GUNICORN_CMD_ARGS` wins over what stands here."""

from __future__ import annotations

import gc
import threading
from typing import Any

from server.loads.reload import Loader
from server.loads.watch import watch, watch_sent
from server.logs import log_config
from server.processes import PLACES, SHARED_MEMORY, share_measures
from server.sending.watch import watch_sending
from server.worker.first_signals import end_when_told
from server.worker.gunicorn_worker import FairWorker
from settings import Settings

_SETTINGS = Settings()
_LOADER = Loader(_SETTINGS)

share_measures()

wsgi_app = "app:server"
bind = _SETTINGS.address()
workers = _SETTINGS.worker_count()
worker_class = FairWorker
threads = _SETTINGS.threads
preload_app = True  # workers share the memory of what is imported; data are opened after the fork
timeout = 120  # seconds without a sign of life until a worker is replaced
graceful_timeout = 30  # seconds for requests under way when a worker ends
loglevel = "warning"
logconfig_dict = log_config()
control_socket_disable = True  # signals are enough
if SHARED_MEMORY.is_dir():
    worker_tmp_dir = str(SHARED_MEMORY)  # signs of life must not wait for a slow disk


def when_ready(_: Any) -> None:  # noqa: ANN401
    """Before the first fork: no garbage collection touches what exists now, so it stays shared."""
    gc.collect()
    gc.freeze()


def on_reload(_: Any) -> None:  # noqa: ANN401
    """SIGHUP starts new workers, and a load of new data."""
    _LOADER.start()


def post_worker_init(_: Any) -> None:  # noqa: ANN401
    """Each worker is ready to look at the sources and at what was sent; one of them does."""
    folder = _SETTINGS.place()[1]
    load = Loader(_SETTINGS).start
    threading.Thread(target=watch_sent, args=(folder, load), daemon=True).start()
    threading.Thread(target=watch_sending, args=(_SETTINGS,), daemon=True).start()
    if _SETTINGS.watch:
        arguments = (_SETTINGS.place, _SETTINGS.watch, load)
        threading.Thread(target=watch, args=arguments, daemon=True).start()


def pre_fork(_: Any, worker: Any) -> None:  # noqa: ANN401
    """A worker is about to start."""
    PLACES.take(worker.age)


def post_fork(master: Any, worker: Any) -> None:  # noqa: ANN401
    """This process is a worker."""
    end_when_told(worker, master.SIG_QUEUE)
    PLACES.settle(worker.age)


def child_exit(_: Any, worker: Any) -> None:  # noqa: ANN401
    """A worker has ended."""
    PLACES.leave(worker.age)
