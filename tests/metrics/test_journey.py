"""Peak, low and end of a journey, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics.estimates import against_rest
from metrics.journey import Moments, moments_of
from tests.metrics.samples import cells, nps

ORDER = ("Website", "Checkout", "Billing", "Call")


def moments(order: tuple[str, ...] = ORDER, **journey: tuple[int, int, int]) -> Moments:
    """Of promoters, passives and detractors at each touchpoint."""
    raw = pd.concat([nps(*counts, touchpoint=name) for name, counts in journey.items()])
    frame = against_rest(cells(raw, ("touchpoint",)), ["nps"], "touchpoint")
    return moments_of(frame, order)


def test_the_real_ends_are_marked() -> None:
    """NPS 0, 80, -70 and 0; against the 300 others -3, +103, -97 and -3 points, of which those in
    the middle are far beyond their standard errors of about 10."""
    found = moments(
        Website=(40, 20, 40), Checkout=(85, 10, 5), Billing=(10, 10, 80), Call=(40, 20, 40)
    )
    assert found == Moments(peak="Checkout", low="Billing", end="Call")
    assert [found.of(name) for name in ORDER] == ["", "peak", "low", "end"]


def test_noise_has_no_peak() -> None:
    found = moments(
        Website=(40, 20, 40), Checkout=(44, 18, 38), Billing=(38, 20, 42), Call=(41, 20, 39)
    )
    assert found == Moments("", "", "Call")


def test_a_top_by_chance_is_not_the_peak() -> None:
    """Thirteen answers with NPS 38 stand above 500 with 30, and seven with 100 are not shown."""
    found = moments(
        Website=(300, 50, 150), Checkout=(8, 2, 3), Billing=(100, 50, 350), Call=(7, 0, 0)
    )
    assert (found.peak, found.low) == ("Website", "Billing")


def test_the_end_can_be_the_low() -> None:
    found = moments(Website=(70, 20, 10), Checkout=(60, 20, 20), Call=(20, 20, 60))
    assert found == Moments(peak="Website", low="Call", end="Call")
    assert found.of("Call") == "low, end"


@pytest.mark.parametrize(
    ("order", "end"),
    [(ORDER, "Billing"), (("Billing", "Website"), "Website"), (("Call",), ""), ((), "")],
)
def test_the_end_is_the_last_touchpoint_that_was_asked(order: tuple[str, ...], end: str) -> None:
    found = moments(order, Website=(40, 20, 40), Billing=(40, 20, 40))
    assert found.end == end


def test_a_touchpoint_alone_has_no_rest() -> None:
    assert moments(Billing=(90, 5, 5)) == Moments("", "", "Billing")
