"""Accounts for the tests, with passwords that take no time."""

from __future__ import annotations

from datetime import UTC, datetime

from argon2 import PasswordHasher

from access import accounts
from access.accounts import Changes
from access.log_in import Attempt
from access.passwords import Passwords
from access.rights import Role
from store.app_store import AppStore

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def add(store: AppStore, name: str, role: Role = Role.VIEWER, password: str = PASSWORD) -> None:
    accounts.add(store, name, QUICK.hash(password), Changes(role), NOW)


def attempt(name: str, password: str = PASSWORD, address: str = "10.0.0.1", **more: str) -> Attempt:
    return Attempt(name, password, address, **more)
