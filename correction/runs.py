"""Which run reads: a new one, or one that was cut off and goes on under its own id.

In: a project, settings, what was asked for. Out: a `RunInHand`. Its settings and the versions of engines and models
are recorded as a fingerprint, by which pages are known that were read otherwise.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from correction.store import PageEntry, Project
from correction.version import installed_version
from ocr.errors import ProjectError
from ocr.fingerprint import fingerprint
from ocr.settings import PageSettings

FINGERPRINT = "fingerprint"  # its key in the settings that a run records
TO_COME = "r_to_come"
FORCED = "forced"  # and that of the files that were to be read once more


@dataclass(frozen=True, slots=True)
class RunInHand:
    """A run that may begin. `settings` name it; `prints` has the fingerprints of all runs by their ids.

    `record` is what it writes down of itself; a run of the same record that was cut off is `resumed`.
    """

    settings: PageSettings
    resumed: bool
    prints: Mapping[str, str]
    record: Mapping[str, str]

    def read(self, entry: PageEntry) -> bool:
        """Whether this run, before it was cut off, read a page."""
        return entry.run == self.settings.run

    def reads_alike(self, entry: PageEntry) -> bool:
        """Whether a page was read with the same settings, engines and models; True where nobody knows."""
        return not entry.run or self.prints.get(entry.run) == self.prints[self.settings.run]


def begin(project: Project, asked: PageSettings, forced: Sequence[Path] = ()) -> RunInHand:
    """Go on with the same run where it was cut off, or start one; `forced` are files to read once more."""
    run = foresee(project, asked, forced)
    return run if run.resumed else _named(run, project.start_run(run.record, installed_version()))


def foresee(project: Project | None, asked: PageSettings, forced: Sequence[Path] = ()) -> RunInHand:
    """The run that would begin, with nothing written."""
    settings = with_own_models(project, asked) if project else asked
    record = _record(settings, forced)
    runs = project.runs() if project else []
    same = [run for run in runs if run.settings == record and run.version == installed_version()]
    resumed = bool(same) and same[-1].finished is None
    prints = {each.id: each.settings.get(FINGERPRINT, "") for each in runs}
    return _named(RunInHand(settings, resumed, prints, record), same[-1].id if resumed else TO_COME)


def _named(run: RunInHand, name: str) -> RunInHand:
    prints = {**run.prints, name: run.record[FINGERPRINT]}
    return replace(run, settings=replace(run.settings, run=name), prints=prints)


def with_own_models(project: Project, asked: PageSettings) -> PageSettings:
    """The settings with the models that the project names, where none were asked for."""
    own = project.models
    if own.tessdata and not asked.tessdata and not own.tessdata.is_dir():
        raise ProjectError(
            f"tessdata in galley.toml is no folder: {own.tessdata}", "name the folder that holds .traineddata files"
        )
    return replace(asked, tessdata=asked.tessdata or own.tessdata, models=asked.models or own.names)


def _record(settings: PageSettings, forced: Sequence[Path]) -> dict[str, str]:
    """What a run writes down: only what was asked for, and the fingerprint."""
    said = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in asdict(settings).items()}
    record = {name: str(value) for name, value in said.items() if value not in (None, "")}
    record[FINGERPRINT] = fingerprint(settings)
    if forced:
        names = "\n".join(os.path.realpath(file) for file in forced)
        record[FORCED] = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return record
