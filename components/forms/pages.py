"""Pages about shared links, saved views and notes: plain HTML, which works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_PAGES = Environment(
    autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(Path(__file__).parent)
)


@dataclass(frozen=True)
class Around:
    """What every such page has."""

    root: str  # of links
    theme: str  # that the reader has chosen; "" before
    styles: str  # address below the root, as that of the script
    script: str
    token: str = ""  # of its forms


def as_html(name: str, around: Around, **said: object) -> str:
    """The page of that name, such as `closed`, with what is said on it."""
    return _PAGES.get_template(f"{name}.html").render(around=around, **said)
