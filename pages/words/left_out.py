"""What a view leaves out, or cannot know: sentences for the reader."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import Catalog
from view.state import View


def left_out(
    catalog: Catalog,
    view: View,
    tables: Sequence[str] = ("feedback", "tickets", "orders", "customers"),
) -> str:
    """A sentence on those of the tables that can't be filtered as the view is, or nothing."""
    parts = []
    for table in tables:
        if table not in catalog.columns:
            continue
        lacking = [d for d in catalog.dimensions if view.levels(d.key) and table not in d.tables]
        if lacking:
            names = " and ".join(dimension.label.lower() for dimension in lacking)
            parts.append(f"{table.capitalize()} can't be filtered by {names} and are left out.")
    return " ".join(parts)


def leaving_note(catalog: Catalog, view: View) -> str:
    """What is not known of the first days of the view: whether somebody left; else nothing."""
    since = catalog.leaving_since
    if since is None or since <= catalog.first_day or not catalog.has("customers", "churned_at"):
        return ""
    if view.span.start >= since:
        return ""
    return (
        f"Nobody is known to have left before {since:%-d %b %Y}; if those who did are not in the "
        "data, retention up to then is too high."
    )


def prediction_note(catalog: Catalog) -> str:
    """Why what customers will spend is not predicted, where there are orders; else nothing."""
    model = catalog.lifetime
    if model is None or not model.why_not:
        return ""
    return f"What customers will spend is not predicted: {model.why_not}"
