"""Uploads that come twice, at once, in part or under strange names, and a disk that is full."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.draft import own
from data.draft.document import Company
from data.draft.own import own_mapping, use
from data.draft.state import (
    UNDER_WAY,
    AskedFor,
    DraftState,
    read_state,
    write_asked,
    write_state,
)
from data.draft.uploads import UploadError, Uploads, file_name, files_of, shown_name
from data.durable import write_durably
from data.errors import DataError
from data.store.locks import lock
from server.loads import drafts

CONTENT = b"".join(b"%d,%d\n" % (i, i * i) for i in range(200))


@pytest.fixture
def brought(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", 1_000_000)


def kept(brought: Uploads, upload: str) -> bytes:
    ((_, path),) = files_of(brought.folder(upload))
    return path.read_bytes()


def test_the_same_pieces_at_once_are_written_once(brought: Uploads) -> None:
    """A request whose answer was lost is sent again while the first one may still be under way."""
    upload = brought.begin()

    def sent(at: int) -> None:
        came = False
        while not came:
            try:
                brought.add(upload, 0, "a.csv", at, CONTENT[at : at + 100])
                came = True
            except UploadError as error:  # the one before is not there yet
                assert "goes on at byte" in str(error)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(sent, [at for at in range(0, len(CONTENT), 100) for _ in range(3)]))
    assert kept(brought, upload) == CONTENT


def test_a_piece_of_which_a_part_is_there_goes_on(brought: Uploads) -> None:
    """As after a full disk, or a server that was stopped while it wrote."""
    upload = brought.begin()
    brought.add(upload, 0, "a.csv", 0, CONTENT[:130])
    assert brought.add(upload, 0, "a.csv", 100, CONTENT[100:300]).bytes == 300
    assert brought.add(upload, 0, "a.csv", 300, CONTENT[300:]).bytes == len(CONTENT)
    assert kept(brought, upload) == CONTENT


def test_nothing_is_added_to_what_is_looked_at(brought: Uploads) -> None:
    upload = brought.begin()
    brought.add(upload, 0, "a.csv", 0, CONTENT)
    write_asked(brought.folder(upload), AskedFor(company=Company("Pohjola")))
    for number, at in ((0, len(CONTENT)), (1, 0)):
        with pytest.raises(UploadError, match="looked at already"):
            brought.add(upload, number, "a.csv", at, b"more")
    assert kept(brought, upload) == CONTENT


def test_a_disk_with_little_room_is_told_before(
    brought: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = brought.begin()
    monkeypatch.setattr(
        "data.draft.uploads.shutil.disk_usage", lambda _: SimpleNamespace(free=1500)
    )
    with pytest.raises(UploadError, match="not enough room"):
        brought.add(upload, 0, "a.csv", 0, CONTENT[:1000])
    assert brought.add(upload, 0, "a.csv", 0, CONTENT[:500]).bytes == 500


@pytest.mark.parametrize("letter", ["x", "é", "文", "𠀀"])
def test_the_longest_names_fit_on_the_disk(brought: Uploads, letter: str) -> None:
    upload = brought.begin()
    brought.add(upload, 0, f"{letter * 300}.csv", 0, CONTENT)
    ((name, path),) = files_of(brought.folder(upload))
    assert path.suffix == ".csv" and path.read_bytes() == CONTENT
    assert name == f"{letter * 96}.csv"  # the last hundred


def test_letters_that_nobody_sees_are_left_out_of_names() -> None:
    assert shown_name("\u202egnp.exe\u200b\x1b\n.csv") == "gnp.exe.csv"
    assert shown_name("../a/<b>.csv") == "<b>.csv"
    assert file_name("../a/<b>.csv") == "b.csv"


def ready(brought: Uploads) -> Path:
    """The folder of an upload of which all is known."""
    upload = brought.begin()
    brought.add(upload, 0, "a.csv", 0, CONTENT)
    folder = brought.folder(upload)
    write_state(folder, DraftState(state="ready", text="text"))
    return folder


def test_two_who_use_the_same_files_at_once(brought: Uploads, tmp_path: Path) -> None:
    upload = ready(brought)
    files = files_of(upload)

    def used(_: int) -> str:
        try:
            return use(tmp_path, upload, "text", files)
        except DataError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(used, range(4)))
    assert said[1:] == ["These files are in use already, or not kept any more."] * 3
    assert [path.name for path in tmp_path.glob("2*")] == said[:1]
    mapping = own_mapping(tmp_path)
    assert mapping is not None and (mapping.parent / "0" / "a.csv").read_bytes() == CONTENT


def test_of_changes_of_one_version_at_once_one_is_used(brought: Uploads, tmp_path: Path) -> None:
    first = ready(brought)
    version = use(tmp_path, first, "text", files_of(first))

    def used(upload: Path) -> str:
        try:
            return use(tmp_path, upload, "text", files_of(upload), version)
        except DataError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(used, [ready(brought) for _ in range(4)]))
    assert said[1:] == [own.CHANGED] * 3
    mapping = own_mapping(tmp_path)
    assert mapping is not None and mapping.parent.name == said[0]


@pytest.mark.parametrize("nth", [1, 2])
def test_a_full_disk_leaves_the_upload_and_what_is_in_use(
    brought: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """The mapping has no room, or the name of the version that is in use."""
    upload, calls = ready(brought), list[Path]()

    def full(file: Path, text: str) -> None:
        calls.append(file)
        if len(calls) == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_durably(file, text)

    monkeypatch.setattr(own, "write_durably", full)
    with pytest.raises(OSError, match="No space left"):
        use(tmp_path, upload, "text", files_of(upload))
    assert own_mapping(tmp_path) is None
    assert {path.name for path in tmp_path.iterdir()} == {"uploads", "use.lock"}
    ((_, path),) = files_of(upload)
    assert path.read_bytes() == CONTENT
    use(tmp_path, upload, "text", files_of(upload))
    assert own_mapping(tmp_path) is not None


def test_a_draft_whose_server_was_stopped_is_not_waited_for(brought: Uploads) -> None:
    folder = ready(brought)
    write_state(folder, DraftState())
    with lock(folder / UNDER_WAY, wait=False):
        state = read_state(folder)
        assert state is not None and state.state == "reading"
    state = read_state(folder)
    assert state is not None and state.state == "failed" and "stopped" in state.message


def test_one_draft_of_an_upload_at_a_time_and_nothing_left_of_it(
    brought: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, begun = ready(brought), list[Path]()

    class Killed:
        returncode = -9

    def run(*_: object, env: dict[str, str], **__: object) -> Killed:
        drafts.start_draft(folder)  # again, meanwhile
        begun.append(Path(env["TMPDIR"]))
        (begun[0] / "half").write_bytes(CONTENT)
        return Killed()

    monkeypatch.setattr("server.loads.drafts.subprocess.run", run)
    drafts.start_draft(folder)
    with lock(folder / UNDER_WAY, wait=True):
        assert len(begun) == 1 and begun[0].parent == folder and not begun[0].exists()
    state = read_state(folder)
    assert state is not None and state.state == "failed" and "stopped" in state.message
