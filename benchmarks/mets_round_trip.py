"""A METS issue in, ten words corrected, out again: what differs from the files that came.

    python benchmarks/mets_round_trip.py [FOLDER]

In: a folder with a METS file, its ALTO files and images, ../shared/data/mets-alto as a rule. Out: how many pages and
articles came over and went out, every element of the ALTO files that the written ones have otherwise, faults by the
schemas, and what METS says differently.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from lxml import etree

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from schemas import schema

from correction.decisions import decide
from correction.delivery import Order, deliver
from correction.exchange import find_format
from correction.exchange.mets.issue import MetsIssue
from correction.exchange.mets.places import find_files
from correction.exchange.mets.reader import read_mets
from correction.exchange.xml_tree import every, tag
from correction.import_inputs import find_inputs
from correction.importing import ImportRequest, import_into
from correction.store import Project, create_project
from ocr.events import CancelToken

SHARED = Path(__file__).parents[2] / "shared"
WORDS = 10
AUTHOR = "benchmark"
# What an ALTO file says of how it came to be, and of its own schema.
PROVENANCE = ("Description", "Tags", "ReadingOrder")
OWN = ("SCHEMAVERSION", "schemaLocation", "noNamespaceSchemaLocation", "TAGREFS")


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place, closing(create_project(Path(place) / "p.galley")) as project:
        inputs, _ = find_inputs([str(folder)])
        began = time.perf_counter()
        result = import_into(project, ImportRequest(inputs), lambda _: None, CancelToken())
        print(f"imported: {result.count('read')} pages in {time.perf_counter() - began:.1f} s")
        for row in result.rows:
            print(f"  {row.state} {Path(row.file).name}: {row.lines} lines {row.note}")
        corrected = dict(correct(project))
        began = time.perf_counter()
        done = deliver(project, Order(find_format("mets")), Path(place) / "out", lambda _: None)
        print(
            f"exported: {len(done.paths)} files in {time.perf_counter() - began:.1f} s; {len(done.failures)} failures"
        )
        for failure in done.failures:
            print(f"  {failure.part}: {failure.error}")
        for file in inputs:
            if tag(etree.parse(str(file)).getroot()) == "mets":
                compare(file, next(path for path in done.paths if path.name == "mets.xml"), corrected)


def correct(project: Project) -> Iterator[tuple[str, str]]:
    """Correct a word on each of ten lines all over the pages; gives the words, new and old."""
    pages = [entry.id for entry in project.pages()]
    lines = [(name, line.id) for name in pages for line in project.load_page(name).lines]
    for page_id, line in lines[:: max(1, len(lines) // WORDS)][:WORDS]:
        page = project.load_page(page_id)
        words = page.text_of(line).split(" ")
        place = next((place for place, word in enumerate(words) if word.isalpha()), 0)
        old = words[place]
        words[place] = old.swapcase() if old.swapcase() != old else f"{old}x"
        project.append([decide(page, "text", [line], " ".join(words), AUTHOR)])
        yield words[place], old


def compare(before: Path, after: Path, corrected: dict[str, str]) -> None:
    old, new = read_mets(before.read_bytes()), read_mets(after.read_bytes())
    print(f"pages: {len(old.pages)} before, {len(new.pages)} after; articles: {len(old.articles)}, {len(new.articles)}")
    print(f"articles alike: {[shape(old) == shape(new), [a.id for a in new.articles]]}")
    print(f"title {new.title!r}, date {new.date}")
    faults("mets-1-12-1.xsd", after)
    places, targets = find_files(old, before.parent), find_files(new, after.parent)
    changed: list[tuple[str, str]] = []
    other: Counter[str] = Counter()
    for one, another in zip(old.pages, new.pages, strict=True):
        if one.text and another.text:
            faults("alto-4-4.xsd", targets[another.text.id])
            for kind, was, now in differences(places[one.text.id], targets[another.text.id]):
                if kind == "String/@CONTENT":
                    changed.append((was, now))
                else:
                    other[kind] += 1
    print(f"Strings with other words: {len(changed)} of {len(corrected)} corrected")
    print(f"  of which as corrected: {sum(corrected.get(now) == was for was, now in changed)}; {changed[:WORDS]}")
    print(f"other differences: {dict(other) or 'none'}")
    mets_differences(before, after)


def shape(issue: MetsIssue) -> list[tuple[str, str, str, list[tuple[str, str, str, int]]]]:
    """An issue's articles; groups are counted anew in each file."""
    found = []
    for article in issue.articles:
        first = min((part.group for part in article.parts), default=0)
        parts = [(part.file, part.begin, part.role, part.group - first) for part in article.parts]
        found.append((article.id, article.type, article.title, parts))
    return found


def differences(before: Path, after: Path) -> Iterator[tuple[str, str, str]]:
    """What an ALTO file has otherwise than another, element by element of each kind in the order of both."""
    old, new = (by_kind(etree.parse(str(path)).getroot()) for path in (before, after))
    for kind in sorted(old.keys() | new.keys()):
        one, other = old.get(kind, []), new.get(kind, [])
        if len(one) != len(other):
            yield f"{kind}: {len(one)} before, {len(other)} after", "", ""
            continue
        for mine, theirs in zip(map(attributes, one), map(attributes, other), strict=True):
            for key in sorted(mine.keys() | theirs.keys()):
                if mine.get(key) != theirs.get(key):
                    yield f"{kind}/@{key}", mine.get(key, "-"), theirs.get(key, "-")


def by_kind(root: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in root:
        for element in child.iter() if tag(child) not in PROVENANCE else ():
            if tag(element):
                found.setdefault(tag(element), []).append(element)
    return found


def attributes(element: etree._Element) -> dict[str, str]:
    named = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    return {key: value for key, value in named.items() if key not in OWN}


def mets_differences(before: Path, after: Path) -> None:
    """Sections of the METS files that only one has, by their canonical form."""
    old, new = (etree.parse(str(path)).getroot() for path in (before, after))
    for name in ("dmdSec", "amdSec", "file", "structMap"):
        mine, theirs = (Counter(canonical(each) for each in every(root, name)) for root in (old, new))
        gone, come = mine - theirs, theirs - mine
        print(f"  {name}: {sum((mine & theirs).values())} alike, {sum(gone.values())} gone, {sum(come.values())} new")


def canonical(element: etree._Element) -> str:
    """An element without the white space between its children and without the prefixes of its names."""
    parts = []
    for each in element.iter():
        if tag(each):
            words = sorted((str(key).rpartition("}")[2], str(value)) for key, value in each.attrib.items())
            parts.append(f"{tag(each)}{words}{(each.text or '').strip()}")
    return "\n".join(parts)


def faults(name: str, file: Path) -> None:
    if not (SHARED / "schemas" / name).exists():
        print(f"  {file.name}: no schema to hold it against")
        return
    rules = schema(name)
    found = [] if rules.validate(etree.parse(str(file))) else list(rules.error_log)
    print(f"  {file.name}: {'valid' if not found else found[:3]} by {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data" / "mets-alto")
