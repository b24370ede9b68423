"""Comments are read on the machine alone: a load whose process reaches nobody has all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.comments import made_up
from benchmarks.reading import NO_NETWORK, company, load_without_network
from data.store.snapshots import open_in_use

_COMMENTS = 300


def test_a_load_without_a_network_reads_comments(tmp_path: Path) -> None:
    load_without_network(company(tmp_path / "company", made_up(_COMMENTS)), tmp_path / "built")
    read = open_in_use(tmp_path / "built").catalog.comments_read
    assert read
    assert read.comments == _COMMENTS
    assert len(read.languages) == 5
    assert read.method
    assert "learnt" in read.method.way  # with the vectors of the encoder
    assert (tmp_path / "built" / "comments.vectors").exists()


@pytest.mark.parametrize(
    "ask",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "__import__('urllib.request').request.urlopen('http://example.com')",
    ],
)
def test_what_asks_for_a_network_there_is_refused(ask: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"{NO_NETWORK}\n{ask}"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "There is no network here." in run.stderr
