"""What a PAGE file says of its source, its readings and their texts, in both directions.

In: a `Page`, or the Page and Metadata elements. Out: the Metadata element, or `Source`, notes and `Reading`s.
Galley's own files name every reading in the metadata and again at each TextEquiv; other files have texts only, which
become one reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime

from lxml import etree

from correction.exchange.pagexml import terms
from correction.exchange.pagexml.schema import ORIGINAL
from correction.exchange.pagexml.terms import add
from correction.exchange.signature import PROGRAM, in_utc, signature, timestamp
from correction.exchange.xml_tree import child, children, every, number, own_text
from ocr.page import TURNS, Box, LineText, Page, Reading, Source, Word, new_id

BY_READING = "reading "
SETTING = "setting "
MAKER = ("Creator", "Created", "LastChange", "Comments")
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def run_time(page: Page) -> datetime:
    """Find the newest reading whose run is written as a time, else take the start of Unix time: never the clock.

    A project names its runs by ids; there `Export.created` says the time.
    """
    times = [_NO_TIME]
    for reading in page.readings:
        try:
            time = datetime.fromisoformat(reading.run)
        except ValueError:
            continue
        times.append(in_utc(time))
    return max(times)


def write_metadata(root: etree._Element, page: Page, created: datetime) -> None:
    """Write the Metadata element: creator and time, notes, source, a processing step per reading."""
    metadata = add(root, "Metadata")
    time = timestamp(created)
    add(metadata, "Creator", signature())
    add(metadata, "Created", time)
    add(metadata, "LastChange", time)
    if page.notes:
        add(metadata, "Comments", "\n".join(page.notes))
    source = page.source
    crop = ",".join(map(str, astuple(source.crop))) if source.crop else None
    turn = str(source.turn) if source.turn else None
    for name, value in (("sha256", source.sha256), ("frame", str(source.frame)), ("crop", crop), ("turn", turn)):
        if value:
            add(metadata, "MetadataItem", type="imageProperties", name=name, value=value)
    for reading in page.readings:
        _write_reading(metadata, reading, is_base=reading.id == page.base)


def _write_reading(metadata: etree._Element, reading: Reading, is_base: bool) -> None:
    item = add(metadata, "MetadataItem", type="processingStep", name="recognition", value=reading.engine)
    labels = add(item, "Labels", externalModel="galley", externalId=reading.id)
    for key, value in (("model", reading.model), ("version", reading.version), ("run", reading.run)):
        add(labels, "Label", value=value, type=key)
    add(labels, "Label", value=repr(reading.seconds), type="seconds")
    if is_base:
        add(labels, "Label", value="true", type="base")
    for key, value in reading.settings.items():
        add(labels, "Label", value=value, type=f"{SETTING}{key}")


def reading_ids(metadata: etree._Element | None) -> frozenset[str]:
    """The ids of the readings that a file of Galley's names."""
    return frozenset(reading.id for reading in _named(metadata))


def keep_maker(metadata: etree._Element, original: etree._Element) -> None:
    """Say who made the imported file, and when, where that was not Galley."""
    said = {name: _text(child(original, name)).strip() for name in MAKER}
    if said["Creator"].startswith(PROGRAM) or any(i.get("name") == ORIGINAL for i in _items(original, "other")):
        return
    item = add(metadata, "MetadataItem", type="other", name=ORIGINAL, value=said["Creator"])
    labels = add(item, "Labels")
    for name, text in said.items():
        if text:
            add(labels, "Label", value=text, type=name)


def read_source(page: etree._Element, metadata: etree._Element | None) -> Source:
    """Read the image file's name and, in Galley's files, its sum, frame, crop and turn."""
    said = {i.get("name"): i.get("value") or "" for i in _items(metadata, "imageProperties")}
    crop = [int(part) for part in said.get("crop", "").split(",") if part.isdigit()]
    return Source(
        path=page.get("imageFilename") or "",
        sha256=said.get("sha256", ""),
        frame=int(number(said.get("frame"))),
        crop=Box(*crop) if len(crop) == 4 else None,
        turn=next((turn for turn in TURNS if str(turn) == said.get("turn")), 0),
    )


def read_notes(metadata: etree._Element | None) -> tuple[str, ...]:
    """Read the notes of a page; only Galley's own, others put all kinds of things there."""
    text = _text(child(metadata, "Comments"))
    return tuple(text.split("\n")) if text and _text(child(metadata, "Creator")).startswith(PROGRAM) else ()


def read_readings(
    page: etree._Element, metadata: etree._Element | None, page_id: str
) -> tuple[tuple[Reading, ...], str]:
    """Read all readings and the base's id; every TextLine must have an id."""
    named = {reading.id: reading for reading in _named(metadata)}
    base = next(_base_ids(metadata), "")
    lines = {line.get("id") or "": _line_texts(line, named) for line in every(page, "TextLine")}
    if not named:
        return _only_reading(lines, metadata, page_id)
    readings = []
    for reading in named.values():
        texts = {line: texts.readings[reading.id] for line, texts in lines.items() if reading.id in texts.readings}
        if reading.id == base:
            # The words are those of the main text, which a person may have changed.
            same = {line for line, text in texts.items() if text.text == lines[line].main.text}
            texts = {
                line: replace(text, words=lines[line].words) if line in same else text for line, text in texts.items()
            }
        readings.append(replace(reading, lines=texts))
    reviewed = _reviewed(lines, base, page_id)
    return ((*readings, reviewed), reviewed.id) if reviewed else (tuple(readings), base)


@dataclass(frozen=True, slots=True)
class _LineTexts:
    """All that a TextLine says: its main text, the engines' readings by id, the words."""

    main: LineText
    readings: dict[str, LineText]
    words: tuple[Word, ...]


def _line_texts(line: etree._Element, named: dict[str, Reading]) -> _LineTexts:
    readings: dict[str, LineText] = {}
    main: list[LineText] = []
    for equiv in sorted(children(line, "TextEquiv"), key=lambda e: number(e.get("index"))):
        text = LineText(own_text(child(equiv, "Unicode")), _confidence(equiv))
        name = (equiv.get("comments") or "").removeprefix(BY_READING)
        if name in named:
            readings[name] = text
        else:
            main.append(text)
    return _LineTexts(main[0] if main else LineText(""), readings, tuple(_words(line)))


def _words(line: etree._Element) -> Iterator[Word]:
    for word in children(line, "Word"):
        polygon = terms.read_polygon(word)
        equivs = sorted(children(word, "TextEquiv"), key=lambda e: number(e.get("index")))
        text = own_text(child(equivs[0], "Unicode")) if equivs else ""
        if polygon and text.strip():
            yield Word(text, terms.polygon_box(polygon), _confidence(equivs[0]))


def _only_reading(
    lines: dict[str, _LineTexts], metadata: etree._Element | None, page_id: str
) -> tuple[tuple[Reading, ...], str]:
    texts = {line: replace(said.main, words=said.words) for line, said in lines.items() if said.main.text}
    if not texts:
        return (), ""
    name = new_id("rd", page_id, "pagexml")
    creator = " ".join(_text(child(metadata, "Creator")).split())
    return (Reading(name, engine="pagexml", model=creator, version="", lines=texts),), name


def _reviewed(lines: dict[str, _LineTexts], base: str, page_id: str) -> Reading | None:
    """Make a reading of what people made of the base reading; None when they changed nothing."""
    changed = any(said.main.text != _base_text(said, base) for said in lines.values())
    if not changed:
        return None
    texts = {
        line: replace(said.main, words=said.words)
        for line, said in lines.items()
        if said.main.text or base in said.readings
    }
    name = new_id("rd", page_id, "reviewed", *(f"{line} {text.text}" for line, text in texts.items()))
    return Reading(name, engine="reviewed", model="", version="", lines=texts)


def _base_text(said: _LineTexts, base: str) -> str:
    text = said.readings.get(base)
    return text.text if text else ""


def _named(metadata: etree._Element | None) -> Iterator[Reading]:
    for item in _items(metadata, "processingStep"):
        for labels in _galley_labels(item):
            said = {label.get("type") or "": label.get("value") or "" for label in children(labels, "Label")}
            yield Reading(
                id=labels.get("externalId") or "",
                engine=item.get("value") or "",
                model=said.get("model", ""),
                version=said.get("version", ""),
                lines={},
                settings={key.removeprefix(SETTING): said[key] for key in said if key.startswith(SETTING)},
                run=said.get("run", ""),
                seconds=number(said.get("seconds")),
            )


def _base_ids(metadata: etree._Element | None) -> Iterator[str]:
    for item in _items(metadata, "processingStep"):
        for labels in _galley_labels(item):
            if any(label.get("type") == "base" for label in children(labels, "Label")):
                yield labels.get("externalId") or ""


def _items(metadata: etree._Element | None, kind: str) -> Iterator[etree._Element]:
    return (item for item in children(metadata, "MetadataItem") if item.get("type") == kind)


def _galley_labels(item: etree._Element) -> Iterator[etree._Element]:
    return (labels for labels in children(item, "Labels") if labels.get("externalModel") == "galley")


def _confidence(equiv: etree._Element) -> float | None:
    return None if equiv.get("conf") is None else min(1.0, max(0.0, number(equiv.get("conf"))))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.text or ""
