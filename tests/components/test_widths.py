"""Panels fill their rows: none is left alone beside an empty half."""

from __future__ import annotations

import pytest

from components.widths import width
from data.store import Snapshot
from tests.pages.reading import read


@pytest.mark.parametrize(
    ("link", "twelfths"),
    [
        ("service", {"teams": 6, "tickets_opened_by_channel": 6, "interactions_by_channel": 6}),
        # Without a ranking of teams the other three are odd.
        ("service?team=Billing", {"tickets_opened_by_channel": 6, "interactions_by_channel": 12}),
    ],
)
def test_a_panel_alone_in_its_row_has_all_of_it(
    link: str, twelfths: dict[str, int], snapshot: Snapshot
) -> None:
    page = read(snapshot, link)
    found = {panel.key: width(panel, page) for panel in page.panels if panel.key in twelfths}
    assert found == twelfths
