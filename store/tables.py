"""The tables of the store. A change here needs a migration (store/migrations/versions)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

SHA256 = 64  # characters


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is kept."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """As it is read."""
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


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


class Secret(Base):
    """What all processes sign with, made at the first migration."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(100))
