"""Scans are taken into a project and read: what `galley ocr` does, without a screen.

In: a project, inputs as a person types them, settings. Out: a `Result` with a row for every page. Files are taken in
one at a time while earlier pages are read; every page is saved as soon as it is finished.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from correction.overrides_file import in_short, keep, warnings
from correction.review import Decision, replay
from correction.store import Arrival, PageEntry, Project
from correction.version import installed_version
from ocr.batch import Job, Outcome, in_words, read_all
from ocr.errors import DamageError, GalleyError, InputError, ProjectError
from ocr.events import CancelToken, Event, EventKind, Listener
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.page import Page, Source

if TYPE_CHECKING:
    from ocr.settings import PageSettings

KNOWN = "the same bytes are in the project already"
BUSY = "another run is reading it"

RowState = Literal["read", "skipped", "busy", "failed", "planned"]


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how. `force` reads pages that were read before once more; `overrides` is by page id."""

    files: tuple[Path, ...]
    settings: PageSettings
    workers: int = 1
    force: bool = False
    overrides: Mapping[str, Overrides] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one page, or of a file that gave none; the report has one line for each."""

    file: str
    state: RowState
    page: str = ""
    frame: int | None = None
    language: str = ""
    script: str = ""
    engine: str = ""
    lines: int | None = None
    seconds: float | None = None
    note: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """All rows; `stopped` says that a person broke off, `fatal` what made going on impossible.

    `kept` are the decisions that the overrides became; `warnings` name what they speak of and the project has not.
    """

    rows: tuple[Row, ...]
    stopped: bool = False
    fatal: GalleyError | None = None
    warnings: tuple[str, ...] = ()
    kept: tuple[Decision, ...] = ()

    def count(self, state: RowState) -> int:
        """How many rows have a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def exit_code(self) -> int:
        """By the contract: 0 all done, 1 some failed or warned of, 2 nothing could be done, 130 stopped."""
        if self.stopped:
            return 130
        if self.fatal or self.count("failed"):
            return 1 if len(self.rows) > self.count("failed") else 2
        return 1 if self.warnings else 0


def read_into(project: Project, request: Request, listener: Listener, cancel: CancelToken) -> Result:
    """Take files into a project and read their pages; without files, read the pages that wait or failed.

    Never raises for a page or a file: the rows say what failed. A failing project or disk ends the run with what
    was saved so far, and `fatal` says why.
    """
    intake = _Intake(project, request, listener)
    fatal: GalleyError | None = None
    stopped = False
    intake.tell("started")
    try:
        settings = _with_own_models(project, request.settings)
        run = project.start_run(_settings_record(settings), installed_version())
        reader = partial(read_job, replace(settings, run=run))
        with closing(read_all(intake.jobs(), reader, request.workers, cancel)) as outcomes:
            for outcome in outcomes:
                intake.take(outcome, cancel.cancelled)
        intake.keep_for_others()
        stopped = cancel.cancelled and intake.left > 0
        if not stopped:
            project.finish_run(run)
    except GalleyError as error:
        fatal = error
    except KeyboardInterrupt:
        stopped = True
    intake.tell("finished")
    return Result(tuple(intake.rows), stopped, fatal, tuple(intake.warnings), tuple(intake.kept))


def plan(project: Project | None, request: Request) -> Result:
    """What `read_into` would do, with nothing written."""
    known = {(e.source.sha256, e.source.frame): e for e in project.pages()} if project else {}
    waiting = project.pending() if project and not request.files else []
    rows = [Row(entry.source.path, "planned", entry.id, entry.source.frame) for entry in waiting]
    for file in request.files:
        try:
            for source in _sources(file, request):
                entry = known.get((source.sha256, source.frame))
                skipped = entry is not None and entry.was_read and not request.force
                rows.append(
                    Row(str(file), "skipped" if skipped else "planned", entry.id if entry else "", source.frame)
                )
        except GalleyError as error:
            rows.append(Row(str(file), "failed", note=str(error)))
    return Result(tuple(rows))


def read_job(settings: PageSettings, job: Job) -> Page:
    """Read one page in a worker process, which imports the engines only now."""
    from ocr.pipeline import read_page

    return read_page(job.source, job.page_id, settings, job.overrides)


class _Intake:
    """Turns files into jobs and outcomes into saved pages, and counts."""

    def __init__(self, project: Project, request: Request, listener: Listener) -> None:
        self._project = project
        self._request = request
        self._listener = listener
        self._files: dict[str, str] = {}  # page id to the file it was brought in
        self._left = len(request.files)  # files not yet opened; each is at least one page
        self._cut_off = 0  # pages begun and not finished
        self._waiting = 0  # pages of the file in hand that were not asked for
        self._in_hand = 0
        self._asked: set[str] = set()
        self._kept: set[str] = set()  # pages whose given overrides stand in the log
        self.rows: list[Row] = []
        self.warnings: list[str] = []
        self.kept: list[Decision] = []

    @property
    def left(self) -> int:
        """How many files and pages were not begun, or not finished."""
        return self._left + self._waiting + self._in_hand + self._cut_off

    def jobs(self) -> Iterator[Job]:
        if not self._request.files:
            yield from self._resume()
        for file in self._request.files:
            self._left -= 1
            arrivals = self._arrivals(file)
            for number, arrival in enumerate(arrivals, 1):
                self._waiting = len(arrivals) - number
                entry = arrival.entry
                if entry.id in self._asked:
                    continue
                self._files[entry.id] = str(file)
                if entry.was_read and not self._request.force:
                    self._skip(str(file), entry, KNOWN)
                else:
                    yield from self._claimed(str(file), entry)

    def take(self, outcome: Outcome, cancelled: bool) -> None:
        """Save a page, or why there is none."""
        file = self._files[outcome.page_id]
        self._in_hand -= 1
        if outcome.page is not None:
            page = self._project.save_page(outcome.page)
            self._keep(page)
            self.rows.append(_row(file, page, outcome.seconds))
            self.tell("page_done", page.id, "; ".join(page.notes) or f"{len(page.lines)} lines")
        elif cancelled:  # it waits for the next run
            self._cut_off += 1
        else:
            self._project.fail_page(outcome.page_id, str(outcome.error))
            row = Row(file, "failed", outcome.page_id, note=str(outcome.error), trace=outcome.trace)
            self.rows.append(replace(row, seconds=round(outcome.seconds, 2)))
            self.tell("page_failed", outcome.page_id, f"{outcome.page_id} ({file}): {outcome.error}")

    def tell(self, kind: EventKind, page: str = "", text: str = "") -> None:
        done = len(self.rows)
        self._listener(Event(kind, done, done + self._in_hand + self._left + self._waiting, page, text))

    def _resume(self) -> Iterator[Job]:
        waiting = self._project.pending()
        self._left = len(waiting)
        for entry in waiting:
            self._left -= 1
            self._files[entry.id] = entry.source.path
            yield from self._claimed(entry.source.path, entry)

    def _arrivals(self, file: Path) -> list[Arrival]:
        try:
            return self._project.add_sources(_sources(file, self._request))
        except ProjectError:
            raise
        except GalleyError as error:
            self.rows.append(Row(str(file), "failed", note=str(error)))
            self.tell("page_failed", "", str(error))
            return []

    def _claimed(self, file: str, entry: PageEntry) -> Iterator[Job]:
        """The job of a page, unless another run is reading it or has just done so."""
        now = self._project.claim(entry.id)
        if now is None:
            self._skip(file, entry, BUSY, "busy")
        elif now.was_read and not entry.was_read:
            self._skip(file, entry, KNOWN)
        else:
            yield self._job(entry)

    def _skip(self, file: str, entry: PageEntry, note: str, state: RowState = "skipped") -> None:
        self._asked.add(entry.id)
        self.rows.append(Row(file, state, entry.id, entry.source.frame, note=note))
        self.tell("page_skipped", entry.id, f"{file}: {note}")

    def _job(self, entry: PageEntry) -> Job:
        self._asked.add(entry.id)
        self._in_hand += 1
        return Job(entry.id, self._project.located(entry.source), self._overrides(entry))

    def _overrides(self, entry: PageEntry) -> Overrides:
        """What a person laid down for a page: in the log, and over that in the overrides file."""
        given = self._request.overrides.get(entry.id, NO_OVERRIDES)
        decisions = self._project.decisions(entry.id) if entry.was_read else []
        try:
            return given.over(replay(self._project.load_page(entry.id), decisions).overrides) if decisions else given
        except DamageError:  # read anew the page gets another record, and exports replay the log on that
            return given

    def _keep(self, page: Page) -> None:
        """Put a page's given overrides into the log, so that they outlast this run; warn of lines it has not."""
        given = self._request.overrides.get(page.id)
        if given is None:
            return
        self._kept.add(page.id)
        made = keep(page, given, self._project.decisions(page.id))
        self._project.append(made)
        self.kept += made
        self.warnings += [f"overrides: {words}" for words in warnings(page, given)]

    def keep_for_others(self) -> None:
        """Put overrides of pages that this run did not read into the log; warn of pages that there are not."""
        was_read = {entry.id: entry.was_read for entry in self._project.pages()}
        left = sorted(set(self._request.overrides) - self._kept)
        for page_id in (page_id for page_id in left if was_read.get(page_id)):
            self._keep(self._project.load_page(page_id))
        if unknown := [page_id for page_id in left if page_id not in was_read]:
            self.warnings.append(f"overrides: the project has no page {in_short(unknown)}")
        if waiting := [page_id for page_id in left if not was_read.get(page_id, True)]:
            self.warnings.append(f"overrides: not read yet, give them again then: {in_short(waiting)}")


def _sources(file: Path, request: Request) -> list[Source]:
    """The pages of a file; whatever goes wrong with it comes as GalleyError, so that the others go on."""
    from ocr.ingest import sources
    from ocr.language import direction_of

    try:
        settings = request.settings
        return sources(file, settings.direction or direction_of(settings.language, settings.script))
    except GalleyError:
        raise
    except Exception as fault:
        error = in_words(fault)
        raise type(error)(f"{file}: {error.problem}", error.remedy) from fault


def _row(file: str, page: Page, seconds: float) -> Row:
    reading = page.base_reading
    engine = f"{reading.engine} {reading.model}" if reading else ""
    note = "; ".join(page.notes)
    frame = page.source.frame
    return Row(
        file, "read", page.id, frame, page.language, page.script, engine, len(page.lines), round(seconds, 2), note
    )


def _with_own_models(project: Project, asked: PageSettings) -> PageSettings:
    """The settings with the models that the project names, where none were asked for."""
    own = project.models
    if own.tessdata and not asked.tessdata and not own.tessdata.is_dir():
        raise ProjectError(
            f"tessdata in galley.toml is no folder: {own.tessdata}", "name the folder that holds .traineddata files"
        )
    return replace(asked, tessdata=asked.tessdata or own.tessdata, models=asked.models or own.names)


def _settings_record(settings: PageSettings) -> Mapping[str, str]:
    said = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in asdict(settings).items()}
    return {name: str(value) for name, value in said.items() if value not in (None, "")}


def inputs_to_files(inputs: Sequence[str]) -> tuple[tuple[Path, ...], tuple[Row, ...]]:
    """The files that inputs name, each once, and a failed row for every input that names none."""
    from ocr.ingest import expand

    files: dict[Path, Path] = {}
    failed: list[Row] = []
    for text in inputs:
        try:
            for file in expand([text]):
                files.setdefault(Path(os.path.realpath(file)), file)
        except InputError as error:
            failed.append(Row(text, "failed", note=str(error)))
    return tuple(files.values()), tuple(failed)
