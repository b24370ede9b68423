"""The one round trip: a link comes in; the page, its charts and what the controls show go out."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output
from flask import g, request

from access.reader import Held
from access.rights import Right
from access.themes.kept import may_edit_themes
from components.as_html import Figures, as_html
from components.bar.filters import (
    comparisons,
    control_options,
    control_sizes,
    control_values,
    unused_controls,
)
from components.bar.scope import chips, comparison_pill, period_pill
from components.briefing import summary
from components.ids import Ids
from components.links import fixed
from components.page import page_content
from components.shell import navigation
from components.states import (
    customer_cases,
    failure,
    load_failure,
    no_page,
    notices,
    overdue_notice,
    unavailable,
)
from components.theme import LIGHT, THEME_COOKIE, THEMES, Theme
from data.store.snapshots import Snapshot, Store, TooLargeError, UnavailableError
from pages.index import read_page
from pages.load_notice import load_notice
from pages.panels.kept_beside import with_kept
from pages.voice.editing import with_theme_forms
from server.cases import current_cases, overdue_cases
from server.current import current, current_status, view_of
from server.gate.reader import current_reader, current_root
from server.notes import current_actions, current_notes
from view.pages import PAGES
from view.state import View
from view.url import is_page

_LOG = logging.getLogger(__name__)


def shown_theme() -> Theme:
    """The theme of the request's cookie."""
    return THEMES.get(request.cookies.get(THEME_COOKIE, ""), LIGHT)


def register(app: Dash, store: Store) -> None:
    """Wire the link to the page."""
    root: str = app.config.requests_pathname_prefix

    @app.callback(
        Output(Ids.ANSWER, "data"),
        Input(Ids.URL, "pathname"),
        Input(Ids.URL, "search"),
        Input(Ids.THEME_SET, "data"),
    )
    def show(path: str | None, search: str | None, _: str | None) -> dict[str, Any]:
        snapshot = current(store)
        catalog = snapshot.catalog
        held, own_root = current_reader().held, current_root(root)
        view, messages = view_of(path, search, snapshot, own_root)
        theme = shown_theme()
        if is_page(path, own_root):
            name, here = PAGES[view.page].title, view.page
            title, description, (content, figures) = _read(snapshot, view, theme)
        else:
            name, here, title, description = "No such page", "", "", ""
            content, figures = as_html(no_page(f"{own_root}overview"))
            g.failed = True  # so that it is not kept: such addresses have no end
        failed_load = load_failure(load_notice(current_status(store), catalog))
        around = {
            "notices": [
                failed_load,
                overdue_notice(*overdue_cases(view, snapshot), own_root),
                customer_cases(current_cases(view, snapshot), view),
                notices(messages),
            ],
            "navigation": navigation(view, catalog, here, held.page if held else ""),
            "period": period_pill(view),
            "comparison": comparison_pill(view),
            "chips": chips(view, catalog, frozenset(_held(held))),
        }
        return {
            "parts": {"content": content, **{key: as_html(one)[0] for key, one in around.items()}},
            "figures": figures,
            "title": " · ".join(filter(None, (title, name, "CX Lens"))),
            "description": description,
            "name": name,
            "page": here,
            "version": catalog.version,
            "controls": control_values(view, catalog),
            "sizes": control_sizes(catalog),
            "options": control_options(view, catalog),
            "comparisons": comparisons(view, catalog),
            "unused": [*unused_controls(view, catalog), *_held(held)],
            "link": fixed(view, catalog),
            "root": own_root,
        }


def _held(held: Held | None) -> list[str]:
    """Controls that change nothing, since a shared link holds what they choose."""
    if held is None:
        return []
    dates = ("period", "from", "to", "compare") if held.compare else ()
    return [*dates, *(key for key, _ in held.filters)]


def _read(snapshot: Snapshot, view: View, theme: Theme) -> tuple[str, str, tuple[str, Figures]]:
    """Title, description and content of a page; what fails is told in its place."""
    try:
        may_save = current_reader().may(Right.EXPORT)
        page = replace(read_page(snapshot, view), saved=may_save)
        notes = current_notes(view, snapshot.catalog)
        actions = current_actions(view, snapshot.catalog)
        page = with_kept(page, snapshot, notes, actions, current_cases(view, snapshot))
        page = with_theme_forms(page, edits=may_edit_themes(current_reader()))
        content = as_html(page_content(page, snapshot.catalog, theme))
        g.failed = not page.whole  # then it is not kept
        return page.headline, summary(page, snapshot.catalog), content
    except UnavailableError as error:
        told = unavailable(str(error))
    except TooLargeError as error:
        told = failure(str(error), f"{view.root}overview")
    except Exception:
        # The one place where everything is caught: what went wrong goes to the log, and the
        # reader keeps the navigation and the filters to get on with.
        _LOG.exception("The page %s could not be made", view.page)
        message = f"{PAGES[view.page].title} failed for this view; the log says why."
        told = failure(message, f"{view.root}overview")
    g.failed = True  # so that it is not kept
    return "", "", as_html(told)
