"""Who and what made a text, as events and agents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree
from mets_samples import alto_page

from correction.decisions import Decision, Kind, undo
from correction.exchange import Export
from correction.exchange.mets.terms import PREMIS
from correction.exchange.premis import Provenance, write_premis
from ocr.page import Page, Reading, Source

NS = {"p": PREMIS}
CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def decision(name: str, kind: Kind, author: str, time: str) -> Decision:
    return Decision(name, "P1", kind, (), None, "rd", author, time)


LOG: Sequence[Decision] = (
    decision("d1", "text", "Anna", "2026-03-02T10:00:00.000+00:00"),
    decision("d2", "text", "Anna", "2026-03-02T11:00:00.000+00:00"),
    decision("d3", "confirm", "Bo & Co", "2026-03-01T09:00:00.000+00:00"),
)
LOG = (*LOG, replace(undo(LOG[0], "Anna"), id="d4", time="2026-03-03T10:00:00.000+00:00"))


def read_page() -> Page:
    page = alto_page([("B1", 1)])
    tess = Reading("r1", "tesseract", "deu", "5.3.0", {}, run="2026-03-01T10:00:00+01:00")
    alto = replace(page.readings[0], settings={"imported from": "imported/0123456789ab-old.xml"}, run="r_7")
    return replace(page, readings=(alto, tess), source=Source("box\\scan.tif", "ab" * 32))


def gathered(*pages: Page) -> Provenance:
    provenance = Provenance(Export(created=CREATED, decisions_of=lambda page_id: LOG if page_id == "P1" else ()))
    for page in pages:
        provenance.add(page)
    return provenance


def test_events_tell_what_engines_read_and_persons_decided() -> None:
    events = list(gathered(read_page()).events())
    assert [(e.type, e.time, e.detail, e.outcome) for e in events] == [
        ("ingestion", "2026-03-01T12:00:00Z", "text taken over from old.xml", ""),
        ("recognition", "2026-03-01T09:00:00Z", "engine tesseract, model deu, run 2026-03-01T10:00:00+01:00", ""),
        ("validation", "2026-03-01", "confirm, once", ""),
        ("modification", "2026-03-02", "text, 2 times", "1 taken back"),
        ("modification", "2026-03-03", "undo, once", ""),
    ]


def test_pages_of_one_run_are_one_event() -> None:
    other = replace(read_page(), id="P2")
    events = list(gathered(read_page(), other).events())
    assert [event.pages for event in events] == [("P1", "P2"), ("P1", "P2"), ("P1",), ("P1",), ("P1",)]
    assert len({event.id for event in events}) == len(events)


def test_every_agent_that_an_event_names_is_there_once() -> None:
    provenance = gathered(read_page())
    agents = list(provenance.agents())
    assert [(a.name, a.type, a.version) for a in agents[:4]] == [
        ("alto", "software", ""),
        ("tesseract", "software", "5.3.0"),
        ("Bo & Co", "person", ""),
        ("Anna", "person", ""),
    ]
    assert {name for event in provenance.events() for name, _ in event.agents} == {agent.id for agent in agents}


def test_the_document_holds_scans_events_and_agents() -> None:
    data = write_premis(gathered(read_page()))
    root = etree.fromstring(data)
    assert [etree.QName(child).localname for child in root] == ["object", *["event"] * 5, *["agent"] * 5]
    assert root.findtext(".//p:originalName", namespaces=NS) == "scan.tif"
    assert root.findtext(".//p:messageDigest", namespaces=NS) == "ab" * 32
    links = {e.text for e in root.iterfind(".//p:linkingAgentIdentifierValue", NS)}
    assert links == {e.text for e in root.iterfind(".//p:agentIdentifierValue", NS)}
    assert data == write_premis(gathered(read_page()))


def test_without_a_log_or_a_time_the_readings_are_told() -> None:
    provenance = Provenance(Export())
    provenance.add(alto_page([("B1", 1)]))
    assert [(e.type, e.time) for e in provenance.events()] == [("recognition", "unknown")]
