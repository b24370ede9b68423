"""Charts of digests come with the mail, once for all who see the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from access.rights import Role
from api.sending.digests import Digests
from data.store.snapshots import Snapshot, Store
from exports.about import about
from exports.mail.charts import mail_panels
from exports.mail.digest import digest
from server.sending.message import Written, as_mail
from settings import Settings
from tests.access.people import NOW
from tests.exports.test_pictures import page
from tests.sending.mail_server import fetched, parts_of
from tests.sending.test_digests import ADDRESS, Both, written
from tests.server.noting import limited
from tests.server.people import with_accounts
from tests.server.sharing import person

MOST = 400_000  # bytes of a mail


@pytest.fixture(scope="module")
def both(sample_file: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def digests(both: Both, settings: Settings) -> Iterator[Digests]:
    yield Digests(Store(settings.place()[1]), both[1], ADDRESS, "/")


@pytest.fixture(scope="module")
def said(both: Both, digests: Digests) -> Written:
    return written(both, digests, "loyalty", "region=APAC")


def mail_of(said: Written) -> EmailMessage:
    return as_mail(said, "cx@example.org", "them@example.org", "1", NOW)


def heard(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<img [^>]*alt="([^"]*)"', html)]


def test_they_come_with_the_mail(said: Written) -> None:
    mail = mail_of(said)
    text, related = mail.iter_parts()
    assert mail.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    html, *pictures = related.iter_parts()
    assert html.get_content_type() == "text/html"  # the root, which mail programs show
    shown = re.findall(r'src="cid:([^"]+)"', html.get_content())
    assert [one["Content-ID"] for one in pictures] == [f"<{key}>" for key in shown]
    assert len(shown) == 3
    for one in pictures:
        assert one.get_content_type() == "image/png"
        assert one.get_content_disposition() == "inline"
        assert one.get_content().startswith(b"\x89PNG\r\n")
    assert len(mail.as_bytes()) < MOST
    assert fetched(html.get_content()) == []
    assert fetched('<img src="https://elsewhere.example/a.png">')


def test_they_tell_the_figures_of_the_json(both: Both, said: Written) -> None:
    twin = person(both, "the administrator").get("/api/loyalty?region=APAC").get_json()
    first, last = twin["panels"]["trend"]["rows"][0], twin["panels"]["trend"]["rows"][-1]
    trend, *others = heard(said.html)
    assert trend.startswith("Line chart: NPS by month. NPS, Comparison")
    assert len(others) == 2
    for row in (first, last):
        value, low, high = (f"{row[one]:.1f}".replace("-", "−") for one in ("value", "low", "high"))
        assert f": {value} ({low} to {high}), n {row['n']:,}" in trend
    assert "Nov 2025: " in trend and "Oct 2026: " in trend


def test_the_text_has_none(said: Written) -> None:
    text, html = parts_of(mail_of(said))
    assert "cid:" in html
    assert "cid:" not in text and "chart" not in text


def test_a_page_without_a_chart_is_a_mail_as_before(both: Both, digests: Digests) -> None:
    mail = mail_of(written(both, digests, "journey", ""))
    assert [one.get_content_type() for one in mail.iter_parts()] == ["text/plain", "text/html"]


def test_trends_come_first_whatever_the_page_begins_with(snapshot: Snapshot) -> None:
    of = page(snapshot, "loyalty")
    turned = replace(of, panels=tuple(reversed(of.panels)))
    told = about(turned, snapshot.catalog, ADDRESS)
    first, second, _ = mail_panels(turned, snapshot.catalog, told)
    assert first.title == "NPS by month"
    assert second.title != "NPS answers"  # the others in the order of the page


def test_words_of_others_are_words(snapshot: Snapshot) -> None:
    of = page(snapshot, "loyalty")
    name = '"><script>alert(1)</script><img src="https://elsewhere.example/a.png'
    panels = tuple(replace(one, title=name, subtitle=name, note=name) for one in of.panels)
    renamed, catalog = replace(of, panels=panels), snapshot.catalog
    told = about(renamed, catalog, ADDRESS)
    drawn = mail_panels(renamed, catalog, told)
    html = digest(renamed, catalog, told, "Mondays", f"{ADDRESS}/u", drawn).html
    assert len(drawn) == 3
    assert "<script" not in html and 'src="https' not in html
    assert html.count("<img ") == 3
    assert name in unescape(html)


def test_they_are_drawn_once_for_all_who_see_the_same(
    both: Both, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list[str]()

    def draw(svg: str) -> bytes:
        drawn.append(svg)
        return svg.encode()

    monkeypatch.setattr("exports.mail.charts.png", draw)
    own = Digests(Store(settings.place()[1]), both[1], ADDRESS, "/")
    limited(both, "Ola", (("region", ("Oceania",)),), Role.ANALYST)
    first, again = (written(both, own, "loyalty", "") for _ in range(2))
    assert len(drawn) == 3
    scoped = written(both, own, "loyalty", "", "Ola")
    assert len(drawn) == 6
    assert first.pictures == again.pictures
    assert not set(first.pictures) & set(scoped.pictures)
    assert heard(scoped.html)[0] != heard(first.html)[0]
