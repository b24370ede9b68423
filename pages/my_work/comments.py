"""What content customers wrote to an agent, the newest first."""

from __future__ import annotations

from data.query.comments import Sought, count_comments
from data.query.feedback import newest_comments
from pages.my_work.own import AGENT, Own
from pages.panel import Kind, Panel
from pages.panels.comments import few_wrote, scope_of
from pages.voice.comments import GOOD, answers_of
from view.state import View


def best_comments(own: Own, view: View) -> Panel | None:
    """The newest comments that came with a good score; none of fewer customers than the minimum n.

    Personal data were taken out at the load, but for comments of databases, which are not read and
    so not shown here. No customer is named.
    """
    if own.catalog.comments_read is None or not own.catalog.has("feedback", "comment", AGENT):
        return None
    good = answers_of(own.catalog, GOOD) or ("",)
    sought = Sought(own.view(view, "feedback").scope(), answers=good)
    few = few_wrote(own.snapshot, sought, count_comments(own.snapshot, sought))
    frame = newest_comments(own.snapshot, scope_of(sought))
    return Panel(
        key="comments",
        kind=Kind.COMMENTS,
        title="What content customers wrote to you",
        subtitle="the newest, with their score",
        frame=frame.iloc[:0] if few else frame,
        note="Too few people to show what each wrote." if few and len(frame) else "",
    )
