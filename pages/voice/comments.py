"""The comments of a view: those that are sought, by pages, and the typical ones of a theme."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from data.catalog import Catalog
from data.meaning.nearest import NEAR_ENOUGH, Near, near_to
from data.query.comments import Sought, columns_of, comment_batches, comments, count_comments
from data.store.snapshots import Snapshot, UnavailableError
from metrics.series import NPS_GROUPS, parse_answer, parse_series
from pages.panel import Choice, Kind, Panel
from pages.panels.comments import few_wrote
from pages.voice.quotes import quotes_panel
from pages.voice.themes import THEME
from view.pages import applied
from view.state import MATCHES, TONES, View

LISTED = 20  # comments of a page
_GROUP_NAMES = {name: name.capitalize() for name in NPS_GROUPS}


def comments_panels(snapshot: Snapshot, view: View, theme: str) -> list[Panel]:
    """Typical comments on a theme, and all that are sought; none of fewer than the minimum n."""
    sought = sought_of(snapshot.catalog, view)
    whole = replace(sought, words=(), tone="")
    n = count_comments(snapshot, whole)
    if few_wrote(snapshot, whole, n):
        note = "Too few people to show what each wrote." if n else "No comments in this view."
        return [_panel(pd.DataFrame(), "", view, snapshot.catalog, note)]
    found = quotes_panel(snapshot, view, theme) if theme else None
    return [*([found] if found else []), _list(snapshot, view, sought)]


def sought_of(catalog: Catalog, view: View) -> Sought:
    """What the link seeks among the comments of its view."""
    own = catalog_groups(catalog)
    nps = {name: labels for (metric, name), labels in own.items() if metric == "nps"}
    answers = nps.get(view.nps_group, ("",)) if view.nps_group else ()
    if view.scores:
        of = tuple(
            label for label in catalog.answers
            if parse_answer(label).score in view.scores and "sentiment" not in label
        )  # fmt: skip
        answers = tuple(label for label in of if not answers or label in answers) or ("",)
    return Sought(
        view.scope(),
        tuple(view.find.split()),
        answers,
        view.tone,
        answers_of(catalog, BAD),
        answers_of(catalog, GOOD),
    )


BAD, GOOD = ("detractors", "low"), ("promoters", "positive")


def answers_of(catalog: Catalog, names: Collection[str]) -> tuple[str, ...]:
    """The labels of answers in groups of these names, whatever was asked."""
    own = catalog_groups(catalog).items()
    return tuple(label for (_, name), labels in own if name in names for label in labels)


def catalog_groups(catalog: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    """The labels of answers by metric and group; low are those in the lower half of a scale."""
    found: dict[tuple[str, str], list[str]] = {}
    for label in catalog.answers:
        answer = parse_answer(label)
        series = parse_series(answer.series)
        if series.metric == "sentiment":
            continue
        name = series.group(answer.score)
        middle = (series.scale_min + series.scale_max) / 2
        name = "low" if name == "other" and answer.score < middle else name
        found.setdefault((series.metric, name), []).append(label)
    return {place: tuple(labels) for place, labels in found.items()}


class Batches(NamedTuple):
    """How many comments there are, and all of them, the newest first."""

    columns: tuple[str, ...]
    rows: int
    batches: Iterator[pd.DataFrame]


def all_comments(snapshot: Snapshot, view: View) -> Batches:
    """All that are sought; none of fewer people than the minimum n. Raises UnavailableError."""
    columns = ("submitted_at", *columns_of(snapshot), "comment")
    sought = sought_of(snapshot.catalog, applied(view, snapshot.catalog))
    whole = replace(sought, words=(), tone="")
    if few_wrote(snapshot, whole, count_comments(snapshot, whole)):
        return Batches(columns, 0, iter(()))
    near = _near(snapshot, view, sought)
    if near is None and _by_meaning(view):
        raise UnavailableError(_ASK_AGAIN)
    if near is not None:
        own = replace(sought, words=())
        return Batches(columns, near.every, comment_batches(snapshot, own, near.texts))
    return Batches(columns, count_comments(snapshot, sought), comment_batches(snapshot, sought))


def _near(snapshot: Snapshot, view: View, sought: Sought) -> Near | None:
    """Comments near to the words of the link; None where it seeks words, or they cannot be told."""
    return near_to(snapshot, sought, view.find.strip()) if _by_meaning(view) else None


def _by_meaning(view: View) -> bool:
    return view.match == "meaning" and bool(view.find.strip())


def _list(snapshot: Snapshot, view: View, sought: Sought) -> Panel:
    catalog = snapshot.catalog
    near = _near(snapshot, view, sought)
    every = count_comments(snapshot, sought) if near is None else near.every
    skip = view.skip if view.skip < every else 0
    if near is None:
        frame = comments(snapshot, sought, LISTED, skip)
    else:
        texts, before = near.page(skip, LISTED)
        frame = comments(snapshot, replace(sought, words=()), LISTED, before, texts)
    told = f"{every:,} found" if every else "none found"
    if every > LISTED:
        first = "the newest first" if near is None else "the nearest in meaning first"
        told = f"{skip + 1:,} to {min(skip + LISTED, every):,} of {every:,}, {first}"
    note = "" if every else _none(sought, by_words=near is None)
    unable = near is None and _by_meaning(view)
    told_of = [note, _of_meaning(near) if near else "", _UNABLE if unable else ""]
    panel = _panel(frame, told, view, catalog, " ".join(filter(None, told_of)))
    named = ("Newer", "Older") if near is None else ("Nearer", "Less near")
    return replace(panel, pages=_pages(view, skip, every, named), passing=unable)


def _none(sought: Sought, *, by_words: bool) -> str:
    """That no comment is as it is sought."""
    if not by_words or not sought.words or sought.answers or sought.tone:
        return "No comment of this view is like that."
    words = "that word" if len(sought.words) == 1 else "all of those words"
    return f"No comment of this view has {words}."


_ASK_AGAIN = "Meanings can't be compared just now. Ask again in a moment, or seek by words."
_UNABLE = "Meanings could not be compared just now: these comments hold all the words."


def _of_meaning(near: Near) -> str:
    """How they were found, and what could not be."""
    said = (
        f"Found by meaning, in any language that the encoder knows: their vectors are at a cosine "
        f"of {NEAR_ENOUGH} or more to that of the words. Praise and blame of one subject are near."
    )
    if near.cut:
        said += " Of very many different comments the likeliest were compared: there may be more."
    if near.without:
        said += f" Comments without a vector, which words alone find: {near.without:,}."
    return said


def _pages(view: View, skip: int, every: int, named: tuple[str, str]) -> tuple[Choice, ...]:
    """To the pages before and after this one, which are `named` so."""
    before, after = named
    found = []
    if skip:
        found.append(Choice("skip", str(max(skip - LISTED, 0)), before, False))
    if skip + LISTED < every:
        found.append(Choice("skip", str(skip + LISTED), after, False))
    return tuple(found)


def _panel(frame: pd.DataFrame, told: str, view: View, catalog: Catalog, note: str) -> Panel:
    return Panel(
        key="comments",
        kind=Kind.SOUGHT,
        title="Comments",
        subtitle=told,
        frame=frame,
        dimension=THEME,
        note=note,
        choices=_choices(view, catalog),
    )


def _choices(view: View, catalog: Catalog) -> tuple[Choice, ...]:
    """How words are sought, groups of NPS, and tones."""
    found = []
    if catalog.comments_read and catalog.comments_read.by_meaning:
        found += [Choice("match", key, name, view.match == key) for key, name in MATCHES.items()]
    if "nps" in catalog.metrics_asked:
        found += [Choice("nps_group", "", "All", not view.nps_group)]
        found += [
            Choice("nps_group", name, label, view.nps_group == name)
            for name, label in _GROUP_NAMES.items()
        ]
    found += [Choice("tone", "", "Any tone", not view.tone)]
    found += [Choice("tone", name, label, view.tone == name) for name, label in TONES.items()]
    return tuple(found)
