"""A picture: its parts one below the other, on white."""

from __future__ import annotations

from collections.abc import Sequence

from components.theme import LIGHT
from exports.pictures.svg import LATIN, WIDTH, Block, element, said

_EDGE, _GAP = 24, 12  # above and below all parts, and between two


def on_paper(parts: Sequence[Block], title: str, spoken: str) -> str:
    """The SVG. `spoken`: what it shows, for those who do not see it."""
    drawn, top = list[str](), float(_EDGE)
    for part in parts:
        if part.height:
            drawn.append(element("g", {"transform": f"translate(0 {top:.1f})"}, part.svg))
            top += part.height + _GAP
    height = top + _EDGE - _GAP
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {WIDTH} {height:.0f}",
        "width": WIDTH,
        "height": round(height),
        "role": "img",
        "font-family": LATIN,
    }
    paper = element("rect", {"width": WIDTH, "height": round(height), "fill": LIGHT.surface})
    return element("svg", head, said("title", title), said("desc", spoken), paper, *drawn)
