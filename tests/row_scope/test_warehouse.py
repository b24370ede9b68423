"""The same where the rows stay in a database: DuckDB by URL; PostgreSQL in live_databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.row_scope.warehouses import check_warehouse
from tests.warehouse_loads.database import Database


@pytest.mark.slow
@pytest.mark.parametrize("seed", [5])
def test_every_exit_is_that_of_the_rows_alone(seed: int, tmp_path: Path) -> None:
    database = Database(tmp_path)
    check_warehouse(database.put, "{}", database.warehouse, tmp_path, seed)
