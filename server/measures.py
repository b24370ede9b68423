"""What is counted, for Prometheus at `/metrics`. Documented in docs/deployment.md."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from data.catalog import Catalog
from data.store.snapshots import NoDataError, Store
from server.current import current_or_whole

disable_created_metrics()  # type: ignore[no-untyped-call]
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_THIS_PROCESS = CollectorRegistry()
_REQUESTS = Counter(
    "cxlens_requests", "Requests answered", ["page", "status"], registry=_THIS_PROCESS
)
_SECONDS = Histogram(
    "cxlens_request_seconds",
    "Time in the process, from request to answer",
    ["page"],
    buckets=_BUCKETS,
    registry=_THIS_PROCESS,
)
_HITS = Counter("cxlens_cache_hits", "Answers from the cache", ["kind"], registry=_THIS_PROCESS)
_MISSES = Counter("cxlens_cache_misses", "Answers computed anew", ["kind"], registry=_THIS_PROCESS)
_NO_HARM = suppress(Exception)  # whatever it is: counting must never cost an answer


def request_answered(page: str, status: int, seconds: float) -> None:
    """Count a request. `page` is one of few names."""
    with _NO_HARM:
        _REQUESTS.labels(page, status).inc()
        _SECONDS.labels(page).observe(seconds)


def cache_hit(kind: str) -> None:
    """Count an answer that came from the cache. `kind` is one of few names."""
    with _NO_HARM:
        _HITS.labels(kind).inc()


def cache_miss(kind: str) -> None:
    """Count an answer that had to be computed. `kind` is one of few names."""
    with _NO_HARM:
        _MISSES.labels(kind).inc()


def register(server: Flask, store: Store) -> None:
    """Add `/metrics`: the counts of all processes, and the state of the data."""

    @server.get("/metrics")
    def measures() -> Response:
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry.register(_THIS_PROCESS)
        registry.register(_Data(store))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Data(Collector):
    """Age and size of the data in use, once there are any, and the room for the next ones."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[GaugeMetricFamily]:
        if disk := self._store.disk():
            yield GaugeMetricFamily(
                "cxlens_disk_free_bytes", "Free on the disk of the data", disk.free_bytes
            )
        try:
            catalog = current_or_whole(self._store).catalog
        except NoDataError:
            return
        now = datetime.now(UTC)
        failed = bool(self._store.status().message)
        yield GaugeMetricFamily("cxlens_load_failed", "1 where the last load failed", failed)
        yield GaugeMetricFamily(
            "cxlens_data_age_seconds", "Since the data were loaded", _since(catalog.built_at, now)
        )
        yield GaugeMetricFamily(
            "cxlens_newest_day_age_seconds",
            "Since the end of the newest day that the data have",
            _since(_end(catalog.last_day, catalog), now),
        )
        rows = GaugeMetricFamily("cxlens_rows", "Rows taken", labels=["table"])
        aside = GaugeMetricFamily("cxlens_rows_set_aside", "Rows set aside", labels=["table"])
        for table in catalog.tables:
            rows.add_metric([table.table], table.accepted)
            aside.add_metric([table.table], sum(table.rejected.values()))
        yield rows
        yield aside


def _since(moment: datetime, now: datetime) -> float:
    """Seconds; never below 0, where clocks differ."""
    return max(0.0, (now - moment).total_seconds())


def _end(day: date, catalog: Catalog) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(catalog.timezone))
