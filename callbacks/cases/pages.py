"""Cases of customers: the list of them, and the forms to make and change one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from access.cases.filters import WORDS, CaseFilters
from access.cases.kept import KeptCase, may_change_case, possible_owners
from access.cases.written import LONGEST, LONGEST_CAUSE, CaseError, add, change
from access.rights import Right
from callbacks.asked import asked_view
from callbacks.cases.form import Typed
from callbacks.log_in_page import go
from callbacks.site import Members
from components.text import day
from data.catalog import Catalog
from data.store.snapshots import Snapshot, Store
from pages.to_call.answers import answer_words
from pages.to_call.causes import offered_causes
from server.cases import day_of, is_seen, known_cases, listed_cases, may_have_cases, register, today
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import CASE, CASES, NEW_CASE
from view.query import short
from view.url import encoded, link

_MOST = 500  # of the list
_DONE = {"changed": "The case is changed."}


def register_cases(server: Flask, members: Members, store: Store) -> None:
    """Add `/cases`, `/cases/new` and `/cases/NUMBER`, and let all requests have cases."""
    site, kept, cookies = members.site, members.store, members.who.cookies
    register(server, kept)

    def listed() -> Response:
        snapshot, who = _current(), current_reader()
        found = listed_cases(snapshot, request.args)
        filters, offered = found.filters, found.offered
        return site.page(
            "cases",
            message=_DONE.get(request.args.get("done", ""), ""),
            wrong=found.wrong,
            mine=filters.owner == str(who.account),
            choices=[
                _choice("owner", "Owner", {"": "Anybody", **offered.owners}, filters.owner),
                _choice("status", "Status", WORDS, filters.status),
                _choice("rule", "Made by", {"": "People and rules", **offered.rules}, filters.rule),
            ],
            csv=f"api/cases.csv?{encoded(filters.pairs())}" if who.may(Right.EXPORT) else "",
            of=len(found.cases),
            cases=[_row(one, snapshot.catalog, site.root) for one in found.cases[:_MOST]],
            by=_query(filters),
        )

    def new() -> Response:
        snapshot = _current()
        who, catalog = current_reader(), snapshot.catalog
        customer = request.values.get("customer", "")
        if not customer or not is_seen(snapshot, customer):
            raise NotFound("There is no such customer that you may see.")
        view = asked_view(request.values.get("view", "") or "/to-call", snapshot)
        of_customer = view.page == "customer"
        to_list = link(replace(view, root=site.root), catalog)
        back = _customer_link(site.root, customer) if of_customer else to_list
        more: dict[str, object] = {
            "title": f"Make a case of {short(customer)}",
            "button": "Make the case",
            "action": "cases/new",
            "customer": customer,
            "customer_link": _customer_link(site.root, customer),
            "view": link(view, catalog),
            "back": back,
            "back_words": "Back to the customer" if of_customer else "Back to the list",
            "made": "",
            "changes": True,
        }
        if request.method != "POST":
            return _form(Typed.new(who.account, today(catalog)), more)
        typed = Typed.sent()
        try:
            add(kept, who, customer, typed.draft(), datetime.now(UTC), site.address())
        except CaseError as error:
            return _form(typed, more, str(error))
        return go(back)

    def one(number: int) -> Response:
        snapshot = _current()
        found = next((one for one in known_cases(snapshot) if one.id == number), None)
        if found is None:
            raise NotFound("There is no such case that you may see; it may be deleted.")
        who, filters = current_reader(), listed_cases(snapshot, request.args).filters
        more = {
            "title": f"Case of {short(found.customer_id)}",
            "button": "Change the case",
            "action": f"cases/{number}{_query(filters)}",
            "customer": found.customer_id,
            "customer_link": _customer_link(site.root, found.customer_id),
            "view": "",
            "back": f"{site.root}cases{_query(filters)}",
            "back_words": "Back to the cases",
            "made": _made(found, snapshot),
            "changes": may_change_case(who, found.owner_id),
        }
        if request.method != "POST":
            return _form(Typed.of_case(found), more, owner=found)
        typed = Typed.sent()
        try:
            change(kept, who, number, typed.draft(), datetime.now(UTC), site.address())
        except CaseError as error:
            typed = replace(typed, looked_at=found.changed_at.isoformat())  # of what is told
            return _form(typed, more, str(error), owner=found)
        return go(f"{site.root}cases{_query(filters, ('done', 'changed'))}")

    def _current() -> Snapshot:
        """Raises NotFound where the reader may see no single customer."""
        snapshot = current(store)
        if not may_have_cases(snapshot.catalog):
            raise NotFound("There are no cases: single customers can't be seen here.")
        return snapshot

    def _form(
        typed: Typed, more: dict[str, object], message: str = "", owner: KeptCase | None = None
    ) -> Response:
        owners = possible_owners(kept)
        if owner and owner.owner_id:  # also who may have none any longer
            owners[owner.owner_id] = owner.owner
        form = {
            **more,
            **typed.shown(owners),
            "message": message,
            "causes": offered_causes(_current().catalog),
            "longest": LONGEST,
            "longest_cause": LONGEST_CAUSE,
        }
        return site.page("case", 400 if message else 200, cookies.token(), form=form)

    server.add_url_rule("/cases", CASES, listed)
    server.add_url_rule("/cases/new", NEW_CASE, new, methods=["GET", "POST"])
    server.add_url_rule("/cases/<int:number>", CASE, one, methods=["GET", "POST"])


def _query(filters: CaseFilters, *more: tuple[str, str]) -> str:
    """What leads back to the list by these filters, made anew of them; "" for the usual ones."""
    pairs = [*([] if filters == CaseFilters() else filters.pairs()), *more]
    return f"?{encoded(pairs)}" if pairs else ""


def _made(case: KeptCase, snapshot: Snapshot) -> str:
    """Who or what made the case, for which answer, and since when its customer is contacted."""
    who = case.author
    if case.rule:
        who = f"the {_maker(case)}"
        # Of rows that its reader sees: else nothing is said of it.
        if answer := answer_words(snapshot, case.customer_id, case.response_id):
            who += f", for the answer {answer}"
        elif not current_reader().rows:
            who += f", for the answer “{short(case.response_id)}”"
    made, contacted = (_day(at, snapshot.catalog) for at in (case.made_at, case.contacted_at))
    contact = f" Contacted on {contacted}." if contacted else ""
    return f"Made on {made} by {who}.{contact}"


def _day(moment: datetime | None, catalog: Catalog) -> str:
    found = day_of(moment, catalog)
    return day(found) if found else ""


def _maker(case: KeptCase) -> str:
    return f"rule “{case.rule}”" if case.rule else case.author


def _choice(key: str, label: str, offered: Mapping[str, str], chosen: str) -> dict[str, object]:
    options = [
        {"key": one, "words": words, "chosen": one == chosen} for one, words in offered.items()
    ]
    return {"key": key, "label": label, "options": options}


def _row(case: KeptCase, catalog: Catalog, root: str) -> dict[str, object]:
    closed = _day(case.closed_at, catalog)
    return {
        "number": case.id,
        "customer": short(case.customer_id),
        "customer_link": _customer_link(root, case.customer_id),
        "owner": case.owner or "nobody",
        "status": f"{case.status}, closed on {closed}" if closed else case.status.value,
        "due": day(case.due),
        "overdue": case.overdue(today(catalog)),
        "made_by": _maker(case),
        "cause": case.cause,
        "text": case.text,
    }


def _customer_link(root: str, customer: str) -> str:
    return f"{root}customer?{encoded([('customer_id', customer)])}"
