"""Two icons of a card, by its control chart: variation, and assurance that the target is met.

As in NHS England, Making Data Count; in this theme's colours, and with words for who does not see
them. None where a chart tells nothing yet.
"""

from __future__ import annotations

from urllib.parse import quote

from dash import html

from components import text
from components.theme import Theme
from metrics.inference.control_charts import (
    FEWEST,
    Assurance,
    Variation,
    spread_beyond_answers,
)
from pages.figures.figure import Figure
from view.state import View

_SIZE = 18
_UP, _DOWN = "M9 13V5M5.5 8.5 9 5l3.5 3.5", "M9 5v8M5.5 9.5 9 13l3.5-3.5"
_WAVE = "M4 9.5c1.7-4 3.3-4 5-.5s3.3 3.5 5-.5"
_HITS = {
    Assurance.ALWAYS: "M5 9.5l2.7 2.7L13 6.5",
    Assurance.NEVER: "M6 6l6 6M12 6l-6 6",
    Assurance.SOMETIMES: "M6.8 7a2.2 2.2 0 1 1 3.4 1.9C9.4 9.4 9 9.8 9 10.6M9 12.8v.2",
}
_TONES = {
    Variation.IMPROVING: "good",
    Variation.WORSENING: "bad",
    Assurance.ALWAYS: "good",
    Assurance.NEVER: "bad",
}


def icons(row: Figure, view: View, theme: Theme) -> html.Span | None:
    """Those of the two that tell something."""
    both = variation_icon(row, view, theme), assurance_icon(row, view, theme)
    shown = [one for one in both if one is not None]
    return html.Span(shown, className="cx-icons") if shown else None


def variation_icon(row: Figure, view: View, theme: Theme) -> html.Img | None:
    """A wave for common cause; for a special cause an arrow the way that it goes."""
    if not row.variation:
        return None
    kind = Variation(row.variation)
    path = _WAVE if kind == Variation.COMMON else _UP if _is_up(kind, row) else _DOWN
    return _icon(path, _TONES.get(kind, ""), variation_words(row, view), theme)


def assurance_icon(row: Figure, view: View, theme: Theme) -> html.Img | None:
    """A tick for a target that is always met, a cross for never, a question mark for sometimes."""
    if not row.assurance:
        return None
    kind = Assurance(row.assurance)
    words = f"By {view.grain}, the target is {kind}"
    return _icon(_HITS[kind], _TONES.get(kind, ""), words, theme)


def variation_words(row: Figure, view: View) -> str:
    """`special cause, worsening, since May 2026`, or from when on that is told."""
    if row.chart_early:
        return f"not told: that needs {FEWEST + 1} whole {view.grain}s"
    if row.special_since is None:
        return row.variation
    return f"{row.variation}, since {text.bucket(row.special_since, view.grain)}"


def chart_rows(row: Figure, view: View) -> list[tuple[str, str]]:
    """What the chart says, for the details of a card: heading and words, "" where it says none."""
    usual = text.interval(row.usual_low, row.usual_low, row.usual_high, row.definition)
    target = f"{row.assurance}, as {view.grain}s are" if row.assurance else ""
    more = spread_beyond_answers(row.sigma_z, row.chart_periods)
    noun = row.definition.noun
    spread = f"differ {row.sigma_z:.1f} times more than {noun} alone explain" if more else ""
    return [
        (f"Variation by {view.grain}", variation_words(row, view)),
        (f"Usual {view.grain}", usual),
        (f"Target by {view.grain}", target),
        (f"{view.grain.capitalize()}s", spread),
    ]


def _is_up(kind: Variation, row: Figure) -> bool:
    if kind in (Variation.MORE, Variation.LESS):
        return kind == Variation.MORE
    return (kind == Variation.IMPROVING) == row.definition.higher_is_better


def _icon(path: str, tone: str, words: str, theme: Theme) -> html.Img:
    ink = theme.inks(theme.quiet)[tone or "neutral"]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" fill="none" '
        f'stroke="{ink}" stroke-linecap="round" stroke-linejoin="round">'
        f'<circle cx="9" cy="9" r="8" stroke-width="1"/><path d="{path}" stroke-width="1.6"/></svg>'
    )
    said = f"{words[0].upper()}{words[1:]}"
    address = f"data:image/svg+xml,{quote(svg)}"
    return html.Img(src=address, alt=said, title=said, className="cx-icon")
