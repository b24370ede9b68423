"""What an open page is told of newer data: how many answers, to whom, and when nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access.reader import ANYBODY
from app import create_app
from data.ingest.service import load_in_turn
from data.intake.queue import Queue
from server.gate.reader import put_reader
from settings import Settings
from tests.data.company import Company
from tests.intake.sent import MAPPING, answer, received
from tests.row_scope.exits import limit

SHOP = "/api/new-data/overview?period=all&branch=North"
ALL = "/api/new-data/overview?period=all"  # without a period it may be another one after a load


class Open:
    """An open page on a small company: what it asks, and what it is told."""

    def __init__(self, folder: Path) -> None:
        rows = "".join(
            f"{n},2026-01-{1 + n % 28:02},{n % 11},{'North' if n % 2 else 'South'}\n"
            for n in range(60)
        )
        self.company = Company(folder).write(MAPPING, survey_csv=f"id,date,score,shop\n{rows}")
        settings = Settings(mapping=self.company.mapping, folder=self.company.out)
        self.folder = settings.place()[1]
        self.server: Flask = create_app(settings).server
        self.client: FlaskClient = self.server.test_client()
        self.next = 1000

    def send(self, count: int, shop: str = "North", **more: object) -> None:
        """New answers to the question of NPS, sent and loaded."""
        rows = [answer(self.next + n, n % 11, shop=shop, **more) for n in range(count)]
        self.next += count
        self.load(rows)

    def send_csat(self, count: int, shop: str = "North") -> None:
        """New answers to another question, each of another customer."""
        numbers = range(self.next, self.next + count)
        self.next += count
        rows = [answer(n, 1 + n % 5, shop=shop, customer_id=f"C-{n}") for n in numbers]
        self.load(rows, "panel")

    def load(self, body: object, name: str = "app") -> None:
        Queue(self.folder).take(received(body, name).events)
        load_in_turn(self.company.mapping, self.folder)

    def ask(self, link: str, tag: str = "") -> tuple[int, str, str]:
        """Status, words and tag of what a page is answered that has this tag."""
        found = self.client.get(link, headers={"If-None-Match": tag} if tag else {})
        said = found.get_json()["told"] if found.status_code == 200 else ""
        return found.status_code, said, found.headers["ETag"]


@pytest.fixture
def page(tmp_path: Path) -> Open:
    return Open(tmp_path)


def test_a_page_that_is_of_the_data_in_use_is_told_nothing(page: Open) -> None:
    version = page.client.get("/readyz").get_json()["version"]
    status, said, tag = page.ask(ALL, f'"{version}"')  # as a page that has just been shown
    assert (status, said) == (200, "")
    assert page.ask(ALL, tag) == (304, "", tag)


def test_the_answers_of_its_filters_are_counted(page: Open) -> None:
    tags = {link: page.ask(link)[2] for link in (ALL, SHOP, ALL + "&branch=South")}
    page.send(12)
    page.send(3, "South")
    assert page.ask(ALL, tags[ALL])[:2] == (200, "15 new answers")
    assert page.ask(SHOP, tags[SHOP])[:2] == (200, "12 new answers")
    # Fewer than the minimum n: how many stays untold, as anywhere else.
    assert page.ask(ALL + "&branch=South", tags[ALL + "&branch=South"])[1] == "New data"
    page.send(20)
    assert page.ask(SHOP, tags[SHOP])[1] == "32 new answers"  # since it was shown


def test_a_page_counts_the_answers_that_it_has_figures_of(page: Open) -> None:
    page.send_csat(15)
    links = {name: f"/api/new-data/{name}?period=all" for name in ("loyalty", "overview", "data")}
    tags = {name: page.ask(link)[2] for name, link in links.items()}
    page.send(12)
    page.send_csat(20)
    told = {name: page.ask(link, tags[name])[1] for name, link in links.items()}
    assert told == {"loyalty": "12 new answers", "overview": "32 new answers", "data": "New data"}
    _, _, tag = page.ask(links["loyalty"])
    page.send_csat(11)
    assert page.ask(links["loyalty"], tag)[1] == "The data have changed"


def test_comments_that_are_read_are_no_answers_of_their_own(page: Open) -> None:
    _, _, tag = page.ask(ALL)
    page.send(12, comment="The parcel came late and nobody answers.")
    assert page.ask(ALL, tag)[1] == "12 new answers"


def test_dates_of_a_link_hold_for_the_answers_that_are_counted(page: Open) -> None:
    january = "/api/new-data/overview?from=2026-01-01&to=2026-01-31"
    _, _, tag = page.ask(january)
    page.send(12)  # of March
    assert page.ask(january, tag)[1] == "The data have changed"


def test_a_correction_and_a_deletion_are_no_new_answers(page: Open) -> None:
    page.send(12)
    _, _, tag = page.ask(ALL)
    page.load(answer(1000, 1, shop="North", changed_at="2026-03-05T00:00:00Z"))
    status, said, changed = page.ask(ALL, tag)
    assert (status, said) == (200, "The data have changed")
    page.load({"response_id": "1001", "delete": True})
    assert page.ask(ALL, changed)[1] == "The data have changed"


def test_a_page_that_was_never_counted_is_told_of_new_data(page: Open) -> None:
    version = page.client.get("/readyz").get_json()["version"]
    page.send(12)
    assert page.ask(ALL, f'"{version}"')[1] == "New data"


@pytest.mark.parametrize("tag", ['"x|99999999999999999999"', '"x|-1"', '"x|\u0663"', "*", 'W/"x|"'])
def test_a_tag_that_we_never_gave_is_no_number(page: Open, tag: str) -> None:
    assert page.ask(ALL, tag)[:2] in ((200, "New data"), (200, ""))


def test_a_segment_of_few_answers_has_no_number_in_its_tag(page: Open) -> None:
    page.send(3, "East")
    _, _, tag = page.ask(ALL + "&branch=East")
    assert tag.endswith('|"')
    page.send(12, "East")
    assert page.ask(ALL + "&branch=East", tag)[1] == "New data"


def test_many_answers_of_few_people_have_no_number_either(page: Open) -> None:
    page.send(40, "East", customer_id="C-1")
    assert page.ask(ALL + "&branch=East")[2].endswith('|"')
    assert not page.ask(ALL)[2].endswith('|"')
    page.send_csat(40, "East")  # of many people, to a question that Loyalty does not show
    assert page.ask("/api/new-data/loyalty?period=all&branch=East")[2].endswith('|"')
    assert page.ask(ALL + "&branch=East")[2].endswith('|80"')


def test_a_limited_reader_is_told_of_their_rows_alone(page: Open) -> None:
    limit(page.server, lambda: (("branch", ("South",)),))
    _, _, tag = page.ask(ALL)
    page.send(40)
    page.send(11, "South")
    assert page.ask(ALL, tag)[1] == "11 new answers"


def test_an_anonymous_reader_is_told_no_number(page: Open) -> None:
    def known() -> None:
        put_reader(replace(ANYBODY, anonymous=True))

    page.server.before_request_funcs.setdefault(None, []).append(known)
    _, _, tag = page.ask(ALL)
    page.send(40)
    assert tag.endswith('|"')
    assert page.ask(ALL, tag)[1] == "New data"
