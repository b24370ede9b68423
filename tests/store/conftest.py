from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.app_store import AppStore
from store.migrate import migrate


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AppStore]:
    """An empty store in a file, up to date."""
    made = AppStore(tmp_path / "a folder? with 100% of signs" / "store.sqlite")
    migrate(made)
    yield made
    made.close()
