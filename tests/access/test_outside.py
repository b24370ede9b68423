"""Groups of the outside, and the accounts of people who are known there."""

from __future__ import annotations

import pytest

from access import accounts, sessions
from access.accounts import Changes
from access.log_in import LoggedIn, RefusedError
from access.outside.entry import log_in, reader_by_headers
from access.outside.groups import Groups, parse_groups
from access.outside.identity import Identity
from access.rights import Role
from store.app_store import AppStore
from store.tables import Account
from tests.access.people import NOW, add
from tests.access.test_accounts import log

ISSUER = "https://id.one.org"
TABLE = parse_groups(
    "cx-admins=administrator,cx-team=analyst,cx-all=viewer",
    "cx-emea: region=EMEA; cx-apac: region=APAC,ANZ; cx-pro: plan=Pro",
)


def known(*groups: str, name: str = "Ann", subject: str = "a-1", issuer: str = ISSUER) -> Identity:
    return Identity(issuer, subject, name, groups)


def entered(store: AppStore, who: Identity, replaced: str = "") -> LoggedIn | RefusedError:
    try:
        return log_in(store, TABLE, who, replaced, NOW, "10.0.0.1")
    except RefusedError as refused:
        return refused


@pytest.mark.parametrize(
    ("given", "roles"),
    [
        ("a-b=administrator,c=analyst", {"a-b": "administrator", "c": "analyst"}),
        (" a = Viewer , b=editor ", {"a": "viewer", "b": "editor"}),
        ('"CN=cx,OU=one=analyst",b=viewer', {"CN=cx,OU=one": "analyst", "b": "viewer"}),
        ("role=x=viewer", {"role=x": "viewer"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_table_of_roles(given: str, roles: dict[str, str]) -> None:
    assert parse_groups(given) == Groups({one: Role(role) for one, role in roles.items()}, {})


@pytest.mark.parametrize(
    "given", ["a", "a=", "=viewer", "a=boss", "a=viewer,", "a=viewer,a=viewer"]
)
def test_no_table_of_roles(given: str) -> None:
    with pytest.raises(ValueError, match=r"^CXLENS_GROUPS has “.*expected"):
        parse_groups(given)


def test_a_team_is_given_here_and_outlives_other_groups(store: AppStore) -> None:
    entered(store, known("cx-team"))
    accounts.set_rights(store, "Ann", Changes(team="Support"), NOW)
    with pytest.raises(accounts.AccountError, match="follow from its groups there"):
        accounts.set_rights(store, "Ann", Changes(Role.EDITOR, team="Sales"), NOW)
    entered(store, known("cx-admins"))
    assert accounts.every(store) == [f"Ann: administrator, all rows, team “Support”, by {ISSUER}"]
    assert reader_by_headers(store, TABLE, known("cx-all"), NOW).team == "Support"


def test_a_table_of_rows() -> None:
    given = 'a: region=EMEA,APAC; b: team="Smith, Inc"; a: plan=Pro; urn:x:c: plan=Pro'
    assert parse_groups("a=viewer", given).rows == {
        "a": (("plan", ("Pro",)), ("region", ("APAC", "EMEA"))),
        "b": (("team", ("Smith, Inc",)),),
        "urn:x:c": (("plan", ("Pro",)),),
    }


@pytest.mark.parametrize(
    "given", ["a", "a: ", "a: region", "a=region=EMEA", ": region=A", "a: x=1;"]
)
def test_no_table_of_rows(given: str) -> None:
    with pytest.raises(ValueError, match=r"^CXLENS_GROUP_ROWS.*expected"):
        parse_groups("a=viewer", given)


@pytest.mark.parametrize(
    ("groups", "role", "rows"),
    [
        (["cx-team"], "analyst", ()),
        (["cx-all", "cx-admins", "cx-team"], "administrator", ()),
        (["cx-team", "cx-emea"], "analyst", (("region", ("EMEA",)),)),
        (["cx-admins", "cx-emea"], "administrator", (("region", ("EMEA",)),)),
        (["cx-all", "cx-emea", "cx-apac"], "viewer", (("region", ("ANZ", "APAC", "EMEA")),)),
        (["cx-all", "cx-emea", "cx-pro"], "viewer", (("plan", ("Pro",)), ("region", ("EMEA",)))),
    ],
)
def test_rights_of_groups(groups: list[str], role: str, rows: object) -> None:
    found = TABLE.rights_of(groups)
    assert found
    assert (found.role, found.rows, found.totals) == (role, rows, False)


@pytest.mark.parametrize("groups", [[], ["staff"], ["cx-emea"], ["CX-TEAM"], ["cx-team "], [""]])
def test_groups_without_a_role(groups: list[str]) -> None:
    assert TABLE.rights_of(groups) is None


def test_a_first_log_in_makes_an_account_without_a_password(store: AppStore) -> None:
    done = entered(store, known("cx-team", "cx-emea"))
    assert isinstance(done, LoggedIn)
    found = sessions.read(store, done.session, NOW)
    assert found and not found.by_password
    assert (found.reader.name, found.reader.role, found.reader.rows, found.reader.totals) == (
        "Ann", Role.ANALYST, (("region", ("EMEA",)),), False,
    )  # fmt: skip
    assert log(store) == [
        ("account added", "Ann: analyst, region: EMEA"),
        ("logged in", f"by {ISSUER}"),
    ]
    assert not accounts.can_anybody_log_in(store)  # with a password


def test_issuer_and_subject_tell_people_apart_and_nothing_else(store: AppStore) -> None:
    add(store, "Ann")
    for who in (
        known("cx-all"),
        known("cx-all", subject="a-2"),
        known("cx-all", subject="A-1"),
        known("cx-all", issuer="https://id.two.org"),
        known("cx-all", name="Anne"),  # the first one, called otherwise now
    ):
        assert isinstance(entered(store, who), LoggedIn)
    assert [one.partition(":")[0] for one in accounts.every(store)] == [
        "Ann", "Ann (2)", "Ann (3)", "Ann (4)", "Ann (5)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\nb\u202ec", "abc"), ("  ", "somebody"), ("\0", "somebody"), ("x" * 300, "x" * 64)],
)
def test_names_are_shown_in_a_line(store: AppStore, name: str, shown: str) -> None:
    entered(store, known("cx-all", name=name))
    entered(store, known("cx-all", name=name, subject="another"))
    first, second = sorted((one.split(":")[0] for one in accounts.every(store)), key=len)
    assert first == shown or second == shown
    assert max(len(first), len(second)) <= 64
    assert first != second


def test_as_many_of_one_name_as_there_are(store: AppStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.outside.entry._MOST_ALIKE", 3)
    for number in range(5):
        assert isinstance(entered(store, known("cx-all", subject=str(number))), LoggedIn)
    assert len(set(accounts.every(store))) == 5


def test_a_refused_log_in_ends_what_holds_elsewhere(store: AppStore) -> None:
    done = entered(store, known("cx-team"))
    assert isinstance(done, LoggedIn)
    refused = entered(store, known("staff"))
    assert isinstance(refused, RefusedError)
    assert refused.status == 403
    assert sessions.read(store, done.session, NOW) is None
    again = entered(store, known("cx-all"))
    assert isinstance(again, LoggedIn)
    assert log(store)[-2:] == [
        ("rights changed", "Ann: viewer, all rows; before: analyst, all rows"),
        ("logged in", f"by {ISSUER}"),
    ]


def test_the_browsers_session_of_before_is_taken_back(store: AppStore) -> None:
    first = entered(store, known("cx-team"))
    assert isinstance(first, LoggedIn)
    second = entered(store, known("cx-team"), first.session)
    assert isinstance(second, LoggedIn)
    assert sessions.read(store, first.session, NOW) is None


def test_they_may_be_anonymous_which_no_group_says(store: AppStore) -> None:
    assert isinstance(entered(store, known("cx-team")), LoggedIn)
    accounts.set_rights(store, "Ann", Changes(anonymous=True), NOW)
    with pytest.raises(accounts.AccountError, match="follow from its groups"):
        accounts.set_rights(store, "Ann", Changes(Role.EDITOR, anonymous=False), NOW)
    again = entered(store, known("cx-all"))
    assert isinstance(again, LoggedIn)
    found = sessions.read(store, again.session, NOW)
    assert found
    assert (found.reader.role, found.reader.anonymous) == (Role.VIEWER, True)


def test_by_headers_nothing_is_written_until_something_changes(store: AppStore) -> None:
    who = known("cx-team", issuer="proxy")
    readers = [reader_by_headers(store, TABLE, who, NOW) for _ in range(3)]
    assert {(one.name, one.role) for one in readers} == {("Ann", "analyst")}
    assert log(store) == [("account added", "Ann: analyst, all rows")]
    limited = reader_by_headers(store, TABLE, known("cx-all", "cx-pro", issuer="proxy"), NOW)
    assert (limited.role, limited.rows) == (Role.VIEWER, (("plan", ("Pro",)),))
    assert len(log(store)) == 2
    for groups in ([], ["staff"]):
        with pytest.raises(RefusedError, match="in no group that may see CX Lens"):
            reader_by_headers(store, TABLE, known(*groups, issuer="proxy"), NOW)
    accounts.set_disabled(store, "ann", True, NOW)
    with pytest.raises(RefusedError, match="“Ann” is disabled here"):
        reader_by_headers(store, TABLE, who, NOW)
    with store.read() as session:
        assert session.query(Account).count() == 1
