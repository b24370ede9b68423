"""A page that has nothing to show comes with links to views that have, also under a prefix."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.callbacks.client import show


def test_each_way_is_a_link_with_what_is_there(client: FlaskClient) -> None:
    shown = show(client, "/loyalty?touchpoint=Billing&period=last-quarter")
    found = shown.part("content").links
    links = {words.partition(":")[0]: href for words, href in found.items()}
    assert links == {
        "CES at Billing": "/touchpoints?period=last-quarter&touchpoint=Billing&metric=ces",
        "CSAT at Billing": "/touchpoints?period=last-quarter&touchpoint=Billing&metric=csat",
        "Without Touchpoint": "/loyalty?period=last-quarter",
    }
    assert shown.text("notices") == ""


def test_links_keep_what_the_page_does_without(client: FlaskClient) -> None:
    shown = show(client, "/customers?channel=email")
    assert "Channel does not apply to Customers; it is left out here." in shown.text("content")
    assert "/overview?channel=email" in shown.part("navigation").hrefs
    assert shown.answer["controls"]["channel"] == ["email"]
