"""After a load the rules of the mapping make cases of customers who newly meet them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from access.cases.by_rule import Cause, add_by_rule, owner_of
from access.cases.written import LONGEST_ID
from data.errors import MappingError, TooLargeError, UnavailableError
from data.mapping import load_mapping
from data.mapping.cases.rules import CaseRule
from data.query.each_customer.for_cases import for_cases
from data.store.snapshots import NoDataError, Snapshot, open_snapshot
from store.app_store import AppStore
from store.errors import StoreError

_LOG = logging.getLogger(__name__)


def make_cases(mapping: Path, file: Path, accounts: AppStore, now: datetime) -> int:
    """Make the cases of all rules, in their order. Returns how many.

    What can't be made now is made after the next load, and the log says why.
    """
    made = 0
    try:
        found = load_mapping(mapping)
        if not found.cases:
            return 0
        snapshot = open_snapshot(file)
        for name, rule in found.cases.items():
            made += _made_by(name, rule, found.scale(rule.when.metric), snapshot, accounts, now)
    except (MappingError, NoDataError, StoreError, UnavailableError, TooLargeError) as error:
        _LOG.warning("Rules make their cases after the next load: %s", error)
    return made


def _made_by(
    name: str,
    rule: CaseRule,
    scale: tuple[float, float],
    snapshot: Snapshot,
    accounts: AppStore,
    now: datetime,
) -> int:
    owner = owner_of(accounts, rule.owner) if rule.owner else None
    if rule.owner and owner is None:
        _LOG.warning(
            "Cases of the rule '%s' are nobody's: there is no account '%s' that may have cases. "
            "Add it, or name another owner in [cases.%s].",
            *(name, rule.owner, name),
        )
    zone = ZoneInfo(snapshot.catalog.timezone)
    day = now.astimezone(zone).date()
    causes = []
    for one in for_cases(snapshot, rule.when, scale, day).to_dict("records"):
        answered, who = one["answered"].date(), str(one["customer_id"])
        response = str(one["response_id"])
        if max(len(who), len(response)) <= LONGEST_ID:
            causes.append(Cause(who, response, answered))
    due = day + timedelta(days=rule.due_days)
    return add_by_rule(accounts, name, owner, due, causes, now, zone)
