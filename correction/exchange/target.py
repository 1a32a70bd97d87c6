"""Where exported bytes go: a file, a folder or a stream, each file whole or not at all.

In: a format, an `Export` and a target. Out: the paths that were written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from correction.exchange import Export, ExportFormat, OutputFile
from ocr.errors import OutputError, UsageError

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space or choose another disk"),
    errno.EDQUOT: ("your disk quota is used up", "free some space or choose another disk"),
    errno.EACCES: ("no permission to write there", "choose another place or change its permissions"),
    errno.EPERM: ("no permission to write there", "choose another place or change its permissions"),
    errno.EROFS: ("the disk is read-only", "choose another place"),
    errno.EISDIR: ("a folder has this name", "give a file's name"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another place"),
    errno.EEXIST: ("a file has this name", "give a folder's name"),
    errno.ENAMETOOLONG: ("the name is too long", "give a shorter name"),
}


def write_export(kind: ExportFormat, export: Export, target: Path | BinaryIO) -> tuple[Path, ...]:
    """Write an export in one format and give the paths written, none for a stream.

    `target` is a file, a folder or an open binary stream (standard output), as `kind.target` says. Raises
    OutputError where it cannot be written and UsageError for a folder format into a stream.
    """
    if isinstance(target, Path):
        if kind.target == "folder":
            make_folder(target)
            return tuple(put_file(target / file.name, file) for file in kind.files(export))
        return tuple(put_file(spare_scan(target), file) for file in kind.files(export))
    if kind.target == "folder":
        raise UsageError(f"format '{kind.name}' writes several files", "give a folder with --to")
    for file in kind.files(export):
        try:
            target.write(file.file.read_bytes() if file.file else file.data)
            target.flush()
        except BrokenPipeError:
            raise  # whoever reads has stopped: the command line ends quietly, this is no fault
        except OSError as error:
            raise output_error(Path("-"), error) from error
    return ()


def make_folder(folder: Path) -> Path:
    """Make a folder and its parents; raises OutputError where that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    return folder


def spare_scan(target: Path) -> Path:
    """The target, unless a scan lies there: `--report *.pdf` must not cost one. Raises OutputError."""
    from ocr.ingest import PAGE_SUFFIXES  # which takes a while

    if target.is_file() and target.suffix.lower() in PAGE_SUFFIXES:
        raise OutputError(f"cannot write {target}: a scan has this name", "give another name")
    return target


def put_file(target: Path, file: OutputFile) -> Path:
    """Write an exported file whole, as `write_file` does; one that waits on disk is copied, and removed."""
    if file.file is None:
        return write_file(target, file.data)
    try:
        with file.file.open("rb") as stream:
            return _write(target, lambda place: shutil.copyfileobj(stream, place))
    finally:
        file.file.unlink(missing_ok=True)


def write_file(target: Path, data: bytes) -> Path:
    """Write a file whole: to a temporary neighbour, to disk, then renamed over the target.

    Missing parent folders are made, a file that was there keeps its permissions, a link keeps pointing. Raises
    OutputError with a remedy; the target is then as it was and nothing is left behind.
    """
    return _write(target, lambda place: place.write(data))


def _write(target: Path, fill: Callable[[BinaryIO], object]) -> Path:
    place = Path(os.path.realpath(target))
    make_folder(place.parent)
    try:
        mode = place.stat().st_mode if place.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if mode is not None and not stat.S_ISREG(mode):
            with place.open("wb") as stream:  # a device or a pipe must not be replaced by a file
                fill(stream)
        else:
            _replace(place, fill, mode)
    except OSError as error:
        raise output_error(target, error) from error
    return target


def _replace(place: Path, fill: Callable[[BinaryIO], object], mode: int | None) -> None:
    # A short name of its own: the target's may already be as long as the file system allows.
    temporary = place.parent / f".galley-{secrets.token_hex(8)}"
    try:
        with open(temporary, "xb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, place)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def output_error(target: Path, error: OSError) -> OutputError:
    """Put an operating system's refusal into words that say what to do.

    >>> str(output_error(Path("out.json"), OSError(errno.ENOSPC, "No space left on device")))
    'cannot write out.json: the disk is full - free some space or choose another disk'
    """
    problem, remedy = _REMEDIES.get(
        error.errno or 0, (error.strerror or str(error), "choose another place and try again")
    )
    return OutputError(f"cannot write {target}: {problem}", remedy)
