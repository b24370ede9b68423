"""By the provider alone, below a prefix and a name, and what happens while the provider is away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from joserfc.jwk import RSAKey

from access import accounts
from access.accounts import AccountError, Changes
from access.oidc import provider as asking
from access.oidc.provider import AwayError
from access.oidc.provider import Provider as Asked
from access.rights import Role
from server.gate.table import ENDPOINTS
from settings import Settings
from tests.access.people import NOW, PASSWORD
from tests.oidc.provider import Provider, running
from tests.oidc.site import BACK, Site, answered, query, site_of
from tests.server.people import log_in, token_of

AWAY = "127.0.0.1, where you log in, does not answer CX Lens. Nobody was logged in."


def test_every_address_stands_in_the_table_of_the_gate(site: Site, alone: Site) -> None:
    def endpoints(of: Site) -> set[str]:
        return {rule.endpoint for rule in of.app.server.url_map.iter_rules()}

    assert endpoints(site) == set(ENDPOINTS) - {"oidc_page", "no_log_in"}
    assert endpoints(alone) == set(ENDPOINTS) - {"log_in"}


def test_nobody_gets_more_than_where_a_password_is_asked_for(alone: Site) -> None:
    for_all = {
        "/healthz", "/readyz", "/metrics", "/log-in/oidc", "/assets/links.js", "/assets/style.css",
        "/assets/first.js", "/assets/theme.js",
    }  # fmt: skip
    client = alone.app.server.test_client()
    for rule in alone.app.server.url_map.iter_rules():
        path = re.sub(r"-[0-9a-f]{12}\.", ".", rule.rule).replace("<path:filename>", "links.js")
        asked = re.sub(
            r"<(?:\w+:)?(\w+)>", "overview", rule.rule.replace("<path:filename>", "links.js")
        )
        with client.get(f"/cx{asked}") as answer:
            assert (answer.status_code == 200) == (path in for_all), (path, answer.status_code)
            if answer.status_code != 200:
                assert "EMEA" not in answer.get_data(as_text=True)


def test_alone_there_is_no_log_in_with_a_password(people: Provider, alone: Site) -> None:
    browser = alone.browser()
    form = {"name": "the administrator", "password": PASSWORD}
    for path in ("/cx/log-in", "/log-in"):
        assert browser.client.get(path).status_code == 404
        refused = browser.client.post(path, data=form)
        assert refused.status_code == 404
        assert refused.headers.getlist("Set-Cookie") == []
    assert browser.page().status_code == 302
    page = browser.client.get("/cx/log-in/oidc")
    assert 'type="password"' not in page.text
    assert 'href="/cx/log-in/oidc/go"' in page.text


def test_alone_pages_lead_to_the_provider_at_once_and_back(people: Provider, alone: Site) -> None:
    browser = alone.browser()
    led = browser.client.get("/cx/loyalty?region=EMEA")
    assert led.headers["Location"] == "/cx/log-in/oidc/go?next=/loyalty%3Fregion%3DEMEA"
    told = browser.client.get("/cx/api/overview")
    assert (told.status_code, told.get_json()["log_in"]) == (401, "/cx/log-in/oidc/go")
    to = browser.client.get(led.headers["Location"]).headers["Location"]
    assert query(to)["redirect_uri"] == "http://localhost/cx/log-in/oidc/back"
    done = browser.back(answered(to, "ann"))
    assert (done.status_code, done.headers["Location"]) == (303, "/cx/loyalty?region=EMEA")
    page = browser.page()
    assert page.status_code == 200
    out = browser.client.post("/cx/log-out", data={"csrf_token": token_of(page)})
    assert out.headers["Location"] == "/cx/log-in/oidc?out=yes"
    assert "Log out there as well" in browser.client.get("/cx/log-in/oidc?out=yes").text
    stale = browser.client.post("/cx/log-out", data={"csrf_token": token_of(page)})
    assert stale.headers["Location"] == "/cx/log-in/oidc?stale=yes"


def test_a_name_and_tls_are_those_that_the_settings_and_the_proxy_say(
    people: Provider, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(settings, tmp_path, people, "/cx/", log_in="oidc", hosts="cx.example.org")
    browser = site.browser()
    browser.client.environ_base["REMOTE_ADDR"] = "127.0.0.1"  # a proxy, as the settings have it

    def back(host: str, **headers: str) -> str:
        asked = browser.client.get(
            "/cx/log-in/oidc/go", headers={"Host": host, **headers}, follow_redirects=False
        )
        if asked.status_code != 302:
            assert (
                "by an address that a provider" in asked.text or "none of its names" in asked.text
            )
            return ""
        return query(asked.headers["Location"])["redirect_uri"]

    tls = {"X-Forwarded-Proto": "https"}
    assert back("cx.example.org", **tls) == "https://cx.example.org/cx/log-in/oidc/back"
    assert back("CX.example.org:8443", **tls) == "https://cx.example.org:8443/cx/log-in/oidc/back"
    assert back("cx.example.org") == "http://cx.example.org/cx/log-in/oidc/back"
    assert back("[::1]:80") == "http://[::1]:80/cx/log-in/oidc/back"
    for forged in (
        "evil.example", "cx.example.org:80@evil.example", "cx.example.org:80/evil", "10.0.0.5",
        "cx.example.org:", "",
    ):  # fmt: skip
        assert back(forged, **tls) in ("", "http://localhost/cx/log-in/oidc/back")
    more = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert back("cx.example.org", **tls, **more).startswith("https://cx.example.org/")
    browser.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"  # no proxy of ours
    assert back("cx.example.org", **tls).startswith("http://cx.example.org/")


def test_secure_where_tls_is(people: Provider, settings: Settings, tmp_path: Path) -> None:
    site = site_of(settings, tmp_path, people, "/cx/", log_in="oidc", hosts="cx.example.org")
    given = {"base_url": "https://cx.example.org", "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}
    client = site.app.server.test_client()
    asked = client.get("/cx/log-in/oidc/go", **given)
    done = client.get(answered(asked.headers["Location"], "ann"), **given)
    assert done.status_code == 303
    for cookie in asked.headers.getlist("Set-Cookie") + done.headers.getlist("Set-Cookie"):
        assert "Secure" in cookie or "expires=Thu, 01 Jan 1970" in cookie.replace(
            "Expires", "expires"
        )


def test_who_had_a_password_is_out_once_it_counts_no_longer(
    people: Provider, settings: Settings, tmp_path: Path
) -> None:
    both = site_of(settings, tmp_path, people, log_in="password,oidc")
    local, outside = both.browser(), both.browser()
    log_in(local.client, "the administrator")
    outside.log_in("ann")
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    (tmp_path / "other").mkdir()

    def seen(**more: str) -> list[int]:
        site = site_of(settings, tmp_path / more["log_in"], people, **more, store=store)
        found = []
        for browser in (local, outside):
            client = site.app.server.test_client()
            cookie = browser.client.get_cookie("cxlens_session")
            assert cookie
            client.set_cookie("cxlens_session", cookie.value)
            found.append(client.get("/loyalty").status_code)
            if found[-1] == 302 and more["log_in"] == "password":
                assert "You are logged in" not in client.get("/log-in").text
        return found

    off = {"oidc_issuer": "", "oidc_client": "", "oidc_secret": "", "groups": ""}
    for name in ("oidc", "password"):
        (tmp_path / name).mkdir()
    assert seen(log_in="oidc") == [302, 200]
    assert seen(log_in="password", **off) == [200, 302]


def test_commands_say_who_knows_somebody(people: Provider, site: Site) -> None:
    site.browser().log_in("ann")
    with pytest.raises(AccountError, match=f"“Ann” is known by {people.issuer}: its password"):
        accounts.set_password(site.store, "ann", "hash", NOW)
    with pytest.raises(AccountError, match="its role and rows follow from its groups there"):
        accounts.set_rights(site.store, "ann", Changes(Role.EDITOR), NOW)


def test_the_provider_is_away_and_comes_back(settings: Settings, tmp_path: Path) -> None:
    with running(BACK, tmp_path) as provider:
        port = int(provider.issuer.rpartition(":")[2])
        site = site_of(settings, tmp_path, provider, log_in="password,oidc")
        begun = site.browser()
        provider.people["ann"] = {"preferred_username": "Ann", "groups": ["cx-team"]}
        held = site.browser()
        held.log_in("ann")
        answer = answered(begun.out("/loyalty"), "ann")
    refused = begun.back(answer)  # it went between its answer and our question
    assert (refused.status_code, AWAY in refused.text) == (503, True)
    assert refused.headers["Retry-After"] == "10"
    assert held.page().status_code == 200  # who is in stays in
    assert log_in(site.browser().client, "the viewer").status_code == 303
    later = site_of(settings, _folder(tmp_path, "later"), provider, log_in="password,oidc")
    browser = later.browser()
    away = browser.client.get("/log-in/oidc/go?next=/loyalty")
    assert (away.status_code, AWAY in away.text) == (503, True)
    assert 'type="password"' in away.text
    assert "Log out there" not in browser.client.get("/log-in?out=yes").text
    with running(BACK, _folder(tmp_path, "again"), port) as again:
        again.people["ann"] = {"preferred_username": "Ann", "groups": ["cx-team"]}
        assert browser.client.get("/log-in/oidc/go").status_code == 503  # it was asked just now
        assert again.asked == []
        third = site_of(settings, _folder(tmp_path, "third"), again, log_in="oidc")
        assert third.browser().log_in("ann").status_code == 303


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def test_it_is_asked_again_after_a_pause_and_not_before(people: Provider) -> None:
    now = [1000.0]
    asked = Asked(people.issuer, lambda: now[0])
    people.about = {"issuer": "https://evil.example"}
    for _ in range(3):
        with pytest.raises(AwayError):
            asked.about()
    assert people.asked == ["/.well-known/openid-configuration"]
    people.about = {}
    now[0] += 11
    assert asked.about().token == f"{people.issuer}/token"
    for _ in range(3):
        assert asked.keys("made up") == []
    assert people.asked.count("/keys") == 1
    assert asked.keys(people.key.kid) != []
    now[0] += 11
    assert asked.keys("made up") == []
    assert people.asked.count("/keys") == 2
    now[0] += 3601
    asked.about()
    assert people.asked.count("/.well-known/openid-configuration") == 3


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "ftp://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 7},
    ],
)
def test_a_provider_that_says_odd_things_of_itself(people: Provider, about: dict[str, str]) -> None:
    people.about = dict(about)
    with pytest.raises(AwayError):
        Asked(people.issuer).about()


def test_a_provider_without_a_log_out_of_its_own(
    people: Provider, settings: Settings, tmp_path: Path
) -> None:
    people.hidden = {"end_session_endpoint", "scopes_supported"}
    site = site_of(settings, tmp_path, people, log_in="oidc")
    browser = site.browser()
    assert "Log out there" not in browser.client.get("/log-in/oidc?out=yes").text
    assert query(browser.out())["scope"] == "openid profile"


def test_a_new_key_is_taken(people: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(people.issuer)
    asked.keys(people.key.kid)
    new = RSAKey.generate_key(2048, {"kid": "new"})
    monkeypatch.setattr(asking, "_PAUSE", -1)
    monkeypatch.setattr(people, "more_keys", [new.as_dict(private=False), {"kty": "odd"}])
    assert [one.kid for one in asked.keys("new")] == ["new"]


def test_a_provider_that_wants_the_secret_in_a_form(
    people: Provider, settings: Settings, tmp_path: Path
) -> None:
    people.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    site = site_of(settings, tmp_path, people, log_in="oidc")
    assert site.browser().log_in("ann").status_code == 303
    people.about = {}
    wrong = site_of(
        settings, _folder(tmp_path, "wrong"), people, log_in="oidc", oidc_secret="another"
    )
    refused = wrong.browser().log_in("ann")
    assert (refused.status_code, "does not hold" in refused.text) == (400, True)


def test_what_is_told_to_a_browser_names_no_secret(people: Provider, alone: Site) -> None:
    to = alone.browser().out()
    assert "a%20secret" not in to and "a+secret" not in to
    assert requests.get(to, timeout=10).status_code == 200
