"""The tables of alerts: what is watched, for whom, and what was told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Moment
from store.tables import SHA256


class Alert(Base):
    """A figure of a view that is watched: see access.alerts."""

    __tablename__ = "alert"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # `sent` names them by id

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(Text)
    metric: Mapped[str] = mapped_column(String(100))  # as `metric=` of a link names it
    conditions: Mapped[list[Any]] = mapped_column(JSON)  # names of them
    states: Mapped[dict[str, Any]] = mapped_column(JSON)  # of each, as metrics.alerts has it
    judged_to: Mapped[date]  # first day of the newest period that was judged
    paused: Mapped[bool]
    version: Mapped[str] = mapped_column(String(100))  # of the data that it was judged by; "": none
    looked_at: Mapped[datetime] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(String(500))  # why it can't be judged; "" where it can


class AlertPerson(Base):
    """Somebody who is told by mail, and where."""

    __tablename__ = "alert_person"
    __table_args__ = (
        UniqueConstraint("alert_id", "account_id", name="uq_alert_person"),
        {"sqlite_autoincrement": True},  # links that end it name them by id
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    mail: Mapped[str] = mapped_column(String(254))


class AlertChannel(Base):
    """Where an alert is told of beside mail. Whoever knows the address may write there."""

    __tablename__ = "alert_channel"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # `sent` names them by id

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # of access.alerts.channels
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(String(100))  # that webhooks are signed with; "" for others


class AlertNews(Base):
    """What an alert told: once, whatever restarts."""

    __tablename__ = "alert_news"
    __table_args__ = (UniqueConstraint("alert_id", "name", name="uq_alert_news"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))  # such as `change began 2026-10-01`
    headline: Mapped[str] = mapped_column(String(300))
    said: Mapped[str] = mapped_column(Text)  # JSON: all that is told, whoever is told
    rows: Mapped[list[Any]] = mapped_column(JSON)  # those that its figures are of, as Account.rows
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)


class AlertFeed(Base):
    """The address at which a program reads what an account's alerts told."""

    __tablename__ = "alert_feed"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(SHA256), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
