"""Notes on dates in a chart: an upright line in each period, and above the lines their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from components import text
from components.charts.parts import build
from components.theme import Theme
from view.notes import Note, notes_in

ROOM = 24  # pixels above the chart for the numbers
_AXIS = "yaxis9"  # of the numbers; charts have fewer of their own
_NARROW = 270  # pixels between the axes of a chart on a telephone
_DIGIT, _AROUND = 7, 12  # pixels of a digit, and of what stands around a number
_TOLD = 4  # notes that one hover text has room for
_LETTERS = 44


@dataclass(frozen=True)
class _Mark:
    """Notes whose numbers stand together, and the places of their periods."""

    notes: tuple[Note, ...]
    places: tuple[int, ...]

    @property
    def place(self) -> int:
        """Where the numbers stand: in a period of the notes."""
        return self.places[len(self.places) // 2]

    @property
    def label(self) -> str:
        """`3`, or `3–5`."""
        first, last = self.notes[0].number, self.notes[-1].number
        return str(first) if first == last else f"{first}–{last}"

    @property
    def width(self) -> int:
        """Pixels that the label takes."""
        return len(self.label) * _DIGIT + _AROUND

    def with_next(self, other: _Mark) -> _Mark:
        """Both as one."""
        return _Mark(self.notes + other.notes, self.places + other.places)


def with_notes(
    chart: build.Chart,
    notes: Sequence[Note],
    periods: Sequence[date],
    grain: str,
    x: Sequence[object],
    theme: Theme,
) -> build.Chart:
    """The chart with its notes, as it was without any. `x`: where each period is on the axis."""
    on = _by_place(notes, periods, grain)
    if not on:
        return chart
    layout = chart["layout"]
    height, margin = layout["height"], layout["margin"]
    share = 1 - ROOM / (height - margin["t"] - margin["b"] + ROOM)
    own = {name: _lower(axis, share) for name, axis in layout.items() if name.startswith("yaxis")}
    numbers = {"domain": [share, 1], "range": [0, 1], "visible": False, "fixedrange": True}
    marks = _marks(on, len(periods))
    return {
        "data": [*chart["data"], _hovers(marks, x, theme)],
        "layout": {
            **layout,
            **own,
            _AXIS: numbers,
            "height": height + ROOM,
            "shapes": [*_lines(on, x, share, theme), *layout.get("shapes", ())],
            "annotations": [*layout.get("annotations", ()), *_labels(marks, x, share, theme)],
        },
    }


def _by_place(
    notes: Sequence[Note], periods: Sequence[date], grain: str
) -> list[tuple[Note, list[int]]]:
    """Each note with the places of its periods; without those of no period of the chart."""
    places: dict[int, list[int]] = {}
    for place, start in enumerate(periods):
        for note in notes_in(notes, start, grain):
            places.setdefault(note.number, []).append(place)
    return [(note, places[note.number]) for note in notes if note.number in places]


def _marks(on: Sequence[tuple[Note, list[int]]], many: int) -> list[_Mark]:
    """The numbers in the order of time; those that would touch on a telephone stand together."""
    pixels = _NARROW / many
    found: list[_Mark] = []
    for note, places in sorted(on, key=lambda one: (one[1][0], one[0].number)):
        mark = _Mark((note,), (places[0],))
        while (
            found and (mark.place - found[-1].place) * pixels < (mark.width + found[-1].width) / 2
        ):
            mark = found.pop().with_next(mark)
        found.append(mark)
    return found


def _lines(
    on: Sequence[tuple[Note, list[int]]], x: Sequence[object], share: float, theme: Theme
) -> list[dict[str, Any]]:
    """A line in each period where notes begin, and a band over those of a note that lasts."""
    line: dict[str, Any] = {"color": theme.quiet, "width": 1, "dash": "dot"}
    band = {"fillcolor": theme.wide_band, "line": {"width": 0}, "layer": "below"}

    def shape(first: int, last: int, look: dict[str, Any]) -> dict[str, Any]:
        ends = {"x0": x[first], "x1": x[last], "y0": 0, "y1": share}
        return {**ends, "xref": "x", "yref": "paper", **look}

    begin = sorted({places[0] for _, places in on})
    lasting = sorted({(places[0], places[-1]) for _, places in on if len(places) > 1})
    return [
        *(shape(first, last, {"type": "rect", **band}) for first, last in lasting),
        *(shape(first, first, {"type": "line", "line": line}) for first in begin),
    ]


def _labels(
    marks: Sequence[_Mark], x: Sequence[object], share: float, theme: Theme
) -> list[dict[str, Any]]:
    box = {"bgcolor": theme.surface, "bordercolor": theme.quiet, "borderwidth": 1, "borderpad": 2}
    return [
        build.note(
            x[mark.place],
            (1 + share) / 2,
            mark.label,
            theme.ink,
            yref="paper",
            yanchor="middle",
            **box,
        )
        for mark in marks
    ]


def _hovers(marks: Sequence[_Mark], x: Sequence[object], theme: Theme) -> build.Trace:
    """What is read of them by mouse, finger and keyboard; the labels are what is seen."""
    return build.points(
        [x[mark.place] for mark in marks],
        [0.5] * len(marks),
        theme.quiet,
        yaxis="y9",
        name="notes",
        marker={"size": 18, "opacity": 0},
        hovertext=[_told(mark.notes) for mark in marks],
    )


def _told(notes: Sequence[Note]) -> str:
    shown = notes[:_TOLD]
    parts = []
    for note in shown:
        words = "<br>".join(build.plain(line) for line in wrap(note.text, _LETTERS))
        said = build.plain(f"{note.about} · {note.author}")
        parts.append(f"<b>{note.number}</b> {text.days(note.span)}<br>{words}<br>{said}")
    more = len(notes) - len(shown)
    return "<br>".join(parts) + (f"<br>and {more} more, listed below" if more else "")


def _lower(axis: dict[str, Any], share: float) -> dict[str, Any]:
    """The axis below the numbers."""
    low, high = axis.get("domain", (0, 1))
    return {**axis, "domain": [low * share, high * share]}
