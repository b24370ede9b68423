"""News of alerts as an Atom feed (RFC 4287), newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from exports.alerts.told import Told
from exports.alerts.words import facts, headline
from exports.xml_text import xml_text

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without news was changed


def feed(title: str, address: str, items: Sequence[tuple[str, Told]]) -> bytes:
    """The feed as XML. `address`: of the page of alerts, not of the feed, which is a secret;
    `items`: an id of each piece of news, which no other one has, and what is told."""
    made = Element("feed", xmlns=_ATOM)
    _text(made, "title", title)
    _text(made, "id", address)
    SubElement(made, "link", rel="alternate", href=address)
    _text(made, "updated", _moment(max((one.at for _, one in items), default=_NEVER)))
    _text(SubElement(made, "author"), "name", "CX Lens")
    for id, told in items:
        entry = SubElement(made, "entry")
        about = told.about
        lines = [f"{name}: {words}" for name, words in facts(told)]
        small = (f"{about.company} · {about.title}", about.scope, about.until)
        _text(entry, "title", f"{told.name}: {headline(told)}")
        _text(entry, "id", f"{address}#{id}")
        _text(entry, "updated", _moment(told.at))
        SubElement(entry, "link", rel="alternate", href=about.link)
        _text(entry, "content", "\n".join(filter(None, (*lines, *small))))
    written: bytes = tostring(made, "utf-8", xml_declaration=True)
    return written


def _text(into: Element, name: str, words: str) -> None:
    """Text without a type is plain text there, whatever it looks like."""
    SubElement(into, name).text = xml_text(words)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
