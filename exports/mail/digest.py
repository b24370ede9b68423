"""A page as a mail: the briefing first, its key figures as a table, until when, and the link.

Nothing in it is fetched from anywhere. Both forms say the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.catalog import Catalog
from exports.about import About, findings_of
from exports.mail.key_figures import KeyFigure, key_figures
from pages.panel import Page

_HTML = Environment(
    autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(Path(__file__).parent)
)
_HEAD = KeyFigure("Figure", "Value", "95% interval", "n", "Change", "Verdict")


class Letter(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


def digest(page: Page, catalog: Catalog, about: About, name: str, unsubscribe: str) -> Letter:
    """The mail of a view. `name`: of the subscription; `unsubscribe`: the address that ends it."""
    rows, findings = key_figures(page, catalog), findings_of(page, catalog)
    quiet = [one for one in (page.rest, page.note, page.promise) if one]
    html = _HTML.get_template("digest.html").render(
        about=about,
        headline=page.headline,
        findings=findings,
        quiet=quiet,
        head=_HEAD,
        rows=rows,
        name=name,
        unsubscribe=unsubscribe,
    )
    parts = [
        f"{about.company} · {about.title}",
        page.headline,
        "\n".join(f"- {one}" for one in findings),
        "\n\n".join(quiet),
        "\n".join(map(_line, rows)),
        "\n".join(filter(None, (about.scope, about.until))),
        f"This view in the dashboard:\n{about.link}",
        f"You get this by the subscription “{name}”. To get it no longer:\n{unsubscribe}",
    ]
    return Letter(
        subject=f"{name}: {page.headline}",
        text="\n\n".join(filter(None, parts)) + "\n",
        html=html,
    )


def _line(row: KeyFigure) -> str:
    more = (f"{row.interval} (95%)", f"n {row.n}", row.change, row.verdict)
    return f"{row.name}: {row.value} · " + " · ".join(more)
