"""Who and what made a text: events and agents, in the words of PREMIS 3.

In: pages of an `Export` with their readings and decisions, one after the other. Out: `Event`s and `Agent`s, as elements
for other formats and as a document of its own. What engines read is an event for each of their runs. What persons
decided is summed up by day, person and kind; the log itself has every single decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from lxml import etree

from correction.decisions import Decision, Kind, taken_back
from correction.exchange import Export
from correction.exchange.mets.terms import PREMIS, add
from correction.exchange.originals import FILE
from correction.exchange.page_images import mime_type, scan_name
from correction.exchange.signature import PROGRAM, timestamp
from correction.version import installed_version
from ocr.page import Page, Reading, new_id

LOCAL = "galley"  # the type of identifiers that this program gives
UNKNOWN = "unknown"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
AgentType = Literal["person", "software"]
# In PREMIS' vocabulary of events; every kind that is not here changes what is said of a page or how it is cut.
_TYPES: Mapping[Kind, str] = {
    "confirm": "validation",
    "state": "validation",
    "assign": "metadata modification",
    "comment": "metadata modification",
    "link": "metadata modification",
}


@dataclass(frozen=True, slots=True)
class Agent:
    """A person, or a program of some version."""

    id: str
    name: str
    type: AgentType
    version: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that made the text what it is; `time` in ISO 8601 as far as it is known, `pages` what it was done to.

    `agents` are ids with the part that each had in it.
    """

    id: str
    type: str
    time: str
    detail: str
    outcome: str = ""
    agents: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """The picture that a page was read from."""

    page: str
    name: str
    sha256: str


@dataclass(slots=True)
class _Sum:
    """Decisions of one person, kind and day."""

    count: int = 0
    undone: int = 0
    pages: dict[str, None] = field(default_factory=dict)


class Provenance:
    """What was done to pages, gathered page by page; memory holds sums, not decisions."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._read: dict[tuple[str, ...], dict[str, None]] = {}
        self._decided: dict[tuple[str, str, Kind], _Sum] = {}
        self.scans: list[Scan] = []

    def add(self, page: Page) -> None:
        """Take in a page."""
        self.scans.append(Scan(page.id, scan_name(self._export, page), page.source.sha256))
        for reading in page.readings:
            self._read.setdefault(self._key(reading), {})[page.id] = None
        log = list(self._export.decisions_of(page.id)) if self._export.decisions_of else []
        undone = taken_back(log)
        for decision in log:
            key = _day(decision), decision.author, decision.kind
            total = self._decided.setdefault(key, _Sum())
            total.count += 1
            total.undone += decision.id in undone
            total.pages[page.id] = None

    def events(self) -> Iterator[Event]:
        """What engines did, in the order of pages, then what persons did, day by day."""
        for key, pages in self._read.items():
            engine, model, version, run, file, time = key
            words = [f"engine {engine}", f"model {model}" if model else "", f"run {run}" if run else ""]
            kind, part = ("ingestion", "source of the text") if file else ("recognition", "recogniser")
            detail = f"text taken over from {file}" if file else ", ".join(word for word in words if word)
            agents = ((_agent(engine, "software", version).id, part),)
            yield Event(new_id("e", *key), kind, time, detail, "", agents, tuple(pages))
        for (day, author, kind), total in sorted(self._decided.items()):
            times = "once" if total.count == 1 else f"{total.count} times"
            outcome = f"{total.undone} taken back" if total.undone else ""
            both = ((_agent(author, "person").id, "reviewer"), (galley().id, "tool"))
            name = new_id("e", day, author, kind, *total.pages)
            type_ = _TYPES.get(kind, "modification")
            yield Event(name, type_, day, f"{kind}, {times}", outcome, both, tuple(total.pages))

    def agents(self) -> Iterator[Agent]:
        """Everybody that events name, and this program."""
        found = [_agent(engine, "software", version) for engine, _, version, *_ in self._read]
        found += [_agent(author, "person") for _, author, _ in sorted(self._decided)]
        yield from {agent.id: agent for agent in (*found, galley())}.values()

    def _key(self, reading: Reading) -> tuple[str, ...]:
        file = reading.settings.get(FILE, "")
        name = PurePosixPath(file).name.partition("-")[2] or file
        return reading.engine, reading.model, reading.version, reading.run, name, self._time(reading)

    def _time(self, reading: Reading) -> str:
        """When a reading was made: its run may be written as a time, else the newest run's stands for it."""
        try:
            time: datetime | None = datetime.fromisoformat(reading.run)
        except ValueError:
            time = self._export.created
        return timestamp(time) if time else UNKNOWN


def galley() -> Agent:
    """The agent that this program is."""
    return _agent(PROGRAM, "software", installed_version())


def write_premis(provenance: Provenance) -> bytes:
    """A document of all that was gathered: scans, events, agents."""
    root = etree.Element(f"{{{PREMIS}}}premis", nsmap={"premis": PREMIS, "xsi": XSI})
    root.set("version", "3.0")
    for scan in provenance.scans:
        _write_scan(root, scan)
    for event in provenance.events():
        write_event(root, event)
    for agent in provenance.agents():
        write_agent(root, agent)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def write_event(parent: etree._Element, event: Event) -> None:
    """Add an event element."""
    element = _add(parent, "event")
    _identify(element, "eventIdentifier", event.id)
    _add(element, "eventType", event.type)
    _add(element, "eventDateTime", event.time)
    _add(_add(element, "eventDetailInformation"), "eventDetail", event.detail)
    if event.outcome:
        _add(_add(element, "eventOutcomeInformation"), "eventOutcome", event.outcome)
    for name, part in event.agents:
        link = _identify(element, "linkingAgentIdentifier", name)
        _add(link, "linkingAgentRole", part)
    for page in event.pages:
        _identify(element, "linkingObjectIdentifier", page)


def write_agent(parent: etree._Element, agent: Agent) -> None:
    """Add an agent element."""
    element = _add(parent, "agent")
    _identify(element, "agentIdentifier", agent.id)
    _add(element, "agentName", agent.name or UNKNOWN)
    _add(element, "agentType", agent.type)
    if agent.version:
        _add(element, "agentVersion", agent.version)


def _write_scan(parent: etree._Element, scan: Scan) -> None:
    element = _add(parent, "object")
    element.set(f"{{{XSI}}}type", "premis:file")
    _identify(element, "objectIdentifier", scan.page)
    about = _add(element, "objectCharacteristics")
    if scan.sha256:
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", "SHA-256")
        _add(fixity, "messageDigest", scan.sha256)
    _add(_add(_add(about, "format"), "formatDesignation"), "formatName", mime_type(scan.name))
    if scan.name:
        _add(element, "originalName", scan.name)


def _identify(parent: etree._Element, tag: str, value: str) -> etree._Element:
    element = _add(parent, tag)
    _add(element, f"{tag}Type", LOCAL)
    _add(element, f"{tag}Value", value)
    return element


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    return add(parent, tag, text, PREMIS)


def _agent(name: str, kind: AgentType, version: str = "") -> Agent:
    return Agent(new_id("ag", kind, name, version), name, kind, version)


def _day(decision: Decision) -> str:
    return decision.time[:10] or UNKNOWN
