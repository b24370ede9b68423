"""A company whose data are loaded, and ways to read what is served of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.ingest.service import load
from data.store.snapshots import Store
from data.store.versions import SPILL
from tests.data.company import LONG, Company, answers, survey

ROWS = answers(200)


class Served(Company):
    """Loads as a server does, with nobody attending."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.told: list[str] = []
        self.store = Store(self.out)

    def load(self) -> Path:
        return load(self.mapping, self.out, self.told.append, attended=False)

    def rows(self) -> int:
        """Rows of feedback that are served."""
        (feedback,) = self.store.snapshot().catalog.tables
        return feedback.accepted

    def left(self) -> list[str]:
        """What is in the folder beside data files, and the folder of those who read them."""
        names = (p.name for p in self.out.iterdir() if p.suffix != ".duckdb")
        return sorted(name for name in names if name != SPILL)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """200 rows, loaded and in use."""
    company = Served(tmp_path)
    company.write(LONG, survey_csv=survey(*ROWS))
    company.load()
    assert company.rows() == 200
    return company
