"""What all mails share: whose it is and of what, the link, and how to get no more of them.

Nothing in it is fetched from anywhere. Both forms say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exports.about import About

_HTML = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    loader=FileSystemLoader(Path(__file__).parents[1]),
)


class Letter(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    html: str


def letter(
    template: str,
    about: About,
    headline: str,
    said: Sequence[str],
    *,
    sent_by: str,
    name: str,
    end: str,
    **more: object,
) -> Letter:
    """A mail whose HTML is a template that fills `letter.html`, with `more` for it alone.

    `said`: the same as text, a paragraph each, empty ones left out; `sent_by`, `name`: what it is
    sent by, `subscription`, and what that is called; `end`: the address that ends it.
    """
    html = _HTML.get_template(template).render(
        about=about, headline=headline, sent_by=sent_by, name=name, end=end, **more
    )
    parts = [
        f"{about.company} · {about.title}",
        headline,
        *said,
        "\n".join(filter(None, (about.scope, about.until))),
        f"This view in the dashboard:\n{about.link}",
        f"You get this by the {sent_by} “{name}”. To get it no longer:\n{end}",
    ]
    return Letter(
        subject=f"{name}: {headline}",
        text="\n\n".join(filter(None, parts)) + "\n",
        html=html,
    )
