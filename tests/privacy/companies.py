"""Small random companies: few customers, some of whom have many rows; all of them are known."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
MINIMUM = 5
LEVELS = {
    "region": ("North", "South", "East", "West"),
    "plan": ("Basic", "Plus", "Pro"),
    "channel": ("Chat", "Mail", "Phone"),
    "touchpoint": ("Shop", "Delivery", "Support"),
}
_AGENTS = {"Ada": "One", "Bo": "One", "Cy": "Two", "Di": "Two"}
_COLUMNS = {
    "feedback": (
        *("response_id", "submitted_at", "metric", "score", "touchpoint", "channel"),
        *("customer_id", "comment"),
    ),
    "tickets": (
        *("ticket_id", "opened_at", "first_response_at", "resolved_at", "channel", "team"),
        *("agent", "customer_id"),
    ),
    "orders": ("order_id", "customer_id", "ordered_at", "amount"),
    "customers": ("customer_id", "joined_at", "churned_at", "annual_revenue"),
}


@dataclass(frozen=True)
class Known:
    """A company as it is served, and its rows as whoever made them knows them."""

    seed: int
    minimum_n: int
    snapshot: Snapshot
    tables: dict[str, pd.DataFrame]


def company(seed: int, folder: Path, minimum_n: int = MINIMUM, scale: int = 1) -> Known:
    """The company of a seed; `scale`: how many times as many customers and rows it has."""
    rng = random.Random(seed)
    customers = _customers(rng, scale)
    weights = [rng.paretovariate(0.9) for _ in range(len(customers))]
    # The only one of a level has many rows: a level with one customer and 11 answers.
    weights[customers["region"].tolist().index("East")] = 0.12 * sum(weights)
    ids = customers["customer_id"].tolist()

    def who() -> str:
        return str(rng.choices(ids, weights)[0])

    tables = {
        "customers": customers,
        "feedback": pd.DataFrame([_answer(rng, who(), i) for i in range(150 * scale)]),
        "tickets": pd.DataFrame([_ticket(rng, who(), i) for i in range(90 * scale)]),
        "orders": pd.DataFrame([_order(rng, who(), i) for i in range(90 * scale)]),
    }
    for name, rows in tables.items():
        rows.to_csv(folder / f"{name}.csv", index=False)
        if name != "customers":
            places = customers[["customer_id", "region", "plan"]]
            tables[name] = rows.merge(places, on="customer_id", how="left", validate="many_to_one")
    mapping = folder / "mapping.toml"
    mapping.write_text(_mapping(minimum_n), encoding="utf-8")
    return Known(seed, minimum_n, open_snapshot(build(mapping, folder / "out")), tables)


def _mapping(minimum_n: int) -> str:
    lines = [f"minimum_n = {minimum_n}", "[company]", 'name = "Known"']
    lines += ["[privacy]", 'small_groups = "shielded"']
    for table, columns in _COLUMNS.items():
        lines += [f"[sources.{table}_file]", f'file = "{table}.csv"', f"[{table}]"]
        lines += [f'source = "{table}_file"', f"[{table}.columns]"]
        lines += [f'{name} = "{name}"' for name in columns]
    for key in ("region", "plan"):
        lines += ["[[segments]]", f'key = "{key}"', f'column = "{key}"', 'table = "customers"']
    return "\n".join(lines) + "\n"


def _customers(rng: random.Random, scale: int) -> pd.DataFrame:
    size = rng.randint(16, 26) * scale
    # One in East, two in West; the others are many enough.
    regions = ["East", "West", "West", *(rng.choice(("North", "South")) for _ in range(size - 3))]
    rows = []
    for number, region in enumerate(regions):
        joined = FIRST - timedelta(days=rng.randint(-150, 600))
        left = joined + timedelta(days=rng.randint(30, 900))
        rows.append(
            {
                "customer_id": f"C{number}",
                "joined_at": joined,
                "churned_at": left if rng.random() < 0.5 and left <= LAST else None,
                "annual_revenue": round(rng.lognormvariate(7, 1.2)),
                "region": region,
                "plan": rng.choices(LEVELS["plan"], (6, 3, 1))[0],
            }
        )
    return pd.DataFrame(rows)


def _time(rng: random.Random) -> datetime:
    start = datetime(FIRST.year, FIRST.month, FIRST.day)
    days = (LAST - FIRST).days
    return start + timedelta(days=rng.randint(0, days), minutes=rng.randint(1, 1439))


def _answer(rng: random.Random, who: str, number: int) -> dict[str, object]:
    nps = rng.random() < 0.65
    return {
        "response_id": f"R{number}",
        "submitted_at": _time(rng),
        "metric": "nps" if nps else "csat",
        "score": rng.randint(0, 10) if nps else rng.randint(1, 5),
        "touchpoint": rng.choices(LEVELS["touchpoint"], (5, 3, 2))[0],
        "channel": rng.choices(LEVELS["channel"], (6, 3, 1))[0],
        "customer_id": who,
        "comment": f"Comment {number} of {who}" if rng.random() < 0.5 else None,
    }


def _ticket(rng: random.Random, who: str, number: int) -> dict[str, object]:
    opened = _time(rng)
    answered = opened + timedelta(minutes=rng.randint(1, 600))
    agent = rng.choice(list(_AGENTS))
    return {
        "ticket_id": f"T{number}",
        "opened_at": opened,
        "first_response_at": answered if rng.random() < 0.9 else None,
        "resolved_at": answered + timedelta(minutes=rng.randint(1, 900)),
        "channel": rng.choices(LEVELS["channel"], (6, 3, 1))[0],
        "team": _AGENTS[agent],
        "agent": agent,
        "customer_id": who,
    }


def _order(rng: random.Random, who: str, number: int) -> dict[str, object]:
    amount = rng.lognormvariate(3, 1) * (40 if who == "C4" else 1)
    at = _time(rng)
    return {
        "order_id": f"O{number}",
        "customer_id": who,
        "ordered_at": at,
        "amount": round(amount, 2),
    }
