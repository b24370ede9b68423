"""The pages on which editors change the themes of comments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden, NotFound, ServiceUnavailable

from access.themes.kept import EditedThemes, may_edit_themes, newest_themes, read_versions
from access.themes.written import Change, EditError, bring_back, put
from callbacks.asked import number_of
from callbacks.log_in_page import go
from callbacks.site import Members
from callbacks.themes.form import Typed, about
from components.text import day
from data.comments_read import CommentsRead, SuggestedTheme
from data.errors import DataError, MappingError, without_folders
from data.ingest.comments.dictionary import (
    LANGUAGES,
    ListedTheme,
    check_edited,
    listed_themes,
    needed,
    new_key,
)
from data.mapping import Mapping, load_mapping
from data.store.snapshots import Store
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import NEW_THEME, THEME, THEMES
from server.loads.themes import hand_over

_DONE = {
    "saved": "It is saved. A load has begun; when it is done, Voice shows what comes of it.",
    "same": "Nothing was changed: it was so already.",
}


def register_themes(
    server: Flask,
    members: Members,
    store: Store,
    place: Callable[[], tuple[Path, Path]],
    load: Callable[[], None],
) -> None:
    """Add `/themes`, `/themes/new` and `/themes/KEY`.

    `place`: the mapping in use and the folder of its data; `load` starts a load, and returns.
    """
    site, kept, cookies = members.site, members.store, members.who.cookies

    def listed() -> Response:
        _read()
        message = _DONE.get(request.args.get("done", ""), "")
        if request.method != "POST":
            return _list(message)
        number = number_of(request.form.get("version", ""))
        try:
            check = partial(check_edited, _mapping())
            return _saved(bring_back(kept, _change(), number, check))
        except (EditError, DataError) as error:
            return _list("", str(error))

    def new() -> Response:
        read = _read()
        suggested = _suggestion(read, request.args.get("suggested", ""))
        more = {"title": "Add a theme", "action": "themes/new", "comes_from": "", "take_back": ""}
        if request.method != "POST":
            typed = Typed.of_suggestion(suggested) if suggested else Typed()
            quotes = suggested.quotes if suggested else ()
            return _form(typed, {**more, "quotes": quotes}, newest_themes(kept))
        return _save({**more, "quotes": ()}, None)

    def one(key: str) -> Response:
        _read()
        newest = newest_themes(kept)
        found = next((one for one in _themes(newest) if one.key == key), None)
        if found is None:
            raise NotFound("There is no such theme; its changes may be taken back.")
        more = {
            "title": f"Theme “{found.label}”",
            "action": f"themes/{key}",
            "comes_from": found.comes_from,
            "take_back": _take_back(found) if key in newest.entries else "",
            "quotes": (),
        }
        if request.method != "POST":
            return _form(Typed.of_theme(found), more, newest, given=found)
        return _save(more, found)

    def _save(more: dict[str, Any], found: ListedTheme | None) -> Response:
        """What the form of this request says, as the entry of the theme that was found."""
        typed, mapping = Typed.sent(), _mapping()
        try:
            entry = None if "take_back" in request.form else typed.entry()
            key = found.key if found else new_key(typed.label, mapping, newest_themes(kept).entries)
            entry = entry and needed(mapping, key, entry)
            check = partial(check_edited, mapping, key=key)
            return _saved(put(kept, _change(), key, entry, about(entry, found), check))
        except (EditError, DataError) as error:
            return _form(typed, more, newest_themes(kept), str(error), given=found)

    def _saved(newest: EditedThemes) -> Response:
        if newest.number == number_of(request.form.get("looked_at", "")):
            return go(f"{site.root}themes?done=same")
        hand_over(kept, place()[1])
        load()
        return go(f"{site.root}themes?done=saved")

    def _read() -> CommentsRead:
        """What was read of comments. Raises Forbidden and NotFound."""
        if not may_edit_themes(current_reader()):
            raise Forbidden("Themes are of all comments: who sees some rows alone can't edit them.")
        read = current(store).catalog.comments_read
        if read is None:
            raise NotFound("No comments are read here, so that there are no themes to edit.")
        return read

    def _mapping() -> Mapping:
        """As it is now. Raises ServiceUnavailable where its themes can't be read."""
        try:
            mapping = load_mapping(place()[0])
            listed_themes(mapping, {})
        except MappingError as error:
            raise ServiceUnavailable(without_folders(str(error))) from None
        return mapping

    def _themes(newest: EditedThemes) -> tuple[ListedTheme, ...]:
        return listed_themes(_mapping(), newest.entries)

    def _change() -> Change:
        looked_at = number_of(request.form.get("looked_at", ""))
        return Change(current_reader(), datetime.now(UTC), site.address(), looked_at)

    def _list(message: str, wrong: str = "") -> Response:
        versions, zone = read_versions(kept), current(store).catalog.timezone
        newest = versions[0] if versions else newest_themes(kept)
        groups = [
            {"title": group, "themes": [_row(one) for one in own]}
            for group, own in groupby(_themes(newest), lambda one: one.group)
        ]
        return site.page(
            "themes",
            400 if wrong else 200,
            cookies.token(),
            message=message,
            wrong=wrong,
            looked_at=newest.number,
            groups=groups,
            zone=zone,
            versions=[_version(one, ZoneInfo(zone)) for one in versions],
        )

    def _form(
        typed: Typed,
        more: dict[str, Any],
        newest: EditedThemes,
        message: str = "",
        given: ListedTheme | None = None,
    ) -> Response:
        form = {
            **more,
            **typed.shown(given.given if given else {}),
            "looked_at": newest.number,
            "message": message,
            "groups": list(dict.fromkeys(one.group for one in _themes(newest))),
        }
        return site.page("theme", 400 if message else 200, cookies.token(), form=form)

    server.add_url_rule("/themes", THEMES, listed, methods=["GET", "POST"])
    server.add_url_rule("/themes/new", NEW_THEME, new, methods=["GET", "POST"])
    server.add_url_rule("/themes/<key>", THEME, one, methods=["GET", "POST"])


def _take_back(theme: ListedTheme) -> str:
    return "Take all changes of this theme back" if theme.given else "Delete this theme"


def _suggestion(read: CommentsRead, phrase: str) -> SuggestedTheme | None:
    return next((one for one in read.suggested if one.phrases[0] == phrase), None)


def _row(theme: ListedTheme) -> dict[str, object]:
    words = [
        {"language": name, "words": ", ".join(own)}
        for code, name in LANGUAGES.items()
        if (own := dict.fromkeys((*theme.given.get(code, ()), *theme.added.get(code, ()))))
    ]
    return {
        "key": theme.key,
        "label": theme.label,
        "words": words,
        "comes_from": theme.comes_from,
        "off": theme.off,
    }


def _version(version: EditedThemes, zone: ZoneInfo) -> dict[str, object]:
    at = version.made_at and version.made_at.astimezone(zone)
    return {
        "number": version.number,
        "about": version.about,
        "author": version.author,
        "made": f"{day(at)} {at:%H:%M}" if at else "",
    }
