"""Whether people log in here and how, and whether anybody could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr

from access.accounts import AccountError, can_anybody_log_in
from access.outside.groups import Groups, parse_groups
from access.sessions import Found
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError
from store.migrate import migrate

if TYPE_CHECKING:
    from access.oidc.flow import Flow

_NOBODY = (
    "Nobody could log in: there is no account yet. Add one, and start again:\n"
    "    python app.py user add NAME --role administrator\n"
    "Or let everybody in who reaches this address, by saying so: CXLENS_ACCESS=open."
)


@dataclass(frozen=True)
class Ways:
    """How people come in."""

    password: bool
    proxy: bool  # a proxy says who somebody is
    oidc: Flow | None
    groups: Groups  # of people who are known outside

    @property
    def door(self) -> str:
        """Where people who are not logged in are led, below the root; "": a proxy does that."""
        if self.password:
            return "log-in"
        return "log-in/oidc/go" if self.oidc else ""

    @property
    def page(self) -> str:
        """The page to log in on, below the root."""
        return "log-in" if self.password else "log-in/oidc"

    def hold(self, found: Found) -> bool:
        """Does a log-in hold that was made when the ways were perhaps others?"""
        return self.password if found.by_password else self.oidc is not None


def store_of(settings: Settings) -> AppStore | None:
    """The store of the accounts; None where everybody is let in. Opens nothing."""
    return None if settings.is_open() else AppStore(settings.store_address())


def ways_of(settings: Settings) -> Ways:
    """As the settings have them. Asks no provider. Raises AccountError for wrong tables."""
    try:
        groups = parse_groups(settings.groups or "", settings.group_rows or "")
    except ValueError as error:
        raise AccountError(str(error)) from None
    flow = None
    if "oidc" in settings.log_in:
        # A tenth of a second and 10 MB that nobody needs who logs in by a password.
        from access.oidc.flow import Flow
        from access.oidc.provider import Provider

        provider = Provider(settings.oidc_issuer or "")
        secret = settings.oidc_secret or SecretStr("")
        flow = Flow(provider, settings.oidc_client or "", secret, settings.oidc_claim)
    return Ways("password" in settings.log_in, "proxy" in settings.log_in, flow, groups)


def prepare_access(settings: Settings) -> None:
    """Bring the store up to date. Raises StoreError where that fails, or nobody could log in.

    Raises AccountError for wrong tables of groups. All connections are closed at the end:
    processes that are forked later share none.
    """
    store = store_of(settings)
    if store is None:
        return
    ways_of(settings)
    migrate(store)
    try:
        if settings.log_in == ("password",) and not can_anybody_log_in(store):
            raise StoreError(_NOBODY)
    finally:
        store.close()
