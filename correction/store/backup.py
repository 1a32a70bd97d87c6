"""A project in one file, and back.

In: a project folder. Out: a zip with `galley.toml`, `galley.db` and `scans/`, taken while others may be writing.
Restoring makes a new folder and never touches one that holds something.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from correction.store.folder import (
    DATABASE_FILE,
    SETTINGS_FILE,
    ProjectFolder,
    Settings,
    folder_error,
    write_settings,
)
from ocr.errors import InputError, OutputError, ProjectError


def backup(project: ProjectFolder, target: Path) -> int:
    """Write a project into a zip, whole or not at all; gives the number of scans in it. Raises OutputError."""
    temporary = target.parent / f".galley-{secrets.token_hex(8)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, DATABASE_FILE)
            project.snapshot(copy)
            # Without the URL: what is restored works on the copy, never on the database it was taken from.
            settings = Path(folder, SETTINGS_FILE)
            write_settings(settings, Settings(scans=project.settings.scans))
            # Scans are compressed already; storing them keeps a backup of a large project quick.
            with zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
                archive.write(settings, SETTINGS_FILE)
                archive.write(copy, DATABASE_FILE, zipfile.ZIP_DEFLATED)
                scans = _scans(project)
                for path in scans:
                    archive.write(project.root / path, path)
        os.replace(temporary, target)
    except OSError as error:
        raise OutputError(f"cannot write {target} ({error.strerror})", "check the disk or give another file") from error
    finally:
        temporary.unlink(missing_ok=True)
    return len(scans)


def restore(archive: Path, root: Path) -> ProjectFolder:
    """Make a project folder from a backup; raises InputError for no backup and ProjectError for a folder in use."""
    root = root.expanduser().absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ProjectError(f"{root} is not empty", "give a new or an empty folder with --project")
    temporary = root.parent / f".galley-{secrets.token_hex(8)}"
    try:
        temporary.mkdir(parents=True)
        _unpack(archive, temporary)
        if root.exists():
            root.rmdir()
        os.replace(temporary, root)
    except OSError as error:
        raise folder_error(root, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return ProjectFolder.open(root)


def _scans(project: ProjectFolder) -> list[str]:
    """The scans inside the project that its pages name, and that are there."""
    paths = sorted({entry.source.path for entry in project.pages()})
    return [path for path in paths if not Path(path).is_absolute() and (project.root / path).is_file()]


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


def _check_name(archive: Path, name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts or not parts:
        raise InputError(f"{archive} holds a file outside the project ({name})", "do not use this backup")
