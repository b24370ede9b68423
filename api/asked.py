"""What a request of the API asks for: its view, the page that is read for it, its kept answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Kind, Page, Panel
from pages.panels.kept_beside import with_kept
from server.cases import current_cases
from server.current import view_of
from server.gate.reader import current_reader
from server.notes import current_actions, current_notes
from server.response_cache import Answer, ResponseCache
from view.cases import Case
from view.notes import Action, Note
from view.pages import available_pages
from view.state import View
from view.url import query_string


class RefusedError(Exception):
    """A request that can't be answered as it was asked."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages


@dataclass(frozen=True)
class Asked:
    """A view, and what its page depends on beside the data, as they are now."""

    snapshot: Snapshot
    view: View
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    cases: tuple[Case, ...] | None

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> Asked:
        """Of a view of this request. Raises StoreError and UnavailableError."""
        catalog = snapshot.catalog
        notes, actions = current_notes(view, catalog), current_actions(view, catalog)
        return cls(snapshot, view, notes, actions, current_cases(view, snapshot))

    @property
    def about(self) -> tuple[object, ...]:
        """All that the page depends on."""
        version = self.snapshot.catalog.version
        return (version, self.view, self.notes, self.actions, self.cases)

    @property
    def query(self) -> str:
        """The view as a query, for the audit log."""
        return query_string(self.view, self.snapshot.catalog)

    def read(self) -> Page:
        """The page, with notes, actions and cases."""
        page = read_page(self.snapshot, self.view)
        return with_kept(page, self.snapshot, self.notes, self.actions, self.cases)


def asked_view(snapshot: Snapshot, page: str, root: str = "/") -> View:
    """The view of the request's query. Stricter than a browser's link: nothing is left out.

    Raises RefusedError for a page that there is not, and for what the query can't mean.
    """
    refuse_other_pages(snapshot, page)
    query = request.query_string.decode("utf-8", errors="replace")
    view, notices = view_of(page if root == "/" else f"{root}{page}", query, snapshot, root)
    if notices:
        raise RefusedError(400, *notices)
    return view


def refuse_other_pages(snapshot: Snapshot, page: str) -> None:
    """Raises RefusedError for a page that these data do not have."""
    if page not in available_pages(snapshot.catalog):
        pages = ", ".join(available_pages(snapshot.catalog))
        raise RefusedError(404, f"There is no page “{page[:60]}”; there is {pages}.")


def shown_panel(page: Page, key: str) -> Panel:
    """The panel of that key. Raises RefusedError where there is none, or a note in its place."""
    found = page.panel(key)
    if found is None:
        keys = ", ".join(one.key for one in page.panels) or "none"
        raise RefusedError(
            404, f"{page.view.page} has no panel “{key[:60]}” in this view; it has {keys}."
        )
    if found.missing:
        raise RefusedError(500 if found.kind == Kind.FAILED else 503, found.note)
    return found


def kept_answer(
    kept: ResponseCache, kind: str, about: object, make: Callable[[], tuple[Response, bool]]
) -> Response:
    """The answer that is kept, else a new one; 304 where the client has it already.

    `make` says whether to keep it.
    """

    def made() -> tuple[Answer, bool]:
        response, keep = make()
        return Answer.of(response, current_reader()), keep

    response = kept.answer(kind, current_reader(), about, made).response()
    response.make_conditional(request)
    return response


def saved_as(name: str, response: Response) -> Response:
    """The answer as a file of that name."""
    response.headers.set("Content-Disposition", "attachment", filename=name)
    if name.endswith(".csv"):  # see api.csv_form
        response.vary.add("Accept-Language")
    return response
