"""What a run would do, with nothing written: pages, time and disk.

In: a project, or none yet, and a `Request`. Out: a `Plan`. Time is told by what the project's last pages took, or by a
rule of thumb; disk by the scans that would be copied and by how large the records of those pages are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from correction.reading import Request, sources_of, verdict
from correction.report import Result, Row
from correction.runs import RunInHand, foresee
from correction.store import PageEntry, Project, same_page
from ocr.errors import GalleyError
from ocr.page import Page, Source

SAMPLE = 20  # pages of the project, the last in order of arrival that were read, by which time and disk are told
# Of a core, for a page's megapixel. Measured on five pages of scans/ and one of 1840: Chinese 1.1-1.2, Latin 2.1-2.4,
# Fraktur 3.2-4.5.
RULE_SECONDS = 3.0
BESIDE_ENGINES = 1.7  # a page's time over that of its engines; on the same pages 1.55-2.0
RULE_BYTES = 75_000  # of records, for a megapixel; on the same pages 21,000-147,000


@dataclass(frozen=True, slots=True)
class Pace:
    """What a megapixel takes: seconds of one core, bytes of records. `pages` is by how many it was told; 0: a rule."""

    seconds: float = RULE_SECONDS
    records: float = RULE_BYTES
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be read: rows, the size of all pages, seconds with all workers, bytes of scans and of records."""

    result: Result
    pages: int = 0
    megapixels: float = 0.0
    seconds: float = 0.0
    scans: int = 0
    records: int = 0
    pace: Pace = field(default_factory=Pace)


def plan(project: Project | None, request: Request) -> Plan:
    """What `read_into` would do, with nothing written; never raises for a file."""
    run = foresee(project, request.settings, request.files if request.force else ())
    known: dict[tuple[str, int], list[PageEntry]] = {}
    for entry in project.pages() if project else ():
        known.setdefault((entry.source.sha256, entry.source.frame), []).append(entry)
    pace = measure_pace(project) if project else Pace()
    survey = _Survey(request, run, known)
    if project and not request.files:
        entries = project.pages() if request.changed else project.pending()
        for entry in entries:
            if not verdict(entry, run, request):
                survey.take_entry(project, entry)
    for file in request.files:
        survey.take_file(file)
    seconds = survey.megapixels * pace.seconds / max(1, min(request.workers, survey.pages))
    records = int(survey.megapixels * pace.records)
    result = Result(tuple(survey.rows), others=survey.others)
    return Plan(result, survey.pages, survey.megapixels, seconds, survey.scans, records, pace)


def measure_pace(project: Project) -> Pace:
    """What the last pages of a project took; a rule of thumb where none was read, or all came with their text."""
    pages: list[Page] = []
    for entry in [entry for entry in project.pages() if entry.was_read][-SAMPLE:]:
        try:
            pages.append(project.load_page(entry.id))
        except GalleyError:
            continue
    read = [(page, base) for page in pages if (base := page.base_reading) and base.seconds]
    size = sum(page.width * page.height for page, _ in read) / 1e6
    if not size:
        return Pace()
    seconds = BESIDE_ENGINES * sum(base.seconds for _, base in read)
    return Pace(seconds / size, sum(len(msgspec.json.encode(page)) for page, _ in read) / size, len(read))


class _Survey:
    """Looks at files and pages, and adds up what they would take."""

    def __init__(self, request: Request, run: RunInHand, known: Mapping[tuple[str, int], Sequence[PageEntry]]) -> None:
        self._request = request
        self._run = run
        self._known = known
        self.rows: list[Row] = []
        self.pages = 0
        self.megapixels = 0.0
        self.scans = 0
        self.others = 0

    def take_entry(self, project: Project, entry: PageEntry) -> None:
        """A page that the project has already."""
        self._add(entry.source.path, entry.source, entry.id, self._sizes(Path(project.located(entry.source).path)))

    def take_file(self, file: Path) -> None:
        """A file that would be taken in."""
        try:
            sources = sources_of(file, self._request.settings)
            sizes = self._sizes(file)
            if any((source.sha256, source.frame) not in self._known for source in sources):
                self.scans += file.stat().st_size
        except (GalleyError, OSError) as error:
            self.rows.append(Row(str(file), "failed", note=str(error)))
            return
        for source in sources:
            entry = same_page(source, self._known.get((source.sha256, source.frame), ()))
            why = verdict(entry, self._run, self._request) if entry else ""
            if why:
                self.others += not self._run.reads_alike(entry) if entry else 0
                self.rows.append(Row(str(file), "skipped", entry.id if entry else "", source.frame, note=why))
            else:
                self._add(str(file), source, entry.id if entry else "", sizes)

    def _add(self, file: str, source: Source, page_id: str, sizes: Sequence[float]) -> None:
        whole = sizes[source.frame] if source.frame < len(sizes) else 0.0
        self.pages += 1
        self.megapixels += source.crop.area / 1e6 if source.crop else whole
        self.rows.append(Row(file, "planned", page_id, source.frame))

    @staticmethod
    def _sizes(file: Path) -> list[float]:
        from ocr.ingest import megapixels

        try:
            return megapixels(file)
        except GalleyError:
            return []  # whoever reads the page says what is wrong with its file
