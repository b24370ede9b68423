"""Whether people log in here, and whether anybody could."""

from __future__ import annotations

from access.accounts import can_anybody_log_in
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError
from store.migrate import migrate

_NOBODY = (
    "Nobody could log in: there is no account yet. Add one, and start again:\n"
    "    python app.py user add NAME --role administrator\n"
    "Or let everybody in who reaches this address, by saying so: CXLENS_ACCESS=open."
)


def store_of(settings: Settings) -> AppStore | None:
    """The store of the accounts; None where everybody is let in. Opens nothing."""
    return None if settings.is_open() else AppStore(settings.store_address())


def prepare_access(settings: Settings) -> None:
    """Bring the store up to date. Raises StoreError where that fails, or nobody could log in.

    All connections are closed at the end: processes that are forked later share none.
    """
    store = store_of(settings)
    if store is None:
        return
    migrate(store)
    try:
        if not can_anybody_log_in(store):
            raise StoreError(_NOBODY)
    finally:
        store.close()
