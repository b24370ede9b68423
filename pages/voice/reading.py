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
    reasons = "the reason that came with the answer, else " if catalog.dimension("reason") else ""
    found = [
        ("Themes", f"{reasons}by words of the dictionary (version {read.dictionary})"),
        ("Copies", "the same long text (8 words or more) on the same day counts once in shares,"
         " and is listed once"),
        ("Sentiment", _of_method(read.method, read) if read.method else _stated(catalog)),
        ("What it is worth", _worth(read.method) if read.method else ""),
    ]  # fmt: skip
    rows = [{"what": what, "how": how} for what, how in found if how]
    return Panel(
        "reading", Kind.RECORDS, "How comments were read", "at the load", pd.DataFrame(rows),
        note="Levels of sentiment are not compared between languages or sources: each has words of "
        "its own. Sarcasm is read as it is written.",
    )  # fmt: skip


def counts_panel(read: CommentsRead) -> Panel:
    """For the page Data: how many comments were read, and what was found and taken out.

    None of that is told to who sees some of the rows alone.
    """
    languages = sorted(read.languages.items(), key=lambda one: (-one[1], one[0]))
    found = {
        "comments": f"{read.comments:,}",
        "copies of another comment, not counted": f"{read.copies:,}",
        "“-”, “n/a” and the like, which are none": f"{read.nothing:,}" if read.nothing else "",
        "languages": ", ".join(f"{code} {n:,}" for code, n in languages),
        "personal data": _of_masks(read),
        "different texts with a sentiment": _scored(read.method),
    }
    rows = [{"what": what, "found": how} for what, how in found.items() if how]
    return Panel(
        "comments_read", Kind.RECORDS, "Comments read", "at the load",
        pd.DataFrame(rows if read.comments else []),
    )  # fmt: skip


def _scored(method: Method | None) -> str:
    return f"{method.scored:,} of {method.of:,}" if method else ""


def _of_masks(read: CommentsRead) -> str:
    if read.masked is None:
        return "kept as it was written: the mapping says so"
    found = sorted(one for one in read.masked.items() if one[1])
    marks = ", ".join(f"{kind.replace('_', ' ')} {n:,}" for kind, n in found)
    return f"taken out: {marks}" if marks else "none was found"


def _stated(catalog: Catalog) -> str:
    return "as it was coded in the data" if "sentiment" in catalog.metrics_asked else "not read"


def _of_method(method: Method, read: CommentsRead) -> str:
    stated = " Those that the data state are figures of their own." if read.stated else ""
    return f"{method.way}, version {method.version}.{stated} {method.told}".strip()


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
