"""Generated companies: any tables and columns of the contract, of any number of levels and days.

Each is written as files with a mapping and built like a customer's own data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from data.contract import MAIN_TABLES, TABLES, Kind
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.words import ways
from metrics.series import FEEDBACK_METRICS

_REPEATS = "[service] repeat_days"
_SCORES = {"nps": 11, "csat": 5, "ces": 7, "rating": 5, "sentiment": 3}
_FIRST = {"nps": 0, "csat": 1, "ces": 1, "rating": 1, "sentiment": -1}
_END = datetime(2026, 6, 30, 12)


@dataclass(frozen=True)
class Company:
    """The columns of each table beside the required ones, and how much there is of everything."""

    asked: tuple[str, ...] = ()  # metrics of feedback
    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    business_hours: bool = False
    repeats: bool = False  # a window in which a contact is a repeat
    segments: tuple[str, ...] = ()  # tables with a segment of their own
    levels: int = 3
    days: int = 400
    customers: int = 40
    rows: int = 60  # of each table, and of each metric of feedback
    minimum_n: int = 10

    @property
    def name(self) -> str:
        """All that tells it apart, for a failing test."""
        tables = [f"{t}({','.join(sorted(c))})" for t, c in sorted(self.columns.items())]
        size = f"{self.levels} levels {self.days} days {self.customers} customers {self.rows} rows"
        hours = ["business hours"] * self.business_hours + ["repeats"] * self.repeats
        segments = [f"segment:{table}" for table in self.segments]
        return " ".join([*self.asked, *tables, *hours, *segments, size])

    def with_columns(self, table: str, *names: str) -> Company:
        """With more columns of a table, which comes with it."""
        own = self.columns.get(table, frozenset()) | set(names)
        return replace(self, columns={**self.columns, table: own})

    def without(self, table: str, name: str) -> Company:
        """The same without a column."""
        return replace(self, columns={**self.columns, table: self.columns[table] - {name}})

    def and_(self, other: Company) -> Company:
        """What both of them have."""
        found = replace(
            self,
            asked=tuple(dict.fromkeys((*self.asked, *other.asked))),
            business_hours=self.business_hours or other.business_hours,
            repeats=self.repeats or other.repeats,
            segments=tuple(dict.fromkeys((*self.segments, *other.segments))),
        )
        for table, names in other.columns.items():
            found = found.with_columns(table, *names)
        return found


def of_metric(metric: MetricDefinition) -> Iterator[Company]:
    """The least companies that can answer a metric: one for each way to map it."""
    if metric.feedback_metric:
        yield Company(asked=(metric.feedback_metric,)).with_columns("feedback")
        return
    for way in ways(metric):
        found = Company(business_hours="[business_hours]" in way, repeats=_REPEATS in way)
        for name in way:
            if not name.startswith("["):
                found = found.with_columns(*name.split("."))
        # Of those who answered NPS; and no mapping is of invitations alone.
        if "feedback" in found.columns or not set(MAIN_TABLES) & set(found.columns):
            found = replace(found.with_columns("feedback"), asked=("nps",))
        yield found


def every_metric() -> list[tuple[Company, list[str]]]:
    """Each company that is the least for a metric, with all metrics that it is the least for."""
    found: dict[str, tuple[Company, list[str]]] = {}
    for metric in DEFINITIONS.values():
        for company in () if metric.of_parts else of_metric(metric):
            found.setdefault(company.name, (company, []))[1].append(metric.key)
    return list(found.values())


def optional(table: str) -> list[str]:
    """The columns of a table that a mapping may leave out."""
    return [column.name for column in TABLES[table].columns if not column.required]


def fullest(company: Company) -> Company:
    """The same tables with all their columns, and segments of their own."""
    for table in company.columns:
        company = company.with_columns(table, *optional(table))
    own = [table for table in ("feedback", "customers", "tickets") if table in company.columns]
    return replace(company, segments=tuple(own))


def write(company: Company, folder: Path) -> Path:
    """Writes the files and the mapping; returns the mapping."""
    lines = ["[company]", 'name = "Generated"', ""]
    lines[:0] = [f"minimum_n = {company.minimum_n}", ""]
    if company.business_hours:
        lines += ["[business_hours]", 'start = "09:00"', 'end = "17:00"', ""]
    if company.repeats:
        lines += ["[service]", "repeat_days = 7", ""]
    for table, extra in company.columns.items():
        names = [c.name for c in TABLES[table].columns if c.required or c.name in extra]
        segment = [f"{table}_group"] if table in company.segments else []
        _write_rows(folder / f"{table}.csv", [*names, *segment], _rows(company, table))
        lines += [f"[sources.{table}_file]", f'file = "{table}.csv"', ""]
        lines += [f"[{table}]", f'source = "{table}_file"', f"[{table}.columns]"]
        lines += [f'{name} = "{name}"' for name in names] + [""]
    for table in company.segments:
        lines += ["[[segments]]", f'key = "{table}_group"', f'column = "{table}_group"']
        lines += [f'table = "{table}"', ""]
    mapping = folder / "mapping.toml"
    mapping.write_text("\n".join(lines), encoding="utf-8")
    return mapping


def _write_rows(path: Path, names: list[str], rows: Iterable[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _rows(company: Company, table: str) -> Iterable[dict[str, object]]:
    """Rows of a table with all its columns; which of them are written is not their matter."""
    if table == "feedback":
        asked = [metric for metric in FEEDBACK_METRICS if metric in company.asked]
        return [
            {**_row(company, table, i), **_answer(metric, i), "response_id": f"{metric}{i}"}
            for metric in asked
            for i in range(company.rows)
        ]
    size = company.customers if table == "customers" else company.rows
    if table == "costs":
        size = min(size, 1 + company.days // 31)
    return [_row(company, table, i) for i in range(size)]


def _answer(metric: str, i: int) -> dict[str, object]:
    first, many = _FIRST[metric], _SCORES[metric]
    scale = {"scale_min": first, "scale_max": first + many - 1}
    return {"metric": metric, "score": first + (i * 7 + i // 5) % many, **scale}


def _row(company: Company, table: str, i: int) -> dict[str, object]:
    """One row: times spread over the days, every third of some values left empty."""
    size = company.customers if table == "customers" else company.rows
    step = timedelta(days=company.days - 1) * i / max(size - 1, 1)
    at = _END - timedelta(days=company.days - 1) + step - timedelta(minutes=i % 7)
    level = f"Level {i % company.levels}"
    row: dict[str, object] = {f"{table}_group": level}
    for column in TABLES[table].columns:
        match column.kind:
            case Kind.TIME:
                row[column.name] = at.isoformat(" ", "seconds")
            case Kind.MONTH:
                row[column.name] = f"{_END - timedelta(days=31 * i):%Y-%m}"
            case Kind.NUMBER:
                row[column.name] = 20 + i % 9
            case Kind.YES_NO:
                row[column.name] = "yes" if i % 3 else "no"
            case Kind.TEXT:
                known = column.known
                row[column.name] = known[i % min(company.levels, len(known))] if known else level
    row |= {name: f"C{i % company.customers}" for name in ("customer_id",) if name in row}
    return row | _special(table, i, at)


def _special(table: str, i: int, at: datetime) -> dict[str, object]:
    """Values that make sense only in their table: ids, what comes later, what may be missing."""
    later = (at + timedelta(minutes=10 + i)).isoformat(" ", "seconds")
    match table:
        case "tickets":
            end = {"first_response_at": later, "resolved_at": "" if i % 4 == 3 else later}
            end |= {"closed_at": later if i % 8 == 3 else ""}
            said = {"tone_start": i % 5 / 5 - 0.6, "tone_end": i % 3 / 4, "transfers": i % 3}
            return {"ticket_id": f"T{i}", "contacts": 1 + i % 2, **end, **said}
        case "customers":
            who = {"customer_id": f"C{i}", "referred_by": "C0" if i % 3 == 1 else ""}
            return {**who, "churned_at": later if i % 5 == 4 else ""}
        case "orders":
            return {"order_id": f"O{i}"}
        case "invitations":
            return {"invitation_id": f"I{i}"}
        case "costs":
            return {"kind": "retention"}
        case "feedback":
            return {"comment": "" if i % 3 else f"Said number {i}", "weight": 0.5 + i % 3}
        case _:
            return {}
