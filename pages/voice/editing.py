"""Ways from Voice to the forms on which themes are edited, for who edits them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd

from pages.panel import FormLink, Page, Panel


def with_theme_forms(page: Page, *, edits: bool) -> Page:
    """The page with a link to the themes, and one to accept each suggested theme.

    As it was where its reader does not edit themes, and on all pages but Voice.
    """
    if not edits or page.view.page != "voice":
        return page
    ways = {"reading": _to_themes, "suggested": _to_accept}
    root = page.view.root
    panels = (
        ways[one.key](one, root) if one.key in ways and not one.missing else one
        for one in page.panels
    )
    return replace(page, panels=tuple(panels))


def _to_themes(panel: Panel, root: str) -> Panel:
    edit = FormLink("Edit the themes", "", f"{root}themes")
    links = [edit if what == "Themes" else "" for what in panel.frame["what"]]
    return replace(panel, frame=panel.frame.assign(change=pd.Series(links, dtype=object)))


def _to_accept(panel: Panel, root: str) -> Panel:
    """Instead of the lines of the mapping."""
    frame = panel.frame
    links = [
        FormLink("Accept…", first, f"{root}themes/new?{urlencode({'suggested': first})}")
        for first in (phrases.split(", ")[0] for phrases in frame["suggested_theme"])
    ]
    frame = frame.drop(columns=["lines_of_the_mapping"]).assign(
        accept=pd.Series(links, dtype=object)
    )
    note = "“Accept…” opens a form: names and words are yours, and nothing is saved before."
    return replace(panel, frame=frame, note=note)
