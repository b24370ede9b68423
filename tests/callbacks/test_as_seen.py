"""A link that is as seen: the figures of then are told again, and how those of now differ."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import update

from app import prepare
from settings import Settings
from store.app_store import AppStore
from store.tables import Link
from tests.data.company import LONG, Company, survey
from tests.server.people import log_in, with_accounts
from tests.server.sharing import opened, place_of, share

THEN = [9, 10, 9, 10, 8, 2] * 20  # NPS 50: four of six promote, one does not
SINCE = [9, 10, 9, 8, 8, 2] * 20  # 33.3
LATER = [9, 10, 8, 8, 8, 2] * 20  # 16.7


def load(company: Company, scores: list[int]) -> Settings:
    """The company with these answers, all of January 2026."""
    rows = [f"{i},2026-01-{1 + i % 28:02d},{score}" for i, score in enumerate(scores)]
    company.write(LONG, survey_csv=survey(*rows))
    settings = Settings(mapping=company.mapping, folder=company.folder / "data")
    prepare(settings)
    return settings


@pytest.fixture
def both(company: Company, tmp_path: Path) -> tuple[Dash, AppStore]:
    return with_accounts(load(company, THEN), tmp_path)


def shared(both: tuple[Dash, AppStore], **said: str) -> tuple[FlaskClient, str]:
    """A stranger's browser that has opened a link, and the address of the view."""
    making, stranger = both[0].server.test_client(), both[0].server.test_client()
    log_in(making, "the analyst")
    return stranger, opened(
        stranger, share(making, "/loyalty?period=all", more=["exports"], **said)
    )


def said(browser: FlaskClient, address: str) -> str:
    """What stands above the view."""
    return unescape(browser.get(address).text.split("<main")[1].split('id="notices"')[0])


def nps(browser: FlaskClient, place: str) -> float:
    rows = browser.get(f"{place}api/loyalty").get_json()["panels"]["cards"]["rows"]
    return next(round(float(row["value"]), 1) for row in rows if row["metric"] == "nps")


def assert_told(page: str, then: float, now: float) -> None:
    """Both with their interval and their answers."""
    figure = r"{} \([^()]*\xa0(?:–|to)\xa0[^()]*, n \d+\)"
    both = f"NPS {figure.format(then)} then, {figure.format(now)} now"
    assert re.search(both, unescape(page)), page[:3000]


def test_the_figure_of_then_beside_that_of_now(
    both: tuple[Dash, AppStore], company: Company
) -> None:
    stranger, address = shared(both, data="seen")
    place = place_of(address)
    assert nps(stranger, place) == 50.0
    assert "As seen on" in said(stranger, address)
    assert "The data have not changed since." in said(stranger, address)

    load(company, SINCE)  # the version before is kept
    page = said(stranger, address)
    assert "The data have changed since; below they are as they were." in page
    assert_told(page, 50.0, 33.3)
    assert nps(stranger, place) == 50.0

    load(company, LATER)  # and now it is gone
    page = said(stranger, address)
    assert "That version of the data is no longer kept" in page
    assert_told(page, 50.0, 16.7)
    assert nps(stranger, place) == 16.7

    load(company, THEN)  # as they were, though loaded anew
    assert "All of the key figures are today what they were then." in said(stranger, address)


def test_a_live_link_moves_with_the_data(both: tuple[Dash, AppStore], company: Company) -> None:
    stranger, address = shared(both)
    assert nps(stranger, place_of(address)) == 50.0
    load(company, SINCE)
    assert nps(stranger, place_of(address)) == 33.3
    assert "As seen" not in said(stranger, address)


def test_figures_of_other_rows_than_may_be_seen_now_are_not_told(
    both: tuple[Dash, AppStore], company: Company
) -> None:
    stranger, address = shared(both, data="seen")
    load(company, SINCE)
    with both[1].write() as session:  # as if its maker had seen other rows then
        kept = {"rows": [["region", ["EMEA"]]], "shown": [["nps|nps", "NPS", "50.0 points"]]}
        session.execute(update(Link).values(figures=kept))
    page = said(stranger, address)
    assert "The key figures of then can't be shown any more." in page
    assert "50.0 points" not in page
