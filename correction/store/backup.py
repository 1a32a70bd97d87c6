"""A project in one file, and back.

In: a project folder. Out: a zip with `galley.toml`, `galley.db`, `scans/`, `imported/` and the models that lie in the
project, taken while others may be writing.
Restoring makes a new folder and never touches one that holds something.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from correction.store.copies import IMPORTED_FOLDER, stands
from correction.store.database import Database
from correction.store.folder import (
    DATABASE_FILE,
    SETTINGS_FILE,
    ProjectFolder,
    folder_error,
    write_settings,
)
from ocr.errors import InputError, OutputError, ProjectError


@dataclass(frozen=True, slots=True)
class Backup:
    """Which scans a backup holds, which it lacks because they are gone, and which stay where they are referenced.

    All as the project's records name them.
    """

    scans: tuple[str, ...]
    missing: tuple[str, ...]
    outside: tuple[str, ...]


def backup(project: ProjectFolder, target: Path) -> Backup:
    """Write a project into a zip, whole or not at all; scans that are gone are left out.

    Raises OutputError, also for a target that is no file: a device must not be replaced by one.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file():
        raise OutputError(f"cannot write {target} (no file)", "give a file's name, for instance project.zip")
    temporary = target.parent / f".galley-{secrets.token_hex(8)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the target, which has room for it if any has: the system's folder may be small, or memory.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".galley-") as folder:
            copy = Path(folder, DATABASE_FILE)
            project.snapshot(copy)
            # Without the URL: what is restored works on the copy, never on the database it was taken from.
            settings = Path(folder, SETTINGS_FILE)
            write_settings(settings, replace(project.settings, database=None))
            # Scans are compressed already; storing them keeps a backup of a large project quick.
            with zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
                archive.write(settings, SETTINGS_FILE)
                archive.write(copy, DATABASE_FILE, zipfile.ZIP_DEFLATED)
                made = _scans(project.root, copy)
                for path in (*made.scans, *_models(project), *_imported(project)):
                    archive.write(project.root / path, path)
        os.replace(temporary, target)
    except OSError as error:
        raise OutputError(f"cannot write {target} ({error.strerror})", "check the disk or give another file") from error
    finally:
        temporary.unlink(missing_ok=True)
    return made


def restore(archive: Path, root: Path) -> ProjectFolder:
    """Make a project folder from a backup; raises InputError for no backup and ProjectError for a folder in use."""
    root = root.expanduser().absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ProjectError(f"{root} is not empty", "give a new or an empty folder with --project")
    temporary = root.parent / f".galley-{secrets.token_hex(8)}"
    try:
        temporary.mkdir(parents=True)
        _unpack(archive, temporary)
        _look_at(archive, temporary)
        if root.exists():
            root.rmdir()
        os.replace(temporary, root)
    except OSError as error:
        raise folder_error(root, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return ProjectFolder.open(root)


def _scans(root: Path, copy: Path) -> Backup:
    """The scans that the pages of a database name, which others may have gone on from since, by where they are."""
    with closing(Database(f"sqlite:///{copy}", create=False)) as records:
        paths = sorted({entry.source.path for entry in records.pages()})
    there = [path for path in paths if stands(root, path)]
    return Backup(
        scans=tuple(path for path in there if not Path(path).is_absolute()),
        missing=tuple(path for path in paths if path not in set(there)),
        outside=tuple(path for path in there if Path(path).is_absolute()),
    )


def _imported(project: ProjectFolder) -> Iterator[str]:
    """The files that pages were imported from."""
    for file in sorted((project.root / IMPORTED_FOLDER).glob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield f"{IMPORTED_FOLDER}/{file.name}"


def _models(project: ProjectFolder) -> Iterator[str]:
    """The models of Tesseract's that lie in the project, as paths from its folder."""
    folder = project.settings.models.tessdata
    if folder and not folder.is_absolute() and ".." not in folder.parts:
        for file in sorted((project.root / folder).rglob("*.traineddata")):
            yield file.relative_to(project.root).as_posix()


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as content:
            names = content.namelist()
            if not {SETTINGS_FILE, DATABASE_FILE} <= set(names):
                raise InputError(f"{archive} is no backup of a project", "give a file that galley project backup made")
            for name in names:
                _check_name(archive, name)
                content.extract(name, folder)
    except FileNotFoundError as error:
        raise InputError(f"{archive}: there is no such file", "check the spelling of the path") from error
    # RuntimeError: encrypted; NotImplementedError, its child: a compression that Python does not know.
    except (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError) as error:
        raise InputError(f"{archive} is damaged or no zip ({error})", "give another backup") from error


def _look_at(archive: Path, folder: Path) -> None:
    """Raise InputError where what was unpacked is no project, before it gets a name that is then not empty."""
    try:
        ProjectFolder.open(folder).close()
    except ProjectError as error:
        problem = error.problem.replace(f"{folder}{os.sep}", "")
        raise InputError(f"{archive} holds no sound project ({problem})", "give another backup") from error


def _check_name(archive: Path, name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts or not parts:
        raise InputError(f"{archive} holds a file outside the project ({name})", "do not use this backup")
