"""Panels that are worked out in the background come into the page by themselves."""

from __future__ import annotations

import random

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

_SECONDS = 120  # that the work may take on a busy machine


def test_what_was_worked_out_takes_its_place_and_charts_have_that_of_theirs(visit: Visit) -> None:
    # Days that nobody has asked for yet, not in an earlier try either.
    first = f"2025-{random.randrange(1, 7):02}-{random.randrange(1, 29):02}"
    visitor = visit(f"/why?metric=customer_churn&from={first}&to=2026-10-31")
    waits = visitor.page.locator("[data-pending]")
    assert "Being worked out" in visitor.page.locator("#content").inner_text()
    waits.first.wait_for(state="detached", timeout=1000 * _SECONDS)
    visitor.page.wait_for_function(
        "() => !document.querySelector('[data-pending]')", timeout=1000 * _SECONDS
    )
    visitor.settle()
    assert "What goes with leaving" in visitor.page.locator("#content").inner_text()
    wider = visitor.page.evaluate(
        """() => [...document.querySelectorAll("#content .main-svg")].filter((one) => {
          const panel = one.closest(".cx-panel");
          return one.getBoundingClientRect().right > panel.getBoundingClientRect().right;
        }).length"""
    )
    assert wider == 0
