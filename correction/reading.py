"""Scans are taken into a project and read: what `galley ocr` does, without a screen.

In: a project, inputs as a person types them, settings. Out: a `Result` with a row for every page. Files are taken in
one at a time while earlier pages are read; every page is saved as soon as it is finished.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from correction.overrides_file import in_short, keep, warnings
from correction.report import Report, Result, Row, RowState
from correction.review import Decision, replay
from correction.runs import RunInHand, begin
from correction.store import Arrival, PageEntry, Project
from correction.version import installed_version
from ocr.batch import LOOK_SECONDS, NO_LIMITS, Crew, Job, Limits, Outcome, ReadPage, in_words, read_all
from ocr.errors import DamageError, EngineError, GalleyError, InputError, ProjectError
from ocr.events import CancelToken, Event, EventKind, Listener
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.page import Page, Source

if TYPE_CHECKING:
    from correction.watch import Watch
    from ocr.settings import PageSettings

KNOWN = "the same bytes are in the project already"
OTHER = "read before with other settings, engines or models"
BUSY = "another run is reading it"
AGAIN = "it is tried once more at the end"


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how. `lost` are inputs that name no file, for the report; `overrides` is by page id.

    `force` reads pages that were read before once more, `changed` only those that were read otherwise than they would
    be now. `scheduler` is the address of Dask's, whose workers read instead of `workers` processes of this machine.
    """

    files: tuple[Path, ...]
    settings: PageSettings
    workers: int = 1
    force: bool = False
    overrides: Mapping[str, Overrides] = field(default_factory=dict)
    changed: bool = False
    limits: Limits = NO_LIMITS
    scheduler: str | None = None
    watch: Watch | None = None
    report: Path | None = None
    lost: tuple[Row, ...] = ()


def read_into(project: Project, request: Request, listener: Listener, cancel: CancelToken) -> Result:
    """Take files into a project and read their pages; without files, read the pages that wait or failed.

    Never raises for a page or a file: the rows say what failed. A failing project or disk ends the run with what
    was saved so far, and `fatal` says why. Raises OutputError for a report that cannot be begun, and UsageError for a
    cluster that does not answer: nothing was read then.
    """
    run = begin(project, request.settings, request.files if request.force else ())
    report = Report(request.report, run.resumed) if request.report else None
    reader = partial(read_job, run.settings, installed_version())
    intake = _Intake(project, request, run, listener, report)
    crew = _crew(reader, request, partial(intake.tell, "note", ""))
    with report or nullcontext():
        if report:
            for row in request.lost:
                report.add(row)
        fatal, stopped = _read(intake, crew, cancel)
        intake.tell("finished")
    faults = [f"the report is not complete: {report.fault}"] if report and report.fault else []
    if not stopped and not fatal:
        project.finish_run(run.settings.run)
    return Result(
        tuple(intake.rows),
        stopped,
        fatal,
        (*intake.warnings, *faults),
        tuple(intake.kept),
        intake.others,
        request.watch is not None,
    )


def read_job(settings: PageSettings, version: str, job: Job) -> ReadPage:
    """Read one page in a worker process, which imports the engines only now, and find its doubts."""
    from ocr.ingest import verify
    from ocr.pipeline import read_page

    if (here := installed_version()) != version:  # on another machine of a cluster
        raise EngineError(f"this worker has Galley {here}, the run is of {version}", "install the same Galley there")
    verify(job.source)
    page = read_page(job.source, job.page_id, settings, job.overrides)
    from correction.doubts import doubts, kept

    found = doubts(page)
    return ReadPage(page, sum(doubt.marked for doubt in found), {kept.NAME: kept.write(found)})


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


def sources_of(file: Path, settings: PageSettings) -> list[Source]:
    """The pages of a file; whatever goes wrong with it comes as GalleyError, so that the others go on."""
    from ocr.ingest import sources
    from ocr.language import direction_of

    try:
        return sources(file, settings.direction or direction_of(settings.language, settings.script))
    except GalleyError:
        raise
    except Exception as fault:
        error = in_words(fault)
        raise type(error)(f"{file}: {error.problem}", error.remedy) from fault


def verdict(entry: PageEntry, run: RunInHand, request: Request) -> str:
    """Why a page is not read now; empty when it is."""
    if not entry.was_read:
        return ""
    if request.force:
        return KNOWN if run.read(entry) else ""
    if run.reads_alike(entry):
        return KNOWN
    return "" if request.changed else OTHER


def _crew(reader: partial[ReadPage], request: Request, tell: Callable[[str], None]) -> Crew:
    if request.scheduler:
        from ocr.cluster import Cluster

        return Cluster(reader, request.scheduler, request.limits, tell)
    from ocr.workers import Workers

    return Workers(reader, request.workers, request.limits)


def _read(intake: _Intake, crew: Crew, cancel: CancelToken) -> tuple[GalleyError | None, bool]:
    """Have everything read and saved; gives what made going on impossible, and whether a person broke off."""
    intake.tell("started")
    try:
        with closing(read_all(intake.jobs(), crew, cancel)) as outcomes:
            for outcome in outcomes:
                intake.take(outcome, cancel.cancelled)
        intake.keep_for_others()
        return None, cancel.cancelled and intake.left > 0
    except GalleyError as error:
        return error, False
    except KeyboardInterrupt:
        return None, True


class _Intake:
    """Turns files into jobs and outcomes into saved pages, and counts."""

    def __init__(
        self, project: Project, request: Request, run: RunInHand, listener: Listener, report: Report | None
    ) -> None:
        self._project = project
        self._request = request
        self._run = run
        self._listener = listener
        self._report = report
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
        self.others = 0  # pages that were read with other settings, and skipped

    @property
    def left(self) -> int:
        """How many files and pages were not begun, or not finished."""
        return self._left + self._waiting + self._in_hand + self._cut_off

    def jobs(self) -> Iterator[Job | None]:
        if not self._request.files:
            yield from self._of_project()
        yield from self._of_files(self._request.files)
        while self._request.watch:
            files = self._request.watch.finished()
            self._left += len(files)
            yield from self._of_files(files)
            if not files:
                self._file_one()
                time.sleep(LOOK_SECONDS)
                yield None

    def take(self, outcome: Outcome, cancelled: bool) -> None:
        """Save a page, or why there is none."""
        file = self._files[outcome.page_id]
        if outcome.again:
            if not cancelled:
                self.tell("note", outcome.page_id, f"{outcome.page_id} ({file}): {outcome.error}; {AGAIN}")
            return
        self._in_hand -= 1
        if outcome.read is not None:
            page = self._project.save_page(outcome.read.page, self._run.settings.run)
            self._keep(page)
            self._keep_doubts(page, outcome.read)
            self._project.release(page.id)  # one that failed stays claimed: a run beside this one would fail, too
            self._note(_row(file, page, outcome))
            self.tell("page_done", page.id, "; ".join(page.notes) or f"{len(page.lines)} lines")
        elif cancelled:  # it waits for the next run
            self._cut_off += 1
        else:
            self._project.fail_page(outcome.page_id, str(outcome.error))
            row = Row(file, "failed", outcome.page_id, note=str(outcome.error), trace=outcome.trace)
            self._note(replace(row, seconds=round(outcome.seconds, 2)))
            self.tell("page_failed", outcome.page_id, f"{outcome.page_id} ({file}): {outcome.error}")

    def tell(self, kind: EventKind, page: str = "", text: str = "") -> None:
        done = len(self.rows)
        self._listener(Event(kind, done, done + self._in_hand + self._left + self._waiting, page, text))

    def keep_for_others(self) -> None:
        """Put overrides of pages that this run did not read into the log; warn of pages that there are not."""
        left = sorted(set(self._request.overrides) - self._kept)
        read = {entry.id: entry.was_read for entry in self._project.pages()} if left else {}
        for page_id in (page_id for page_id in left if read.get(page_id)):
            self._keep(self._project.load_page(page_id))
        if unknown := [page_id for page_id in left if page_id not in read]:
            self.warnings.append(f"overrides: the project has no page {in_short(unknown)}")
        if waiting := [page_id for page_id in left if not read.get(page_id, True)]:
            self.warnings.append(f"overrides: not read yet, give them again then: {in_short(waiting)}")

    def _note(self, row: Row) -> None:
        self.rows.append(row)
        if self._report:
            self._report.add(row)

    def _of_project(self) -> Iterator[Job]:
        """The pages that wait or failed, and those that are to be read as all others would be now."""
        entries = self._project.pages() if self._request.changed else self._project.pending()
        waiting = [entry for entry in entries if not verdict(entry, self._run, self._request)]
        self._left += len(waiting)
        for entry in waiting:
            self._left -= 1
            self._files[entry.id] = entry.source.path
            yield from self._claimed(entry.source.path, entry)

    def _of_files(self, files: Sequence[Path]) -> Iterator[Job | None]:
        for file in files:
            self._left -= 1
            yield from self._of_file(file)
            yield None  # a file that gives no page must not keep those that are done from being saved

    def _file_one(self) -> None:
        """Make one page ready for search: a watch may never come to an end at which all are."""
        from correction.search import refresh

        refresh(self._project, most=1)

    def _of_file(self, file: Path) -> Iterator[Job]:
        arrivals = self._arrivals(file)
        for number, arrival in enumerate(arrivals, 1):
            self._waiting = len(arrivals) - number
            entry = arrival.entry
            if entry.id in self._asked:
                if self._files[entry.id] != str(file):
                    self._skip(str(file), entry, KNOWN)
                continue
            self._files[entry.id] = str(file)
            if why := verdict(entry, self._run, self._request):
                self._skip(str(file), entry, why)
            else:
                yield from self._claimed(str(file), entry)

    def _arrivals(self, file: Path) -> list[Arrival]:
        try:
            return self._project.add_sources(sources_of(file, self._request.settings))
        except ProjectError:
            raise
        except GalleyError as error:
            self._note(Row(str(file), "failed", note=str(error)))
            self.tell("page_failed", "", str(error))
            return []

    def _claimed(self, file: str, entry: PageEntry) -> Iterator[Job]:
        """The job of a page, unless another run is reading it or has just done so."""
        now = self._project.claim(entry.id)
        if now is None:
            self._skip(file, entry, BUSY, "busy")
        elif now.was_read and (not entry.was_read or now.run != entry.run):
            self._project.release(entry.id)
            self._skip(file, entry, KNOWN)
        else:
            yield self._job(now)

    def _skip(self, file: str, entry: PageEntry, note: str, state: RowState = "skipped") -> None:
        self._asked.add(entry.id)
        self.others += note == OTHER
        if note == KNOWN and entry.origin not in ("", os.path.abspath(file)):
            note = f"{note}: {entry.id}, which came as {entry.origin}"
        self._note(Row(file, state, entry.id, entry.source.frame, note=note))
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

    def _keep_doubts(self, page: Page, read: ReadPage) -> None:
        """Keep the doubts that the worker has found, so that nobody waits for them at the desk."""
        from correction.doubts import kept

        if kept.NAME in read.documents:
            kept.keep(self._project, page, read.documents[kept.NAME])

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


def _row(file: str, page: Page, outcome: Outcome) -> Row:
    reading = page.base_reading
    return Row(
        file,
        "read",
        page.id,
        page.source.frame,
        page.language,
        page.script,
        f"{reading.engine} {reading.model}" if reading else "",
        len(page.lines),
        outcome.read.doubts if outcome.read else None,
        round(outcome.seconds, 2),
        "; ".join(page.notes),
    )
