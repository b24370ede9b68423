"""A page as a mail: the briefing first, its key figures as a table, until when, and the link.

Nothing in it is fetched from anywhere. Both forms say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import Catalog
from exports.about import About, findings_of
from exports.grid import Grid, grid_of, lines_of
from exports.mail.charts import MailPanel
from exports.mail.letter import Letter, letter
from pages.panel import Kind, Page

_NO_FIGURES = Grid((), ())


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
    said = [
        "\n".join(f"- {one}" for one in findings),
        "\n\n".join(quiet),
        "\n".join(lines_of(figures)),
    ]
    return letter(
        "mail/digest.html",
        about,
        page.headline,
        said,
        sent_by="subscription",
        name=name,
        end=unsubscribe,
        findings=findings,
        quiet=quiet,
        figures=figures,
        panels=panels,
    )
