"""An export is written part by part, so that one that was cut off goes on and one broken page stops no other.

In: a project, a format, what is wanted, a target. Out: a `Delivered`. A folder is filled issue by issue, and within an
issue page by page where the format has a file for each: memory holds the articles of one issue and one page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from correction.exchange import NO_OPTIONS, Export, ExportFormat, Options, Unit
from correction.exchange.journal import Journal, export_key
from correction.exchange.target import put_file, write_export
from correction.proof import prove
from correction.selection import EVERYTHING, Selection, select
from correction.store import Project
from ocr.errors import GalleyError, InputError, ProjectError, UsageError
from ocr.events import Event, Listener


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written and how; `switches` turn rules of repair on and off."""

    kind: ExportFormat
    selection: Selection = EVERYTHING
    articles: tuple[str, ...] = ()
    switches: Mapping[str, bool] = field(default_factory=dict)
    options: Options = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class Failure:
    """A part that could not be written: a page, or an issue, and why."""

    part: str
    error: GalleyError


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was written. `pages` counts what was asked for, `kept` the parts that an earlier run had written."""

    pages: int
    paths: tuple[Path, ...] = ()
    failures: tuple[Failure, ...] = ()
    kept: int = 0


def deliver(project: Project, order: Order, target: Path | BinaryIO, listener: Listener) -> Delivered:
    """Write an export. Raises GalleyError where nothing can be written; a part that fails is told in the result."""
    kind = order.kind
    if order.options.unit not in (None, *kind.units):
        units = ", ".join(kind.units) or "none: it is written as a whole"
        raise UsageError(f"format '{kind.name}' has no file for each {order.options.unit}", f"--by takes {units}")
    if order.options.version not in (None, *kind.versions):
        known = ", ".join(kind.versions) or "none to choose from"
        raise UsageError(f"format '{kind.name}' has no version {order.options.version}", f"its versions: {known}")
    ids = select(project, order.selection)
    count = _Count(listener, ids)
    if not in_folder(kind, order.options):
        export = prove(project, ids, order.articles, order.switches, count.see) if ids else Export()
        return Delivered(len(ids), write_export(kind, replace(export, options=order.options), target))
    if not isinstance(target, Path):
        raise UsageError(f"format '{kind.name}' writes several files", "give a folder with --to")
    if order.selection.since and _unit(order) == "issue":
        ids = _whole_issues(project, order, ids)
        count = _Count(listener, ids)
    return _fill(project, order, target, ids, count)


def in_folder(kind: ExportFormat, options: Options) -> bool:
    """Whether an export is a folder of files: as the format has it, or a file for each of something is wanted."""
    return kind.target == "folder" or options.unit is not None


def _unit(order: Order) -> Unit | None:
    """What there is a file for each of; None where the format writes a whole."""
    return order.options.unit or next(iter(order.kind.units), None)


def _whole_issues(project: Project, order: Order, ids: Sequence[str]) -> list[str]:
    """All pages of the issues in which one has changed: an issue's file is written anew with all of them."""
    issues = {entry.id: entry.issue for entry in project.pages()}
    changed = {issues[page_id] for page_id in ids}
    every = select(project, replace(order.selection, since=None))
    return [page_id for page_id in every if issues[page_id] in changed and (issues[page_id] or page_id in ids)]


def _fill(project: Project, order: Order, folder: Path, ids: Sequence[str], count: _Count) -> Delivered:
    key = export_key(project, ids, order)
    paths: list[Path] = []
    failures: list[Failure] = []
    with Journal(folder, key) as journal:
        for some in _groups(project, order, ids):
            for part, export in _parts(project, order, some, journal.done, count):
                try:
                    written = _write(order, export, folder, part, journal.names)
                except (InputError, ProjectError) as error:
                    failures.append(Failure(part, error))
                else:
                    paths += written
                    journal.note(part, [str(path.relative_to(folder)) for path in written])
            count.finish(some)
        if not failures:
            journal.finish()
    return Delivered(len(ids), tuple(paths), tuple(failures), len(journal.done))


def _groups(project: Project, order: Order, ids: Sequence[str]) -> list[list[str]]:
    """The pages issue by issue, those without one last; all at once where the format writes a whole of them."""
    if order.articles or not order.kind.units:
        return [list(ids)] if ids else []
    issues = {entry.id: entry.issue or "" for entry in project.pages()}
    named = sorted(dict.fromkeys(issues[page_id] for page_id in ids), key=lambda issue: not issue)
    return [[page_id for page_id in ids if issues[page_id] == issue] for issue in named]


def _parts(
    project: Project, order: Order, ids: Sequence[str], done: Collection[str], count: _Count
) -> Iterator[tuple[str, Export]]:
    """What is still to be written of a group of pages, each part by its name."""
    unit = _unit(order)
    whole = f"{ids[0]}-{ids[-1]}"
    left = [page_id for page_id in ids if page_id not in done] if unit == "page" else ids
    if not left or whole in done:
        return
    proven = prove(project, ids, order.articles, order.switches, count.see)
    export = replace(proven, options=order.options)
    if unit != "page":
        yield whole, export
        return
    articles = {page_id: [a for a in export.articles if page_id in a.pages] for page_id in export.page_ids}
    for page_id in export.page_ids:
        if page_id in left:
            yield page_id, replace(export.only([page_id]), articles=tuple(articles[page_id]))


def _write(order: Order, export: Export, folder: Path, part: str, names: dict[str, str]) -> list[Path]:
    """Write the files of a part; raises UsageError for a name that another part has."""
    written = []
    for file in order.kind.files(export):
        if names.setdefault(file.name.casefold(), part) != part:
            remedy = "put a field into --names that tells them apart"
            raise UsageError(f"two files would be called {file.name}", remedy)
        written.append(put_file(folder / file.name, file))
    return written


class _Count:
    """Tells how far it is: a page is done when its articles were taken out of it and it was written."""

    def __init__(self, listener: Listener, ids: Sequence[str]) -> None:
        self._listener, self._total = listener, len(ids)
        self._proved: set[str] = set()
        self._written: set[str] = set()
        self._told = 0

    def see(self, page_id: str) -> None:
        """A page was proved, or is loaded to be written."""
        (self._written if page_id in self._proved else self._proved).add(page_id)
        self._tell(page_id)

    def finish(self, ids: Sequence[str]) -> None:
        """All of these are written."""
        self._proved.update(ids)
        self._written.update(ids)
        self._tell(ids[-1])

    def _tell(self, page_id: str) -> None:
        done = (len(self._proved) + len(self._written)) // 2
        for number in range(self._told + 1, done + 1):
            self._listener(Event("page_done", number, self._total, page_id))
        self._told = max(self._told, done)
