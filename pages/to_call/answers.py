"""The answer for which a rule made a case."""

from __future__ import annotations

from data.query.each_customer.timeline import events
from data.store.snapshots import Snapshot
from metrics.series import parse_answer
from pages.figures.series import definition_of


def answer_words(snapshot: Snapshot, customer_id: str, response_id: str) -> str:
    """`NPS 2 of 3 Nov 2026: “I waited”`, all scores that came together.

    Without the comment where `snapshot` has none; "" where the answer is not in its rows. Raises
    UnavailableError.
    """
    found = events(snapshot, customer_id)
    if "answer" not in found or "id" not in found:
        return ""
    given = found[(found["kind"] == "feedback") & (found["id"] == response_id)]
    if given.empty:
        return ""
    answers = map(parse_answer, given["answer"].dropna().astype(str))
    scores = ", ".join(f"{definition_of(one.series).short} {one.score:g}" for one in answers)
    first = given.iloc[0]
    comment = first.get("comment")
    said = f": “{comment}”" if isinstance(comment, str) and comment else ""
    return f"{scores} of {first['at']:%-d %b %Y}{said}"
