"""Sites that may show a link in a frame, as people write them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from access.links.made import LinkError, make
from access.links.parents import MOST, parents_of
from access.rights import Role
from store.app_store import AppStore
from store.tables import AuditEntry, Link
from tests.access.people import NOW, add
from tests.access.test_links import reader, terms


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        (" , \n", ()),
        ("https://intranet.example.org", ("https://intranet.example.org",)),
        ("HTTPS://Intranet.Example.ORG:443", ("https://intranet.example.org",)),
        ("http://wiki:80", ("http://wiki",)),
        ("https://wiki:80", ("https://wiki:80",)),
        ("http://10.0.0.7:8080, https://a.b", ("http://10.0.0.7:8080", "https://a.b")),
        ("https://a.b\nhttps://A.b", ("https://a.b",)),
        ("https://xn--bcher-kva.example", ("https://xn--bcher-kva.example",)),
    ],
)
def test_origins_are_taken_as_browsers_compare_them(text: str, origins: tuple[str, ...]) -> None:
    assert parents_of(text) == origins


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://*.example.org", "would be many sites"),
        ("*", "would be many sites"),
        ("intranet.example.org", "is no site"),
        ("//intranet.example.org", "is no site"),
        ("https://", "is no site"),
        ("https:", "is no site"),
        ("https://intranet.example.org/", "without anything behind it"),
        ("https://intranet.example.org/wiki", "without anything behind it"),
        ("https://intranet.example.org?x", "without anything behind it"),
        ("https://ann@intranet.example.org", "is no site"),
        ("https://-a.example", "is no site"),
        ("https://a..example", "is no site"),
        ("https://a.example.", "is no site"),
        ("https://[::1]:80", "is no site"),
        ("ftp://a.example", "is no site"),
        ("javascript:alert(1)", "is no site"),
        ("data:", "is no site"),
        ("'self'", "is no site"),
        ("'none'", "is no site"),
        ("https://a.b;script-src", "is no site"),
        ("https://bücher.example", "xn--"),
        ("https://a.b:0", "1 to 65535"),
        ("https://a.b:65536", "1 to 65535"),
        ("https://a.b:", "is no site"),
        ("https://" + "a" * 300, "is no site"),
        (" ".join(f"https://a{n}.example" for n in range(MOST + 1)), "At most 5 sites"),
    ],
)
def test_what_is_wider_than_a_site_or_none_is_refused(text: str, why: str) -> None:
    with pytest.raises(LinkError, match=why):
        parents_of(text)


def test_a_link_for_named_people_is_in_no_frame(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    both = terms(people=("ann",), parents=("https://a.b",))
    with pytest.raises(LinkError, match="nobody is logged in there"):
        make(store, reader(store), both, NOW, "")
    with store.read() as session:
        assert session.scalars(select(Link)).all() == []


def test_the_log_has_the_sites(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    make(store, reader(store), terms(parents=("https://a.b", "http://wiki")), NOW, "")
    with store.read() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "link made")).one()
    assert "in frames of https://a.b http://wiki" in told.about
