"""What stands before the layout in an ALTO file: where the page comes from, who read and reviewed it.

In: an `Export` and one of its pages. Out: the Description element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from correction.decisions import TEXTUAL, in_force
from correction.exchange import Export
from correction.exchange.alto.original import FORMAT, Imported
from correction.exchange.signature import PROGRAM, timestamp
from correction.exchange.xml_names import legal
from correction.exchange.xml_tree import child, every
from correction.version import installed_version
from ocr.page import Page, Reading


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done to the page: by which software, with what, when (ISO 8601), in words."""

    name: str
    software: str
    version: str = ""
    application: str = ""
    time: str = ""
    description: str = ""
    settings: str = ""
    category: str = "contentGeneration"


class Builder:
    """Adds elements of one namespace; what XML forbids is left out."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def put(self, parent: etree._Element, name: str, values: Mapping[str, str]) -> etree._Element:
        """Add an element whose attributes are known to be ones that XML takes."""
        return etree.SubElement(parent, f"{{{self.namespace}}}{name}", values)  # type: ignore[arg-type]

    def add(self, parent: etree._Element, name: str, text: str | None = None, **values: str | None) -> etree._Element:
        """Add an element; attributes that are None are left out."""
        said = {key: legal(value) for key, value in values.items() if value is not None}
        element = etree.SubElement(parent, f"{{{self.namespace}}}{name}", said)
        if text is not None:
            element.text = legal(text)
        return element


def write_description(
    build: Builder, root: etree._Element, export: Export, page: Page, imported: Imported | None, *, unit: str, note: str
) -> etree._Element:
    """Add the Description: unit, source image, a step per reading, a step for the review; `note` is said in it."""
    description = build.add(root, "Description")
    build.add(description, "MeasurementUnit", unit)
    _write_source(build, description, page, imported)
    steps = [*(_reading_step(page, reading) for reading in _engines(page, imported)), *_review(export, page)]
    if note:
        steps.append(Step("galley-measure", PROGRAM, installed_version(), description=note, category="other"))
    for step in steps:
        _write_step(build, description, step)
    return description


def _write_source(build: Builder, description: etree._Element, page: Page, imported: Imported | None) -> None:
    """The image, by the name that an imported file gave it and that others know it by, and by its sum."""
    known = child(description if imported is None else imported.root, "Description")
    said = next(every(known, "fileName"), None) if known is not None else None
    source = build.add(description, "sourceImageInformation")
    name = page.source.name
    build.add(source, "fileName", (said.text if said is not None else None) or name)
    if page.source.sha256:
        build.add(source, "fileIdentifier", page.source.sha256, fileIdentifierLocation="sha256")


def _engines(page: Page, imported: Imported | None) -> Iterator[Reading]:
    """The readings; that of an imported file is told by the steps that are carried from it."""
    for reading in page.readings:
        if imported is None or reading.engine != FORMAT:
            yield reading


def _reading_step(page: Page, reading: Reading) -> Step:
    words = "the text builds on this reading" if reading.id == page.base else "a further reading"
    settings = "\n".join(f"{key}={value}" for key, value in sorted(reading.settings.items()))
    time = reading.run if _time(reading.run) else ""
    return Step(reading.id, reading.engine, reading.version, reading.model, time, words, settings)


def _review(export: Export, page: Page) -> Iterator[Step]:
    """What persons decided on the page: how many lines, and when the last time."""
    log = in_force(export.decisions_of(page.id)) if export.decisions_of else []
    lines = {anchor.line for decision in log if decision.kind in TEXTUAL for anchor in decision.at}
    count = len(lines) if export.decisions_of else len(export.texts.get(page.id, {}))
    if not (log or count):
        return
    last = max((decision.time for decision in log), default="")
    words = f"reviewed by persons: {count} lines decided"
    yield Step(
        "galley-review", PROGRAM, installed_version(), time=last, description=words, category="contentModification"
    )


def _write_step(build: Builder, description: etree._Element, step: Step) -> None:
    new = build.namespace.endswith("v4#")
    name = f"step-{step.name}"
    if new:
        element = build.add(description, "Processing", ID=name)
        build.add(element, "processingCategory", step.category)
    else:
        whole = build.add(description, "OCRProcessing", ID=name)
        element = build.add(whole, "ocrProcessingStep")
    time = _time(step.time)
    if time:
        build.add(element, "processingDateTime", time)
    if step.description:
        build.add(element, "processingStepDescription", step.description)
    if step.settings:
        build.add(element, "processingStepSettings", step.settings)
    software = build.add(element, "processingSoftware")
    build.add(software, "softwareName", step.software)
    if step.version:
        build.add(software, "softwareVersion", step.version)
    if step.application:
        build.add(software, "applicationDescription", step.application)


def _time(text: str) -> str:
    """A time in UTC; empty for what is none."""
    try:
        return timestamp(datetime.fromisoformat(text))
    except ValueError:
        return ""
