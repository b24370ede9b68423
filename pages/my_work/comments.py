"""What content customers wrote to an agent, the newest first."""

from __future__ import annotations

from dataclasses import replace

from data.query.comments import Sought, count_comments
from data.query.feedback import newest_comments
from data.query.whose_rows.persons import are_few
from pages.my_work.own import AGENT, Own
from pages.panel import Kind, Panel
from pages.voice.comments import GOOD, answers_of
from view.state import View


def best_comments(own: Own, view: View) -> Panel | None:
    """The newest comments that came with a good score; none of fewer customers than the minimum n.

    Personal data were taken out at the load, but for comments of databases, which are not read and
    so not shown here. No customer is named.
    """
    if own.catalog.comments_read is None or not own.catalog.has("feedback", "comment", AGENT):
        return None
    scope = own.view(view, "feedback").scope()
    good = answers_of(own.catalog, GOOD) or ("",)
    n = count_comments(own.snapshot, Sought(scope, answers=good))
    scope = replace(scope, filters=(*scope.filters, ("answer", good)))
    few = are_few(own.snapshot, scope, n, ("comment",))
    frame = newest_comments(own.snapshot, scope)
    return Panel(
        key="comments",
        kind=Kind.COMMENTS,
        title="What content customers wrote to you",
        subtitle="the newest, with their score",
        frame=frame.iloc[:0] if few else frame,
        note="Too few people to show what each wrote." if few and len(frame) else "",
    )
