"""Code in a process of its own, with the environment that a server would have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from settings import Settings

ROOT = Path(__file__).parents[2]


def run(
    code: str, environment: dict[str, str] | None = None, *, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """What it wrote; in the environment given, or in ours.

    `check`: CalledProcessError where it fails.
    """
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=check,
        text=True,
    )


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """Ours, with the settings of a company."""
    ours = {"CXLENS_MAPPING": str(settings.mapping), "CXLENS_FOLDER": str(settings.folder)}
    return {**os.environ, **ours, **more}
