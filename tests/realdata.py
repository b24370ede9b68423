"""Where the real data sets are: beside the checkout, never in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "realdata"

# With everything required, tests fail instead where the data are absent.
needs_real_data = pytest.mark.skipif(
    not REAL.is_dir() and not os.environ.get("CX_LENS_REQUIRE_ALL"),
    reason="the real data sets are not beside the checkout (../shared/realdata)",
)
