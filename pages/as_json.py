"""A page as plain data: all that it shows, for the API, files and the command line."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.series import is_series, parse_series
from pages.figures.figure import Figure
from pages.panel import Finding, Page, Panel
from pages.panels.notes import noted
from view.notes import Note
from view.parameters import view_json
from view.state import View
from view.url import link

Json = dict[str, Any]

MOST_ROWS = 5000  # of a panel in JSON: of more it has those that are shown, and the CSV all
_COMPARISON = (
    ("base_value", "value"),
    ("base_low", "low"),
    ("base_high", "high"),
    ("base_n", "n"),
    ("change", "change"),
    ("change_low", "change_low"),
    ("change_high", "change_high"),
    ("p_value", "p_value"),
    ("verdict", "verdict"),
)
# Of the journey, and of rankings.
_BESIDE = ("mark", "share", "team", "rank", "rank_best", "rank_worst", "average")
_SEASON = ("season", "season_low", "season_high", "beside_season")
_PLACES = ("period", "days", "of_days", "touchpoint", "dimension", "segment")


def page_json(page: Page, catalog: Catalog) -> Json:
    """The page's sentence, its view and its panels; every figure with interval and n."""
    view = page.view
    return {
        "page": view.page,
        "version": catalog.version,
        "headline": page.headline,
        "findings": [_finding(one, page, catalog) for one in page.findings],
        "rest": page.rest or None,
        "account": page.account or None,
        "details": page.details,
        "note": page.note or None,
        "promise": page.promise or None,
        "instead": [{"label": way.label, "link": link(way.view, catalog)} for way in page.instead],
        "view": view_json(view),
        "notes": [_note(one) for one in page.notes],
        "panels": {panel.key: panel_json(panel, catalog) for panel in page.panels},
    }


def _note(note: Note) -> Json:
    return {
        "first_day": note.span.start.isoformat(),
        "last_day": note.span.end.isoformat(),
        "text": note.text,
        "scope": {key: list(levels) for key, levels in note.scope},
        "author": note.author,
        "written_on": note.written_on.isoformat(),
    }


def _finding(finding: Finding, page: Page, catalog: Catalog) -> Json:
    """A finding with its figure; `link`: the path and query that show it, for the dashboard."""
    usual = Figure._field_defaults
    row = {
        name: value
        for name, value in finding.figure._asdict().items()
        if name not in usual or not (_missing(value) or value == usual[name])
    }
    return {
        "name": finding.name,
        "figure": _figure(row, catalog),
        "why": finding.why,
        "cost": finding.cost or None,
        "rest": finding.rest or page.view.compare == "rest",
        "link": link(finding.seen_in(page.view), catalog),
    }


def panel_json(panel: Panel, catalog: Catalog) -> Json:
    """One panel: title, subtitle, note, a grain of its own if it has one, and its rows.

    Of very many rows those that are shown.
    """
    few = len(panel.rows) <= MOST_ROWS
    return {
        "title": panel.title,
        "subtitle": panel.subtitle,
        "note": panel.note or None,
        "grain": panel.grain or None,
        "pending": panel.pending or None,
        "rows": all_rows_json(panel, catalog) if few else rows_json(panel, catalog),
    }


def all_rows_json(panel: Panel, catalog: Catalog) -> list[Json]:
    """All rows of a panel, those as well that it does not show."""
    return rows_json(replace(panel, frame=panel.rows), catalog)


def panel_table(panel: Panel, view: View, catalog: Catalog) -> pd.DataFrame:
    """All rows of a panel, with the names of its JSON, nested ones joined by `_`; dates are texts.

    Along time, `notes` has what was written on the days of a period.
    """
    rows = pd.json_normalize(all_rows_json(panel, catalog), sep="_")
    if panel.notes:
        rows["notes"] = noted(panel, panel.rows["period"], view.grain)
    return rows


def rows_json(panel: Panel, catalog: Catalog) -> list[Json]:
    """The rows that are shown: figures with their comparison nested, anything else as it is."""
    records = panel.frame.to_dict("records")
    if "base_value" not in panel.frame:
        return [{str(key): _plain(value) for key, value in row.items()} for row in records]
    return [_figure({str(key): value for key, value in row.items()}, catalog) for row in records]


def _figure(row: Json, catalog: Catalog) -> Json:
    metric = DEFINITIONS[row["metric"]]
    series = str(row["series"])
    found: Json = {
        "metric": row["metric"],
        "value": _plain(row["value"]),
        "low": _plain(row["low"]),
        "high": _plain(row["high"]),
        "n": None if row["hidden"] else int(row["n"]),
        "unit": catalog.currency if metric.unit == "currency" else metric.unit,
    }
    if is_series(series):
        found |= {"series": series, "scale": parse_series(series).scale.replace("–", "-")}
    found |= {key: _plain(row[key]) for key in _PLACES if key in row}
    found |= {key: _plain(row[key]) for key in _BESIDE if key in row}
    if row["hidden"]:
        found["hidden"] = row["hidden"]
    found["comparison"] = {name: _plain(row[key]) for key, name in _COMPARISON}
    if row["base_n"] and _missing(row["base_value"]):  # hidden, its number with it
        found["comparison"]["n"] = None
    if not _missing(row.get("last_year")):
        found["comparison"]["last_year"] = _plain(row["last_year"])
    if not _missing(row.get("season")):
        found["comparison"] |= {name: _plain(row[name]) for name in _SEASON}
    if not _missing(row.get("band_low")):
        band = {name: _plain(row[f"band_{name}"]) for name in ("low", "high")}
        found["band"] = {**band, "unusual": bool(row["unusual"])}
    if row.get("variation"):
        found["chart"] = _chart(row)
    if not _missing(row.get("target")):
        found["target"] = _goal(row, "target", "level")
    if not _missing(row.get("benchmark")):
        found["benchmark"] = _goal(row, "benchmark", "source")
    if "csat_value" in row:
        found["csat"] = {
            **{name: _plain(row[f"csat_{name}"]) for name in ("value", "low", "high")},
            "n": None if row["csat_hidden"] else int(row["csat_n"]),
            **({"hidden": row["csat_hidden"]} if row["csat_hidden"] else {}),
        }
    if not _missing(row.get("weighted_value")):
        found["weighted"] = {
            name: _plain(row[f"weighted_{name}"]) for name in ("value", "low", "high")
        }
    return found


def _chart(row: Json) -> Json:
    """What the control chart of a key figure says; `usual_low` and `usual_high` of a period."""
    names = ("variation", "special_since", "usual_low", "usual_high", "sigma_z")
    found = {name: _plain(row.get(name)) for name in names}
    periods, assurance = int(row["chart_periods"]), row.get("assurance") or None
    return {**found, "periods": periods, "assurance": assurance}


def _goal(row: Json, name: str, more: str) -> Json:
    """A target or benchmark with its verdict, and whose it is where that is known."""
    found: Json = {"value": _plain(row[name]), "verdict": _plain(row[f"{name}_verdict"])}
    about = row[f"{name}_{more}"]
    return {**found, more: about} if about else found


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _plain(value: object) -> object:
    """A value as JSON has it: no NaN, dates as ISO 8601."""
    if _missing(value) or value is pd.NaT:
        return None
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    plain = value.item() if hasattr(value, "item") else value
    # An engine adds floats up in any order: the last digits differ from one call to the next.
    return float(f"{plain:.12g}") if isinstance(plain, float) else plain
