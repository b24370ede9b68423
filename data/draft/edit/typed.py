"""What was typed of a mapping, in its form or its text: the text that comes of it, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.draft.edit.allowed import MOST_BYTES, check_place
from data.draft.edit.fields import Section, Sent
from data.draft.edit.form import edited
from data.draft.own import MAPPING
from data.errors import MappingError
from data.mapping import parse_mapping

_LONG = f"The mapping is longer than the {MOST_BYTES // 1_000_000} MB that fit: shorten it."
_BOTH = "The form and the text were both changed: undo one of them, or send it later."
_NOTHING = "Nothing is another than it was."


def typed(
    text: str, form: Sequence[Section], sent: Sent, whole: str
) -> tuple[str, tuple[str, ...]]:
    """The text that was typed, or comes of the form; and what can't be taken of it, in words.

    `text`: the mapping before; `sent`: fields of its form; `whole`: the mapping as it was typed.
    """
    made, wrong = edited(text, form, sent)
    if whole == text:
        if wrong:
            return text, wrong
    elif wrong or made != text:
        return text, (_BOTH,)
    else:
        made = whole
    return made, tuple(_refused(text, made))


def _refused(before: str, text: str) -> Sequence[str]:
    if text == before:
        return (_NOTHING,)
    if len(text.encode()) > MOST_BYTES:
        return (_LONG,)
    try:
        check_place(parse_mapping(text, Path(MAPPING)))
    except MappingError as error:
        return str(error).split("\n")
    return ()
