"""Links of random views of a company."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from data.catalog import Catalog
from tests.view.test_round_trip import views
from view.state import View


@st.composite
def links(draw: st.DrawFn, known: Catalog, customers: tuple[str, ...] = ("",)) -> View:
    """A view with one filter at most: of several at random hardly any has an answer."""
    view = draw(views(known))
    return replace(view, filters=view.filters[:1], customer_id=draw(st.sampled_from(customers)))
