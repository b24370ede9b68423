"""Shared links: what their makers choose, what their openers see and are told, and how they end."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select, update

from access import accounts
from access.accounts import Changes
from access.limits import OF_PAIR
from access.links.made import hash_of
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from store.tables import AuditEntry, Link, LinkSession
from tests.access.people import NOW, PASSWORD, QUICK
from tests.callbacks.client import Part
from tests.server.people import log_in, token_of, with_accounts
from tests.server.sharing import answer_to_form, ask, opened, place_of, share

DAYS = ("2026-01-01", "2026-03-31")
VIEW = "/touchpoints?touchpoint=Billing&from=2026-01-01&to=2026-03-31"
CLOSED = "This link opens nothing here"
SECRET = "a secret of the link"


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture
def store(both: tuple[Dash, AppStore]) -> AppStore:
    return both[1]


@pytest.fixture
def stranger(both: tuple[Dash, AppStore]) -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    return found


def person(both: tuple[Dash, AppStore], name: str = "the analyst") -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    assert log_in(found, name).status_code == 303
    return found


def maker(both: tuple[Dash, AppStore], name: str, role: Role = Role.ANALYST) -> FlaskClient:
    """Somebody of a test's own, whose account it may change."""
    accounts.add(both[1], name, QUICK.hash(PASSWORD), Changes(role), NOW)
    return person(both, name)


def events(store: AppStore) -> list[tuple[str, str, str]]:
    with store.read() as session:
        wanted = select(AuditEntry).where(AuditEntry.event.startswith("link"))
        found = session.scalars(wanted.order_by(AuditEntry.id)).all()
    return [(one.who, one.event, one.about) for one in found]


def answer(browser: FlaskClient, place: str, page: str, query: str = "") -> dict[str, object]:
    browser.get(f"{place}{page}")
    told = ask(browser, place, page, query)
    assert told.status_code == 200, told.text[:500]
    found: dict[str, object] = told.get_json()["response"]["answer"]["data"]
    return found


def words(told: dict[str, object], part: str) -> str:
    parts = told["parts"]
    assert isinstance(parts, dict)
    return " ".join(Part(parts[part]).words)


def test_who_opens_a_link_sees_the_view_and_its_limits(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    address = opened(stranger, share(person(both), VIEW))
    page = stranger.get(address).text
    assert "Billing" in page
    assert (
        "Shared by the analyst, open until" in page
        and "Touchpoint: Billing; 1 Jan 2026 to 31 Mar 2026 and nothing else, "
        "without comments and exports."
        in page
    )
    place = place_of(address)
    assert (
        Part(page.split('id="navigation"')[1].split("</nav>")[0])
        .hrefs[0]
        .startswith(f"{place}touchpoints")
    )
    assert "Onboarding" not in page
    assert "Log out" not in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "touchpoint=Onboarding",
        "touchpoint=Onboarding&touchpoint=Billing",
        "+touchpoint=Onboarding",
        "touchpoint=&from=2020-01-01",
        "period=all",
        "from=2026-01-01&to=2026-10-31",
        "to=2026-10-31&compare=year-ago",
        "touchpoint=(not+stated)",
    ],
)
def test_what_is_held_stays_whatever_is_asked(
    both: tuple[Dash, AppStore], stranger: FlaskClient, query: str
) -> None:
    link = share(person(both), VIEW, **{"with": ["exports"]})
    place = place_of(opened(stranger, link))
    asked = answer(stranger, place, "touchpoints", query)
    assert re.search(r"^Billing\b", words(asked, "chips"))
    controls = asked["controls"]
    assert isinstance(controls, dict)
    assert [controls[name] for name in ("from", "to", "compare")] == [*DAYS, "previous"]
    assert "touchpoint" not in controls  # there is but one
    assert "Onboarding" not in str(asked)
    # And programs, which are told that they asked for too much.
    told = stranger.get(f"{place}api/touchpoints?{query}")
    if told.status_code == 200:
        view = told.get_json()["view"]
        assert view["filters"] == {"touchpoint": ["Billing"]}
        assert (view["from"], view["to"]) == DAYS
    else:
        assert told.status_code == 400
    assert "Onboarding" not in told.text.replace("“Onboarding”", "")
    levels = stranger.get(f"{place}api/levels/touchpoint").get_json()["levels"]
    assert levels == ["Billing", "(not stated)"]


def test_what_is_not_held_may_be_narrowed(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), VIEW, dates="free", hold=[])
    place = place_of(opened(stranger, link))
    told = answer(stranger, place, "touchpoints", "touchpoint=Onboarding&period=last-quarter")
    assert "Remove filter Touchpoint:  Onboarding" in words(told, "chips")
    assert told["controls"]["period"] == "last-quarter"  # type: ignore[index]
    assert words(told, "notices") == ""


def test_several_held_levels_may_be_narrowed_to_one(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/touchpoints?touchpoint=Billing&touchpoint=Onboarding")
    place = place_of(opened(stranger, link))
    told = answer(stranger, place, "touchpoints", "touchpoint=Onboarding&touchpoint=Delivery")
    assert told["controls"]["touchpoint"] == ["Onboarding"]  # type: ignore[index]
    both_of_them = answer(stranger, place, "touchpoints")
    assert sorted(both_of_them["controls"]["touchpoint"]) == ["Billing", "Onboarding"]  # type: ignore[index]


def test_a_moving_period_stays_that_period(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/touchpoints?period=last-quarter", dates="moving")
    address = opened(stranger, link)
    assert address.endswith("/touchpoints?period=last-quarter")
    told = answer(stranger, place_of(address), "touchpoints", "period=all")
    assert told["controls"]["period"] == "last-quarter"  # type: ignore[index]
    assert "held by this link" in words(told, "notices")


def test_comments_and_exports_are_there_where_they_were_given(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    making = person(both)
    bare = place_of(opened(stranger, share(making, "/loyalty")))
    full = place_of(
        opened(stranger, share(making, "/loyalty", **{"with": ["comments", "exports"]}))
    )
    without, given = answer(stranger, bare, "loyalty"), answer(stranger, full, "loyalty")
    assert "Newest comments" not in words(without, "content")
    assert ".csv" not in str(without)
    assert "Newest comments" in words(given, "content")
    assert f"{full}api/loyalty/trend.csv" in str(given)
    assert stranger.get(f"{full}api/loyalty/cards.csv").status_code == 200
    assert stranger.get(f"{bare}api/loyalty/cards.csv").status_code == 403
    assert stranger.get(f"{full}api/data/rejected.csv").status_code == 403
    assert "customer_id" not in str(given)  # no link looks up customers


def test_the_key_of_one_view_reads_no_other(both: tuple[Dash, AppStore]) -> None:
    making = person(both)
    one, other = both[0].server.test_client(), both[0].server.test_client()
    first = place_of(opened(one, share(making, "/touchpoints?touchpoint=Billing")))
    second = place_of(opened(other, share(making, "/loyalty", **{"with": ["exports"]})))
    cookie = one.get_cookie("cxlens_link", path=first)
    assert cookie
    assert other.get(f"{second}api/loyalty").status_code == 200
    sent = {"Cookie": f"cxlens_link={cookie.value}"}
    fresh = both[0].server.test_client(use_cookies=False)
    assert fresh.get(f"{first}touchpoints", headers=sent).status_code == 200
    assert fresh.get(f"{second}loyalty", headers=sent).status_code == 404
    assert fresh.get(f"{second}api/loyalty", headers=sent).status_code == 401
    assert fresh.get("/loyalty", headers=sent).status_code == 302
    # A session of a log-in is none of a link, and the other way round.
    sent = {"Cookie": f"cxlens_session={cookie.value}"}
    assert fresh.get("/loyalty", headers=sent).status_code == 302
    # The same page under two links has two answers, whatever a client says of caches.
    assert one.get(f"{first}api/loyalty").status_code == 403


def test_kept_answers_are_not_mixed_up(both: tuple[Dash, AppStore], stranger: FlaskClient) -> None:
    making = person(both)
    whole = making.get("/api/touchpoints?from=2026-01-01&to=2026-03-31")
    place = place_of(opened(stranger, share(making, VIEW, **{"with": ["exports"]})))
    path = f"{place}api/touchpoints?from=2026-01-01&to=2026-03-31"
    narrow = stranger.get(path)
    assert narrow.get_json()["view"]["filters"] == {"touchpoint": ["Billing"]}
    assert narrow.headers["ETag"] != whole.headers["ETag"]
    again = stranger.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 200
    assert stranger.get(path, headers={"If-None-Match": narrow.headers["ETag"]}).status_code == 304


def test_a_log_in_in_the_same_browser_is_neither_replaced_nor_widened(
    both: tuple[Dash, AppStore],
) -> None:
    link = share(person(both), "/loyalty", **{"with": ["comments", "exports"]})
    viewer = person(both, "the viewer")
    before = viewer.get_cookie("cxlens_session")
    place = place_of(opened(viewer, link))
    assert viewer.get(f"{place}api/loyalty").status_code == 200
    assert viewer.get("/api/loyalty").status_code == 403
    assert "the viewer" in viewer.get("/loyalty").text
    assert viewer.get_cookie("cxlens_session") == before
    assert "Newest comments" not in viewer.get("/loyalty").text


@pytest.mark.parametrize(
    "token", ["x", "A" * 22, "A" * 21, "A" * 500, "%00", "a/b", "é" * 22, "1' OR '1'='1"]
)
def test_what_is_no_token_opens_nothing(stranger: FlaskClient, token: str) -> None:
    found = stranger.get(f"/s/{token}")
    assert found.status_code == 404
    assert CLOSED in found.text
    assert stranger.get_cookie("cxlens_link") is None


def test_all_ends_of_a_link_look_the_same(both: tuple[Dash, AppStore], store: AppStore) -> None:
    pages = set()
    for how in (
        "unknown",
        "cut off",
        "expired",
        "revoked",
        "disabled",
        "demoted",
        "no rows",
        "for others",
    ):
        making = maker(both, f"maker of {how}")
        said = {"who": "named", "people": "the viewer"} if how == "for others" else {}
        view = "/loyalty?region=EMEA" if how == "no rows" else "/loyalty"
        link = share(making, view, **said)
        token = link.rpartition("/")[2]
        with store.write() as session:
            kept = session.scalars(select(Link).where(Link.token_hash == hash_of(token))).one()
            if how == "expired":
                kept.until = datetime.now(UTC)
            if how == "revoked":
                kept.revoked_at = datetime.now(UTC)
        if how == "disabled":
            accounts.set_disabled(store, f"maker of {how}", True, NOW)
        if how == "demoted":
            accounts.set_rights(store, f"maker of {how}", Changes(Role.VIEWER), NOW)
        if how == "no rows":
            rows = (("region", ("APAC",)),)
            accounts.set_rights(store, f"maker of {how}", Changes(rows=rows), NOW)
        link = {"unknown": "/s/" + "B" * 22, "cut off": link[:-1]}.get(how, link)
        opener = person(both, "the editor") if how == "for others" else both[0].server.test_client()
        found = opener.get(link)
        assert found.status_code == 404, how
        assert opener.get_cookie("cxlens_link") is None
        pages.add(found.text)
        if how != "for others":
            reason = events(store)[-1]
            assert reason[:2] == ("(not logged in)", "link refused")
            assert token not in reason[2]
    assert len(pages) == 1
    assert CLOSED in pages.pop()


def test_rights_are_those_of_the_maker_at_each_request(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    making = maker(both, "changing")
    place = place_of(opened(stranger, share(making, "/loyalty", **{"with": ["exports"]})))
    csv_file = f"{place}api/loyalty/cards.csv"
    assert stranger.get(csv_file).status_code == 200
    accounts.set_disabled(store, "changing", True, NOW)
    assert stranger.get(csv_file).status_code == 401
    accounts.set_disabled(store, "changing", False, NOW)
    assert stranger.get(csv_file).status_code == 200
    accounts.set_rights(store, "changing", Changes(Role.VIEWER), NOW)
    assert stranger.get(csv_file).status_code == 401
    assert stranger.get(f"{place}loyalty").status_code == 404


@pytest.mark.parametrize(
    ("of_maker", "shared", "seen"),
    [
        ((), "region=EMEA", {"region": ("EMEA",)}),
        ((), "region=EMEA&region=APAC&touchpoint=Billing", {"region": ("APAC", "EMEA")}),
        ((("plan", ("Pro",)),), "region=EMEA", {"plan": ("Pro",), "region": ("EMEA",)}),
        ((("region", ("EMEA",)),), "region=EMEA&region=APAC", {"region": ("EMEA",)}),
        ((("region", ("EMEA",)),), "touchpoint=Billing", {"region": ("EMEA",)}),
    ],
)  # fmt: skip
def test_held_segments_are_rows_of_the_reader_and_meet_those_of_the_maker(
    both: tuple[Dash, AppStore],
    store: AppStore,
    stranger: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    of_maker: tuple[tuple[str, tuple[str, ...]], ...],
    shared: str,
    seen: dict[str, tuple[str, ...]],
) -> None:
    """As the data get them (server.seen)."""
    name = f"rows {len(events(store))} {shared}"
    making = maker(both, name)
    link = share(making, f"/touchpoints?{shared}")
    accounts.set_rights(store, name, Changes(rows=of_maker), NOW)
    place = place_of(opened(stranger, link))
    readers = []

    def note(snapshot: object, reader: object) -> object:
        readers.append(reader)
        return snapshot

    monkeypatch.setattr("server.current.seen_by", note)
    for path in ("touchpoints", "_dash-layout", "api/levels/region"):
        assert stranger.get(place + path).status_code == 200
    assert readers
    for one in readers:
        rows = {key: tuple(sorted(levels)) for key, levels in one.rows}  # type: ignore[attr-defined]
        assert rows == seen
        assert not one.totals  # type: ignore[attr-defined]


def test_a_password_is_asked_for_and_its_tries_are_limited(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    link = share(person(both), "/loyalty", password=SECRET)
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.5.5.5"}
    form = stranger.get(link)
    assert (form.status_code, "This link has a password" in form.text) == (200, True)
    assert stranger.get_cookie("cxlens_link", path="/shared/") is None
    for _ in range(OF_PAIR):
        wrong = {"csrf_token": token_of(stranger.get(link)), "password": "not the secret"}
        assert stranger.post(link, data=wrong).status_code == 401
    right = {"csrf_token": token_of(stranger.get(link)), "password": SECRET}
    held = stranger.post(link, data=right)
    assert held.status_code == 429
    assert 880 <= int(held.headers["Retry-After"]) <= 901
    assert "Try again in 15 minutes" in held.text
    elsewhere = both[0].server.test_client()
    elsewhere.environ_base = {"REMOTE_ADDR": "10.5.5.6"}
    assert opened(elsewhere, link, SECRET).endswith("/loyalty?from=2025-11-01&to=2026-10-31")
    told = [event for _, event, _ in events(store)]
    assert told.count("link held back") == 1
    assert SECRET not in str(events(store))
    # A form of a foreign page is none of ours.
    foreign = elsewhere.post(link, data={"password": SECRET})
    assert (foreign.status_code, foreign.headers["Location"]) == (303, f"{link}?stale=yes")


def test_named_people_have_to_be_logged_in(
    both: tuple[Dash, AppStore], stranger: FlaskClient
) -> None:
    link = share(person(both), "/loyalty", who="named", people="The Viewer , the editor")
    asked = stranger.get(link)
    assert (asked.status_code, "for people with an account" in asked.text) == (401, True)
    assert "Location" not in asked.headers
    viewer = person(both, "the viewer")
    place = place_of(opened(viewer, link))
    assert viewer.get(f"{place}loyalty").status_code == 200
    viewer.post("/log-out", data={"csrf_token": token_of(viewer.get("/loyalty"))})
    assert viewer.get(f"{place}loyalty").status_code == 404


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            {"who": "named", "people": "the viewer, nobody here"},
            "There is no account “nobody here”",
        ),
        ({"who": "named", "people": " , "}, "Name at least one account"),
        ({"until": "2020-01-01"}, "a day from today on"),
        ({"until": "2199-01-01"}, "a day from today on"),
        ({"until": "soon"}, "is no date"),
        ({"password": "short"}, "The password is too short"),
        ({"dates": "any"}, "The form was not whole"),
        ({"data": "seen", "dates": "free"}, "What stays as seen stays at its days"),
    ],
)
def test_a_form_that_says_nonsense_makes_no_link(
    both: tuple[Dash, AppStore], store: AppStore, said: dict[str, str], why: str
) -> None:
    before = len(events(store))
    refused = answer_to_form(person(both), VIEW, **said)
    assert refused.status_code == 400
    assert why in refused.text
    assert 'name="hold" value="touchpoint" checked' in refused.text  # what was chosen is kept
    assert len(events(store)) == before


def test_who_may_not_share_finds_no_form(both: tuple[Dash, AppStore]) -> None:
    viewer = person(both, "the viewer")
    assert viewer.get("/links/new?view=/loyalty").status_code == 403
    assert '"id":"share"' not in viewer.get("/_dash-layout").text
    assert '"id":"share"' in person(both).get("/_dash-layout").text
    assert person(both).get("/links/new?view=/data").status_code == 400


def test_a_token_is_nowhere_but_in_the_link(
    both: tuple[Dash, AppStore],
    store: AppStore,
    stranger: FlaskClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    making = person(both)
    link = share(making, "/loyalty?region=EMEA", hold=[])
    token = link.rpartition("/")[2]
    with caplog.at_level("INFO"):
        first = stranger.get(link)
        stranger.get(first.headers["Location"])
        more = stranger.get(f"{link}/more?view={token}")
    assert first.headers["Referrer-Policy"] == "strict-origin"
    assert token not in first.headers["Location"]
    assert more.status_code == 404
    requests = [one for one in caplog.records if one.name == "cxlens.request"]
    paths = [vars(one)["path"] for one in requests]
    assert paths[0] == "/s/…"
    assert token not in str([vars(one) for one in caplog.records])
    assert token not in making.get("/metrics").text
    assert 'page="shared links"' in making.get("/metrics").text
    assert token not in making.get("/links").text
    assert store.file
    assert token.encode() not in store.file.read_bytes()
    wal = store.file.with_name(store.file.name + "-wal")
    assert not wal.exists() or token.encode() not in wal.read_bytes()


def test_links_are_taken_back_one_by_one_or_all_of_a_person(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    making = maker(both, "sharer")
    links = [share(making, "/loyalty", **{"with": ["exports"]}) for _ in range(3)]
    browsers = [both[0].server.test_client() for _ in links]
    places = [place_of(opened(one, link)) for one, link in zip(browsers, links, strict=True)]
    numbers = [place.split("/")[2] for place in places]

    def answered() -> list[int]:
        found = zip(browsers, places, strict=True)
        return [one.get(f"{place}api/loyalty/cards.csv").status_code for one, place in found]

    def take_back(browser: FlaskClient, **what: str) -> int:
        form = {"csrf_token": token_of(browser.get("/links")), **what}
        return browser.post("/links", data=form).status_code

    assert answered() == [200, 200, 200]
    other = maker(both, "other sharer")
    share(other, "/loyalty")  # so that there is a form
    for one in ({"link": numbers[0]}, {"link": "x"}, {"link": "9" * 30}, {}):
        assert take_back(other, **one) == 404
    assert take_back(making, link=numbers[0]) == 303
    assert answered() == [401, 200, 200]
    administrator = person(both, "the administrator")
    share(administrator, "/loyalty")
    account = re.findall(r'name="all_of" value="([0-9]+)"', making.get("/links").text)
    assert take_back(other, all_of=account[0]) == 404
    assert answered() == [401, 200, 200]
    assert take_back(administrator, all_of=account[0]) == 303
    assert answered() == [401, 401, 401]
    told = [one for one in events(store) if one[1] == "link taken back"]
    assert [who for who, _, _ in told] == ["sharer", "the administrator", "the administrator"]
    assert 'name="link"' not in making.get("/links").text


def test_administrators_see_what_is_shared_and_each_opening(
    both: tuple[Dash, AppStore], store: AppStore
) -> None:
    making = maker(both, "watched")
    link = share(making, VIEW, password=SECRET)
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.6.6.6"}
    stranger.post(link, data={"csrf_token": token_of(stranger.get(link)), "password": "wrong one"})
    number = place_of(opened(stranger, link, SECRET)).split("/")[2]
    administrator = person(both, "the administrator")
    listed = administrator.get("/links/all").text
    assert "watched" in listed
    assert "Touchpoints: touchpoint: Billing, 1 Jan 2026 to 31 Mar 2026, live" in listed
    happened = administrator.get(f"/links/{number}").text
    for said in ("link made", "link refused", "the password was wrong", "link opened", "10.6.6.6"):
        assert said in happened
    own = making.get(f"/links/{number}").text
    assert "link opened" in own
    assert "10.6.6.6" not in own  # where somebody was is for administrators
    assert person(both).get(f"/links/{number}").status_code == 404
    assert person(both).get("/links/all").status_code == 403
    taken = administrator.get("/api/audit.csv").get_data().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(taken)) if row["event"] == "link opened"]
    assert any(row["about"] == f"link {number} to touchpoints" for row in rows)


def test_strangers_do_not_fill_the_log(both: tuple[Dash, AppStore], store: AppStore) -> None:
    stranger = both[0].server.test_client()
    stranger.environ_base = {"REMOTE_ADDR": "10.7.7.7"}
    before = len(events(store))
    for number in range(40):
        assert stranger.get(f"/s/{number:022d}").status_code == 404
    assert len(events(store)) == before + 30
    link = share(person(both), "/loyalty")
    assert opened(stranger, link)  # who has a link is not held back for it


def test_a_session_of_a_link_ends(
    both: tuple[Dash, AppStore], store: AppStore, stranger: FlaskClient
) -> None:
    link = share(person(both), "/loyalty")
    place = place_of(opened(stranger, link))
    with store.write() as session:
        over = datetime.now(UTC) - timedelta(hours=12, seconds=1)
        session.execute(update(LinkSession).values(opened_at=over))
    assert stranger.get(f"{place}loyalty").status_code == 404
    assert place_of(opened(stranger, link)) == place
    with store.read() as session:
        assert len(session.scalars(select(LinkSession)).all()) == 1  # what is over is cleared away
