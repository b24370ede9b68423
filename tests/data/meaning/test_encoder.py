"""The encoder's process: one for all who ask, started anew when it was killed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from data.meaning import encoder
from voice.vectors import vectors


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sockets: their names may have 107 bytes."""
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    encoder._kept.cache_clear()
    yield folder
    for started in encoder._STARTED:
        assert started.stdin
        started.stdin.close()  # as if this process ended
        assert started.wait(10) == 0
    encoder._STARTED.clear()
    encoder._kept.cache_clear()
    shutil.rmtree(folder)


def test_words_are_encoded_by_one_process_and_by_another_after_it(place: Path) -> None:
    found = encoder.encoded("late delivery")
    assert found is not None
    np.testing.assert_allclose(found, vectors(["late delivery"]).floats()[0], atol=1e-4)
    (first,) = encoder._STARTED
    (folder,) = place.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert encoder.encoded("опоздание") is not None and encoder.encoded("") is not None
    assert [first] == encoder._STARTED
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    assert encoder.encoded("late delivery") is found  # kept
    assert encoder.encoded("another one") is None  # it ended badly, which is said once
    again = encoder.encoded("another one")
    assert again is not None
    np.testing.assert_allclose(again, vectors(["another one"]).floats()[0], atol=1e-4)
    assert encoder._STARTED[0].pid != first.pid


def test_without_the_encoder_there_is_no_answer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "installed", lambda: False)
    assert encoder.encoded("late delivery") is None
    assert encoder._STARTED == []


@pytest.mark.parametrize("made", ["open", "link"])
def test_a_folder_that_others_can_open_is_not_used(place: Path, made: str) -> None:
    folder = place / f"cx-lens-encoder-{os.getuid()}"
    if made == "open":
        folder.mkdir()
        folder.chmod(0o755)
    else:
        (place / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(place / "elsewhere")
    assert encoder.encoded("late delivery") is None
    assert encoder._STARTED == []


def test_who_does_not_answer_in_time_is_not_waited_for(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "_PATIENCE", 0.2)
    monkeypatch.setattr(encoder, "_start", lambda _: None)
    assert encoder.encoded("late delivery") is None
