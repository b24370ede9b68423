"""A page as a mail: the briefing first, its key figures as a table, until when, and the link.

Nothing in it is fetched from anywhere. Both forms say the same; the HTML has charts as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.catalog import Catalog
from exports.about import About, findings_of
from exports.grid import Grid, grid_of
from exports.mail.charts import MailPanel
from pages.panel import Kind, Page

_HTML = Environment(
    autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(Path(__file__).parent)
)
_NO_FIGURES = Grid((), ())


class Letter(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


def digest(
    page: Page,
    catalog: Catalog,
    about: About,
    name: str,
    unsubscribe: str,
    panels: Sequence[MailPanel] = (),
) -> Letter:
    """The mail of a view. `name`: of the subscription; `unsubscribe`: the address that ends it;
    `panels`: those of the page that it has with charts."""
    cards = next((one for one in page.panels if one.kind == Kind.CARDS), None)
    figures = (grid_of(cards, page, catalog) if cards else None) or _NO_FIGURES
    findings = findings_of(page, catalog)
    quiet = [one for one in (page.rest, page.note, page.promise) if one]
    html = _HTML.get_template("digest.html").render(
        about=about,
        headline=page.headline,
        findings=findings,
        quiet=quiet,
        figures=figures,
        panels=panels,
        name=name,
        unsubscribe=unsubscribe,
    )
    parts = [
        f"{about.company} · {about.title}",
        page.headline,
        "\n".join(f"- {one}" for one in findings),
        "\n\n".join(quiet),
        "\n".join(_lines(figures)),
        "\n".join(filter(None, (about.scope, about.until))),
        f"This view in the dashboard:\n{about.link}",
        f"You get this by the subscription “{name}”. To get it no longer:\n{unsubscribe}",
    ]
    return Letter(
        subject=f"{name}: {page.headline}",
        text="\n\n".join(filter(None, parts)) + "\n",
        html=html,
    )


def _lines(figures: Grid) -> Iterator[str]:
    for name, value, *cells in figures.rows:
        more = [
            f"{head} {cell}" for head, cell in zip(figures.head[2:], cells, strict=True) if cell
        ]
        yield " · ".join([f"{name}: {value}", *more])
