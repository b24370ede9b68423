"""Accounts of agents are tied to a name, and to nothing else."""

from __future__ import annotations

import pytest

from access import accounts
from access.accounts import AccountError, Changes
from access.outside.groups import parse_groups
from access.rights import RIGHTS, Right, Role
from store.app_store import AppStore
from tests.access.people import NOW, add


def test_an_agent_has_one_right_and_nobody_else_has_it() -> None:
    assert RIGHTS[Role.AGENT] == {Right.OWN_WORK}
    assert [role for role in Role if Right.OWN_WORK in RIGHTS[role]] == [Role.AGENT]


def test_an_agent_is_tied_to_a_name(store: AppStore) -> None:
    accounts.add(store, "anna", "hash", Changes(Role.AGENT, agent=" Anna K "), NOW)
    assert accounts.every(store) == ["anna: agent, the work of “Anna K” alone"]
    with store.read() as session:
        found = accounts.find(session, "anna")
        assert found is not None
        reader = accounts.reader_of(found)
    assert reader.agent == "Anna K"
    assert reader.rights == {Right.OWN_WORK}
    told = accounts.set_rights(store, "anna", Changes(agent="Anna Karst"), NOW)
    assert told == "anna: agent, the work of “Anna Karst” alone"
    told = accounts.set_rights(store, "anna", Changes(Role.VIEWER), NOW)
    assert told == "anna: viewer, all rows"
    with pytest.raises(AccountError, match="say which, as the data have it"):
        accounts.set_rights(store, "anna", Changes(Role.AGENT), NOW)


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        (Changes(Role.AGENT), "say which, as the data have it"),
        (Changes(Role.AGENT, agent="  "), "say which, as the data have it"),
        (Changes(Role.VIEWER, agent="Anna K"), "goes with the role agent alone"),
        (Changes(agent="Anna K"), "goes with the role agent alone"),
        (Changes(Role.AGENT, rows=(("region", ("EMEA",)),), agent="A"), "do not go with"),
        (Changes(Role.AGENT, totals=True, agent="A"), "do not go with"),
        (Changes(Role.AGENT, anonymous=True, agent="A"), "do not go with"),
    ],
)
def test_what_does_not_go_together_is_refused(store: AppStore, rights: Changes, told: str) -> None:
    with pytest.raises(AccountError, match=told):
        accounts.add(store, "anna", "hash", rights, NOW)
    assert accounts.every(store) == []


def test_what_is_refused_changes_nothing(store: AppStore) -> None:
    add(store, "ann", Role.VIEWER)
    before = accounts.every(store)
    for rights in (Changes(Role.AGENT), Changes(agent="Anna K")):
        with pytest.raises(AccountError):
            accounts.set_rights(store, "ann", rights, NOW)
    assert accounts.every(store) == before


def test_no_group_makes_an_agent() -> None:
    with pytest.raises(ValueError, match="roles are viewer, analyst, editor, administrator"):
        parse_groups("cx-agents=agent")
