"""What comes of a draft, before anything is used: its key figures, what is set aside, and the same
where a column is read in its second way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from data.draft.drafted import Draft
from data.draft.state import Otherwise
from data.errors import DataError, MappingError
from data.ingest.build import build
from data.ingest.check import describe
from data.mapping import load_mapping
from data.store.snapshots import open_snapshot
from exports.grid import grid_of, lines_of
from pages.index import read_page
from pages.panel import Kind
from view.url import parse

_NAME = "preview.toml"
_MOST = 2  # other readings that are shown


@dataclass(frozen=True)
class Preview:
    """The report of `check`, the key figures, and other readings."""

    report: str
    figures: tuple[str, ...]
    others: tuple[Otherwise, ...]


def preview(drafted: Draft, drafts: Callable[[dict[str, str]], Draft], folder: Path) -> Preview:
    """Loads a draft aside. `drafts` makes the draft of other answers; `folder`: of the mapping."""
    report, figures = _loaded(drafted.text, folder)
    others = []
    for question in (*drafted.answered, *drafted.others)[:_MOST]:
        if len(question.options) < 2:
            continue
        words = f"{question.asked} {question.options[1]}"
        figures = _figures(drafts({question.key: "2"}).text, folder)
        others.append(Otherwise(words=words, figures=figures))
    return Preview(report, figures, tuple(others))


def _figures(text: str, folder: Path) -> tuple[str, ...]:
    try:
        return _loaded(text, folder)[1]
    except (DataError, MappingError) as error:
        return (str(error),)


def _loaded(text: str, folder: Path) -> tuple[str, tuple[str, ...]]:
    """The report and the key figures of a mapping. Raises MappingError or DataError."""
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / _NAME
        path.write_text(_quick(text, folder), encoding="utf-8")
        file = build(path, Path(aside) / "data")
        report = describe(load_mapping(path), file)
        snapshot = open_snapshot(file)
        view, _ = parse("overview", "period=all", snapshot.catalog)
        page = read_page(snapshot, view)
        cards = next((panel for panel in page.panels if panel.kind == Kind.CARDS), None)
        grid = grid_of(cards, page, snapshot.catalog) if cards else None
        return report, tuple(lines_of(grid)) if grid else ()


def _quick(text: str, folder: Path) -> str:
    """The mapping without its comments, which take seconds to read, with its files where they are."""
    document = tomlkit.parse(text)
    document["folder"] = str(folder.resolve())
    for part in document.get("feedback", []) if _several(document) else [document.get("feedback")]:
        if part is None:
            continue
        part.get("columns", {}).pop("comment", None)
        for question in part.get("questions", []):
            question.pop("comment", None)
    return tomlkit.dumps(document)


def _several(document: tomlkit.TOMLDocument) -> bool:
    return isinstance(document.get("feedback"), list)
