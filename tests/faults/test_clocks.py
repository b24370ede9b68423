"""The wall clock jumps, by hours or by years: nothing fails, and nothing is stuck afterwards."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from data.errors import DataError
from data.ingest.service import found_version
from data.store.load_status import LoadStatus, write_status
from server.loads.watch import Watch
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.data.company import LONG, answers, survey
from tests.faults.conftest import Served

WHO_READS_IT = (
    "data.ingest.catalog",
    "data.ingest.service",
    "data.ingest.files.convert",
    "data.ingest.files.stage_all",
    "data.ingest.files.version",
    "data.mapping.model",
    "data.store.load_status",
    "server.measures",
    "app",
)
JUMPS = [timedelta(days=-365 * 50), timedelta(hours=-5), timedelta(hours=5), timedelta(days=36500)]


class Clock:
    """The clock that our modules read, off by as much as is wanted."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def off(self, by: timedelta) -> None:
        class Jumped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp((datetime.now(UTC) + by).timestamp(), tz)

        for name in WHO_READS_IT:
            self._patch.setattr(importlib.import_module(name), "datetime", Jumped)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("by", JUMPS, ids=str)
def test_a_server_goes_on_and_so_do_its_loads(served: Served, clock: Clock, by: timedelta) -> None:
    settings = Settings(mapping=served.mapping, folder=served.folder / "built")
    client = client_of(settings)
    served.out = settings.place()[1]
    clock.off(by)
    for text in ("metrics", "readyz", "api/overview?period=all"):
        assert client.get(f"/{text}").status_code == 200
    ages = [
        float(line.split()[1])
        for line in client.get("/metrics").text.splitlines()
        if line.startswith(("cxlens_data_age_seconds", "cxlens_newest_day_age_seconds"))
    ]
    assert len(ages) == 2
    assert min(ages) >= 0
    served.write(LONG, survey_csv=survey(*answers(210)))
    refused = by < timedelta(days=-1000)  # all that was answered lies in the future
    if refused:
        with pytest.raises(DataError, match=r"less than half|no row"):
            served.load()
        assert "could not be loaded" in show(client, "/overview").text("notices")
    else:
        served.load()
    clock.off(timedelta())
    served.write(LONG, survey_csv=survey(*answers(220)))
    looking = Watch(served.mapping, served.out)
    assert [looking.due() for _ in range(2)] == [False, True]
    served.load()
    body = client.get("/readyz").get_json()
    assert (body["rows"]["feedback"], body["load"]["state"]) == (220, "loaded")
    assert show(client, "/overview").text("notices") == ""


def test_what_failed_by_a_clock_that_was_ahead_is_tried_again(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(210)))
    failed = LoadStatus(
        state="failed",
        message="There is no room left",
        version=found_version(served.mapping, served.out),
        ended_at=datetime.now(UTC) + timedelta(days=36500),
    )
    write_status(served.out, failed)
    served.load()
    assert served.rows() == 210
