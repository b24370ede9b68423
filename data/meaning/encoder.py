"""The vector of words that somebody seeks, from one process for all of this user's on the machine.

The encoder takes 125 MB and a second or more to load: too much for each process that answers. It
runs as `python -m data.meaning.encoder`, at the first words, until nobody asked for five minutes
or whoever started it is gone. What it is asked goes through a socket that this user alone can open.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache, cached

from data.store.locks import is_held, lock
from data.store.time_limit import seconds_left
from voice.vectors import VERSION, WIDTH, installed, vectors

Vector = npt.NDArray[np.float32]
_ROOT = Path(__file__).parents[2]
_PATIENCE = 15.0  # seconds for an answer, in which the encoder may have to be loaded first
_IDLE = 300.0
_MOST = 4_000  # bytes of words
_LOG = logging.getLogger(__name__)
_STARTED: list[subprocess.Popen[bytes]] = []  # by this process, the last one
_STARTING = threading.Lock()


class _UnableError(Exception):
    """The encoder gave no answer."""


def encoded(words: str) -> Vector | None:
    """The vector of the words, float32 (512,); None where the encoder is missing or not able to."""
    try:
        return _kept(words)
    except _UnableError as error:
        _LOG.warning("Words could not be sought by meaning: %s", error)
        return None


@cached(LRUCache(maxsize=256), lock=threading.Lock())
def _kept(words: str) -> Vector:
    if not installed():
        raise _UnableError("the encoder is not installed")
    until = time.monotonic() + min(_PATIENCE, seconds_left() or _PATIENCE)
    place = _place()
    while time.monotonic() < until:
        try:
            return _asked(place, words, until - time.monotonic())
        except (FileNotFoundError, ConnectionError):  # not there yet, or at its end
            _start(place)
            time.sleep(0.05)
        except OSError as error:
            raise _UnableError(str(error)) from error
    raise _UnableError(f"no answer within {_PATIENCE:.0f} s")


def _place() -> Path:
    """The socket, in a folder that nobody else can open."""
    folder = Path(tempfile.gettempdir()) / f"cx-lens-encoder-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError as error:
        raise _UnableError(str(error)) from error
    if state.st_uid != os.getuid() or state.st_mode & 0o077 or folder.is_symlink():
        raise _UnableError(f"{folder} belongs to somebody else, or others can open it")
    return folder / f"{VERSION}.socket"


def _asked(place: Path, words: str, seconds: float) -> Vector:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(max(seconds, 0.01))
        client.connect(str(place))
        client.sendall(words.encode()[:_MOST])
        client.shutdown(socket.SHUT_WR)
        found = _all_of(client, 4 * WIDTH)
    if len(found) != 4 * WIDTH:
        raise ConnectionError("the encoder ended before its answer did")
    return np.frombuffer(found, np.float32)


def _all_of(sender: socket.socket, most: int) -> bytes:
    found = b""
    while len(found) <= most and (part := sender.recv(most)):
        found += part
    return found


def _start(place: Path) -> None:
    """Starts the encoder, unless there is one that is about to answer."""
    with _STARTING:
        if is_held(_lock_of(place)) or (_STARTED and _STARTED[0].poll() is None):
            return
        if _STARTED:
            ended = _STARTED.pop()
            if ended.stdin:
                ended.stdin.close()
            if ended.returncode:
                raise _UnableError(f"the encoder ended with {ended.returncode}")
        command = [sys.executable, "-m", "data.meaning.encoder", str(place)]
        one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        try:
            _STARTED[:] = [
                subprocess.Popen(command, stdin=subprocess.PIPE, cwd=_ROOT, env=one_thread)
            ]
        except OSError as error:
            raise _UnableError(str(error)) from error


def main(place: Path) -> None:
    """Answers at the socket `place`, unless another process holds its lock."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    with lock(_lock_of(place), wait=False) as alone:
        if not alone:
            return
        vectors(["load the encoder"])
        place.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(place))
            server.listen(64)
            server.settimeout(_IDLE)
            with suppress(TimeoutError):
                while True:
                    _answer(server.accept()[0])
            place.unlink(missing_ok=True)


def _lock_of(place: Path) -> Path:
    return place.with_suffix(".lock")


def _answer(client: socket.socket) -> None:
    with client, suppress(OSError):  # whoever asked is gone
        client.settimeout(1)
        words = _all_of(client, _MOST).decode(errors="replace")
        client.sendall(vectors([words]).floats()[0].tobytes())


def _end_with_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
