"""What stands around every page: the frame that the browser loads once, and the navigation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dash import dcc, html
from jinja2 import Environment

from components.bar.filters import Sharing, filter_bar
from components.ids import Ids
from components.links import href
from data.catalog import Catalog
from view.pages import PAGES, available_pages, metrics_of
from view.state import View

BOOTSTRAP = "vendor/bootstrap-reboot-5.3.9.min.css"  # below assets/, before our own styles
INDEX = "{%app_entry%}{%config%}{%scripts%}"  # Dash wants to see these; `frame` puts them in
_FRAME = Environment(autoescape=True).from_string(
    Path(__file__).with_name("frame.html").read_text("utf-8")
)


@dataclass(frozen=True)
class Around:
    """What the frame says of who reads."""

    home: str  # where the dashboard lives, and its files: through a link it is read elsewhere
    account: str = ""  # who is logged in; "" for nobody
    token: str = ""  # of the form to log out
    shared: tuple[str, ...] = ()  # sentences about the shared link that is read through
    keeps: bool = False  # they may keep views, and see what others keep
    notes: bool = False  # they may write notes
    cases: bool = False  # they may see cases of customers
    sends: bool = False  # they may let views and word of changes be sent to others
    brings: bool = False  # they may bring data of their own


def frame(
    answer: Mapping[str, Any],
    catalog: Catalog,
    theme: str,
    styles: str,
    script: str,
    dash: Mapping[str, str],
    around: Around,
) -> str:
    """The first response to a link, with all that is known of the view but its charts.

    `answer` is that of the page's callback, `dash` what Dash puts into a page. `theme`: the one
    that the reader has chosen, "" before. `styles` and `script`, which runs before the first paint,
    are addresses below the root.
    """
    return _FRAME.render(
        answer=answer,
        company=catalog.company,
        sample=catalog.sample,
        theme=theme,
        styles=styles,
        script=script,
        dash=dash,
        around=around,
    )


def controls(
    catalog: Catalog,
    sharing: Sharing = Sharing.ADDRESS,
    *,
    saved: bool = False,
    notes: bool = False,
) -> html.Div:
    """The layout of Dash: the controls of the bar, the link, and the answer to it."""
    return html.Div(
        [
            dcc.Location(id=Ids.URL, refresh=False),
            dcc.Store(id=Ids.ANSWER),
            dcc.Store(id=Ids.THEME_SET),
            *filter_bar(catalog, sharing, saved=saved, notes=notes),
        ],
        className="cx-controls",
    )


def navigation(view: View, catalog: Catalog, here: str, only: str = "") -> list[Any]:
    """Links to all pages with data, with the filters, and the metric where the page shows it.

    `here`: the page that is shown; "" where it is none of them. `only`: the one that there is.
    """
    gone = {"tables": (), "scores": (), "customer_id": "", "reached_from": ""}

    def metric(page: str) -> str:
        return view.metric if view.metric in metrics_of(page, catalog) else ""

    return [
        dcc.Link(
            title,
            href=href(view, catalog, page=page, metric=metric(page), **gone),
            className="cx-nav cx-here" if page == here else "cx-nav",
        )
        for page, title in available_pages(catalog).items()
        if PAGES[page].listed and only in ("", page)
    ]
