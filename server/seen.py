"""The data as a reader may see them: the one place where rights meet what is known of the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from werkzeug.exceptions import Forbidden

from access.reader import Reader
from access.rights import Right
from data.catalog import Catalog
from data.contract import SEVERAL
from data.store.snapshots import Snapshot
from server.held import levels_within


def seen_by(snapshot: Snapshot, reader: Reader) -> Snapshot:
    """The snapshot without what the reader has no right to, as if the data did not have it.

    Pages, links, the API and its description all follow from the catalogue. Raises Forbidden for
    who may see nothing: the gate should have refused them before.
    """
    if reader.agent and reader.may(Right.OWN_WORK):
        return replace(
            snapshot, catalog=_of_agent(snapshot.catalog, reader.agent), of_rows=snapshot.catalog
        )
    if not reader.may(Right.VIEW):
        raise Forbidden("Nobody is logged in here who may see data.")
    return replace(snapshot, catalog=_allowed(snapshot.catalog, reader), of_rows=snapshot.catalog)


def _of_agent(catalog: Catalog, agent: str) -> Catalog:
    """What an agent may know: no filter, no level, nothing of loads. Their page asks `of_rows`."""
    gone = {"dimensions": (), "customers_shown": False, "doubts": (), "comments_read": None}
    tables = tuple(one.model_copy(update={"examples": {}}) for one in catalog.tables)
    return catalog.model_copy(update={**gone, "tables": tables, "own_agent": agent})


def _without_themes(catalog: Catalog, columns: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    left = tuple(name for name in columns.get("feedback", ()) if name not in SEVERAL)
    return {
        "columns": {**columns, "feedback": left} if "feedback" in columns else columns,
        "dimensions": tuple(one for one in catalog.dimensions if not one.several),
        "comments_read": None,
    }


def _allowed(catalog: Catalog, reader: Reader) -> Catalog:
    if reader.held:
        catalog = levels_within(catalog, reader.held.filters)
    gone: dict[str, Any] = {}
    if reader.held and reader.held.compare:
        gone["days_held"] = True
    if not reader.may(Right.COMMENTS):
        columns = catalog.columns.get("feedback", ())
        if "comment" in columns:
            left = tuple(name for name in columns if name != "comment")
            gone["columns"] = {**catalog.columns, "feedback": left}
    if not reader.may(Right.CUSTOMERS):
        gone["customers_shown"] = False
    if reader.anonymous:
        # Small groups must not follow from others of a page; what looks wrong are single rows.
        gone |= {"anonymous": True, "shielded": True, "doubts": ()}
    if reader.anonymous or catalog.shielded:
        # Views by one theme and by two overlap: what is hidden in one would follow from the others.
        gone |= _without_themes(catalog, gone.get("columns", catalog.columns))
    if not reader.may(Right.REJECTED):
        gone["tables"] = tuple(one.model_copy(update={"examples": {}}) for one in catalog.tables)
    return catalog.model_copy(update=gone) if gone else catalog
