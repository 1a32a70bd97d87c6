"""What a METS file says about an issue: its header, descriptions in MODS, pictures in MIX, events in PREMIS.

In: issues, articles, pictures, provenance. Out: elements of METS. The documents of others are put into theirs as they
are defined: MODS 3, MIX 2.0, PREMIS 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from lxml import etree

from correction.article import Article
from correction.exchange import ExportIssue
from correction.exchange.mets.pages import PageRecord
from correction.exchange.mets.terms import METS, MIX, MODS, add
from correction.exchange.premis import Agent, Provenance, write_agent, write_event
from correction.exchange.signature import signature, timestamp
from correction.exchange.xml_tree import children, tag

Name = Callable[[str], str]
"""Gives an id that no other element has, as near as can be to the one that is wanted."""
_HEADER = ("agent", "altRecordID", "metsDocumentID")


def header(created: datetime | None, agents: Iterable[Agent], old: etree._Element | None) -> etree._Element:
    """The header: this program, the persons who corrected, and what an imported header says."""
    element = etree.Element(f"{{{METS}}}metsHdr")
    if old is not None:
        for key, value in old.attrib.items():
            element.set(str(key), str(value))
    if created is not None:
        element.set("LASTMODDATE" if element.get("CREATEDATE") else "CREATEDATE", timestamp(created))
    persons = [agent for agent in agents if agent.type == "person"]
    program = add(element, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    add(program, "name", signature())
    for person in persons:
        add(add(element, "agent", ROLE="EDITOR", TYPE="INDIVIDUAL"), "name", person.name)
    there = {_words(each) for each in element}
    carried = [each for name in _HEADER for each in children(old, name) if _words(each) not in there]
    agents_before = len(element)
    for each in carried:
        element.insert(agents_before, each) if tag(each) == "agent" else element.append(each)
    return element


def _words(element: etree._Element) -> tuple[str, ...]:
    return tuple(" ".join(str(text).split()) for text in element.itertext() if str(text).strip())


def title_section(name: str, issue: ExportIssue, language: str | None) -> etree._Element:
    """What the paper is called."""
    section, mods = _mods(name)
    _title(mods, issue.title)
    _add(_add(mods, "originInfo"), "issuance", "serial")
    _add(mods, "genre", "newspaper")
    _language(mods, language)
    return section


def issue_section(name: str, issue: ExportIssue, language: str | None) -> etree._Element:
    """What an issue is: its paper, day, number and edition."""
    section, mods = _mods(name)
    host = add(mods, "relatedItem", space=MODS, type="host")
    _title(host, issue.title)
    part = _add(host, "part") if issue.label or issue.edition else None
    if part is not None and issue.label:
        _add(add(part, "detail", space=MODS, type="issue"), "number", issue.label)
    if part is not None and issue.edition:
        detail = add(part, "detail", space=MODS, type="edition")
        _add(detail, "number", _number(issue.edition))
        _add(detail, "caption", issue.edition)
    if issue.date:
        add(_add(mods, "originInfo"), "dateIssued", issue.date, MODS, encoding="iso8601")
    _add(mods, "genre", "issue")
    _language(mods, language)
    return section


def page_section(name: str, number: int, label: str) -> etree._Element:
    """Which page a page is: its place in the issue and its printed number."""
    section, mods = _mods(name)
    part = _add(mods, "part")
    _add(add(part, "extent", space=MODS, unit="pages"), "start", str(number))
    if label:
        _add(add(part, "detail", space=MODS, type="page number"), "number", label)
    return section


def article_section(name: str, article: Article) -> etree._Element:
    """What an article is: its headings, those whom its credits name, its type."""
    section, mods = _mods(name)
    kicker, deck = article.kicker, article.heading("deck")
    title = _line(article.headline or kicker or deck or "")
    _title(mods, title)
    if deck and article.headline:
        _add(mods[0], "subTitle", _line(deck))
    if kicker and article.headline:
        add(mods, "note", _line(kicker), MODS, type="kicker")
    for credit in article.credits:
        for person in credit.names or (() if credit.role else (credit.text,)):
            element = _add(mods, "name")
            _add(element, "namePart", _line(person))
            if credit.role:
                add(_add(element, "role"), "roleTerm", credit.role, MODS, type="text")
    _add(mods, "genre", article.type)
    _language(mods, article.language)
    return section


def picture_data(amd: etree._Element, name: str, page: PageRecord) -> None:
    """Add what is known of a page's picture: its type, size and resolution."""
    mix = add(_wrap(add(amd, "techMD", ID=name), "NISOIMG"), "mix", space=MIX)
    if page.image:
        form = _mix(_mix(mix, "BasicDigitalObjectInformation"), "FormatDesignation")
        _mix(form, "formatName", page.image.mime)
    basic = _mix(_mix(mix, "BasicImageInformation"), "BasicImageCharacteristics")
    _mix(basic, "imageWidth", str(page.width))
    _mix(basic, "imageHeight", str(page.height))
    if page.dpi:
        metrics = _mix(_mix(mix, "ImageAssessmentMetadata"), "SpatialMetrics")
        _mix(metrics, "samplingFrequencyUnit", "in.")
        for axis in ("xSamplingFrequency", "ySamplingFrequency"):
            _mix(_mix(metrics, axis), "numerator", str(page.dpi))


def provenance_data(amd: etree._Element, provenance: Provenance, name: Name) -> None:
    """Add who and what made the text."""
    for event in provenance.events():
        write_event(_wrap(add(amd, "digiprovMD", ID=name(f"PREMIS_{event.id}")), "PREMIS:EVENT"), event)
    for agent in provenance.agents():
        write_agent(_wrap(add(amd, "digiprovMD", ID=name(f"PREMIS_{agent.id}")), "PREMIS:AGENT"), agent)


def _mods(name: str) -> tuple[etree._Element, etree._Element]:
    section = etree.Element(f"{{{METS}}}dmdSec")
    section.set("ID", name)
    return section, _add(_wrap(section, "MODS"), "mods")


def _wrap(section: etree._Element, kind: str) -> etree._Element:
    return add(add(section, "mdWrap", MDTYPE=kind), "xmlData")


def _title(parent: etree._Element, title: str) -> None:
    if title:
        _add(_add(parent, "titleInfo"), "title", title)


def _language(mods: etree._Element, language: str | None) -> None:
    if language:
        add(_add(mods, "language"), "languageTerm", language, MODS, type="code", authority="rfc5646")


def _number(edition: str) -> str:
    return "".join(letter for letter in edition if letter.isdecimal()) or "1"


def _line(text: str) -> str:
    return " ".join(text.split())


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    return add(parent, name, text, MODS)


def _mix(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    return add(parent, name, text, MIX)
