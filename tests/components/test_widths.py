"""Panels fill their rows: none is left alone beside an empty half."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.panels.widths import width_of
from data.store.snapshots import Snapshot
from pages.panel import Page
from tests.pages.reading import read


@pytest.mark.parametrize(
    ("link", "twelfths"),
    [
        ("service", {"teams": 6, "tickets_opened_by_channel": 6, "interactions_by_channel": 6}),
        # A view of one team ranks all teams, too.
        ("service?team=Billing", {"teams": 6, "interactions_by_channel": 6}),
    ],
)
def test_a_panel_alone_in_its_row_has_all_of_it(
    link: str, twelfths: dict[str, int], snapshot: Snapshot
) -> None:
    page = read(snapshot, link)
    _check(page, twelfths)


def test_the_last_of_three_has_all_of_its_row(snapshot: Snapshot) -> None:
    page = read(snapshot, "service")
    odd = tuple(panel for panel in page.panels if panel.key != "teams")
    expected = {"tickets_opened_by_channel": 6, "interactions_by_channel": 12}
    _check(replace(page, panels=odd), expected)


def test_a_long_list_has_a_row_of_its_own(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    long = [
        replace(panel, frame=pd.concat([panel.frame] * 2))
        if panel.key == "csat:1-5_by_touchpoint"
        else panel
        for panel in page.panels
    ]
    expected = {"ces:1-7_by_touchpoint": 12, "csat:1-5_by_touchpoint": 12}
    _check(replace(page, panels=tuple(long)), expected)


def _check(page: Page, twelfths: dict[str, int]) -> None:
    found = {panel.key: width_of(panel, page) for panel in page.panels if panel.key in twelfths}
    assert found == twelfths
