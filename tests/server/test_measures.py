"""What is counted, and that it stays few series."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from access.reader import NOBODY
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot, Store
from server import measures
from server.gate.reader import put_reader
from tests.callbacks.client import show
from tests.server.apart import run
from view.pages import PAGES

ROOT = Path(__file__).parents[2]
Found = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(client: FlaskClient) -> Found:
    response = client.get("/metrics")
    assert response.mimetype == "text/plain"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.get_data(as_text=True))
        for sample in family.samples
    }


def value(found: Found, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


def test_requests_are_counted_by_page_and_status(client: FlaskClient) -> None:
    before = scraped(client)
    show(client, "/loyalty?region=EMEA")
    show(client, "/")
    client.get("/api/loyalty")
    client.get("/api/loyalty?x=1")
    client.get("/nowhere")
    now = scraped(client)
    for page, status, more in [
        ("loyalty", "200", 1),
        ("overview", "200", 1),
        ("api/loyalty", "200", 1),
        ("api/loyalty", "400", 1),
        ("frame", "404", 1),
    ]:
        name = "cxlens_requests_total"
        counted = value(now, name, page=page, status=status)
        assert counted - value(before, name, page=page, status=status) == more, page
    count = "cxlens_request_seconds_count"
    assert value(now, count, page="loyalty") - value(before, count, page="loyalty") == 1
    fast = value(now, "cxlens_request_seconds_bucket", page="loyalty", le="10.0")
    assert fast == value(now, count, page="loyalty")
    assert {"0.001", "10.0"} <= {dict(labels).get("le") for _, labels in now}


def test_the_data_are_described(client: FlaskClient, snapshot: Snapshot) -> None:
    found = scraped(client)
    for table in snapshot.catalog.tables:
        assert value(found, "cxlens_rows", table=table.table) == table.accepted
        aside = value(found, "cxlens_rows_set_aside", table=table.table)
        assert aside == sum(table.rejected.values())
    age = datetime.now(UTC) - snapshot.catalog.built_at
    assert value(found, "cxlens_data_age_seconds") == pytest.approx(age.total_seconds(), abs=60)
    assert value(found, "cxlens_newest_day_age_seconds") >= 0


def test_every_measure_is_documented(client: FlaskClient) -> None:
    measures.cache_hit("page")
    measures.cache_miss("page")
    text = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    documented = set(re.findall(r"`(cxlens_\w+)", text))
    ends = re.compile("_(bucket|count|sum)$")
    assert {ends.sub("", name) for name, _ in scraped(client)} == documented


def test_odd_requests_make_no_new_series(client: FlaskClient) -> None:
    for number in range(5):
        client.get(f"/page-{number}")
        client.get(f"/api/page-{number}")
        client.get(f"/assets/{number}.js")
        client.open(f"/{number}", method=f"ODD{number}")
        show(client, f"/page-{number}")
    pages = {dict(labels).get("page") for _, labels in scraped(client)} - {None}
    known = {"other", "shared links", "saved views", "frame", "files", "healthz", "readyz"}
    known |= {"notes", "cases", "themes", "own data", "sent answers", "metrics", "api/other"}
    assert pages <= known | set(PAGES) | {f"api/{page}" for page in PAGES}


def alone(snapshot: Snapshot | None) -> FlaskClient:
    """A server that has only the measures of such data."""
    server = Flask(__name__)
    server.before_request(lambda: put_reader(NOBODY))
    store = SimpleNamespace(snapshot=lambda: snapshot, status=LoadStatus, disk=lambda: None)
    measures.register(server, cast(Store, store))
    found: FlaskClient = server.test_client()
    return found


def test_ages_are_never_below_zero(snapshot: Snapshot) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=3)
    catalog = snapshot.catalog.model_copy(update={"built_at": ahead, "last_day": ahead.date()})
    found = scraped(alone(cast(Snapshot, SimpleNamespace(catalog=catalog))))
    assert found["cxlens_data_age_seconds", frozenset()] == 0
    assert found["cxlens_newest_day_age_seconds", frozenset()] == 0


def test_the_newest_day_ends_at_midnight_of_the_company(snapshot: Snapshot) -> None:
    update = {"last_day": date(2026, 1, 31), "timezone": "America/New_York"}
    catalog = snapshot.catalog.model_copy(update=update)
    found = scraped(alone(cast(Snapshot, SimpleNamespace(catalog=catalog))))
    since = datetime.now(UTC) - datetime(2026, 2, 1, 5, tzinfo=UTC)
    age = found["cxlens_newest_day_age_seconds", frozenset()]
    assert age == pytest.approx(since.total_seconds(), abs=60)


def test_without_data_there_are_only_requests(tmp_path: Path) -> None:
    server = Flask(__name__)
    server.before_request(lambda: put_reader(NOBODY))
    measures.register(server, Store(tmp_path))
    names = {name for name, _ in scraped(server.test_client())}
    assert not any(name.startswith("cxlens_rows") for name in names)


def test_hits_and_misses_of_the_cache(client: FlaskClient) -> None:
    before = scraped(client)
    measures.cache_hit("test")
    measures.cache_miss("test")
    measures.cache_miss("test")
    now = scraped(client)
    for name, more in (("cxlens_cache_hits_total", 1), ("cxlens_cache_misses_total", 2)):
        assert value(now, name, kind="test") - value(before, name, kind="test") == more


WORKERS = """
import os
import errno
from server.processes import PLACES, share_measures
share_measures()
share_measures()  # again, as at SIGHUP
full = {FULL}
if full:
    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")
    os.posix_fallocate = no_room
for number in range(6):
    PLACES.take(number)
    pid = os.fork()
    if not pid:
        PLACES.settle(number)
        from server.measures import request_answered
        request_answered("overview", 200, 0.1)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    if number > 1:  # two live on, the others follow each other
        PLACES.leave(number)
from pathlib import Path
from flask import Flask
from data.store.snapshots import Store
from access.reader import NOBODY
from server import measures
from server.gate.reader import put_reader
server = Flask("test")
server.before_request(lambda: put_reader(NOBODY))
measures.register(server, Store(Path("nowhere")))
print(server.test_client().get("/metrics").get_data(as_text=True))
folder = os.environ["PROMETHEUS_MULTIPROC_DIR"]
print(len(list(Path(folder).glob("*.db"))))
print(folder)
"""


@pytest.mark.parametrize("full", [False, True])
def test_counts_of_all_workers_are_added_up_in_few_files(full: bool) -> None:
    environment = {name: text for name, text in os.environ.items() if "PROMETHEUS" not in name}
    *lines, files, folder = run(
        WORKERS.replace("{FULL}", str(full)), environment
    ).stdout.splitlines()
    if full:  # nobody was killed, each counted for itself
        assert files == "0"
    else:
        assert 'cxlens_requests_total{page="overview",status="200"} 6.0' in lines
        assert files == "6"  # two kinds in three places
    assert not Path(folder).exists()  # removed at the end


def test_counting_never_costs_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def labels(self, *_: object) -> None:
            raise RuntimeError("file is corrupted")

    for name in ("_REQUESTS", "_SECONDS", "_HITS", "_MISSES"):
        monkeypatch.setattr(measures, name, Broken())
    measures.request_answered("overview", 200, 0.1)
    measures.cache_hit("page")
    measures.cache_miss("page")
