"""Each piece of a log-in forged, one at a time: nothing is opened, and that is said."""

from __future__ import annotations

import base64
import hmac
import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from access.oidc import pending
from tests.oidc.provider import Answer, Provider
from tests.oidc.site import Site, answered, query

ELSEWHERE = "This log-in was not begun in this browser"
WRONG = "What 127.0.0.1 answered does not hold, so nobody was logged in."
Forge = Callable[[Provider, Answer], str]


def signed(provider: Provider, claims: Answer) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)


def changed(**claims: object) -> Forge:
    """The provider's own signature over other claims; None for one that is left out."""

    def forge(provider: Provider, real: Answer) -> str:
        made = {**real, **claims}
        return signed(provider, {key: value for key, value in made.items() if value is not None})

    return forge


def written(header: Answer, claims: Answer) -> str:
    def part(told: Answer) -> str:
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    return f"{part(header)}.{part(claims)}"


def unsigned(_: Provider, real: Answer) -> str:
    return written({"alg": "none"}, real) + "."


def by_public_key(provider: Provider, real: Answer) -> str:
    """HS256 with the public key as its secret, which everybody knows."""
    made = written({"alg": "HS256", "kid": provider.key.kid}, real)
    sign = hmac.digest(provider.key.as_pem(private=False), made.encode(), "sha256")
    return f"{made}.{base64.urlsafe_b64encode(sign).rstrip(b'=').decode()}"


def by_another_key(provider: Provider, real: Answer) -> str:
    other = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, real, other)


def by_an_unknown_key(_: Provider, real: Answer) -> str:
    other = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": "of nobody"}, real, other)


def with_its_own_key(_: Provider, real: Answer) -> str:
    """A token that brings the key to check it with."""
    other = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "jwk": other.as_dict(private=False)}
    return jwt.encode(header, real, other)


def with_a_claim_added(provider: Provider, real: Answer) -> str:
    head, _, end = signed(provider, real).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**real, "sub": "somebody else"}).encode())
    return f"{head}.{body.rstrip(b'=').decode()}.{end}"


_IN_A_DAY = int(time.time()) + 86_400  # however long the tests before took

FORGED: dict[str, Forge] = {
    "nonce of another log-in": changed(nonce="another"),
    "no nonce": changed(nonce=None),
    "for another client": changed(aud="another"),
    "for another client as well": changed(aud=["cx-lens", "another"]),
    "issued to another client": changed(azp="another"),
    "for nobody": changed(aud=None),
    "by another issuer": changed(iss="https://evil.example"),
    "by an issuer with a slash more": changed(iss="http://127.0.0.1/"),
    "by nobody": changed(iss=None),
    "over": changed(exp=int(time.time()) - 120),
    "without an end": changed(exp=None),
    "of the future": changed(iat=_IN_A_DAY),
    "not valid yet": changed(nbf=_IN_A_DAY),
    "of no subject": changed(sub=None),
    # With groups, so that userinfo is not asked, which would be of somebody else.
    "of an empty subject": changed(sub="", groups=["cx-team"]),
    "of a long subject": changed(sub="x" * 256, groups=["cx-team"]),
    "of a subject that is a number": changed(sub=7, groups=["cx-team"]),
    "of a subject with a break": changed(sub="a\nb", groups=["cx-team"]),
    "of another access token": changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "groups that are a number": changed(groups=7),
    "alg none": unsigned,
    "HS256 with the public key": by_public_key,
    "signed by another key": by_another_key,
    "signed by an unknown key": by_an_unknown_key,
    "signed by the key it brings": with_its_own_key,
    "changed after it was signed": with_a_claim_added,
    "no token at all": lambda *_: "",
    "no token but text": lambda *_: "a.b.c",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_id_token(people: Provider, site: Site, forge: Forge) -> None:
    people.bend = lambda answer: {
        **answer, "id_token": forge(people, people.claims(answer["id_token"]))
    }  # fmt: skip
    browser, before = site.browser(), len(site.log())
    refused = browser.log_in("ann")
    assert (refused.status_code, WRONG in refused.text) == (400, True)
    assert browser.page().status_code == 302
    assert len(site.log()) == before  # strangers can do this: they do not fill it


def test_the_real_one_signed_again_is_taken(people: Provider, site: Site) -> None:
    """Else the tests above would pass for want of a signature."""
    people.bend = lambda answer: {
        **answer, "id_token": signed(people, people.claims(answer["id_token"]))
    }  # fmt: skip
    assert site.browser().log_in("ann").status_code == 303


def test_no_id_token(people: Provider, site: Site) -> None:
    people.bend = lambda answer: {"access_token": answer["access_token"], "token_type": "Bearer"}
    assert WRONG in site.browser().log_in("ann").text


def test_userinfo_of_somebody_else(people: Provider, site: Site) -> None:
    people.people["ann"]["sub"] = "the administrator"
    real = people.bend
    people.bend = lambda answer: {
        **real(answer),
        "id_token": signed(people, {**people.claims(answer["id_token"]), "sub": "another"}),
    }
    assert WRONG in site.browser().log_in("ann").text


@pytest.mark.parametrize(
    "state", ["", "x", "\ud800", "A" * 43, "x" * 4000], ids=["none", "x", "odd", "as long", "long"]
)
def test_another_state(people: Provider, site: Site, state: str) -> None:
    browser = site.browser()
    code = query(answered(browser.out(), "ann"))["code"]
    people.asked.clear()
    given = {"code": code, "state": state.encode("utf-8", "surrogatepass")}
    refused = browser.client.get("/log-in/oidc/back", query_string=given)
    assert (refused.status_code, ELSEWHERE in refused.text) == (400, True)
    assert people.asked == []  # the code is not even shown to the provider


def test_a_callback_in_another_browser(people: Provider, site: Site) -> None:
    mine, other = site.browser(), site.browser()
    answer = answered(mine.out(), "ann")
    other.out()  # which has begun a log-in of its own
    for stranger in (other, site.browser()):
        refused = stranger.back(answer)
        assert (refused.status_code, ELSEWHERE in refused.text) == (400, True)
        assert stranger.page().status_code == 302
    assert mine.back(answer).status_code == 303  # and it is still good where it was begun


def test_the_answer_to_one_log_in_is_none_to_another(people: Provider, site: Site) -> None:
    browser = site.browser()
    first, second = (query(answered(browser.out(), "ann")) for _ in range(2))
    mixed = {"state": second["state"], "code": first["code"], "iss": people.issuer}
    refused = browser.client.get("/log-in/oidc/back", query_string=mixed)
    assert (refused.status_code, WRONG in refused.text) == (400, True)  # PKCE
    assert browser.page().status_code == 302


def test_a_code_counts_once(people: Provider, site: Site) -> None:
    browser = site.browser()
    answer = answered(browser.out(), "ann")
    cookies = {one.key: one.value for one in browser.cookies()}
    assert browser.back(answer).status_code == 303
    assert ELSEWHERE in browser.back(answer).text
    kept = site.browser()  # as if somebody had copied the cookie before
    for name, value in cookies.items():
        kept.client.set_cookie(name, value, path="/log-in/oidc")
    refused = kept.back(answer)
    assert (refused.status_code, WRONG in refused.text) == (400, True)
    assert kept.page().status_code == 302


def test_a_cookie_of_ones_own_making(people: Provider, site: Site) -> None:
    browser = site.browser()
    answer = answered(browser.out(), "ann")
    made = pending.begun("http://localhost/log-in/oidc/back", "")
    made = replace(made, state=query(answer)["state"])
    browser.client.set_cookie(made.cookie, pending.signed("guess", made), path="/log-in/oidc")
    assert ELSEWHERE in browser.back(answer).text


def test_a_log_in_that_took_too_long(
    people: Provider, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.browser()
    answer = answered(browser.out(), "ann")
    with monkeypatch.context() as later:
        later.setattr(pending, "SECONDS", -1)
        refused = browser.back(answer)
    assert (refused.status_code, ELSEWHERE in refused.text) == (400, True)


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
def test_an_answer_by_another_provider(people: Provider, site: Site, iss: str) -> None:
    browser = site.browser()
    given = {**query(answered(browser.out(), "ann")), "iss": iss}
    refused = browser.client.get("/log-in/oidc/back", query_string=given)
    assert (refused.status_code, WRONG in refused.text) == (400, True)


def test_what_the_provider_refuses_is_said_and_its_words_are_not_shown(
    people: Provider, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    browser = site.browser()
    given = {
        "state": query(browser.out("/loyalty"))["state"],
        "error": "access_denied",
        "error_description": "Call 555-0100 and say your password",
        "iss": people.issuer,
    }
    with caplog.at_level(logging.WARNING):
        refused = browser.client.get("/log-in/oidc/back", query_string=given)
    assert (refused.status_code, WRONG in refused.text) == (400, True)
    assert "555" not in refused.text
    assert "access_denied" in caplog.text
    assert 'href="/log-in/oidc/go?next=/loyalty"' in refused.text  # anew, to the same link
