"""What comes of a draft, before anything is used: its key figures, what is set aside, and the same
where a column is read in its second way."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tomlkit

from data.draft.drafted import Drafting
from data.draft.state import Otherwise
from data.errors import DataError, MappingError
from data.ingest.build import build
from data.ingest.check import describe
from data.mapping import load_mapping, parse_mapping
from data.store.snapshots import open_snapshot
from exports.grid import Grid, grid_of, lines_of
from pages.guard import value_of
from pages.index import read_page
from pages.panel import Kind
from pages.panels.cards import every_figure
from view.url import parse

_NAME = "mapping.toml"  # in messages
_MOST = 2  # other readings that are shown
_COLUMNS = 4  # name, value, interval and n


@dataclass(frozen=True)
class Look:
    """The report of `check`, the key figures of Overview, a line each, and the values of all that
    the data answer, by their names; where these can't be made, of Overview's."""

    report: str
    figures: tuple[str, ...]
    values: dict[str, str]


@dataclass(frozen=True)
class Preview:
    """The report of `check`, the key figures, and other readings."""

    report: str
    figures: tuple[str, ...]
    others: tuple[Otherwise, ...]


def preview(drafting: Drafting, answers: Mapping[str, str], folder: Path) -> Preview:
    """Loads the draft of these answers aside, and some that are read otherwise.

    `folder`: where the mapping will be. Raises MappingError or DataError.
    """
    drafted = drafting.draft(answers)
    parse_mapping(drafted.text, folder / _NAME)  # as a whole, with its comments
    first = look(drafted.text, folder)
    others: list[Otherwise] = []
    for question in (*drafted.answered, *drafted.others):
        number = 1 if question.chosen != 1 else 2
        if len(question.options) < 2 or len(others) == _MOST:
            continue
        other = drafting.draft({**answers, question.key: str(number)})
        words = f"{question.asked} {question.options[number - 1]}"
        others.append(Otherwise(words=words, figures=_figures(other.text, folder)))
    return Preview(first.report, first.figures, tuple(others))


def _figures(text: str, folder: Path) -> tuple[str, ...]:
    """Key figures under another reading, or why there are none."""
    if not text:
        return ("Nothing can be shown then.",)
    try:
        return look(text, folder).figures
    except (DataError, MappingError) as error:
        return (str(error),)


def look(text: str, folder: Path) -> Look:
    """What comes of a mapping to be kept in `folder`. Raises MappingError or DataError."""
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / _NAME
        path.write_text(_quick(text, folder), encoding="utf-8")
        file = build(path, Path(aside) / "data")
        report = describe(load_mapping(path), file)
        snapshot = open_snapshot(file)
        view, _ = parse("overview", "period=all", snapshot.catalog)
        page = read_page(snapshot, view)
        cards = next((panel for panel in page.panels if panel.kind == Kind.CARDS), None)
        every, _ = value_of("key_figures", partial(every_figure, snapshot, view))
        shown, whole = (
            grid_of(panel, page, snapshot.catalog) if panel else None
            for panel in (cards, every or cards)
        )
        values = {name: value for name, value, *_ in whole.rows} if whole else {}
        return Look(report, tuple(lines_of(_alone(shown))) if shown else (), values)


def _alone(cards: Grid) -> Grid:
    """Key figures without the columns of a comparison, which a first look has not."""
    return Grid(cards.head[:_COLUMNS], tuple(row[:_COLUMNS] for row in cards.rows))


def _quick(text: str, folder: Path) -> str:
    """The mapping with its files where they are, and without comments: they take long to read."""
    document = tomlkit.parse(text)
    document["folder"] = str(folder.resolve())
    parts = document.get("feedback", [])
    for part in parts if isinstance(parts, list) else [parts]:
        part.get("columns", {}).pop("comment", None)
        for question in part.get("questions", []):
            question.pop("comment", None)
    return tomlkit.dumps(document)
