"""Digests of the sample company: the figures are those of the JSON of the link, and each receiver
has their own rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Dash
from hypothesis import given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from access.accounts import find as account_of
from access.accounts import reader_of
from access.reader import Reader
from access.rights import Role
from access.saved_views.changed import Change
from access.subscriptions import changed
from access.subscriptions.changed import Wanted, What
from access.subscriptions.kept import find_subscription, receiver_of
from access.subscriptions.periods import Rhythm
from api.sending.digests import Digests
from data.store.snapshots import Store
from metrics.definitions import DEFINITIONS
from server.sending.digests import DIGEST
from server.sending.message import Written, as_mail
from server.sending.unsubscribe import person_of
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.sending.mail_server import fetched, parts_of
from tests.server.noting import limited
from tests.server.people import with_accounts
from tests.server.sharing import person

Both = tuple[Dash, AppStore]
ADDRESS = "https://cx.example.org"
_HOURS = {("s", "seconds"): 1 / 3600, ("min", "minutes"): 1 / 60, ("h", "hours"): 1, ("days",): 24}
UNITS = {name: hours for names, hours in _HOURS.items() for name in names}


@pytest.fixture(scope="module")
def both(sample_file: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def digests(both: Both, settings: Settings) -> Iterator[Digests]:
    yield Digests(Store(settings.place()[1]), both[1], ADDRESS, "/")


def reader(store: AppStore, name: str) -> Reader:
    with store.read() as session:
        found = account_of(session, name)
        assert found
        return reader_of(found)


def written(
    both: Both, digests: Digests, page: str, query: str, name: str = "the administrator"
) -> Written:
    """What the account of that name gets of a subscription of the administrator's."""
    store = both[1]
    owner = reader(store, "the administrator")
    wanted = Wanted("Every “Monday”", Rhythm.WEEKLY, time(7, 0), f"{name} them@example.org")
    by = Change(owner, NOW, "10.0.0.1")
    number = changed.subscribe(store, by, What(page, query), wanted, date(2026, 10, 31))
    with store.read() as session:
        kept = find_subscription(session, number)
        assert kept
        (one,) = kept.people
        receiver = receiver_of(session, kept, one.account)
    changed.remove(store, by, number)
    return digests.written(kept, one, receiver)


def rows_of(html: str) -> list[list[str]]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def number_in(text: str) -> float:
    found = re.search(r"[−<]?[\d,]+(?:\.\d+)?", text)
    assert found, text
    size = float(found[0].lstrip("−<").replace(",", ""))
    return -size if found[0].startswith("−") else size


def number_like(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,−%\s]+", text))


def stands_for(shown: list[str], row: dict[str, Any]) -> bool:
    """Is the row of the mail that of the JSON?"""
    name, value, interval, n, _, change, *_ = shown
    if not name.startswith(DEFINITIONS[row["metric"]].short):
        return False
    if row.get("hidden"):
        return row["value"] is None and interval == "" and not number_like(value)
    if n.replace(",", "") != str(row["n"]) or (interval == "") != (row["low"] is None):
        return False
    verdict = (row["comparison"] or {}).get("verdict")
    if ("beyond noise" in change) != (verdict == "real"):
        return False
    if row["value"] is None:
        return value == "–"
    return same(value, row)


def same(shown: str, row: dict[str, Any]) -> bool:
    """Is it the value of the JSON, in the unit that stands behind it?"""
    metric = DEFINITIONS[row["metric"]]
    unit = re.search(r"\d[\s\u00a0]?(s|min|h|days)$", shown)
    factor = UNITS[unit[1]] / UNITS[row["unit"]] if unit else 1.0
    if shown.startswith("<"):
        return bool(0 < float(row["value"]) / factor < 1 / 10**metric.decimals)
    off = abs(float(row["value"]) / factor - number_in(shown))
    return bool(off <= 0.5000001 / 10**metric.decimals)


_VIEWS = st.tuples(
    st.sampled_from(["overview", "loyalty", "service"]),
    st.fixed_dictionaries(
        {},
        optional={
            "period": st.sampled_from(["all", "last-quarter", "last-12-months"]),
            "region": st.sampled_from(["EMEA", "APAC", "AMER"]),
            "compare": st.sampled_from(["previous", "year", "none", "rest"]),
        },
    ),
)


def test_each_figure_is_that_of_the_json_of_the_link(both: Both, digests: Digests) -> None:
    @given(_VIEWS)
    @of_hypothesis(max_examples=3)
    def holds(view: tuple[str, dict[str, str]]) -> None:
        _is_that_of_the_json(both, digests, *view)

    holds()


def _is_that_of_the_json(both: Both, digests: Digests, page: str, asked: dict[str, str]) -> None:
    browser = person(both, "the administrator")
    query = urlencode(asked)
    found = browser.get(f"/api/{page}?{query}")
    if found.status_code != 200:
        return  # no view of this page
    json = found.get_json()
    said = written(both, digests, page, query)
    mail = as_mail(said, "cx@example.org", "them@example.org", "1", NOW)
    text, html = parts_of(mail)
    assert json["headline"] in unescape(html)
    assert json["headline"] in text
    for one in json["findings"]:
        assert one["name"] in text and one["why"] in text
        assert one["name"] in unescape(html) and one["why"] in unescape(html)
    figures = [row for one in json["panels"].values() for row in one["rows"] if "comparison" in row]
    shown = rows_of(html)
    for one in json["panels"].get("cards", {"rows": []})["rows"]:
        assert any(stands_for(row, one) for row in shown), one
    for row in shown:
        assert any(stands_for(row, one) for one in figures), row
        assert f"{row[0]}: {row[1]}" in text
    assert fetched(html) == []


def test_what_a_digest_says_of_itself(both: Both, digests: Digests) -> None:
    said = written(both, digests, "loyalty", "region=EMEA")
    assert "Data to 31 Oct 2026, Europe/" in said.text
    assert "Data to 31 Oct 2026, Europe/" in said.html
    assert f"{ADDRESS}/loyalty?" in said.text
    token = said.unsubscribe.removeprefix(f"{ADDRESS}/unsubscribe/")
    assert isinstance(person_of(both[1].secret, token, DIGEST), int)
    assert person_of(both[1].secret, token[:-1], DIGEST) is None
    assert said.unsubscribe in said.text
    assert "“Monday”" in said.text
    assert said.text.index("Net Promoter") < said.text.index("This view in the dashboard")


def test_a_scoped_receiver_has_nothing_of_other_rows(both: Both, digests: Digests) -> None:
    browser = limited(both, "Emma", (("region", ("EMEA",)),), Role.ANALYST)
    said = written(both, digests, "overview", "", "Emma")
    json = browser.get("/api/overview").get_json()
    everybodys = person(both, "the administrator").get("/api/overview").get_json()
    own = {row["n"] for row in json["panels"]["cards"]["rows"]}
    others = {row["n"] for row in everybodys["panels"]["cards"]["rows"]} - own
    shown = {int(row[3].replace(",", "")) for row in rows_of(said.html) if row[3] != "–"}
    assert shown <= own and shown and not shown & others
    asked = written(both, digests, "overview", "region=APAC", "Emma")
    assert "APAC" not in asked.text + asked.html
    assert json["headline"] in said.text


def test_readers_who_see_the_same_are_read_for_once(both: Both, settings: Settings) -> None:
    own = Digests(Store(settings.place()[1]), both[1], ADDRESS, "/")
    for name in ("the administrator", "the administrator", "the viewer", "the viewer"):
        written(both, own, "loyalty", "", name)
    assert len(own._pages) == 2


def test_it_is_dated_and_mail_takes_it(both: Both, digests: Digests) -> None:
    said = written(both, digests, "overview", "")
    mail = as_mail(
        said,
        "cx@example.org",
        "them@example.org",
        "3",
        datetime.fromisoformat("2026-11-30T07:00:00+02:00"),
    )
    assert mail["Date"] == "Mon, 30 Nov 2026 07:00:00 +0200"
    assert max(map(len, mail.as_bytes().splitlines())) <= 998
