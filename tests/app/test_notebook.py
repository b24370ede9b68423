"""docs/notebook.md runs from top to bottom and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "notebook.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(python)?\n(.*?)^```$", TEXT, flags=re.S | re.M)


def test_its_blocks_run_and_print_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    session: dict[str, object] = {}
    assert len(BLOCKS) >= 10
    for language, block in BLOCKS:
        if language:
            exec(block, session)
        else:
            assert capsys.readouterr().out == block
    assert capsys.readouterr().out == ""  # all output is on the page
