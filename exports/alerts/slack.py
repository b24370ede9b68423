"""News of an alert for an incoming webhook of Slack, in its Block Kit.

Names of people stand in texts of the kind `plain_text` alone, which know neither mentions nor
formatting; what controls them elsewhere is escaped in all texts, as Slack asks for
(docs.slack.dev, formatting message text). The link is of our own making.
"""

from __future__ import annotations

import orjson

from exports.alerts.told import Told
from exports.alerts.words import LINK, facts, headline

_LONGEST = 2000  # characters; Slack takes no field of a section with more
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_LINK = str.maketrans({"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"})


def body(told: Told) -> bytes:
    """The message as JSON."""
    said, about = headline(told), told.about
    fields = [_plain(f"{name}\n{words}") for name, words in facts(told)]
    small = filter(None, (f"{about.company} · {about.title}", about.scope, about.until))
    link = f"<{about.link.translate(_IN_LINK)}|{LINK}>"
    return orjson.dumps(
        {
            "text": _escaped(f"{told.name}: {said}"),  # of notifications
            "mrkdwn": False,
            "parse": "none",
            "link_names": False,
            "unfurl_links": False,
            "blocks": [
                {"type": "section", "text": _plain(f"{told.name}: {said}")},
                {"type": "section", "fields": fields},
                {"type": "context", "elements": [_plain(one) for one in small]},
                {"type": "section", "text": {"type": "mrkdwn", "text": link, "verbatim": True}},
            ],
        }
    )


def _plain(words: str) -> dict[str, object]:
    return {"type": "plain_text", "text": _escaped(words), "emoji": False}


def _escaped(words: str) -> str:
    cut = words if len(words) <= _LONGEST // 5 else f"{words[: _LONGEST // 5 - 1]}…"
    return cut.translate(_ESCAPED)  # up to five times as long
