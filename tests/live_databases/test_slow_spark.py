"""A question that takes Spark too long is ended there, and the next one is answered."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from data.errors import UnavailableError
from data.store.connection import Address
from data.store.warehouse import Warehouse
from tests.live_databases.engines import Spark

SLOW = (
    "SELECT count(*) FROM range(300000000) a CROSS JOIN range(30000) b WHERE a.id % 7 = b.id % 11"
)


@pytest.fixture
def spark() -> Iterator[Spark]:
    started = Spark()
    yield started
    started.remove()


def test_slow(spark: Spark) -> None:
    Warehouse(Address(spark.url, None, 60), "").ping()  # the first answer takes long
    database = Warehouse(Address(spark.url, None, 4), "")
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="did not answer within 4 seconds"):
        database.frame(SLOW)
    assert time.monotonic() - began < 30
    assert database.frame("SELECT 7 AS seven")["seven"].tolist() == [7]
