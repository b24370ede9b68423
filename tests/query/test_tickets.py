"""What tickets say of every metric, against a slow recount from the analyst's frame."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import nullcontext as ok
from datetime import date, datetime, time
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlglot
from sqlglot import exp

from data.derived import ticket_rollups
from data.frames import Tables
from data.ingest.build import build
from data.query import tickets
from data.query.compile import CountQuery, together
from data.query.ticket_questions import TicketQuery, tallies, values
from data.scope import NOT_STATED, Scope, Span
from data.store.data_file import DataFile
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from metrics.durations import quantile_figures
from metrics.sums.counts import tally_moments
from settings import Settings
from tests.query import recount
from tests.query.test_compiled import DIALECTS
from tests.query.test_engine import GRAINS, frame_of, random_scope

KEYS: tuple[tuple[str, ...], ...] = ((), ("team",), ("channel", "priority"), ("agent",))
SECONDS = {"hours": 3600.0, "minutes": 60.0}  # in a unit
# What a slow reader counts: of each ticket a number, or nothing where it is left out.
SLOW: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "first_contact_resolution": lambda t: _first_contact(t),
    "first_response_time": lambda t: recount.seconds(t, "first_response_at"),
    "first_response_p90": lambda t: recount.seconds(t, "first_response_at"),
    "first_response_mean": lambda t: recount.seconds(t, "first_response_at"),
    "resolution_time": lambda t: recount.seconds(t, "resolved_at"),
    "resolution_p90": lambda t: recount.seconds(t, "resolved_at"),
    "resolution_mean": lambda t: recount.seconds(t, "resolved_at"),
    "sla_met": lambda t: _in_time(t),
    "resolution_rate": lambda t: _resolved_in_time(t),
    "reopen_rate": lambda t: t["reopened"].astype("Float64").astype(float),
    "handle_time": lambda t: t["handle_seconds"],
    "handle_p90": lambda t: t["handle_seconds"],
    "handle_mean": lambda t: t["handle_seconds"],
    "average_speed_of_answer": lambda t: t["wait_seconds"].where(t["answered"].fillna(False)),
    "speed_of_answer_p90": lambda t: t["wait_seconds"].where(t["answered"].fillna(False)),
    "unanswered_calls": lambda t: 1 - t["answered"].astype("Float64").astype(float),
    "tickets_opened": lambda t: pd.Series(1.0, t.index),
    "tickets_resolved": lambda t: pd.Series(1.0, t.index),
    "tickets_unsolved": lambda t: pd.Series(1.0, t.index),
    "interactions": lambda t: t["contacts"],
    "quality_score": lambda t: t["quality_score"],
    "self_service_share": recount.self_served,
    "transfers_per_contact": lambda t: t["transfers"],
    "tone_change": lambda t: t["tone_end"] - t["tone_start"],
}
ADDED = [DEFINITIONS[key] for key in SLOW]


def _first_contact(frame: pd.DataFrame) -> pd.Series:
    once = (frame["contacts"] == 1) & ~frame["reopened"].fillna(False).astype(bool)
    return once.astype(float).where(frame["contacts"].notna())


def _resolved_in_time(tickets: pd.DataFrame) -> pd.Series:
    old = (tickets.attrs["newest"] - tickets["opened_at"]).dt.total_seconds() >= 30 * 86_400
    taken = recount.seconds(tickets, "resolved_at")
    return (taken <= 30 * 86_400).astype(float).where(old)


def _left(tickets: pd.DataFrame) -> pd.Series:
    """Resolved, or a call that nobody answered: gone when it came."""
    gone = tickets["opened_at"].where(~tickets["answered"].fillna(True).astype(bool))
    found: pd.Series = tickets["resolved_at"].fillna(gone)
    return found


def _in_time(frame: pd.DataFrame) -> pd.Series:
    taken = recount.seconds(frame, "first_response_at")
    met = (taken <= frame["sla_seconds"]).astype(float)
    waited = (frame.attrs["newest"] - frame["opened_at"]).dt.total_seconds()
    missed = ~frame["answered"].fillna(True).astype(bool)  # a call that nobody answered
    overdue = taken.isna() & ((waited > frame["sla_seconds"]) | missed)
    return met.where(taken.notna()).mask(overdue, 0.0).where(frame["sla_seconds"].notna())


@pytest.fixture(scope="module")
def rows(tables: Tables) -> pd.DataFrame:
    found = frame_of(tables, "tickets").copy()  # others read the frame itself
    ends = [found[name].max() for name in ("opened_at", "first_response_at", "resolved_at")]
    found.attrs["newest"] = max(ends)
    return found


def test_every_metric_is_recounted() -> None:
    of_tickets = {key for key, one in DEFINITIONS.items() if one.table == "tickets"}
    assert of_tickets - set(SLOW) == {
        "open_cases",  # below
        "resolution_sla_met",  # tests/data/test_service_levels.py
        *(key for key in of_tickets if "business" in key),  # tests/data/test_ticket_columns.py
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(7))
def test_metrics_of_random_scopes(seed: int, snapshot: Snapshot, rows: pd.DataFrame) -> None:
    chance = random.Random(seed)
    scopes = [random_scope(chance, snapshot.catalog, "tickets") for _ in range(2)]
    keys, grain = KEYS[seed % len(KEYS)], (*GRAINS, None)[seed % 6]
    cut = (*(["period"] if grain else []), *keys)
    found = tickets.answers_of(snapshot, [CountQuery(one, keys, grain) for one in scopes], ADDED)
    for scope, answers in zip(scopes, found, strict=True):
        for metric in ADDED:
            clock = metric.clock or "opened_at"
            inside = recount.inside(rows, clock, scope)
            inside.attrs = rows.attrs
            value = SLOW[metric.key](inside) / SECONDS.get(metric.unit, 1.0)
            known = inside.assign(_value=value)[value.notna()]
            slow = _by(known, clock, cut, grain)
            if metric.kind == "quantile":
                times = answers.times[metric.key]
                for by in dict.fromkeys([cut, keys, ()]):
                    _check_quantiles(times, metric.key, by, _by(known, clock, by, grain))
                continue
            cells = tally_moments(answers.sums[metric.key], metric.key, cut)
            cells = cells[cells["answers"] > 0]
            assert len(cells) == len(slow), metric.key
            name = "pos" if metric.kind == "proportion" else "total"
            for cell in cells.to_dict("records"):
                own = slow[tuple(_place(cell[key]) for key in cut)]
                assert cell["answers"] == len(own), metric.key
                if metric.kind != "count":
                    assert cell[name] == pytest.approx(sum(own), rel=1e-9), metric.key
                if metric.kind in ("mean", "total"):
                    for sums, power in (("squares", 2), ("cubes", 3)):
                        added = sum(x**power for x in own)
                        assert cell[sums] == pytest.approx(added, rel=1e-9)


def _place(value: Any) -> Any:  # noqa: ANN401
    return value if isinstance(value, pd.Timestamp) else str(value)


def _by(
    known: pd.DataFrame, clock: str, by: tuple[str, ...], grain: str | None
) -> dict[tuple[Any, ...], list[float]]:
    places: list[list[Any]] = []
    for key in by:
        if key == "period":
            places.append(recount.buckets(known[clock], grain or "").tolist())
        else:
            column = known[key].astype(object)
            places.append(column.where(column.notna(), NOT_STATED).tolist())
    found: dict[tuple[Any, ...], list[float]] = {}
    for number, value in enumerate(known["_value"]):
        found.setdefault(tuple(place[number] for place in places), []).append(float(value))
    return found


def _check_quantiles(
    times: pd.DataFrame, metric: str, by: tuple[str, ...], slow: dict[tuple[Any, ...], list[float]]
) -> None:
    q = DEFINITIONS[metric].quantile or 0.5
    figures = quantile_figures(times, None, metric, "value", by, q, minimum_n=1)
    assert len(figures) == len(slow)
    for row in figures.to_dict("records"):
        own = slow[tuple(_place(row[key]) for key in by)]
        assert row["n"] == len(own)
        if len(own):
            assert row["value"] == pytest.approx(float(np.quantile(own, q)), rel=1e-9)


@pytest.mark.parametrize("few", [0, 20_000])
def test_values_are_exact_however_they_are_asked_for(
    few: int, snapshot: Snapshot, rows: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "_FEW", few)
    scope = Scope(Span(date(2025, 11, 1), date(2026, 10, 31)))
    metrics = [DEFINITIONS["resolution_time"], DEFINITIONS["resolution_p90"]]
    inside = recount.inside(rows, "resolved_at", scope)
    known = inside.assign(_value=recount.seconds(inside, "resolved_at") / 3600)
    for keys, grain in (((), None), ((), "week"), (("region",), "month"), (("agent",), None)):
        (answers,) = tickets.answers_of(snapshot, [CountQuery(scope, keys, grain)], metrics)
        times = answers.times["resolution_p90"]
        assert (times["value"].isna().sum() > 0) == (few == 0)
        for by in dict.fromkeys([(), keys, (*(("period",) if grain else ()), *keys)]):
            for metric in metrics:
                if metric.beside and "period" in by:
                    with pytest.raises(ValueError, match="not asked for") if few == 0 else ok():
                        quantile_figures(times, None, metric.key, "value", by, 0.9)
                    continue
                _check_quantiles(times, metric.key, by, _by(known, "resolved_at", by, grain))


def test_a_mean_by_itself_needs_no_values(
    snapshot: Snapshot, rows: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "_FEW", 0)
    scope = Scope(Span(date(2025, 11, 1), date(2026, 10, 31)))
    inside = recount.inside(rows, "resolved_at", scope)
    hours = recount.seconds(inside, "resolved_at") / 3600
    slow = hours.groupby(inside["region"].astype(object).fillna(NOT_STATED)).sum()
    asked = CountQuery(scope, ("region",), None)
    (answers,) = tickets.answers_of(snapshot, [asked], [DEFINITIONS["resolution_mean"]])
    cells = tally_moments(answers.sums["resolution_mean"], "resolution_mean", ("region",))
    found = dict(zip(cells["region"].astype(str), cells["total"], strict=True))
    assert found == pytest.approx(slow.to_dict(), rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_backlogs(seed: int, snapshot: Snapshot, rows: pd.DataFrame) -> None:
    scope = random_scope(random.Random(seed), snapshot.catalog, "tickets")
    keys, grain = KEYS[seed % 3], GRAINS[seed % 5]
    (found,) = tickets.backlogs(snapshot, [scope], keys, grain)
    whole = Scope(Span(date(2000, 1, 1), date(2030, 1, 1)), scope.filters, scope.without)
    every = recount.inside(rows, "opened_at", whole)
    assert len(found) or not (every["opened_at"].dt.date <= scope.span.end).any()
    for row in found.sample(min(len(found), 60), random_state=seed).to_dict("records"):
        own = every
        for key in keys:
            level = own[key].astype(object)
            own = own[level.where(level.notna(), NOT_STATED) == row[key]]
        start = max(row["period"].date(), scope.span.start)
        after = row["period"].to_period({"week": "W-SUN"}.get(grain, grain[0].upper())).end_time
        end = datetime.combine(min(after.date(), scope.span.end), time.max)
        opened, left = own["opened_at"], _left(own)
        first = datetime.combine(start, time.min)
        assert row["opened"] == ((opened >= first) & (opened <= end)).sum()
        assert row["left"] == ((left >= first) & (left <= end)).sum()
        assert row["n"] == ((opened <= end) & ~(left <= end)).sum()
        assert row["came"] - row["went"] == row["n"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_questions_compile_for_every_engine(dialect: str, snapshot: Snapshot) -> None:
    elsewhere = Snapshot(snapshot.catalog, DataFile(duckdb.connect(), dialect))
    scope = Scope(Span(date(2026, 1, 1), date(2026, 3, 31)), (("team", ("it's", NOT_STATED)),))
    columns = (None, "resolved_in_30_days", "unanswered", "contacts")
    plain = TicketQuery(scope, "resolved_at", columns, ("agent",))
    ranked = TicketQuery(scope, "day", ("wait_seconds",), ("agent",), "week", ranked=True)
    for parts in (
        tallies(elsewhere, [plain, ranked]),
        values(elsewhere, [(ranked, [("2026-01-05", "it's", 3, 4)]), (ranked, None)]),
    ):
        parsed = sqlglot.parse_one(together(elsewhere, parts).text, dialect=dialect)
        assert {one.name for one in parsed.find_all(exp.Table)} >= {"tickets"}
        literals = {one.this for one in parsed.find_all(exp.Literal) if one.is_string}
        assert {"it's", "2026-01-01"} <= literals


@pytest.mark.slow
def test_rollups_say_the_same_as_the_rows(
    snapshot: Snapshot,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ticket_rollups, "_MANY_ROWS", 1)
    assert settings.mapping is not None
    counted = open_snapshot(build(settings.mapping, tmp_path))
    assert not snapshot.catalog.ticket_rollups
    assert len(counted.catalog.ticket_rollups) > 5
    # Of 41,838 tickets there would be 34,445 cells by agent: they are not counted ahead.
    assert ("agent",) not in {one.dimensions for one in counted.catalog.ticket_rollups}
    spans = [Span(date(2025, 11, 1), date(2026, 10, 31)), Span(date(2025, 1, 17), date(2026, 3, 4))]
    for span, filters in product(spans, [(), (("region", ("EMEA", NOT_STATED)),)]):
        for keys, grain in (((), "month"), (("region",), None), (("team",), "quarter")):
            asked = [CountQuery(Scope(span, filters), keys, grain)]
            cut = (*(("period",) if grain else ()), *keys)
            left = [
                tickets.backlogs(s, [asked[0].scope], keys, grain or "month")[0]
                for s in (snapshot, counted)
            ]
            places = ["period", *keys]
            left = [one.sort_values(places, ignore_index=True) for one in left]
            pd.testing.assert_frame_equal(left[0], left[1], check_dtype=False)
            assert left[0]["left"].sum() > 1000
            (rows,), (cells,) = (tickets.answers_of(s, asked, ADDED) for s in (snapshot, counted))
            for metric, tally in rows.sums.items():
                sums = [tally_moments(one, metric, cut) for one in (tally, cells.sums[metric])]
                pd.testing.assert_frame_equal(sums[0], sums[1])
            for metric, times in rows.times.items():
                figures = [
                    quantile_figures(one, None, metric, "value", keys, 0.5)
                    for one in (times, cells.times[metric])
                ]
                pd.testing.assert_frame_equal(figures[0], figures[1])
