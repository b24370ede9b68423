"""Heavy work in the background: each in a process of its own, one at a time for a data folder.

Locks of the data folder hold all worker processes to it: one on each question, and one on the
folder's turn. A process that dies lets go of both, and the next page that asks starts anew.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, has_app_context

from data.store.locks import is_held, lock
from data.work.questions import (
    Answer,
    Question,
    keep_result,
    place_of,
    read_result,
    result_of,
    worked_by,
)

SECONDS = 300  # that one may take
AGAIN = 600  # seconds after which what failed is tried once more
MOST_WAITING = 20  # questions of one worker process
_ROOT = Path(__file__).parents[1]
_KEY = re.compile("[0-9a-f]{32}")
_NAME = "cxlens_background"
_TURN = "work.lock"
ASKED, STEP = "-asked", "-step"  # endings: the lock on a question, and how far its work is
_WAITS = "waiting for its turn"
_FAILED = "This could not be worked out; the log says why. It will be tried again later."
_LOG = logging.getLogger(__name__)


class Progress(NamedTuple):
    """Of work in the background."""

    done: bool
    said: str


class Background:
    """Starts the work of one worker process. `module`: what is run, with the folder as argument."""

    def __init__(self, folder: Path, module: str, seconds: float = SECONDS) -> None:
        self._folder = folder
        self._module = module
        self._seconds = seconds
        self._mine: set[Path] = set()
        self._unable: dict[Path, float] = {}  # what could not be kept, and when
        self._lock = threading.Lock()

    def ask(self, question: Question) -> Answer:
        """The result, if it is there; else work on it starts, where none is under way."""
        place = question.place(self._folder)
        found = read_result(place, question)
        if found and not (found.failed and _age(place) > AGAIN):
            return Answer(found)
        if found:
            place.unlink(missing_ok=True)
        if time.monotonic() - self._unable.get(place, -AGAIN) < AGAIN:
            return Answer(result_of(question, failed=_FAILED))
        if not is_held(question.place(self._folder, ASKED)):
            self._start(question, place)
        return Answer(None, said_of(place), question.key)

    def _start(self, question: Question, place: Path) -> None:
        with self._lock:
            if place in self._mine or len(self._mine) >= MOST_WAITING:
                return
            self._mine.add(place)
        threading.Thread(target=self._run, args=(question, place), daemon=True).start()

    def _run(self, question: Question, place: Path) -> None:
        try:
            with lock(question.place(self._folder, ASKED), wait=False) as mine:
                if mine:
                    with lock(self._folder / _TURN, wait=True):
                        self._work(question, place)
        except OSError as error:  # the folder can't be written, or is full
            _LOG.error("Work in the background could not be kept: %s", error)
            self._unable = {place: time.monotonic()}
        finally:
            for ending in (ASKED, STEP):
                with suppress(OSError):
                    question.place(self._folder, ending).unlink(missing_ok=True)
            with self._lock:
                self._mine.discard(place)

    def _work(self, question: Question, place: Path) -> None:
        if read_result(place, question):  # another process had it before this one's turn
            return
        command = [sys.executable, "-m", self._module, str(self._folder)]
        # On a machine that others use, threads of one computation wait for each other.
        one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        text = question.model_dump_json()
        try:
            subprocess.run(
                command,
                input=text,
                cwd=_ROOT,
                env=one_thread,
                timeout=self._seconds,
                check=False,
                text=True,
            )
        except subprocess.TimeoutExpired:
            _LOG.error("Work on %s took longer than %d s", question.kind, self._seconds)
        if not read_result(place, question):
            keep_result(place, result_of(question, failed=_FAILED))

    def progress(self, version: str, key: str) -> Progress:
        """How far the work on a question of a version is. Done is also what nobody works on."""
        place = place_of(self._folder, version, key)
        asked = place_of(self._folder, version, key, ASKED)
        done = place.exists() or not (place in self._mine or is_held(asked))
        return Progress(done, said_of(place))


def said_of(place: Path) -> str:
    """How far the work on a question is."""
    try:
        return place.with_name(place.name + STEP).read_text(encoding="utf-8")
    except OSError:
        return _WAITS


def _age(place: Path) -> float:
    try:
        return time.time() - place.stat().st_mtime
    except OSError:
        return 0.0


def register(server: Flask, folder: Path, module: str) -> None:
    """Let pages of this server ask for work."""
    server.extensions[_NAME] = Background(folder, module)


def progress(version: str, key: str) -> Progress | None:
    """Of the version that a reader sees, for the request under way; None for what is no key."""
    found: Background = current_app.extensions[_NAME]
    return found.progress(version, key) if _KEY.fullmatch(key) else None


def background_of_request() -> Background | None:
    """That of the server whose request this is; None outside of requests."""
    return current_app.extensions.get(_NAME) if has_app_context() else None


worked_by(background_of_request)
