"""Pages that others have read are taken into a project: what `galley import` does, without a screen.

In: a project and files of the formats that `exchange.imports` reads. Out: a `Result` with a row for every page. The
image is found and taken in as a scan; the text becomes a reading, named after its file, which is kept as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from correction.exchange.companions import Companions, folders_near
from correction.exchange.fitting import fit_to_image, rename, with_letters
from correction.exchange.imported_image import pictured
from correction.exchange.imports import METS, TEXT, format_of, read_imported, read_several
from correction.exchange.mets.alto import composed_blocks
from correction.exchange.mets.issue import MetsIssue, MetsPage
from correction.exchange.mets.places import find_files
from correction.exchange.mets.reader import read_mets
from correction.exchange.mets.structure import apply_structure
from correction.exchange.originals import FILE, FORMAT, ISSUE_FILE, keep_original
from correction.imported_issue import file_issue
from correction.report import Result, Row
from correction.store import PageEntry, Project
from correction.version import installed_version
from ocr.batch import in_words
from ocr.errors import GalleyError, InputError, OutputError, ProjectError
from ocr.events import CancelToken, Event, EventKind, Listener
from ocr.page import Page, Source
from ocr.settings import PageSettings

KNOWN = "the page was read already, and stays as it is: --force takes in what this file says of it"
BUSY = "another run is reading it"
AS_FOUND = PageSettings()
LARGEST = 256 * 10**6  # bytes of a text file: the fullest page had 6 MB


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to take in. `images` are further folders to look for images in; `settings` read plain text's image.

    `force` takes in pages that were read before, over what was read; `find_layout` has Galley lay them out anew.
    `second` reads the imported lines by an engine, too.
    """

    files: tuple[Path, ...]
    images: tuple[Path, ...] = ()
    settings: PageSettings = AS_FOUND
    force: bool = False
    find_layout: bool = False
    second: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """One page to take in: its text file and, in an issue, its place there."""

    file: Path
    kind: str
    data: bytes
    mets: _Whole | None = None
    page: MetsPage | None = None
    told: Page | None = None  # read already, as one of several pages of its file


@dataclass(frozen=True, slots=True)
class _Whole:
    """A METS file with its issue, and where the issue's files are, by their ids."""

    file: Path
    data: bytes
    issue: MetsIssue
    places: Mapping[str, Path]


def import_into(project: Project, request: ImportRequest, listener: Listener, cancel: CancelToken) -> Result:
    """Take files into a project. Never raises for a page or a file: the rows say what failed."""
    intake = _Intake(project, request, listener, cancel)
    fatal = None
    try:
        intake.run()
    except (ProjectError, OutputError) as error:
        fatal = error
    except KeyboardInterrupt:
        intake.stopped = True
    return Result(tuple(intake.rows), intake.stopped, fatal)


class _Intake:
    """Goes through the files, and counts."""

    def __init__(self, project: Project, request: ImportRequest, listener: Listener, cancel: CancelToken) -> None:
        self._project, self._request, self._listener, self._cancel = project, request, listener, cancel
        self._left = len(request.files)
        self._run = ""
        self._near: tuple[Path, Companions] | None = None
        self.rows: list[Row] = []
        self.stopped = False

    def run(self) -> None:
        """Take in one file after the other."""
        self._tell("started")
        for file in self._request.files:
            self._left -= 1
            tasks = list(self._tasks(file))
            self._left += len(tasks)
            taken: list[tuple[MetsPage, PageEntry]] = []
            for task in tasks:
                self._left -= 1
                if self._cancel.cancelled:
                    self.stopped = True
                    return
                entry = self._take(task)
                if entry and task.page:
                    taken.append((task.page, entry))
            if taken and tasks[0].mets:
                told = file_issue(self._project, tasks[0].mets.issue, tasks[0].mets.file, taken, self._request.title)
                if told:
                    self._tell("note", text=told)
        self._tell("finished")
        if self._run:
            self._project.finish_run(self._run)

    def _tasks(self, file: Path) -> Iterator[_Task]:
        try:
            data = _read(file)
            kind = format_of(data, file.name)
            if data.startswith(b"PK\x03\x04"):
                raise InputError(f"{file}: this is a zip file", "unpack it, and give the folder")
            if kind is None:
                raise InputError(f"{file}: the format is not known", "give PAGE-XML, ALTO, hOCR, METS or plain text")
            if kind != METS:
                yield from (_Task(file, kind, data, told=page) for page in read_several(data, str(file)) or (None,))
                return
            issue = _issue_in(file, data)
            whole = _Whole(file, data, issue, find_files(issue, file.absolute().parent, self._brought()))
        except GalleyError as error:
            self._fail(file, error)
            return
        for number, page in enumerate(issue.pages, 1):
            try:
                yield self._page_of(whole, number, page)
            except GalleyError as error:
                self._fail(file, error)

    def _page_of(self, whole: _Whole, number: int, page: MetsPage) -> _Task:
        text = whole.places.get(page.text.id) if page.text else None
        if text is None:
            said = f" ({page.text.href})" if page.text else ""
            remedy = "put it beside the METS file, or name its folder: --images DIR"
            raise InputError(f"{whole.file}: the text of page {number}{said} is not there", remedy)
        data = _read(text)
        return _Task(text, format_of(data, text.name) or "", data, whole, page)

    def _brought(self) -> list[Path]:
        return Companions((folder, None) for folder in self._request.images).files

    def _take(self, task: _Task) -> PageEntry | None:
        """Take in one page; None where that failed."""
        try:
            entry, note = self._import(task)
        except (ProjectError, OutputError):
            raise
        except Exception as fault:  # one file's trouble must never end ten thousand others
            error = in_words(fault)
            if error is not fault:
                error = type(error)(f"{task.file}: {error.problem}", error.remedy)
            self._fail(task.file, error)
            return None
        if note:
            self.rows.append(Row(str(task.file), "skipped", entry.id, note=note))
            self._tell("page_skipped", entry.id, f"{task.file}: {note}")
        return entry

    def _import(self, task: _Task) -> tuple[PageEntry, str]:
        project = self._project
        page = self._as_told(task)
        source, size = self._image(task, page)
        (arrival,) = project.add_sources([source])
        entry = project.claim(arrival.entry.id)
        if entry is None:
            return arrival.entry, BUSY
        try:
            if entry.was_read and not self._request.force:
                return entry, KNOWN
            page = self._fitted(task, page, replace(entry.source, turn=source.turn), size, entry)
            saved = project.save_page(page, self._run_id())
        finally:
            project.release(entry.id)
        doubts = self._second(saved)
        engine = saved.base_reading.engine if saved.base_reading else ""
        row = Row(str(task.file), "read", saved.id, None, saved.language, saved.script, engine, len(saved.lines))
        self.rows.append(replace(row, doubts=doubts, note="; ".join(saved.notes)))
        self._tell("page_done", saved.id, "; ".join(saved.notes) or f"{len(saved.lines)} lines")
        return entry, ""

    def _as_told(self, task: _Task) -> Page | None:
        """What a file says of its page; None of plain text, which says nothing of it."""
        if task.kind == TEXT:
            return None
        page = task.told or read_imported(task.data, str(task.file))[1]
        if not (page.width > 0 and page.height > 0):
            raise InputError(f"{task.file}: the page has no size", "give the page's width and height in the file")
        if task.mets and task.page:
            text = task.page.text.id if task.page.text else ""
            page = apply_structure(page, task.mets.issue, text, composed_blocks(task.data))
        return page

    def _image(self, task: _Task, page: Page | None) -> tuple[Source, tuple[int, int]]:
        """Where the image of a page is, and its size; a half of a double page keeps its crop."""
        names = [page.source.path] if page and page.source.path else []
        images = task.page.images if task.page else ()
        names += [image.href for image in images]
        sums = [page.source.sha256] if page else [image.sha256 for image in images]
        image = self._companions(task.file).image(names, task.file, next(filter(None, sums), ""))
        if image is None and task.mets:
            image = next((task.mets.places[each.id] for each in images if each.id in task.mets.places), None)
        if image is None:
            known = f" ({', '.join(dict.fromkeys(names))})" if names else ""
            remedy = "put it beside the file, under the same name, or name its folder: --images DIR"
            raise InputError(f"{task.file}: its image{known} is not there", remedy)
        return pictured(image, page.source if page else None, (page.width, page.height) if page else None)

    def _fitted(self, task: _Task, page: Page | None, source: Source, size: tuple[int, int], entry: PageEntry) -> Page:
        """The page as the project has it."""
        from ocr.ingest import resolution  # these bring OpenCV
        from ocr.layout.arrange import rearrange
        from ocr.layout.kept import with_items
        from ocr.layout.overrides import NO_OVERRIDES

        if page is None:
            page = self._laid(task, source, entry)
        page = with_letters(fit_to_image(page, source, *size))
        origin = {FORMAT: task.kind, FILE: keep_original(self._project.root, task.file.name, task.data)}
        if task.mets:
            origin[ISSUE_FILE] = keep_original(self._project.root, task.mets.file.name, task.mets.data)
        asked = self._request.settings
        page = replace(
            page,
            language=asked.language or page.language,
            script=asked.script or page.script,
            dpi=page.dpi or resolution(Path(self._project.located(source).path)),
        )
        page = rename(page, entry.id, origin, self._run_id())
        return rearrange(page, NO_OVERRIDES) if self._request.find_layout else with_items(page)

    def _laid(self, task: _Task, source: Source, entry: PageEntry) -> Page:
        """Plain text on the lines that an engine finds in its image."""
        from correction.exchange.text_read import lay_text
        from correction.plaintext_decoding import decode
        from ocr.pipeline import read_page

        settings = replace(self._request.settings, run=self._run_id())
        read = read_page(self._project.located(source), entry.id, settings)
        return lay_text(read, decode(task.data))

    def _second(self, page: Page) -> int | None:
        """Have an engine read the lines, too, where that is wanted; gives the number of doubts then."""
        if not (self._request.second and page.lines):
            return None
        from correction.doubts.kept import page_doubts
        from correction.rereading import read_page_again

        settings = replace(self._request.settings, run=self._run_id())
        read_page_again(self._project, page.id, [line.id for line in page.lines], settings)
        return sum(doubt.marked for doubt in page_doubts(self._project, page.id))

    def _companions(self, file: Path) -> Companions:
        """The files around one, looked through once a folder."""
        if self._near is None or self._near[0] != file.parent:
            further = [(folder, None) for folder in self._request.images]
            self._near = file.parent, Companions([*folders_near(file), *further])
        return self._near[1]

    def _run_id(self) -> str:
        if not self._run:
            self._run = self._project.start_run({"import": "yes"}, installed_version())
        return self._run

    def _fail(self, file: Path, error: GalleyError) -> None:
        self.rows.append(Row(str(file), "failed", note=str(error)))
        self._tell("page_failed", "", str(error))

    def _tell(self, kind: EventKind, page: str = "", text: str = "") -> None:
        done = len(self.rows)
        self._listener(Event(kind, done, done + self._left, page, text))


def _issue_in(file: Path, data: bytes) -> MetsIssue:
    try:
        return read_mets(data)
    except InputError as error:
        raise InputError(f"{file}: {error.problem}", error.remedy) from error


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})", "check the path and its permissions") from error
    if size > LARGEST:
        raise InputError(f"{file}: {size / 1e6:.0f} MB are no page", f"give files of up to {LARGEST / 1e6:.0f} MB")
    if not data.strip():
        raise InputError(f"{file}: the file is empty", "copy it again")
    return data
