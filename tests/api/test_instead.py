"""What a page does without, and where it leads: notes and links of the API, no errors."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.api.test_pages import get


def test_a_filter_that_a_page_cannot_use_is_a_note(client: FlaskClient) -> None:
    body, whole = get(client, "customers?channel=email"), get(client, "customers")
    assert body["note"].startswith("Channel does not apply to Customers; it is left out here.")
    assert body["view"]["filters"] == {"channel": ["email"]}
    assert body["panels"] == whole["panels"]
    assert body["instead"] == []


def test_a_panel_as_csv_is_that_of_the_page(client: FlaskClient) -> None:
    found = [client.get(f"/api/service/cards.csv{query}") for query in ("", "?touchpoint=Billing")]
    assert [one.status_code for one in found] == [200, 200]
    assert found[0].get_data() == found[1].get_data()


def test_an_empty_page_names_links_that_have_something(client: FlaskClient) -> None:
    body = get(client, "loyalty?touchpoint=Billing")
    assert body["panels"] == {}
    assert [one["link"] for one in body["instead"]] == [
        "/touchpoints?touchpoint=Billing&metric=ces",
        "/touchpoints?touchpoint=Billing&metric=csat",
        "/loyalty",
    ]
    for one in body["instead"]:
        assert get(client, one["link"].removeprefix("/"))["panels"]


def test_days_that_the_data_do_not_have_are_no_error(client: FlaskClient) -> None:
    body = get(client, "service?from=2019-01-01&to=2019-12-31")
    assert body["headline"] == "The data begin 1 Nov 2023; nothing is known of 2019."
    assert (body["view"]["from"], body["view"]["to"]) == ("2019-01-01", "2019-12-31")
    assert len(body["instead"]) == 2
