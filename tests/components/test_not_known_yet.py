"""Figures that take time to be known say so: their rows are there, and not too few."""

from __future__ import annotations

from components.panels.definitions import definitions
from data.store.snapshots import Snapshot
from exports.words import notes_of
from pages.as_json import rows_json
from tests.components.test_cards import parts, props, shown, words
from tests.pages.reading import read


def test_what_takes_thirty_days_is_not_called_too_few(snapshot: Snapshot) -> None:
    """The newest ticket was opened on 31 October: of no ticket of October it is known yet."""
    link = "service?from=2026-10-02&to=2026-10-31"
    said = {str(props(card)["aria-label"]): words(card) for card in shown(snapshot, link)}
    assert " ".join(said["Resolution rate"]) == "Resolution rate known only after days"
    assert "few" not in " ".join(word for own in said.values() for word in own)
    page, catalog = read(snapshot, link), snapshot.catalog
    cards = page.panel("cards")
    assert cards is not None
    notes = " ".join(notes_of(cards, rows_json(cards, catalog), page.view, catalog))
    assert "Not shown: Resolved: known only after 30 days." in notes and "few" not in notes
    dictionary = read(snapshot, f"dictionary?{link.partition('?')[2]}")
    panel = dictionary.panel("metrics")
    assert panel is not None
    now = [
        one
        for one in parts(definitions(panel, dictionary, snapshot.catalog))
        if props(one).get("id") == "resolution_rate"
    ]
    assert "Known only after days." in " ".join(words(now))
