"""The page to log in and out on: plain HTML, which works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

_PAGE = Environment(autoescape=True).from_string(
    Path(__file__).with_name("log_in.html").read_text("utf-8")
)


@dataclass(frozen=True)
class LogInPage:
    """What stands on it. It holds nothing of the company."""

    root: str  # of links
    theme: str  # that the reader has chosen; "" before
    styles: str  # address below the root, as that of the script
    script: str
    token: str  # of the form
    next: str  # where to go on
    wanted: str  # the link that somebody came with, as it was given
    password: bool = True  # may people log in with one
    provider: str = ""  # that they log in by; "" for none
    end: str = ""  # the address where that ends its own log-in; "" to say nothing of it
    name: str = ""  # who is logged in; "" for nobody
    typed: str = ""  # the name that did not fit
    message: str = ""

    def as_html(self) -> str:
        """The page."""
        return _PAGE.render(vars(self))
