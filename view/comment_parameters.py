"""The parameters of links that choose among the comments of the page Voice."""

from __future__ import annotations

import re

from data.catalog import Catalog
from metrics.series import NPS_GROUPS
from view.pages import has_comments
from view.parameter import TEXT, TEXT_OR_NULL, Parameter, some
from view.query import Query, short
from view.state import MATCHES, TONES

LONGEST_FIND = 200  # characters


def _skip(asked: Query, _: Catalog) -> int:
    text = asked.one("skip") or ""
    if text and not re.fullmatch("[0-9]{1,9}", text):
        asked.notices.append(f"“skip={short(text)}” is not a number of comments; left out.")
        return 0
    return int(text or 0)


def _matches(catalog: Catalog) -> list[str]:
    able = catalog.comments_read is not None and catalog.comments_read.by_meaning
    return list(MATCHES) if able else ["words"]


def _match(asked: Query, catalog: Catalog) -> str:
    match = asked.choice("match", tuple(MATCHES), "words")
    if match not in _matches(catalog):
        asked.notices.append("Comments of these data are sought by words alone.")
        return "words"
    return match


OF_COMMENTS = (
    Parameter(
        "find",
        "Words that the comments of Voice are to hold, in any order.",
        takes=lambda _: {"type": "string", "maxLength": LONGEST_FIND},
        write=lambda view, _: some(view.find),
        field="find",
        read=lambda asked, _: asked.text("find", LONGEST_FIND),
        told=(TEXT_OR_NULL, lambda view: view.find or None),
        allowed=has_comments,
        page="voice",
    ),
    Parameter(
        "match",
        "Whether Voice seeks these words, or what they mean.",
        takes=lambda catalog: {"enum": _matches(catalog)},
        write=lambda view, _: () if view.match == "words" else (view.match,),
        field="match",
        read=_match,
        told=(TEXT, lambda view: view.match),
        allowed=has_comments,
        page="voice",
    ),
    Parameter(
        "nps_group",
        "Whose comments Voice lists.",
        takes=lambda _: {"enum": list(NPS_GROUPS)},
        write=lambda view, _: some(view.nps_group),
        field="nps_group",
        read=lambda asked, _: asked.choice("nps_group", NPS_GROUPS, ""),
        told=(TEXT_OR_NULL, lambda view: view.nps_group or None),
        allowed=lambda catalog: has_comments(catalog) and "nps" in catalog.metrics_asked,
        page="voice",
    ),
    Parameter(
        "tone",
        "The sentiment of the comments that Voice lists.",
        takes=lambda _: {"enum": list(TONES)},
        write=lambda view, _: some(view.tone),
        field="tone",
        read=lambda asked, _: asked.choice("tone", TONES, ""),
        told=(TEXT_OR_NULL, lambda view: view.tone or None),
        allowed=has_comments,
        page="voice",
    ),
    Parameter(
        "skip",
        "How many comments to leave out before the first that Voice lists.",
        takes=lambda _: {"type": "string", "pattern": "^[0-9]{1,9}$"},
        write=lambda view, _: some(str(view.skip) if view.skip else ""),
        field="skip",
        read=_skip,
        told=({"type": "integer"}, lambda view: view.skip),
        allowed=has_comments,
        page="voice",
    ),
)
