"""The mapping with sources that are read from their new files, and all else as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import tomlkit
from tomlkit.items import InlineTable, Table

_OF_THE_FILE = ("format", "delimiter", "encoding", "sheet", "skip", "header", "notes")


def rewritten(text: str, files: Mapping[str, tuple[str, str]]) -> str:
    """The mapping text. `files`: source -> its new file as the mapping names it, and a comment."""
    document = tomlkit.parse(text)
    sources = cast(Table, document["sources"])
    for name, (file, comment) in files.items():
        source = cast(Table | InlineTable, sources[name])
        for key in _OF_THE_FILE:  # the new file is a Parquet of text
            if key in source:
                source.remove(key)
        source["file"] = file
        if isinstance(source, Table):
            source["file"].comment(comment)
    return tomlkit.dumps(document)
