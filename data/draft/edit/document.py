"""Changes of a mapping's text: what is not changed stays to the letter, comments too."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item

from data.draft.edit.values import WrongError
from data.draft.toml import inline, several, table_of

Path = tuple[str | int, ...]
# What a column or a goal means that is one word or number alone.
_SHORT = {"columns": "column", "targets": "value", "benchmarks": "value"}
_WIDE = 60  # letters of a list that stands in one line
_BY_HAND = "This change can't be written between the lines of this file: make it in its text."


@dataclass(frozen=True)
class Change:
    """Another value at a place; None: it is removed. Tables are counted, also a single one, and
    what stands behind the last is added."""

    path: Path
    value: Any = None


def found(content: Any, path: Path) -> Any:  # noqa: ANN401
    """The value at a place; None where there is none."""
    for at, step in enumerate(path):
        if isinstance(content, dict):
            if isinstance(step, str):
                content = content.get(step)
            elif step:
                return None
        elif isinstance(content, list):
            content = content[step] if isinstance(step, int) and step < len(content) else None
        else:
            return content if _is_short(path, at) else None
    return content


def rewritten(text: str, changes: Sequence[Change]) -> str:
    """The text with these changes. Raises WrongError where they can't be written into it."""
    if not changes:
        return text
    plain = tomllib.loads(text)
    try:
        document = tomlkit.parse(text)
        for content, kind in ((plain, False), (document, True)):
            for change in changes:
                if change.value is not None:
                    _put(content, change.path, change.value, kind)
            for change in reversed(changes):  # the last of a list first: places stay
                if change.value is None:
                    _remove(content, change.path)
        made = tomlkit.dumps(document)
        same = tomllib.loads(made) == plain
    except (TOMLKitError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WrongError(_BY_HAND) from error
    if not same:  # the library has moved a line into another section
        raise WrongError(_BY_HAND)
    return made


def _short(path: Path) -> str | None:
    """What a single value at this place is short for."""
    return _SHORT.get(str(path[-2])) if len(path) > 1 else None


def _is_short(path: Path, at: int) -> bool:
    return at == len(path) - 1 and _short(path[:at]) == path[at]


def _steps(content: Any, path: Path) -> Path:  # noqa: ANN401
    """The path with the places of lists that are there: a single table has no number."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(step, int) and isinstance(content, dict):
            continue
        steps.append(step)
        content = found(content, (step,))
    return tuple(steps)


def _put(content: Any, path: Path, value: Any, as_toml: bool) -> None:  # noqa: ANN401
    *steps, last = _steps(content, path)
    for at, step in enumerate(steps):
        inner = content.get(step) if isinstance(content, dict) else content[step]
        if inner is None and _short(tuple(steps[: at + 1])) == last:
            content[step] = _item(value, as_toml)
            return
        if inner is None:
            content[step] = _begun(at, ([*steps, last])[at + 1], as_toml)
        elif not isinstance(inner, dict | list):  # a single value
            key = str(_short(tuple(steps[: at + 1])))
            if key == last:
                content[step] = _item(value, as_toml)
                return
            own = inner.unwrap() if isinstance(inner, Item) else inner
            content[step] = _item({key: own}, as_toml)
        content = content[step]
    if isinstance(last, int) and last == len(content):
        content.append(table_of(**value) if isinstance(content, AoT) else _item(value, as_toml))
    else:
        content[last] = _item(value, as_toml)


def _begun(depth: int, inner: str | int, as_toml: bool) -> Any:  # noqa: ANN401
    """What a place that is not there yet begins as: sections, or braces within one."""
    if isinstance(inner, int):
        return several([]) if as_toml else []
    if not as_toml:
        return {}
    return tomlkit.table() if depth == 0 else tomlkit.inline_table()


def _remove(content: Any, path: Path) -> None:  # noqa: ANN401
    """Removes a value, and what is empty without it."""
    steps = _steps(content, path)
    above = [content]
    for step in steps[:-1]:
        inner = above[-1].get(step) if isinstance(above[-1], dict) else above[-1][step]
        if not isinstance(inner, dict | list):
            break  # a single value
        above.append(inner)
    for holder, step in reversed(list(zip(above, steps, strict=False))):
        if isinstance(holder, list) or step in holder:
            del holder[step]
        if len(holder):
            return


def _item(value: Any, as_toml: bool) -> Any:  # noqa: ANN401
    if not as_toml:
        return value
    if isinstance(value, dict):
        return inline({key: _item(one, as_toml) for key, one in value.items()})
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return several([table_of(**one) for one in value])
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(len(array.as_string()) > _WIDE)
    return tomlkit.item(value)
