"""From a link out to the provider and back to it: who may, as what, and as whom."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest

from access import accounts
from access.log_in import WRONG
from tests.access.people import NOW
from tests.oidc.provider import CLIENT, SECRET, Provider
from tests.oidc.site import Site, answered, query
from tests.server.people import log_in, token_of


def test_from_a_link_by_the_provider_back_to_it(people: Provider, site: Site) -> None:
    browser, link = site.browser(), "/loyalty?region=EMEA&period=2026-01-01:2026-03-31"
    page = browser.client.get(browser.client.get(link).headers["Location"])
    assert ">Log in by 127.0.0.1</a>" in page.text
    assert "name=&#34;password" not in page.text
    to = browser.out(link)
    asked = query(to)
    assert to.startswith(f"{people.issuer}/authorization?")
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://localhost/log-in/oidc/back"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "groups"}
    assert min(len(asked[one]) for one in ("state", "nonce", "code_challenge")) >= 43
    assert "EMEA" not in to  # which view somebody wants to see is not the provider's
    done = browser.back(answered(to, "ann"))
    assert (done.status_code, done.headers["Location"]) == (303, link)
    shown = browser.page()
    assert shown.status_code == 200
    assert '<span class="cx-quiet">Ann</span>' in shown.text
    assert site.log()[-2:] == [
        (people.issuer, "account added", "Ann: analyst, all rows"),
        ("Ann", "logged in", f"by {people.issuer}"),
    ]


def test_the_browser_proves_that_it_began(people: Provider, site: Site) -> None:
    browser = site.browser()
    asked = query(browser.out())
    cookie = next(one for one in browser.cookies() if one.key.startswith("cxlens_oidc_"))
    assert (cookie.path, cookie.http_only, cookie.same_site) == ("/log-in/oidc", True, "Lax")
    assert cookie.max_age == 600
    kept = cookie.value.removeprefix(".").split(".")[0]
    told = zlib.decompress(urlsafe_b64decode(kept + "=" * (-len(kept) % 4)))
    state, nonce, verifier, *_ = json.loads(told)
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert (state, nonce, challenge) == (asked["state"], asked["nonce"], asked["code_challenge"])


def test_the_account_is_that_of_issuer_and_subject_not_of_a_name(
    people: Provider, site: Site
) -> None:
    name = "the administrator"  # who has a password here
    people.people["mallory"] = {"preferred_username": name, "groups": ["cx-all"]}
    browser = site.browser()
    browser.log_in("mallory")
    assert '<span class="cx-quiet">the administrator (2)</span>' in browser.page().text
    assert browser.page("api/audit.csv").status_code == 403
    people.people["mallory"] = {"preferred_username": "Mal", "groups": ["cx-all"]}
    again = site.browser()
    again.log_in("mallory")
    assert '<span class="cx-quiet">the administrator (2)</span>' in again.page().text
    assert log_in(site.browser().client, "the administrator (2)").status_code == 401


def test_no_group_no_access_in_words(people: Provider, site: Site) -> None:
    browser = site.browser()
    refused = browser.log_in("eve")
    assert refused.status_code == 403
    assert "“Eve” is known, but in no group that may see CX Lens." in refused.text
    assert browser.page().status_code == 302
    assert site.log()[-1][:2] == ("Eve", "log-in refused")
    assert not any("Eve" in one for one in accounts.every(site.store))


@pytest.mark.parametrize("groups", [None, "cx-team", ["CX-TEAM"], [7, None, {"a": "cx-team"}], []])
def test_groups_of_another_shape(people: Provider, site: Site, groups: object) -> None:
    people.people["odd"] = {"preferred_username": "Odd", "groups": groups}
    if groups is None:
        del people.people["odd"]["groups"]
    # One group may be a text of its own; all else names none of the table.
    assert site.browser().log_in("odd").status_code == (303 if groups == "cx-team" else 403)


def test_another_role_at_the_next_log_in_holds_for_all_sessions(
    people: Provider, site: Site
) -> None:
    people.people["bob"] = {"preferred_username": "Bob", "groups": ["cx-all"]}
    first, second = site.browser(), site.browser()
    first.log_in("bob")
    assert first.page("api/overview").status_code == 403
    before = first.client.get_cookie("cxlens_session")
    people.people["bob"]["groups"] = ["cx-all", "cx-team"]
    second.log_in("bob")
    assert first.page("api/overview").status_code == 200
    after = first.client.get_cookie("cxlens_session")
    assert before and after and before.value != after.value
    people.people["bob"]["groups"] = ["staff"]
    assert site.browser().log_in("bob").status_code == 403
    assert [one.page().status_code for one in (first, second)] == [302, 302]


def test_a_disabled_account_stays_disabled(people: Provider, site: Site) -> None:
    people.people["dan"] = {"preferred_username": "Dan", "groups": ["cx-all"]}
    browser = site.browser()
    browser.log_in("dan")
    accounts.set_disabled(site.store, "dan", True, NOW)
    assert browser.page().status_code == 302
    people.people["dan"]["groups"] = ["cx-admins"]
    refused = browser.log_in("dan")
    assert refused.status_code == 403
    assert "The account “Dan” is disabled here." in refused.text
    assert f"Dan: viewer, all rows, by {people.issuer}, disabled" in accounts.every(site.store)
    accounts.set_disabled(site.store, "dan", False, NOW)
    assert browser.log_in("dan").status_code == 303


def test_two_log_ins_at_once_in_one_browser(people: Provider, site: Site) -> None:
    browser = site.browser()
    first, second = browser.out("/loyalty"), browser.out("/service")
    answers = [answered(to, "ann") for to in (second, first)]
    done = [browser.back(answer) for answer in answers]
    assert [one.headers["Location"] for one in done] == ["/service", "/loyalty"]
    assert browser.page().status_code == 200


def test_many_first_log_ins_at_once_make_one_account(people: Provider, site: Site) -> None:
    people.people["new"] = {"preferred_username": "New", "groups": ["cx-all"]}
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda _: site.browser().log_in("new").status_code, range(4)))
    assert done == [303] * 4
    assert [one for one in accounts.every(site.store) if one.startswith("New")] == [
        f"New: viewer, all rows, by {people.issuer}"
    ]


def test_so_many_begun_log_ins_and_no_more_are_kept(people: Provider, site: Site) -> None:
    browser = site.browser()
    browser.client.set_cookie("cxlens_oidc_0", "of somebody else", path="/log-in/oidc")
    begun = [browser.out() for _ in range(7)]
    assert len([one for one in browser.cookies() if one.key.startswith("cxlens_oidc_")]) == 4
    assert browser.back(answered(begun[-1], "ann")).status_code == 303
    assert browser.back(answered(begun[0], "ann")).status_code == 400


@pytest.mark.parametrize("evil", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_a_link_elsewhere_leads_to_the_first_page(
    people: Provider, site: Site, alone: Site, evil: str
) -> None:
    assert site.browser().log_in("ann", evil).headers["Location"] == "/"
    assert alone.browser().log_in("ann", evil).headers["Location"] == "/cx/"


def test_a_link_that_no_cookie_has_room_for(people: Provider, site: Site) -> None:
    done = site.browser().log_in("ann", "/loyalty?region=" + "E" * 3000)
    assert (done.status_code, done.headers["Location"]) == (303, "/")


def test_a_log_in_takes_the_place_of_the_one_before(people: Provider, site: Site) -> None:
    browser = site.browser()
    log_in(browser.client, "the viewer")
    before = browser.client.get_cookie("cxlens_session")
    browser.log_in("ann")
    assert '<span class="cx-quiet">Ann</span>' in browser.page().text
    old = site.app.server.test_client()
    assert before
    old.set_cookie("cxlens_session", before.value)
    assert old.get("/loyalty").status_code == 302


def test_a_password_goes_on_beside_it(people: Provider, site: Site) -> None:
    browser = site.browser()
    wrong = log_in(browser.client, "the viewer", "wrong")
    assert WRONG in wrong.text
    assert "Log in by 127.0.0.1" in wrong.text
    assert log_in(browser.client, "the viewer").status_code == 303


def test_out_and_the_way_out_of_the_provider(people: Provider, site: Site) -> None:
    browser = site.browser()
    browser.log_in("ann")
    out = browser.client.post("/log-out", data={"csrf_token": token_of(browser.page())})
    assert (out.status_code, out.headers["Location"]) == (303, "/log-in?out=yes")
    page = browser.client.get("/log-in?out=yes")
    assert f'href="{people.issuer}/session?client_id={CLIENT}"' in page.text
    assert browser.page().status_code == 302
    assert "Log out there" not in browser.client.get("/log-in").text


def test_nothing_of_it_is_in_a_log(
    people: Provider, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    browser = site.browser()
    answer = answered(browser.out("/customer?customer_id=secret-id"), "ann")
    with caplog.at_level("INFO"):
        browser.back(answer)
    told = str([vars(one) for one in caplog.records if one.name.startswith("cxlens")])
    for secret in (query(answer)["code"][:40], query(answer)["state"], SECRET, "secret-id"):
        assert secret not in told
