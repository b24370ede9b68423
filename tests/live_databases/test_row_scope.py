"""Row scope on PostgreSQL: what a limited reader gets is what the rows alone would show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.live_databases.engines import PostgreSQL
from tests.row_scope.warehouses import check_warehouse


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    started = PostgreSQL()
    yield started
    started.remove()


@pytest.mark.parametrize("seed", [3])
def test_every_exit_is_that_of_the_rows_alone(
    seed: int, server: PostgreSQL, tmp_path: Path
) -> None:
    def put(name: str, frame: pd.DataFrame) -> None:
        file = tmp_path / f"{name}.parquet"
        frame.to_parquet(file, index=False)
        server.put(name, file)

    warehouse = f'\n[warehouse]\nurl = "{server.url}"\n'
    check_warehouse(put, "crm.{}", warehouse, tmp_path, seed)
