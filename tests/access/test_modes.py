"""Settings of how people log in: what is half set is refused, and nothing is silently open."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from access.accounts import AccountError
from access.modes import prepare_access, ways_of
from app import main
from settings import Settings
from store.errors import StoreError

OIDC = {
    "log_in": "oidc",
    "oidc_issuer": "https://id.one.org",
    "oidc_client": "cx",
    "oidc_secret": "of the tests",
    "groups": "cx-all=viewer",
}
PROXY = {"log_in": "proxy", "identity_from": "10.0.0.5", "groups": "cx-all=viewer"}


def of(**given: str) -> Settings:
    return Settings.model_validate(given)


def test_what_is_complete() -> None:
    assert of().log_in == ("password",)
    assert of(**OIDC).log_in == ("oidc",)
    assert of(**OIDC | {"log_in": "password, OIDC"}).log_in == ("password", "oidc")
    assert of(**PROXY).log_in == ("proxy",)
    assert of(**PROXY, identity_headers="Remote-User Remote-Groups").identity_headers == (
        "Remote-User", "Remote-Groups",
    )  # fmt: skip
    assert of(**OIDC | {"oidc_issuer": "http://127.0.0.1:9000"}).oidc_issuer


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"log_in": "oidc"}, "“oidc” needs CXLENS_OIDC_ISSUER, CXLENS_OIDC_CLIENT, CXLENS_"),
        (OIDC | {"groups": ""}, "“oidc” needs CXLENS_GROUPS as well"),
        (OIDC | {"log_in": "password"}, "CXLENS_OIDC_ISSUER is set, which needs “oidc” here"),
        (PROXY | {"log_in": "password"}, "CXLENS_IDENTITY_FROM is set, which needs “proxy” here"),
        ({"log_in": "proxy", "groups": "a=viewer"}, "“proxy” needs CXLENS_IDENTITY_FROM as well"),
        (OIDC | PROXY | {"log_in": "oidc,proxy"}, "not both"),
        (OIDC | {"access": "open"}, "CXLENS_ACCESS is “open”, where nobody logs in"),
        ({"log_in": "magic"}, "expected “password”, “oidc” or “proxy”"),
        ({"log_in": ","}, "expected “password”, “oidc” or “proxy”"),
        (OIDC | {"oidc_issuer": "http://id.one.org"}, "an address with https://"),
        (OIDC | {"oidc_issuer": "id.one.org"}, "an address with https://"),
        (OIDC | {"oidc_issuer": "https://id.one.org?x=1"}, "an address with https://"),
        (PROXY | {"identity_from": "everybody"}, "expected addresses or networks"),
        (PROXY | {"identity_headers": "Remote-User"}, "expected two names of headers"),
        (PROXY | {"identity_headers": "Remote_User X-Groups"}, "expected two names of headers"),
        (PROXY | {"identity_headers": "X-User X-User"}, "expected two names of headers"),
    ],
)  # fmt: skip
def test_what_is_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        of(**given)
    assert said in str(refused.value)


@pytest.mark.parametrize("given", [OIDC, PROXY, OIDC | {"log_in": "password,oidc"}])
def test_loopback_is_not_open_where_people_log_in_elsewhere(given: dict[str, str]) -> None:
    assert of().is_open()
    assert not of(**given).is_open()


@pytest.mark.parametrize("given", [OIDC, PROXY])
def test_it_starts_without_an_account(tmp_path: Path, given: dict[str, str]) -> None:
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    prepare_access(of(**given, store=store))
    with pytest.raises(StoreError, match="Nobody could log in"):
        prepare_access(of(store=store, access="accounts"))


def test_wrong_tables_end_the_start(tmp_path: Path) -> None:
    given = OIDC | {"groups": "cx-all=boss", "folder": str(tmp_path)}
    with pytest.raises(AccountError, match="CXLENS_GROUPS has “cx-all=boss”"):
        prepare_access(of(**given))
    assert list(tmp_path.iterdir()) == []


def test_which_ways_there_are() -> None:
    only, both, proxy = of(**OIDC), of(**OIDC | {"log_in": "password,oidc"}), of(**PROXY)
    assert [(w.door, w.page) for w in map(ways_of, (of(), only, both, proxy))] == [
        ("log-in", "log-in"),
        ("log-in/oidc/go", "log-in/oidc"),
        ("log-in", "log-in"),
        ("", "log-in/oidc"),
    ]


@pytest.mark.parametrize("command", ["password", "add"])
def test_commands_say_that_passwords_do_not_count(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    for name, value in {**OIDC, "folder": str(tmp_path)}.items():
        monkeypatch.setenv(f"CXLENS_{name.upper()}", value)
    assert main(["user", command, "ann", "--generate"]) == 2
    told = capsys.readouterr().err
    assert "Nobody logs in with a password here, since CXLENS_LOG_IN is “oidc”" in told
    assert main(["user", "list"]) == 0
