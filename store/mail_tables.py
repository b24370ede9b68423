"""The tables of what leaves by itself: who gets which view when, and what was sent of it."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Moment


class Subscription(Base):
    """A view that is sent to some people by mail, again and again: see access.subscriptions."""

    __tablename__ = "subscription"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # `sent` names them by id

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    # What is sent: the saved view as it is by then, and where there is none (any longer) this link.
    view_id: Mapped[int | None] = mapped_column(
        ForeignKey("saved_view.id", ondelete="SET NULL"), index=True
    )
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(Text)
    rhythm: Mapped[str] = mapped_column(String(20))
    at: Mapped[time]  # on the company's clocks
    paused: Mapped[bool]
    since: Mapped[datetime] = mapped_column(Moment)  # what was due before is not sent
    data_to: Mapped[date]  # the last day of the data by then


class SubscriptionPerson(Base):
    """Somebody who gets it, and where."""

    __tablename__ = "subscription_person"
    __table_args__ = (
        UniqueConstraint("subscription_id", "account_id", name="uq_subscription_person"),
        {"sqlite_autoincrement": True},  # links to unsubscribe name them by id
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    mail: Mapped[str] = mapped_column(String(254))


class Sent(Base):
    """A message that is sent to somebody, once for a period, and what came of it."""

    __tablename__ = "sent"
    __table_args__ = (
        UniqueConstraint("kind", "source", "period", "account_id", name="uq_sent_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # `digest`
    source: Mapped[int]  # number among those of the kind: of the subscription
    period: Mapped[str] = mapped_column(String(40))  # what it is for, such as `2026-W45`
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    receiver: Mapped[str] = mapped_column(String(100))  # name of the account; outlives it
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(Moment)  # when it is tried; of what ended, when
    error: Mapped[str] = mapped_column(String(500))  # in words; "" for none
    made_at: Mapped[datetime] = mapped_column(Moment)
