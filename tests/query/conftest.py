from pathlib import Path

import pytest

from tests.data.company import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)
