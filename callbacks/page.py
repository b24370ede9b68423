"""The one round trip: a link comes in, the page and what the controls show go out."""

from __future__ import annotations

import logging
from typing import Any

from dash import Dash, Input, Output
from flask import g, request

from components.filters import (
    control_options,
    control_sizes,
    control_values,
    unused_controls,
)
from components.ids import Ids
from components.links import fixed
from components.page import page_content
from components.shell import navigation
from components.states import failure, load_failure, notices, unavailable
from components.theme import LIGHT, THEME_COOKIE, THEMES, Theme
from data.store.snapshots import Store, UnavailableError
from pages.index import read_page
from pages.load_notice import load_notice
from server.current import current, current_status
from view.pages import PAGES
from view.url import parse

_LOG = logging.getLogger(__name__)


def shown_theme() -> Theme:
    """The theme of the request's cookie."""
    return THEMES.get(request.cookies.get(THEME_COOKIE, ""), LIGHT)


def register(app: Dash, store: Store) -> None:
    """Wire the link to the page."""
    root: str = app.config.requests_pathname_prefix

    @app.callback(
        Output(Ids.CONTENT, "children"),
        Output(Ids.NOTICES, "children"),
        Output(Ids.NAVIGATION, "children"),
        Output(Ids.STATE, "data"),
        Input(Ids.URL, "pathname"),
        Input(Ids.URL, "search"),
        Input(Ids.THEME_SET, "data"),
    )
    def show(path: str | None, search: str | None, _: str | None) -> tuple[Any, ...]:
        snapshot = current(store)
        catalog = snapshot.catalog
        view, messages = parse(path, search, catalog, root)
        theme = shown_theme()
        try:
            page = read_page(snapshot, view)
            content = page_content(page, catalog, theme)
            g.failed = not page.whole  # then it is not kept
        except UnavailableError as error:
            g.failed = True  # so that it is not kept
            content = [unavailable(str(error))]
        except Exception:
            # The one place where everything is caught: what went wrong goes to the log, and the
            # reader keeps the navigation and the filters to get on with.
            _LOG.exception("The page %s could not be made", view.page)
            g.failed = True  # so that it is not kept
            message = f"{PAGES[view.page].title} failed for this view; the log says why."
            content = [failure(message, f"{root}overview")]
        told = (load_failure(load_notice(current_status(store), catalog)), notices(messages))
        return (
            content,
            [one for one in told if one is not None] or None,
            navigation(view, catalog),
            {
                "controls": control_values(view, catalog),
                "sizes": control_sizes(catalog),
                "options": control_options(view, catalog),
                "unused": unused_controls(view, catalog),
                "link": fixed(view, catalog),
                "title": PAGES[view.page].title,
                "page": view.page,
                "root": root,
            },
        )
