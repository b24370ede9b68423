"""`python app.py user ...`, `python app.py token ...` and `python app.py store ...`."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from access import accounts, tokens
from access.accounts import AccountError, Changes
from access.audit import COMMAND_LINE, note
from access.cases import written as cases
from access.passwords import Passwords
from access.rights import Role
from access.rows import parse_rows
from data.scope import Filters
from settings import Settings
from store.app_store import AppStore
from store.backup import backup, restore
from store.migrate import migrate

COMMANDS = ("user", "token", "store", "forget-cases")
_GENERATED_BYTES = 15  # 20 characters


def add_commands(commands: Any) -> None:  # noqa: ANN401
    """Add them to the command line; `commands`: argparse's subparsers."""
    user = commands.add_parser("user", help="who may log in")
    what = user.add_subparsers(dest="what", required=True)
    add = what.add_parser(
        "add", help="a new account; the password is asked for, or read from a pipe"
    )
    password = what.add_parser("password", help="another password, which ends all its log-ins")
    role = what.add_parser(
        "role", help="another role, other rows or another team, from the next request on"
    )
    for one in (add, password, role):
        one.add_argument("name")
    for one in (add, password):
        one.add_argument(
            "--generate", action="store_true", help="make a password and print it once"
        )
    add.add_argument("--role", type=Role, choices=list(Role), default=Role.VIEWER)
    role.add_argument("role", type=Role, choices=list(Role), nargs="?", help="default: as it is")
    for one in (add, role):
        one.add_argument(
            "--rows",
            action="append",
            help="only rows of these levels, such as region=EMEA,APAC; again for another segment; "
            "“all” for no limit",
        )
        one.add_argument(
            "--totals",
            action=argparse.BooleanOptionalAction,
            help="whether who is limited to rows may compare these with the rest of the company: "
            "its figures as a whole, never by levels that they do not see",
        )
        one.add_argument("--team", help="whose shared links and saved views they see")
        one.add_argument(
            "--anonymous",
            action=argparse.BooleanOptionalAction,
            help="whether no filter and no dates may leave out, or show, only a few people",
        )
        one.add_argument(
            "--agent", help="of the role agent: whose work they see, as the column agent has it"
        )
    role.add_argument("--no-team", dest="team", action="store_const", const="")
    what.add_parser("disable", help="let somebody in no longer").add_argument("name")
    what.add_parser("enable", help="let them in again").add_argument("name")
    what.add_parser("list", help="all accounts")
    token = commands.add_parser("token", help="what scripts ask the API with")
    tokens_what = token.add_subparsers(dest="what", required=True)
    made = tokens_what.add_parser("add", help="a new one, which is printed once")
    made.add_argument("name", help="what it is for")
    made.add_argument("--account", required=True, help="in whose name; it never may more")
    made.add_argument(
        "--with",
        dest="more",
        action="append",
        choices=list(tokens.MORE),
        default=[],
        help="beside figures; again for another one",
    )
    made.add_argument("--rows", action="append", help="only rows of these levels, as of `user add`")
    made.add_argument(
        "--days", type=int, default=tokens.USUAL_DAYS, help=f"default: {tokens.USUAL_DAYS}"
    )
    ended = tokens_what.add_parser("revoke", help="take one back, from the next request on")
    ended.add_argument("number", type=int)
    tokens_what.add_parser("list", help="all tokens")
    store = commands.add_parser("store", help="accounts, sessions and the audit log as a file")
    copies = store.add_subparsers(dest="what", required=True)
    copies.add_parser("backup", help="copy it while it is in use").add_argument("file", type=Path)
    copies.add_parser("restore", help="put a copy in its place").add_argument("file", type=Path)
    forget = commands.add_parser("forget-cases", help="delete all cases of a customer")
    forget.add_argument("customer", help="the id, as the data have it")
    forget.set_defaults(what="")


def run(given: argparse.Namespace) -> int:
    """Do it and say so. Returns the exit code. Raises AccountError and StoreError."""
    settings = Settings()
    store = AppStore(settings.store_address())
    if (given.command, given.what) == ("store", "restore"):
        print(_restore(store, given.file))
        return 0
    if given.command == "user" and given.what in ("add", "password"):
        _refuse_passwords(settings)
    migrate(store)
    match given.command:
        case "store":
            print(_copy(store, given.file))
        case "token":
            print(_token(store, given))
        case "forget-cases":
            n = cases.forget(store, given.customer, datetime.now(UTC))
            print(f"{n} case{'' if n == 1 else 's'} of this customer deleted.")
        case _:
            print(_user(store, given))
    return 0


def _refuse_passwords(settings: Settings) -> None:
    if "password" not in settings.log_in:
        raise AccountError(
            f"Nobody logs in with a password here, since CXLENS_LOG_IN is “{settings.log_in[0]}”; "
            "nothing was changed. Who may log in is said by their groups there (CXLENS_GROUPS)."
        )


def _user(store: AppStore, given: argparse.Namespace) -> str:
    now, name = datetime.now(UTC), getattr(given, "name", "")
    match given.what:
        case "add":
            password, told = _password(given)
            accounts.add(store, name, password, _changes(given), now)
            return f"{name} may log in as {given.role}.{told}"
        case "password":
            password, told = _password(given)
            accounts.set_password(store, name, password, now)
            return f"{name} has another password; all log-ins of before have ended.{told}"
        case "role":
            told = accounts.set_rights(store, name, _changes(given), now)
            return f"From the next request on, {told}."
        case "disable" | "enable":
            accounts.set_disabled(store, name, given.what == "disable", now)
            return f"{name} may log in {'no longer' if given.what == 'disable' else 'again'}."
        case _:
            return "\n".join(accounts.every(store)) or "There is no account yet."


def _token(store: AppStore, given: argparse.Namespace) -> str:
    now = datetime.now(UTC)
    match given.what:
        case "add":
            rows = _rows(given) or ()
            number, token = tokens.add(
                store, given.account, given.name, given.more, rows, given.days, now
            )
            days = f"{given.days} day{'s' * (given.days > 1)}"
            return f"Token {number} holds for {days}. Shown only now: {token}"
        case "revoke":
            tokens.revoke(store, given.number, now)
            return f"Token {given.number} opens nothing from the next request on."
        case _:
            return "\n".join(tokens.every(store, now)) or "There is no token yet."


def _changes(given: argparse.Namespace) -> Changes:
    return Changes(given.role, _rows(given), given.totals, given.team, given.anonymous, given.agent)


def _rows(given: argparse.Namespace) -> Filters | None:
    try:
        return None if given.rows is None else parse_rows(given.rows)
    except ValueError as error:
        raise AccountError(str(error)) from None


def _password(given: argparse.Namespace) -> tuple[str, str]:
    """The hash of the password, and what is said of it."""
    if given.generate:
        made = secrets.token_urlsafe(_GENERATED_BYTES)
        return Passwords().hash(made), f"\nThe password, shown only now: {made}"
    try:
        return Passwords().hash(_read()), ""
    except ValueError as error:
        raise AccountError(str(error)) from None


def _read() -> str:
    """The password from the keyboard, twice, or a line from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise AccountError("The two passwords differ; nothing was changed.")
    return first


def _copy(store: AppStore, to: Path) -> str:
    backup(store, to)
    return f"The store was copied to {to}. It has hashes of passwords: keep it as you keep those."


def _restore(store: AppStore, source: Path) -> str:
    now = datetime.now(UTC)
    before = (store.file or Path("store")).with_name(f"store-before-{now:%Y%m%dT%H%M%S%f}.sqlite")
    restore(store, source, before)
    with store.write() as session:
        note(session, now, COMMAND_LINE, "store restored", source.name)
    return f"{source} is the store now; everybody logs in anew. What it was before: {before}"
