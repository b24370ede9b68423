"""What a machine may lack: the tests that need it are skipped, or fail where all is required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skips, or fails with CX_LENS_REQUIRE_ALL."""
    if os.environ.get("CX_LENS_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)
