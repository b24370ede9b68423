"""The notes of a page, listed below its panels: for paper, screen readers and whoever reads."""

from __future__ import annotations

from dash import html

from components import text
from components.aria import named
from pages.panel import Page
from view.notes import Note


def notes_list(page: Page) -> list[html.Section]:
    """A panel with all of them, by their numbers in the charts; none where there are none."""
    if not page.notes:
        return []
    head = html.Header([html.H2("Notes")], className="cx-head")
    listed = html.Ol([_item(note) for note in page.notes], className="cx-notes")
    return [html.Section([head, listed], className="cx-panel cx-w12", **named("Notes"))]


def _item(note: Note) -> html.Li:
    said = f"{note.about} · {note.author}, {text.day(note.written_on)}"
    return html.Li(
        [
            html.Span(text.days(note.span), className="cx-note-days"),
            html.Span(f" {note.text} ", className="cx-note-text"),
            html.Span(said, className="cx-quiet"),
        ]
    )
