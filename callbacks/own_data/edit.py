"""`/own-data/edit`: how the data in use are read, as a form and as the text of the mapping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import Conflict, Forbidden, NotFound

from callbacks.log_in_page import go
from callbacks.own_data.edited import edited_of
from callbacks.own_data.shared import Shared
from data.draft.edit.fields import Known, Section
from data.draft.edit.form import form_of
from data.draft.edit.headers import columns_of_files
from data.draft.edit.typed import typed
from data.draft.own import CHANGED, MAPPING, version_in_use
from data.draft.state import Edited, write_asked
from data.draft.uploads import link_files
from data.errors import MappingError
from data.mapping import parse_mapping
from server.current import current
from server.loads.drafts import start_draft

_OTHERS = "Other data are in use since this form was opened. Look through it, and send it again."


@dataclass(frozen=True)
class _Form:
    """The version in use, the text that is changed, and its form."""

    version: str
    text: str
    sections: tuple[Section, ...]


def edit(shared: Shared) -> Response:
    """The form; what is sent of it is tried on the files of the version in use."""
    shared.check()
    if stated := shared.own.allowed.stated:
        raise Forbidden(f"These data are those of {stated}; edit that file instead.")
    upload, version = request.args.get("upload", ""), version_in_use(shared.own.folder)
    if not version:
        raise NotFound("The invented company is shown. Bring files of yours first.")
    place = shared.own.folder / version / MAPPING
    form = _form(shared, _text(shared, upload, version) or place.read_text("utf-8"), place)
    if request.method != "POST":
        return _page(shared, form, upload, ())
    if request.form.get("base") != version:
        return _page(shared, form, upload, (_OTHERS,))
    whole = _plain(request.form.get("text", form.text))
    text, wrong = typed(form.text, form.sections, _sent(form), whole)
    if wrong:
        return _page(shared, form, upload, wrong)
    return _begin(shared, Edited(base=version, text=text), upload)


def _text(shared: Shared, upload: str, version: str) -> str:
    """What an upload changed before; "" without one. Raises Conflict where its files are of another
    version."""
    if not upload:
        return ""
    asked = edited_of(shared.folder(upload))
    if asked is None:
        raise NotFound("These files were brought: how they are read can be changed once in use.")
    if asked.base != version:
        raise Conflict(CHANGED)
    return asked.text


def _form(shared: Shared, text: str, place: Path) -> _Form:
    version = place.parent.name
    try:
        mapping = parse_mapping(text, place)
    except MappingError:  # by rules of an older CX Lens: the text alone can mend it
        return _Form(version, text, ())
    known = Known(current(shared.store).catalog, columns_of_files(mapping))
    return _Form(version, text, form_of(text, known))


def _sent(form: _Form) -> dict[str, str]:
    """The fields that were sent; of boxes those that are ticked."""
    sent = {}
    for section in form.sections:
        for group in section.groups:
            for field in group.fields:
                values = request.form.getlist(field.name)
                boxes = field.kind == "boxes"
                if values:
                    told = ", ".join(filter(None, values)) if boxes else values[0]
                    sent[field.name] = _plain(told)
    return sent


def _plain(text: str) -> str:
    """Without the ends of lines that browsers write."""
    return text.replace("\r\n", "\n")


def _begin(shared: Shared, asked: Edited, upload: str) -> Response:
    """Tries the mapping on the version's files; in the same upload where it is changed again."""
    if not upload:
        upload = shared.own.uploads().begin()
        link_files(shared.own.folder / asked.base, shared.folder(upload))
    folder = shared.folder(upload)
    write_asked(folder, asked)
    start_draft(folder)
    return go(f"{shared.site.root}own-data/{upload}")


def _page(shared: Shared, form: _Form, upload: str, wrong: tuple[str, ...]) -> Response:
    posted = request.method == "POST"
    sent = _sent(form) if posted else {}
    return shared.site.page(
        "own_edit",
        400 if wrong else 200,
        shared.token(),
        form=form,
        upload=upload,
        wrong=wrong,
        typed=sent,
        text=request.form.get("text", form.text) if posted else form.text,
    )
