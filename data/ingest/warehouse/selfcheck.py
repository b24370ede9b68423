"""Every question asked once of no rows: what an engine can't do is said before it is served."""

from __future__ import annotations

from data.errors import DataError
from data.query.compile import questions
from data.store.loaded import Loaded
from data.store.snapshots import Snapshot
from data.store.warehouse import Warehouse


def self_check(loaded: Loaded) -> None:
    """Raises DataError naming the questions that the engine does not answer."""
    failed, address = [], loaded.address
    snapshot = Snapshot(loaded.catalog, Warehouse(address, loaded.prefix))
    for question in questions():
        for name, ask in question.examples(snapshot):
            try:
                ask()
            except Exception as error:  # each driver has its own
                failed.append(f"{name}: {address.without_secrets(error)}")
    if failed:
        raise DataError(
            f"{address.shown} can't answer what CX Lens asks of it.\n" + "\n".join(failed)
        )
