"""What it costs to be limited to some rows: the same views of every page, with and without."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from app import prepare
from benchmarks.client import Client
from benchmarks.feedback import LEVELS
from benchmarks.pages import queries_of
from benchmarks.tables import make
from data.row_scope.snapshots import scoped
from data.scope import Filters, row_scope
from data.store.snapshots import open_snapshot
from settings import Settings
from view.pages import PAGES

VIEWS = 30
# Of all rows, so that as much is read; and of about a sixth of them.
SCOPES: dict[str, Filters] = {
    "all": row_scope([("region", LEVELS["region"])]),
    "a sixth": row_scope([("region", LEVELS["region"][:1])]),
}
_EARLIER = 20  # other views asked before


@dataclass(frozen=True)
class Limited:
    """Seconds: of the same views by page, for nobody limited ("") and by scope; to make a scope."""

    views: dict[str, dict[str, list[float]]]
    made: float


def measure(rows: int, folder: Path) -> Limited:
    """The readers ask in turns: what else the machine does slows all alike."""
    mapping, built = make(rows, folder / str(rows)), folder / str(rows) / "built-all"
    file = prepare(Settings(mapping=mapping, folder=built))
    for kept in file.parent.glob("*.scope"):
        kept.unlink()
    began = time.perf_counter()
    scoped(open_snapshot(file), SCOPES["all"])
    made = time.perf_counter() - began
    clients = {"": Client(mapping, built)}
    clients |= {name: Client(mapping, built, own) for name, own in SCOPES.items()}
    found: dict[str, dict[str, list[float]]] = {}
    for page in PAGES:
        found[page] = {name: [] for name in clients}
        for seed, count in ((4, _EARLIER), (3, VIEWS)):
            for query in queries_of(page, count, seed, rows):
                for name, client in clients.items():
                    taken = client.refresh(page, query)
                    if seed == 3:  # the others warm up
                        found[page][name].append(taken)
    return Limited(found, made)
