"""How comments were read, what that is worth, and themes that nobody has named yet."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from data.comments_read import CommentsRead, Method
from pages.panel import Kind, Panel


def reading_panels(catalog: Catalog) -> list[Panel]:
    """The method, and the suggested themes."""
    read = catalog.comments_read
    if read is None:
        return []
    return [*_suggested(read), _how(read, catalog)]


def _how(read: CommentsRead, catalog: Catalog) -> Panel:
    rows = [{"what": what, "how": how} for what, how in _facts(read, catalog) if how]
    return Panel(
        "reading", Kind.RECORDS, "How comments were read", "at the load", pd.DataFrame(rows),
        note="Levels of sentiment are not compared between languages or sources: each has words of "
        "its own. Sarcasm is read as it is written.",
    )  # fmt: skip


def _facts(read: CommentsRead, catalog: Catalog) -> list[tuple[str, str]]:
    sentiment = read.method
    languages = sorted(read.languages.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{code} {n:,}" for code, n in languages)
    masked = read.masked or {}
    marks = ", ".join(f"{kind.replace('_', ' ')} {n:,}" for kind, n in sorted(masked.items()) if n)
    return [
        ("Comments", f"{read.comments:,}" if read.comments else ""),
        ("Copies of another comment", f"{read.copies:,}, not counted" if read.copies else ""),
        ("Languages", told),
        ("Personal data", _of_masks(read, marks)),
        ("Themes", "the reason that came with the answer, else by words of the dictionary"
         f" (version {read.dictionary})"),
        ("Sentiment", _of_method(sentiment) if sentiment else _stated(catalog)),
        ("What it is worth", _worth(sentiment) if sentiment else ""),
    ]  # fmt: skip


def _of_masks(read: CommentsRead, marks: str) -> str:
    if not read.comments:  # of who sees some rows
        return ""
    if read.masked is None:
        return "kept as it was written: the mapping says so"
    return f"taken out: {marks}" if marks else "none was found"


def _stated(catalog: Catalog) -> str:
    return "as it was coded in the data" if "sentiment" in catalog.metrics_asked else "not read"


def _of_method(method: Method) -> str:
    told = f"by {method.way}, version {method.version}"
    if method.of:
        told += f"; {method.scored:,} of {method.of:,} different comments could be scored"
    return f"{told}. {method.told}".removesuffix(" ")


def _worth(method: Method) -> str:
    if method.auc is None or method.auc_of is None:
        return "not known: too few comments came with a good or a bad score"
    value, low, high = method.auc
    good, bad = method.auc_of
    return (
        f"AUC {value:.3f} ({low:.3f} to {high:.3f}) on the latest fifth: of a good and a bad "
        f"comment, so often the good one is read as better; {good:,} good, {bad:,} bad"
    )


def _suggested(read: CommentsRead) -> list[Panel]:
    if not read.suggested:
        return []
    rows = [
        {
            "suggested_theme": ", ".join(one.phrases),
            "comments": one.comments,
            "for_example": " · ".join(f"“{quote}”" for quote in one.quotes),
            "lines_of_the_mapping": one.lines,
        }
        for one in read.suggested
    ]
    return [
        Panel(
            "suggested", Kind.RECORDS, "Suggested themes",
            "comments that no theme covers and that are alike", pd.DataFrame(rows),
            note="To accept one, copy its lines into the mapping; names and words are yours.",
        )
    ]  # fmt: skip
