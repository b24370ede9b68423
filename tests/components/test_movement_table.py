"""Customers who came and went, as a table."""

from __future__ import annotations

import json

from components.charts import movement
from data.store.snapshots import Snapshot
from tests.pages.reading import figure, frame, read


def test_a_row_a_period(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers")
    panel = next(one for one in page.panels if one.kind == "movement")
    table = movement.table(panel, page.view, snapshot.catalog)
    drawn = json.dumps(table.to_plotly_json(), default=str)
    assert drawn.count(" 2025") == 2  # November and December
    card = figure(frame(page, "cards"), metric="customers_end")
    assert f"{card['value']:,.0f}" in drawn
