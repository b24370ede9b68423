"""What stands above the panels: the headline, at most three findings, a quiet line, and more."""

from __future__ import annotations

import math

from dash import dcc, html
from dash.development.base_component import Component

from components import links, text
from data.catalog import Catalog
from pages.panel import Finding, Page
from view.state import View
from view.url import link

_MORE = "In full, with intervals and what a verdict promises"
_MORE_AND_FILES = "In full, with intervals · as Excel, slides, PDF or picture"


def briefing(page: Page, catalog: Catalog) -> html.Header:
    """The head of a page."""
    parts: list[Component] = [html.H1(page.headline)]
    if page.findings:
        lines = [_line(finding, page.view, catalog) for finding in page.findings]
        parts.append(html.Ol(lines, className="cx-findings"))
    if page.rest:
        parts.append(html.P(page.rest, className="cx-rest"))
    if page.note:
        parts.append(html.P(page.note, className="cx-quiet"))
    more = [words for words in (page.account, page.details, page.promise) if words]
    files = [_files(page, catalog)] if page.saved and page.panels else []
    if len(more) > 1:
        named = html.Summary(_MORE_AND_FILES if files else _MORE)
        folded = [named, *map(html.P, more), *files]
        parts.append(html.Details(folded, className="cx-more"))
    else:
        parts += [html.P(words, className="cx-quiet") for words in more]
        parts += files
    return html.Header(parts, className="cx-briefing cx-w12")


def _files(page: Page, catalog: Catalog) -> html.P:
    """The view as files."""
    kinds = {"xlsx": "Excel workbook", "pptx": "slides", "pdf": "PDF", "png": "PNG", "svg": "SVG"}
    said: list[str | Component] = ["This view as a file"]
    for ending, words in kinds.items():  # the answer says what the file is called
        said += [" · ", html.A(words, href=links.file(page.view, ending, catalog), download="")]
    return html.P(said, className="cx-quiet cx-view-files")


def summary(page: Page, catalog: Catalog) -> str:
    """What stands below the headline where a link is previewed."""
    return ". ".join(told(page, catalog)) or page.rest or page.account or page.details


def told(page: Page, catalog: Catalog) -> list[str]:
    """The findings in words alone, a line each, without what they cost."""
    return [f"{one.name} {_values(one, page.view, catalog)}, {one.why}" for one in page.findings]


def _line(finding: Finding, view: View, catalog: Catalog) -> html.Li:
    """One finding; the whole line is its link."""
    row = finding.figure
    tone, seen = text.tone(row.change, row.verdict, row.definition), finding.seen_in(view)
    return html.Li(
        [
            html.Span(text.arrow(row.change, 12), className=f"cx-arrow cx-mark-{tone}"),
            html.Strong(finding.name, className="cx-finding-name"),
            html.Span(_values(finding, view, catalog), className="cx-finding-value"),
            html.Span(finding.why, className="cx-finding-why"),
            html.Span(finding.cost, className="cx-finding-cost") if finding.cost else None,
            dcc.Link(
                ["Why →", html.Span(f" {finding.name}", className="visually-hidden")],
                href=f"{link(seen, catalog)}{'' if seen.page == 'why' else '#trend'}",
                className="cx-finding-link",
            ),
        ],
        className=f"cx-finding cx-{tone}",
    )


def _values(finding: Finding, view: View, catalog: Catalog) -> str:
    """`27.7, was 33.9`, or `27.7, the rest 33.9`."""
    row, metric = finding.figure, finding.figure.definition
    now = text.with_currency(text.short_amount(row.value, metric), metric, catalog.currency)
    if math.isnan(row.base_value):
        return now
    before = "the rest" if finding.rest or view.compare == "rest" else "was"
    return f"{now}, {before} {text.short_amount(row.base_value, metric, row.value)}"
