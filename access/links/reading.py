"""Who reads through a shared link: never more than its maker may at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from access.accounts import reader_of
from access.names import key_of
from access.reader import Held, Reader
from access.rights import Right
from access.rows import both, of_json, within
from data.scope import NOT_STATED, Filters, Span
from store.tables import Account, Link, LinkPerson

HOLDS = timedelta(hours=12)  # that a browser which opened a link need not open it again
NOT_LOGGED_IN = "nobody was logged in"


def reader_through(
    session: Session, link: Link, logged_in: Reader | None, now: datetime
) -> tuple[Reader | None, str]:
    """Who reads through the link at this moment, or why nobody does."""
    maker = session.get_one(Account, link.account_id)
    own = reader_of(maker)
    rows = both(own.rows, of_json(link.rows))
    if link.revoked_at is not None:
        return None, "it was taken back"
    if now >= link.until or now < link.made_at - HOLDS:
        return None, "it is over"
    if maker.disabled:
        return None, "its maker's account is disabled"
    if not own.may(Right.SHARE):
        return None, "its maker may no longer share"
    if rows is None:
        return None, "its maker may no longer see its rows"
    if link.named or link.team:
        if logged_in is None:
            return None, NOT_LOGGED_IN
        if not _is_for(session, link, maker, logged_in):
            return None, "it is for others"
    rights = rights_of(comments=link.comments, exports=link.exports)
    held = _held(link, maker, rows)
    found = opener(own, rights, rows, held, totals=link.totals, anonymous=link.anonymous)
    return found, ""


def rights_of(*, comments: bool, exports: bool) -> frozenset[Right]:
    """What a link gives, as far as its maker has it: the view, and what was chosen with it."""
    more = {Right.COMMENTS: comments, Right.EXPORT: exports}
    return frozenset({Right.VIEW, *(right for right, chosen in more.items() if chosen)})


def opener(
    maker: Reader,
    rights: frozenset[Right],
    rows: Filters,
    held: Held,
    *,
    totals: bool,
    anonymous: bool,
) -> Reader:
    """Who reads what a link gives, cut down to what its maker may. `rows`: of both."""
    anonymous = anonymous or maker.anonymous
    return Reader(
        account=None,
        name="",
        role=None,
        rights=maker.rights & rights,
        rows=rows,
        totals=maker.totals and totals and not anonymous if rows else True,
        held=held,
        anonymous=anonymous,
    )


def _is_for(session: Session, link: Link, maker: Account, opener: Reader) -> bool:
    """Is it for somebody who is logged in? The team is that of both, at this moment."""
    if opener.account == maker.id:
        return True
    if link.team:
        return bool(maker.team) and key_of(opener.team) == key_of(maker.team)
    return session.get(LinkPerson, (link.id, opener.account)) is not None


def _held(link: Link, maker: Account, rows: Filters) -> Held:
    first, last = link.first_day, link.last_day
    # Levels that the maker has lost since are named to nobody.
    named = tuple((key, (*levels, NOT_STATED)) for key, levels in rows)
    return Held(
        link=link.id,
        page=link.page,
        query=_query_within(link.query, named),
        filters=within(of_json(link.filters), named) or (),
        days=Span(first, last) if first and last else None,
        period=link.period,
        compare=link.compare,
        version=link.version,
        maker=maker.name,
        made_at=link.made_at,
        until=link.until,
        parents=tuple(link.parents),
        figures=_of_then(link, rows),
    )


def _query_within(query: str, named: Filters) -> str:
    given, known = parse_qsl(query, keep_blank_values=True), dict(named)
    kept = [(name, value) for name, value in given if value in known.get(name, (value,))]
    return query if kept == given else urlencode(kept)


def _of_then(link: Link, rows: Filters) -> tuple[tuple[str, str, str], ...]:
    """The figures that were kept; none where they are of other rows than may be seen now."""
    if not link.figures or of_json(link.figures["rows"]) != rows:
        return ()
    return tuple((str(key), str(name), str(said)) for key, name, said in link.figures["shown"])
