"""Random companies with segments of several tables, and what they are with some rows alone.

Nothing of `data.row_scope` is used: which rows a scope has is worked out in pandas, from the files
as the company wrote them.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from data.contract import DIMENSIONS, TABLES, Kind
from data.scope import NOT_STATED, Filters
from tests.grid.companies import Company, fullest, write

_NEWEST = "2026-06-30 12:00:00"
_SEGMENTS = {  # key -> tables that declare it
    "region": ("customers",),
    "plan": ("customers",),
    "line": ("feedback",),
    "queue": ("tickets",),
    "area": ("feedback", "customers"),
}
_OTHERS = ("orders", "engagement", "invitations", "costs")
_TEXTS = (*(one for one in DIMENSIONS if one != "handled_by"),)  # whose levels the contract names
_SHUFFLED = ("score", "amount", "contacts", "annual_revenue", "survey", "answered")
_OF_CONTACTS = ("handled_by", "self_service_solved", "transfers", "tone_start", "tone_end")
_TIMES = ("opened_at", "first_response_at", "resolved_at", "closed_at")


@dataclass(frozen=True)
class Files:
    """The files of a company by table, and the segments that its mapping declares."""

    tables: dict[str, pd.DataFrame]
    segments: dict[str, tuple[str, ...]]

    def levels(self, key: str) -> list[str]:
        """Every level of a segment."""
        own = [self.tables[one][key] for one in self.segments[key] if one in self.tables]
        return sorted({*pd.concat(own)} - {""})

    def texts(self) -> set[str]:
        """Every level of every column that may be filtered by."""
        return {
            text
            for frame in self.tables.values()
            for name in (*_TEXTS, *self.segments)
            if name in frame
            for text in frame[name]
        } - {""}


def drawn(seed: int, rows: int = 400) -> Files:
    """A company with random tables, segments, levels and rows; some of them break the contract."""
    chance = np.random.default_rng(seed)
    more = [one for one in ("tickets", *_OTHERS) if chance.random() < 0.8]
    company = Company(asked=("nps", "csat", "ces"), rows=rows, customers=rows // 4, days=500)
    for table in ("feedback", "customers", *more):
        company = company.with_columns(table)
    frames = _written(replace(fullest(company), segments=()))
    found = {name: _shuffled(name, frame, chance) for name, frame in frames.items()}
    there = {
        key: tuple(one for one in tables if one in found)
        for key, tables in _SEGMENTS.items()
        if tables[0] in found and (key == "region" or chance.random() < 0.7)
    }
    for key, tables in there.items():
        of = [f"{key} {letter}" for letter in "ABCDE"[: chance.integers(2, 6)]]
        for table in tables:
            chosen = chance.choice([*of, ""], len(found[table]), p=_weights(len(of), chance))
            found[table][key] = chosen
    return Files(found, there)


def only(files: Files, rows: Filters) -> Files:
    """The company that has the rows of a scope alone, and no table that can't tell them."""
    tables, segments = dict(files.tables), dict(files.segments)
    for key, levels in rows:
        tables = {
            name: of.assign(_level=level)
            for name, of in tables.items()
            if (level := _level(files, name, of, key)) is not None
        }
        tables = {
            name: of[of["_level"].where(of["_level"] != "", NOT_STATED).isin(levels)].drop(
                columns="_level"
            )
            for name, of in tables.items()
        }
    main = [one for one in ("feedback", "tickets", "orders") if one in tables]
    tables = {n: of for n, of in tables.items() if n not in main or len(_good(of))}
    kept = {key: tuple(t for t in of if t in tables) for key, of in segments.items()}
    return Files(
        {name: _good(frame) for name, frame in tables.items()},
        {key: of for key, of in kept.items() if of},
    )


def put(files: Files, folder: Path) -> Path:
    """Writes files and mapping into a folder; returns the mapping."""
    folder.mkdir(parents=True)
    for table, frame in files.tables.items():
        frame.drop(columns="_bad").to_csv(folder / f"{table}.csv", index=False)
    path = folder / "mapping.toml"
    path.write_text(mapped(files, 'file = "{}.csv"'), encoding="utf-8")
    return path


def mapped(files: Files, source: str, more: str = "") -> str:
    """The mapping; `source`: how it names the source of a table."""
    lines = ["minimum_n = 5", "", "[company]", 'name = "Generated"', ""]
    lines += ["[privacy]", 'customers = "shown"', ""]
    if "tickets" in files.tables:
        lines += ["[service]", "repeat_days = 7", ""]
    for table, frame in files.tables.items():
        names = [column.name for column in TABLES[table].columns if column.name in frame]
        lines += [f"[sources.{table}_rows]", source.format(table), ""]
        lines += [f"[{table}]", f'source = "{table}_rows"', f"[{table}.columns]"]
        lines += [f'{name} = "{name}"' for name in names] + [""]
    for key, tables in files.segments.items():
        for table in tables:
            lines += ["[[segments]]", f'key = "{key}"', f'column = "{key}"', f'table = "{table}"']
            lines += ['order = ["region C", "region A"]', ""] if key == "region" else [""]
    return "\n".join([*lines, more])


def typed(files: Files, table: str) -> pd.DataFrame:
    """A table as a database has it: times and numbers as such, nothing where a text is empty."""
    frame = files.tables[table].drop(columns="_bad")
    columns: dict[str, pd.Series] = {}
    for name in map(str, frame):
        kinds = [column.kind for column in TABLES[table].columns if column.name == name]
        if Kind.TIME in kinds or Kind.MONTH in kinds:
            columns[name] = pd.to_datetime(frame[name], errors="coerce").astype("datetime64[us]")
        elif Kind.NUMBER in kinds:
            columns[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64")
        elif Kind.YES_NO in kinds:
            columns[name] = frame[name].map({"yes": True, "no": False}).astype("boolean")
        else:
            columns[name] = frame[name].astype(object).where(frame[name] != "", None).astype("str")
    return pd.DataFrame(columns)


def scopes(files: Files, chance: random.Random) -> list[Filters]:
    """Random scopes: one or two segments, some of their levels."""
    found = []
    for _ in range(20):
        most = min(chance.choice((1, 1, 1, 2)), len(files.segments))
        keys = chance.sample([*files.segments], most)
        rows = []
        for key in keys:
            levels = [*files.levels(key), NOT_STATED]
            rows.append((key, tuple(sorted(chance.sample(levels, chance.randint(1, 2))))))
        found.append(tuple(sorted(rows)))
    return list(dict.fromkeys(found))


def newest_ticket(files: Files) -> str:
    """The newest moment that the tickets tell of: what is known of each is judged up to there."""
    tickets = files.tables.get("tickets")
    if tickets is None:
        return ""
    return max(str(_good(tickets)[name].max()) for name in _TIMES)


def _written(company: Company) -> dict[str, pd.DataFrame]:
    with tempfile.TemporaryDirectory() as folder:
        write(company, Path(folder))
        return {
            name: pd.read_csv(Path(folder) / f"{name}.csv", dtype=str, keep_default_na=False)
            for name in company.columns
        }


def _weights(many: int, chance: np.random.Generator) -> np.ndarray:
    return np.append(chance.dirichlet(np.full(many, 3.0)) * 0.9, 0.1)


def _shuffled(table: str, frame: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Random texts, scores and times; some rows break the contract, in column `_bad`."""
    frame = frame.copy()
    size = len(frame)
    for name in frame:
        known = name != "survey" and name in _TEXTS
        if name in _OF_CONTACTS:
            continue
        if known:
            of = [f"{name} {number}" for number in range(1, chance.integers(3, 7))]
            frame[name] = chance.choice([*of, ""], size, p=_weights(len(of), chance))
        elif name in _SHUFFLED:
            frame[name] = frame[name].sample(frac=1, random_state=int(chance.integers(9999))).values
    # These came later: drawn by themselves, all else is what it was before.
    for place, name in enumerate(one for one in _OF_CONTACTS if one in frame):
        frame[name] = frame[name].sample(frac=1, random_state=place).values
    if "customer_id" in frame and table != "customers":
        whose = [f"C{number}" for number in range(110)]  # some are in no file of customers
        frame["customer_id"] = chance.choice([*whose, ""], size, p=[*[0.97 / 110] * 110, 0.03])
        if table in ("orders", "engagement"):
            frame["customer_id"] = frame["customer_id"].replace("", "C1")
    if table == "feedback":
        metric = frame["metric"]
        for one in metric.unique():
            own = (metric == one).to_numpy()
            frame.loc[own, "score"] = chance.permutation(np.resize(_scores(one), own.sum())).astype(
                str
            )
    if table == "tickets":
        late = (chance.random(size) < 0.15) & (frame["resolved_at"] != "")
        frame.loc[late, "resolved_at"] = _NEWEST
        for name in _TIMES:
            frame[name] = frame[name].where(frame[name] < _NEWEST, _NEWEST)
    frame["_bad"] = False
    if table in ("feedback", "orders", "tickets") and size:
        bad = chance.random(size) < 0.02
        column = {"feedback": "score", "orders": "amount", "tickets": "opened_at"}[table]
        frame.loc[bad, column] = "no such thing"
        frame["_bad"] = bad
    return frame


def _scores(metric: str) -> np.ndarray:
    return {"nps": np.arange(11), "csat": np.arange(1, 6), "ces": np.arange(1, 8)}[metric]


def _level(files: Files, table: str, frame: pd.DataFrame, key: str) -> pd.Series | None:
    """The level of each row, its own or its customer's; None where the table has none."""
    if key in frame:
        return frame[key]
    if "customers" not in files.segments[key] or "customer_id" not in frame:
        return None
    customers = files.tables["customers"]
    of = dict(zip(customers["customer_id"], customers[key], strict=True))
    return frame["customer_id"].map(of).fillna("")


def _good(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["_bad"]]
