"""Files that somebody brings: kept in a folder of their own until something is made of them.

They come in pieces, so that no request is large, an upload says how far it is, and one that breaks
off goes on where it was. Each upload is a folder with a name that nobody can guess; nothing of it
is served. Once it is asked what comes of an upload, nothing is added to it.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from data.draft.state import is_asked
from data.durable import share, write_durably
from data.errors import DataError
from data.store.locks import lock

MOST_FILES = 20
_DAY = 24 * 3600.0
_NAMES = "names.json"
_ID = re.compile(r"[\w-]{22}", re.ASCII)
_KNOWN = ("csv", "tsv", "txt", "gz", "xlsx", "xls", "xlsb", "ods", "parquet", "sav")
_LONGEST = 100  # letters of a file's name
_LONGEST_STEM = 200  # bytes of a name on the disk without its ending; 255 fit on most
_PIECES = "pieces.lock"
_FREE = 2  # what is on the disk must be this many times the upload: a load makes more of it


@dataclass(frozen=True)
class Place:
    """How much of a file has come."""

    bytes: int


class UploadError(DataError):
    """A piece or a file that is not taken, in words for whoever brings it."""


class Uploads:
    """All uploads of a server, below `folder`; `most`: bytes that one may have."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most

    def begin(self) -> str:
        """A new upload's id. Those that are older than a day are removed."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in self._folder.iterdir():
            if old.is_dir() and time.time() - old.stat().st_mtime > _DAY:
                shutil.rmtree(old, ignore_errors=True)
        upload = secrets.token_urlsafe(16)
        (self._folder / upload).mkdir(mode=0o700)
        return upload

    def add(self, upload: str, number: int, name: str, at: int, piece: bytes) -> Place:
        """Adds a piece of the file `number`, which begins at the byte `at`.

        What came before is not written again. Raises UploadError, and OSError of the disk.
        """
        folder = self.folder(upload)
        if not 0 <= number < MOST_FILES:
            raise UploadError(f"More than {MOST_FILES} files at once: bring the others later.")
        with lock(folder / _PIECES, wait=True):  # of two that come at once, one after the other
            return self._add(folder, number, shown_name(name), at, piece)

    def _add(self, folder: Path, number: int, name: str, at: int, piece: bytes) -> Place:
        if is_asked(folder):
            raise UploadError("These files are being looked at already. Bring others anew.")
        file = folder / str(number) / file_name(name)
        there = file.stat().st_size if file.exists() else 0
        if there and file.stat().st_nlink > 1:
            raise UploadError("This file is that of the data in use: bring another one anew.")
        if at > there:
            raise UploadError(f"The file goes on at byte {there}, and this piece is for {at}.")
        new = piece[there - at :]
        if not new and there:
            return Place(there)
        whole = sum(one.stat().st_size for one in folder.glob("*/*")) + len(new)
        if whole > self._most:
            raise UploadError(
                f"These files are larger than the {self._most // 1_000_000:,} MB that fit. Bring "
                "them packed with gzip, or name them in a mapping file on the server."
            )
        if shutil.disk_usage(folder).free < _FREE * whole:
            raise UploadError("There is not enough room on the server's disk for these files.")
        _keep_name(folder, number, name)
        file.parent.mkdir(exist_ok=True, mode=0o700)
        with file.open("ab") as out:
            out.write(new)
        return Place(there + len(new))

    def folder(self, upload: str) -> Path:
        """Where an upload is. Raises UploadError where there is none, or none any more."""
        folder = self._folder / upload
        if not _ID.fullmatch(upload) or not folder.is_dir():
            raise UploadError(
                "There is no such upload, or it is older than a day. Bring the files again."
            )
        return folder


def files_of(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The files of an upload in their order, each with the name that it was brought under."""
    names = _names(folder)
    return tuple((names[n], folder / n / file_name(names[n])) for n in sorted(names, key=int))


def link_files(version: Path, folder: Path) -> None:
    """Gives an upload the files of a version, which are on the disk once. Raises OSError."""
    names = {}
    for file in sorted(version.glob("*/*")):
        share(file, folder / file.parent.name / file.name)
        names[file.parent.name] = file.name
    write_durably(folder / _NAMES, json.dumps(names))


def _names(folder: Path) -> dict[str, str]:
    """Names of files by their numbers."""
    try:
        names: dict[str, str] = json.loads((folder / _NAMES).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return names


def _keep_name(folder: Path, number: int, name: str) -> None:
    names = _names(folder)
    if names.get(str(number), name) != name:
        raise UploadError(f"File {number} is '{names[str(number)]}' already, and not '{name}'.")
    if str(number) not in names:
        write_durably(folder / _NAMES, json.dumps({**names, str(number): name}))


def shown_name(name: str) -> str:
    """A file's name for people: without folders, and letters that nobody sees or that turn the
    others round."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST:]


def file_name(name: str) -> str:
    """A name for the disk: of letters, digits, dots, dashes and underscores.

    Raises UploadError for what is no table.
    """
    last = shown_name(name)
    stem, dot, ending = last.rpartition(".")
    ending = ending.lower()
    if not dot or ending not in _KNOWN:
        raise UploadError(
            f"'{last}' is no table that is known: expected a file that ends in "
            f"{', '.join(f'.{one}' for one in _KNOWN)}."
        )
    plain = re.sub(r"[^\w.-]+", "_", stem).encode()[:_LONGEST_STEM].decode(errors="ignore")
    return f"{plain.strip('._') or 'file'}.{ending}"
