"""`/own-data`: what is shown now, files to bring, and the versions that are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import available_timezones

from flask import Response, request

from callbacks.log_in_page import go
from callbacks.own_data.form import LONGEST_NAME, Typed
from callbacks.own_data.shared import Shared
from components.text import day, moment
from data.draft.own import go_back, versions
from data.draft.uploads import MOST_FILES
from data.errors import DataError, MappingError, without_folders
from data.ingest.service import found_version
from data.store.load_status import LoadStatus, StatusReader
from server.current import current


def start(shared: Shared) -> Response:
    """The page; a version that is sent is made the one in use."""
    shared.check()
    if request.method != "POST":
        return _page(shared, "")
    version = request.form.get("version", "")
    try:
        go_back(shared.own.folder, version)
    except DataError as error:
        return _page(shared, str(error))
    shared.noted("own data: version", version or "sample company")
    shared.own.load()
    return go(f"{shared.site.root}own-data?done=loads")


def _page(shared: Shared, wrong: str) -> Response:
    own, catalog = shared.own, current(shared.store).catalog
    kept = versions(own.folder)
    return shared.site.page(
        "own_data",
        400 if wrong else 200,
        shared.token(),
        stated=own.allowed.stated,
        company=catalog.company,
        until=day(catalog.last_day) if catalog.last_day else "",
        load=_load(own.place, catalog.version),
        loads="done" in request.args,
        versions=[{"at": moment(one.brought_at), "version": one} for one in kept],
        sample=not any(one.in_use for one in kept),
        most=own.most // 1_000_000,
        files=MOST_FILES,
        wrong=wrong,
        typed=Typed(),
        zones=sorted(available_timezones()),
        longest=LONGEST_NAME,
    )


def _load(place: Callable[[], tuple[Path, Path]], shown: str) -> LoadStatus:
    """The load of the data that are to be shown: one that was begun may not have said so yet."""
    mapping, folder = place()
    status = StatusReader(folder).read()
    try:
        wanted = found_version(mapping, folder)
    except (MappingError, DataError, OSError) as error:
        return LoadStatus(state="failed", message=without_folders(str(error)))
    failed = status.state == "failed" and status.version == wanted
    if wanted == shown or failed:
        return status if failed else LoadStatus()
    return LoadStatus(state="loading")
