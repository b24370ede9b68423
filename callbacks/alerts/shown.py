"""Alerts as their page shows them."""

from __future__ import annotations

from datetime import date

from flask import request

from access.alerts.channels import Kind
from access.alerts.kept import Kept
from access.alerts.told import Item
from callbacks.asked import typed, was_sent
from components.text import day, moment
from pages.alerts.offered import CONDITIONS
from pages.figures.series import definition_of
from view.pages import PAGES

KINDS = {
    Kind.SLACK: "Slack",
    Kind.TEAMS: "Microsoft Teams",
    Kind.WEBHOOK: "a program of yours (webhook)",
}
_ON = {
    "change": {1: "{figure} higher than before", -1: "{figure} lower than before"},
    "target": {1: "{figure} misses its target"},
    "answers": {1: "too few answers for {figure}"},
    "data": {1: "data are late"},
}


def row(one: Kept, root: str, grain: str, do: str) -> dict[str, object]:
    """An alert with what it is in, and its forms. `grain`: of its view; `do`: what was asked for
    and can't be taken: that form is as it was typed."""
    page = PAGES[one.page].title if one.page in PAGES else one.page
    figure = definition_of(one.metric).short
    people = "\n".join(f"{who.name} {who.mail}" for who in one.people)
    kept = {"name": one.name, "people": people}
    shown = typed(one.number, kept) if do == "changed" else kept
    empty = {"kind": "", "url": ""}
    place = typed(one.number, empty) if do == "channel" else empty
    return {
        "number": one.number,
        "name": one.name,
        "view": f"{root}{one.page}?{one.query}",
        "page": page,
        "about": f"{figure} by {grain} · {state(one, figure)}",
        "paused": one.paused,
        "fields": shown,
        "conditions": conditions(one.number, one.conditions, do),
        "open": do == "changed" and was_sent(one.number),
        "place": place,
        "channels": [
            {"number": there.number, "words": f"{KINDS[there.kind]} at {there.host}"}
            for there in one.channels
        ],
    }


def state(one: Kept, figure: str) -> str:
    """What an alert is in: `since 1 Oct 2026: NPS lower than before`, quiet, or paused."""
    if one.paused:
        return "paused"
    if one.problem:
        return f"can't be judged since {moment(one.looked_at)}: {one.problem}"
    on = [
        f"since {day(date.fromisoformat(kept['since']))}: {_ON[name][kept['direction']]}"
        for name, kept in one.states.items()
        if kept["direction"]
    ]
    return "; ".join(on).format(figure=figure) or "quiet"


def conditions(number: int, chosen: tuple[str, ...], do: str) -> list[dict[str, object]]:
    """The boxes of a form, as they were ticked where it could not be taken; `do`: as above."""
    sent = was_sent(number) and do in ("made", "changed")
    ticked = {*request.form.getlist("condition")} if sent else {*chosen}
    return [
        {"key": key, "words": words, "chosen": key in ticked} for key, words in CONDITIONS.items()
    ]


def told_row(one: Item) -> dict[str, object]:
    """A piece of news."""
    return {"at": moment(one.made_at), "alert": one.alert, "headline": one.headline}
