"""The tables of the store. A change here needs a migration (store/migrations/versions)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base as Base
from store.base import Moment

SHA256 = 64  # characters


class Account(Base):
    """Somebody who may log in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255), unique=True)  # the name as names are compared
    name: Mapped[str] = mapped_column(String(100))
    password: Mapped[str | None] = mapped_column(String(255))  # argon2 hash; None: see Identity
    role: Mapped[str] = mapped_column(String(20))
    rows: Mapped[list[Any]] = mapped_column(JSON)  # [[segment key, [level, ...]], ...]; [] for all
    totals: Mapped[bool]  # may compare its rows with all others
    team: Mapped[str] = mapped_column(String(64))  # "" for none
    anonymous: Mapped[bool]  # no two of its views differ by a few people
    agent: Mapped[str] = mapped_column(String(200))  # whose work it sees, role agent; "" for none
    disabled: Mapped[bool]
    rights_version: Mapped[int]  # grows with each change of rights: sessions get a new id
    created_at: Mapped[datetime] = mapped_column(Moment)


class Identity(Base):
    """Whom somebody else calls so, and whose account that is: never told by a name or an e-mail."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)  # who says who it is
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)  # whom it says
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )


class StoredSession(Base):
    """A log-in that holds. The id itself is in the browser alone."""

    __tablename__ = "session"

    id_hash: Mapped[str] = mapped_column(String(SHA256), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    rights_version: Mapped[int]  # of the account when the id was given
    created_at: Mapped[datetime] = mapped_column(Moment)  # of the log-in, whatever ids came since
    seen_at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)  # when another id took its place


class Failure(Base):
    """A log-in that failed, once for each thing that is counted: see access.limits."""

    __tablename__ = "failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted: Mapped[str] = mapped_column(String(SHA256), index=True)  # hash of what
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class AuditEntry(Base):
    """Something that happened. Triggers refuse to change or delete it; it outlives accounts."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(100))  # name of the account, or "command line"
    event: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(1000))
    address: Mapped[str] = mapped_column(String(64))  # of the client; "" on the command line
    link: Mapped[int | None] = mapped_column(index=True)  # id of the shared link that it is about


class Secret(Base):
    """What all processes sign with, made at the first migration."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(100))


class Link(Base):
    """A view that somebody shared, and what its openers are held to. The token is not kept."""

    __tablename__ = "link"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # the log names links by id

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(SHA256), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(Text)  # of the view that it opens
    filters: Mapped[list[Any]] = mapped_column(JSON)  # that openers can't leave, as Account.rows
    rows: Mapped[list[Any]] = mapped_column(JSON)  # those of them that limit rows: segments
    first_day: Mapped[date | None]  # of dates that are held; None where they move
    last_day: Mapped[date | None]
    period: Mapped[str] = mapped_column(String(40))  # a preset that is held; "" for none
    compare: Mapped[str] = mapped_column(String(20))  # held with the dates; "" where they are free
    named: Mapped[bool]  # for those of LinkPerson alone
    team: Mapped[bool]  # for whoever is in the team of its maker when they open it
    password: Mapped[str | None] = mapped_column(String(255))  # its argon2 hash
    comments: Mapped[bool]
    exports: Mapped[bool]
    totals: Mapped[bool]  # it compares with all others
    anonymous: Mapped[bool]  # as Account.anonymous
    version: Mapped[str] = mapped_column(String(40))  # of the data it is pinned to; "" for live
    parents: Mapped[list[Any]] = mapped_column(JSON)  # origins that may show it in a frame
    # As its maker saw them, and of which rows, where it is pinned: {"rows": ..., "shown": ...}.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class LinkPerson(Base):
    """Somebody whom a link is for."""

    __tablename__ = "link_person"

    link_id: Mapped[int] = mapped_column(
        ForeignKey("link.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )


class LinkSession(Base):
    """A browser that opened a link. The id itself is in the browser alone."""

    __tablename__ = "link_session"

    id_hash: Mapped[str] = mapped_column(String(SHA256), primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)


class ApiToken(Base):
    """What a script may ask the API with, in the name of an account. The token is not kept."""

    __tablename__ = "api_token"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # the log names them by id

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(SHA256), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))  # what it is for
    rights: Mapped[list[Any]] = mapped_column(JSON)  # names of access.rights.Right
    rows: Mapped[list[Any]] = mapped_column(JSON)  # as Account.rows
    made_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)  # to the hour or so


class SavedView(Base):
    """A link that somebody kept under a name, for themselves, a team or the whole company."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("whose", "key", name="uq_saved_view_whose"),
        {"sqlite_autoincrement": True},  # the log names views by id
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Whose own it is; None for a team's and the company's, which outlive their authors.
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    team: Mapped[str] = mapped_column(String(64))  # as it was written; "" for no team
    whose: Mapped[str] = mapped_column(String(300))  # all that, as it is compared
    key: Mapped[str] = mapped_column(String(300))  # the name as names are compared
    name: Mapped[str] = mapped_column(String(100))
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class StartPage(Base):
    """The saved view that somebody starts with."""

    __tablename__ = "start_page"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    view_id: Mapped[int] = mapped_column(
        ForeignKey("saved_view.id", ondelete="CASCADE"), index=True
    )


class Note(Base):
    """What somebody wrote on a day, or on some days: see access.notes."""

    __tablename__ = "note"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # the log names notes by id

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    text: Mapped[str] = mapped_column(String(200))
    scope: Mapped[list[Any]] = mapped_column(JSON)  # what it is about, as Account.rows
    # What should come of it: {"metric": ..., "sign": ..., "size": ..., "periods": ...}, or {}.
    expected: Mapped[dict[str, Any]] = mapped_column(JSON)
    new_level: Mapped[bool]  # control charts begin anew on the first day
    author: Mapped[str] = mapped_column(String(100))  # name of who wrote it so; outlives accounts
    written_at: Mapped[datetime] = mapped_column(Moment)
    stamp: Mapped[int] = mapped_column(BigInteger)  # random, another one each time it is written


class Case(Base):
    """A customer whom somebody follows up: see access.cases."""

    __tablename__ = "customer_case"
    __table_args__ = (
        # No answer makes two cases of a customer, whatever the rules and the processes.
        Index("uq_customer_case_response_id", "customer_id", "response_id", unique=True),
        {"sqlite_autoincrement": True},  # the log names cases by id
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(200), index=True)
    # The same while the case is not closed, so that a customer has one such case at most.
    under_way: Mapped[str | None] = mapped_column(String(200), unique=True)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[str] = mapped_column(String(20))
    due: Mapped[date]
    cause: Mapped[str] = mapped_column(String(100))  # why the customer is not content; "" for none
    text: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(100))  # name of who made it; outlives accounts
    made_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    contacted_at: Mapped[datetime | None] = mapped_column(Moment)  # None: not, as far as is known
    closed_at: Mapped[datetime | None] = mapped_column(Moment)  # None: it is not
    rule: Mapped[str | None] = mapped_column(String(60))  # that made it; None: it was made by hand
    response_id: Mapped[str | None] = mapped_column(String(200))  # the answer the rule made it for
    stamp: Mapped[int] = mapped_column(BigInteger)  # random, another one each time it is written


class ThemesVersion(Base):
    """The themes as people edited them, whole, after one of their changes: see access.themes."""

    __tablename__ = "themes_version"

    number: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[str] = mapped_column(Text)  # JSON, as `[comments.themes]` of a mapping
    about: Mapped[str] = mapped_column(String(200))  # what was changed, in words
    author: Mapped[str] = mapped_column(String(100))  # name of who changed it; outlives accounts
    made_at: Mapped[datetime] = mapped_column(Moment)
