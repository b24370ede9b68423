"""News of an alert for a workflow of Microsoft Teams, as an Adaptive Card.

All texts are runs of a `RichTextBlock`, which know no Markdown, no mentions and no functions, as
those of a `TextBlock` or of a `FactSet` do (learn.microsoft.com, Adaptive Cards, text features).
"""

from __future__ import annotations

import orjson

from exports.alerts.told import Told
from exports.alerts.words import LINK, facts, headline


def body(told: Told) -> bytes:
    """The message as JSON."""
    about = told.about
    small = filter(None, (f"{about.company} · {about.title}", about.scope, about.until))
    card = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            _line(_run(told.name, isSubtle=True)),
            _line(_run(headline(told), size="Medium", weight="Bolder")),
            *(_line(_run(f"{name}: ", isSubtle=True), _run(words)) for name, words in facts(told)),
            *(_line(_run(one, size="Small", isSubtle=True)) for one in small),
        ],
        "actions": [{"type": "Action.OpenUrl", "title": LINK, "url": about.link}],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return orjson.dumps({"type": "message", "attachments": [attached]})


def _line(*runs: dict[str, object]) -> dict[str, object]:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(words: str, **looks: object) -> dict[str, object]:
    return {"type": "TextRun", "text": words, **looks}
