"""The project folder: `galley.toml`, `galley.db` and `scans/`.

In: a folder and the scans that are brought to it. Out: a `Project` whose scans stand where its records say. A scan
is copied once, whole or not at all, and its checksum is verified; with `scans = "reference"` it stays where it is.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Literal, Self

from correction.store.claims import Claims
from correction.store.connection import without_password
from correction.store.copies import PART, SCANS_FOLDER, copy_verified, digest, drop, put_in_place, stands
from correction.store.database import Database, Further, nothing
from correction.store.records import Arrival, Fault, OwnModels, PageEntry, same_page
from correction.store.scans import ScanCheck
from ocr.errors import InputError, ProjectError
from ocr.page import Source

FORMAT = 1  # Of the project folder; a Galley that finds a higher number refuses to touch it.
SETTINGS_FILE = "galley.toml"
DATABASE_FILE = "galley.db"
CLAIMS_FILE = ".galley-claims"
NAME_BYTES = 120  # File systems allow 255 bytes; a checksum goes before the name and a suffix behind it.


@dataclass(frozen=True, slots=True)
class Settings:
    """What galley.toml says.

    `database` is a URL, None for the project's own SQLite file; `characters` are those that the desk offers besides
    its own, as a palette.
    """

    scans: Literal["copy", "reference"] = "copy"
    database: str | None = None
    models: OwnModels = field(default_factory=OwnModels)
    rules: Mapping[str, bool] = field(default_factory=dict)
    characters: tuple[str, ...] = ()


class ProjectFolder(Database):
    """A project in a folder; implements `correction.store.Project`."""

    def __init__(self, root: Path, settings: Settings, create: bool) -> None:
        self.root = root
        self.settings = settings
        self._claims = Claims(root / CLAIMS_FILE)
        super().__init__(settings.database or f"sqlite:///{DATABASE_FILE}", create, root)

    @classmethod
    def open(cls, root: Path, database: str | None = None) -> Self:
        """A project that exists; raises ProjectError when there is none or it is damaged."""
        root = root.expanduser().absolute()
        if not (root / SETTINGS_FILE).is_file():
            raise ProjectError(f"there is no project in {root}", "make one: galley ocr INPUT... --project DIR")
        settings = read_settings(root / SETTINGS_FILE)
        return cls(root, replace(settings, database=database or settings.database), create=False)

    @classmethod
    def create(cls, root: Path, database: str | None = None) -> Self:
        """A project, made where it is missing; raises ProjectError where it cannot be, or its database is gone."""
        root = root.expanduser().absolute()
        file = root / SETTINGS_FILE
        try:
            if root.exists() and not root.is_dir():
                raise ProjectError(f"{root} is a file, not a folder", "give a folder with --project")
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise folder_error(root, error) from error
        known = read_settings(file) if file.exists() else None
        settings = known or Settings()
        # Where pages were read, a database that is gone must not be taken for one that was never made: its pages would
        # get new numbers, and nobody would miss the decisions.
        new = known is None or not (root / CLAIMS_FILE).exists()
        project = cls(root, replace(settings, database=database or settings.database), create=new)
        if known is None:
            # Last, so that a database that cannot be had is not remembered.
            try:
                write_settings(file, Settings(database=without_password(database) if database else None))
            except OSError as error:
                project.close()
                raise folder_error(root, error) from error
        return project

    @property
    def models(self) -> OwnModels:
        """Tesseract's models as galley.toml names them; a relative folder is one in the project."""
        own = self.settings.models
        return replace(own, tessdata=self.root / own.tessdata.expanduser()) if own.tessdata else own

    @property
    def rules(self) -> Mapping[str, bool]:
        """Rules of repair that galley.toml switches on or off."""
        return self.settings.rules

    @property
    def characters(self) -> Sequence[str]:
        """Characters that galley.toml wants at hand at the desk."""
        return self.settings.characters

    def located(self, source: Source) -> Source:
        """The source with an absolute path."""
        stands(self.root, source.path)
        return replace(source, path=str(self.root / source.path))

    def add_sources(self, sources: Sequence[Source]) -> list[Arrival]:
        """Take in the pages of one file: copy it when it is new or its copy is gone, then record its pages."""
        if not sources:
            return []
        known = self.pages_of(sources)
        origin = _origin(sources[0].path)
        if all(same_page(s, known) for s in sources) and all(stands(self.root, e.source.path) for e in known):
            return self.add_records(sources, origin)
        path = self._take_in(Path(sources[0].path), sources[0].sha256)
        arrivals = self.add_records([replace(source, path=path) for source in sources], origin)
        arrivals = [self._moved(arrival, path) for arrival in arrivals]
        if path.startswith(f"{SCANS_FOLDER}/"):
            self._settle_copy(path, any(arrival.entry.source.path == path for arrival in arrivals))
        return arrivals

    def claim(self, page_id: str) -> PageEntry | None:
        """The page as it stands now, claimed for this process; None when another is reading it."""
        entry = self.entry(page_id)
        try:
            ours = self._claims.take(entry.position)
        except OSError as error:
            raise folder_error(self.root, error) from error
        # Again once it is ours: the one that had it may just have finished it.
        return self.entry(page_id) if ours else None

    def release(self, page_id: str) -> None:
        """Let the claim of a page go."""
        self._claims.release(self.entry(page_id).position)

    def close(self) -> None:
        """Let go of the claims and the database."""
        self._claims.close()
        super().close()

    def faults(self, mend: bool = False, further: Further = nothing) -> Iterator[Fault]:
        """What is wrong with the records and with the scans that they name."""
        scans = ScanCheck(self, mend)
        yield from super().faults(mend, lambda entry: chain(scans.look(entry), further(entry)))
        yield from scans.others()

    def _moved(self, arrival: Arrival, path: str) -> Arrival:
        """A page whose scan was lost has it again at the new place."""
        entry = arrival.entry
        if entry.source.path == path or stands(self.root, entry.source.path):
            return arrival
        self.move_record(entry.id, path)
        return replace(arrival, entry=replace(entry, source=replace(entry.source, path=path)))

    def _settle_copy(self, path: str, named: bool) -> None:
        """Put a copy in its place, now that pages name it; another run may have brought the same bytes meanwhile."""
        try:
            (put_in_place if named else drop)(self.root / path)
        except OSError as error:
            raise folder_error(self.root, error) from error

    def _take_in(self, file: Path, sha256: str) -> str:
        """Bring a scan into the project, where a copy waits for its record, and give the path to record.

        A scan that lies inside the project already is recorded where it is.
        """
        place = Path(os.path.realpath(file))
        root = Path(os.path.realpath(self.root))
        if place.is_relative_to(root):
            return _recordable(place.relative_to(root))
        if self.settings.scans == "reference":
            return _recordable(place)
        target = self.root / SCANS_FOLDER / f"{sha256[:12]}-{short_name(file.name)}"
        try:
            target.parent.mkdir(exist_ok=True)
            if not target.is_file() or digest(target) != sha256:
                copy_verified(place, target, sha256)
        except OSError as error:
            raise folder_error(self.root, error) from error
        return target.relative_to(self.root).as_posix()


def read_settings(file: Path) -> Settings:
    """What a galley.toml says; raises ProjectError for one that is damaged or from a newer Galley."""
    remedy = f"correct it, or put aside {file} and run galley ocr again to get a new one"
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise folder_error(file.parent, error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{file} is damaged ({error})", remedy) from error
    if content.get("galley", FORMAT) != FORMAT:
        raise ProjectError(f"{file} has format {content['galley']}, known is {FORMAT}", "use a newer Galley")
    scans, database = content.get("scans", "copy"), content.get("database")
    if scans not in ("copy", "reference"):
        raise ProjectError(f"{file}: scans is '{scans}'", 'write scans = "copy" or scans = "reference"')
    if not (database is None or isinstance(database, str)):
        raise ProjectError(f"{file}: database is no URL", 'write database = "sqlite:///galley.db" or leave it out')
    return Settings(scans, database, _own_models(file, content), _rules(file, content), _characters(file, content))


def _own_models(file: Path, content: Mapping[str, Any]) -> OwnModels:
    tessdata, names = content.get("tessdata"), content.get("models", [])
    if not (tessdata is None or isinstance(tessdata, str)):
        raise ProjectError(f"{file}: tessdata is no folder", 'write tessdata = "models" or leave it out')
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise ProjectError(f"{file}: models is no list of names", 'write models = ["Fraktur"] or leave it out')
    return OwnModels(Path(tessdata) if tessdata else None, tuple(names))


def _rules(file: Path, content: Mapping[str, Any]) -> Mapping[str, bool]:
    rules = content.get("repair", {})
    if not (isinstance(rules, dict) and all(isinstance(switch, bool) for switch in rules.values())):
        raise ProjectError(f"{file}: [repair] does not switch rules", "write [repair] and below it gaps = false")
    return rules


def _characters(file: Path, content: Mapping[str, Any]) -> tuple[str, ...]:
    """The desk's further characters, each with its accents; other keys of [desk] may be those of a newer Galley."""
    desk = content.get("desk", {})
    wanted = desk.get("characters", "") if isinstance(desk, dict) else None
    if not isinstance(wanted, str):
        raise ProjectError(f"{file}: [desk] names no characters", 'write [desk] and below it characters = "ꝑ ꝓ m̃"')
    found: list[str] = []
    for character in wanted:
        if found and unicodedata.combining(character):
            found[-1] += character
        elif not character.isspace():
            found.append(character)
    return tuple(dict.fromkeys(found))


def write_settings(file: Path, settings: Settings) -> None:
    """Write a new galley.toml, whole or not at all: half of one would forget its database. Raises OSError."""
    lines = [
        f"galley = {FORMAT}",
        f'scans = "{settings.scans}"  # "copy" scans into the project, or "reference" them where they are',
    ]
    if settings.database:
        lines.append(f"database = {_quoted(settings.database)}")
    if settings.models.tessdata:
        lines.append(f"tessdata = {_quoted(settings.models.tessdata.as_posix())}")
    if settings.models.names:
        lines.append(f"models = [{', '.join(map(_quoted, settings.models.names))}]")
    if settings.rules:
        lines += ["[repair]", *(f"{_quoted(rule)} = {str(on).lower()}" for rule, on in settings.rules.items())]
    temporary = file.with_name(f"{PART}{secrets.token_hex(8)}-{file.name}")  # two may begin a project at once
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def _quoted(text: str) -> str:
    """A text as a string of TOML, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def folder_error(root: Path, error: OSError) -> ProjectError:
    """Why the operating system refuses a project folder, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError(f"the disk of {root} is full", "free some space and run the command again; nothing is lost")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ProjectError(f"no permission to use {root}", "change its permissions or give another --project")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return ProjectError(f"a part of {root} is a file, not a folder", "give another folder with --project")
    return ProjectError(f"{error.filename or root}: {error.strerror or error}", "check the disk and the folder")


def _recordable(path: Path) -> str:
    """A path as a database takes it; raises InputError for a name that is no Unicode."""
    try:
        path.as_posix().encode()
    except UnicodeEncodeError:
        raise InputError(f"the name of {path!s} is no valid Unicode", "rename the file") from None
    return path.as_posix()


def _origin(path: str) -> str:
    """Where a scan is taken in from, as any database takes it: absolute, links as they were given."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "replace")


def short_name(name: str) -> str:
    """A file name that leaves room for what is put before it, its suffix kept."""
    # A name from an old system may hold bytes that are no Unicode, which no database takes.
    stem, suffix = os.path.splitext(os.fsencode(name).decode("utf-8", "replace"))
    room = NAME_BYTES - len(suffix.encode())
    return stem.encode()[: max(1, room)].decode(errors="ignore") + suffix
