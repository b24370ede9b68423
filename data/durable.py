"""Files that outlive a power loss: what is under a name is the old content or the new, whole."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

UNFINISHED = ".new-"  # what the name of a file begins with while it is being written


def write_durably(file: Path, text: str) -> None:
    """Replaces the text of a small file in one step. Raises OSError."""
    replace_durably(file, lambda new: new.write_text(text, encoding="utf-8"))


def replace_durably(file: Path, write: Callable[[Path], object]) -> None:
    """Replaces a file in one step by what `write` puts at the path it gets. Raises OSError."""
    new = file.with_name(f"{UNFINISHED}{os.getpid()}-{threading.get_ident()}-{file.name}")
    try:
        write(new)
        move_durably(new, file)
    finally:
        new.unlink(missing_ok=True)  # where the disk was full


def move_durably(new: Path, file: Path) -> None:
    """Gives a file that is whole its name, in one step. Raises OSError.

    Its content is on the disk before its name is: otherwise a power loss could leave the name of
    an empty file. A folder that stands in its place is removed: it is none of ours.
    """
    sync(new)
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    new.replace(file)
    sync(file.parent)


def sync(path: Path) -> None:
    """Returns when a file, or the names of a folder, are on the disk. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:  # of a file system that has no such thing for folders
            raise
    finally:
        os.close(opened)


def share(file: Path, target: Path) -> None:
    """The same file in another folder, which only its owner may read; a copy where the disk can't
    have that. Raises OSError."""
    target.parent.mkdir(exist_ok=True, mode=0o700)
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copy2(file, target)
