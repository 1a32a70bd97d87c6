"""METS files of newspaper issues: NDNP, docWorks, Veridian, ENMAP, DFG.

In: a file's bytes. Out: a `MetsIssue`: its pages by the physical map, its articles by the logical one. No file that it
refers to is looked at: `correction.exchange.mets.places` finds them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from lxml import etree

from correction.exchange.mets.articles import read_articles
from correction.exchange.mets.description import NOTHING, Description, find_day, merged, read_descriptions
from correction.exchange.mets.issue import MetsFile, MetsIssue, MetsPage
from correction.exchange.mets.terms import HREF, ISSUES, PAGES, TEXT_TYPES, TITLES, plain, rank
from correction.exchange.xml_tree import children, every, parse, tag
from ocr.errors import InputError
from ocr.page import new_id

_REMEDY = "give a METS file of one newspaper issue"
_TEXT_USES = ("text", "alto", "ocr", "page", "transcription", "export")
_IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".png", ".gif", ".webp", ".bmp", ".jpx", ".j2k"})
_DATE_AT_THE_END = re.compile(r"[\s,;:]*(\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})\s*$")


def read_mets(data: bytes) -> MetsIssue:
    """Read an issue; raises InputError for anything but METS, and for METS without a page.

    Document types and entities are refused, nothing is fetched. Of things that share an id the first counts.
    """
    root = parse(data, _REMEDY)
    if tag(root) != "mets":
        raise InputError(f"the file is not METS: it begins with <{tag(root)}>", _REMEDY)
    said = read_descriptions(root)
    files, notes = _files(root)
    pages = list(_pages(root, files, said))
    if not pages:
        pages = list(_pages_of_files(files.values()))
        notes += ["the METS file has no physical map: its files are taken as pages in their order"] if pages else []
    if not pages:
        raise InputError("the METS file names no page", "give the METS file of an issue, not of a title or a reel")
    articles, loose = read_articles(logical_divs(root), pages, {key: each.title for key, each in said.items()})
    if not articles:
        notes.append("the METS file has no articles")
    about, title = _about(root, said)
    return MetsIssue(
        title,
        about.day or None,
        about.edition,
        about.number,
        about.language,
        tuple(pages),
        articles,
        loose,
        hashlib.sha256(data).hexdigest(),
        tuple(notes),
    )


def logical_divs(root: etree._Element) -> list[etree._Element]:
    """The top divs of the logical map; of a single map without a type that one's."""
    maps = list(children(root, "structMap"))
    named = [each for each in maps if plain(each.get("TYPE")) == "logical"]
    chosen = named or [each for each in maps if plain(each.get("TYPE")) != "physical"]
    return [div for each in chosen for div in children(each, "div")]


def _files(root: etree._Element) -> tuple[dict[str, MetsFile], list[str]]:
    """Every file by id, and words on ids that stand twice."""
    found: dict[str, MetsFile] = {}
    twice: list[str] = []
    for element in (file for section in children(root, "fileSec") for file in every(section, "file")):
        name, href = element.get("ID", ""), _href(element)
        if name in found:
            twice.append(name)
        elif name and href:
            size = element.get("SIZE", "")
            found[name] = MetsFile(
                name,
                href,
                element.get("MIMETYPE", "").strip().lower(),
                _use(element),
                element.get("CHECKSUM", "").strip().lower(),
                element.get("CHECKSUMTYPE", ""),
                int(size) if size.isdecimal() else None,
            )
    return found, [f"the METS file has two files called {name}: the first is taken" for name in dict.fromkeys(twice)]


def _href(file: etree._Element) -> str:
    """Where a file lies: of several places one on this machine, if any."""
    every_place = [(place.get(HREF) or "").strip() for place in children(file, "FLocat")]
    places = [place for place in every_place if place]
    return next((p for p in places if not re.match(r"\w+://(?!\.?/)", p)), places[0] if places else "")


def _use(file: etree._Element) -> str:
    """What a file is for, by itself or by the groups that it stands in."""
    element: etree._Element | None = file
    while element is not None and tag(element) in ("file", "fileGrp"):
        if use := element.get("USE") or (element.get("ID") if tag(element) == "fileGrp" else ""):
            return use
        element = element.getparent()
    return ""


def is_text(file: MetsFile) -> bool:
    """Whether a file may hold a page's text."""
    use = plain(file.use)
    suffix = PurePosixPath(file.href).suffix.lower()
    named = file.mime in TEXT_TYPES or any(word in use for word in _TEXT_USES)
    return named and suffix in (".xml", ".alto", "") and not is_image(file)


def is_image(file: MetsFile) -> bool:
    """Whether a file is a picture."""
    return file.mime.startswith("image/") or PurePosixPath(file.href).suffix.lower() in _IMAGE_SUFFIXES


def _pages(root: etree._Element, files: Mapping[str, MetsFile], said: Mapping[str, Description]) -> Iterator[MetsPage]:
    """The pages of the physical map, by their ORDER where all have one, else as they stand."""
    maps = list(children(root, "structMap"))
    physical = [each for each in maps if plain(each.get("TYPE")) == "physical"] or maps
    found = [page for each in physical for page in every(each, "div") if plain(page.get("TYPE")) in PAGES]
    if not found:  # some call a page otherwise, but give it an ALTO file
        divs = (div for each in physical for div in every(each, "div") if physical != maps)
        found = [div for div in divs if next(children(div, "fptr"), None) is not None]
    pages = [_page(div, files, said) for div in found]
    orders = [page.order for page in pages]
    if None not in orders and len(set(orders)) == len(orders):
        pages.sort(key=lambda page: page.order or 0)
    return _named(page for page in pages if page.text or page.images)


def _named(pages: Iterable[MetsPage]) -> Iterator[MetsPage]:
    """Pages with an id each: that of their div where only they have it."""
    taken: set[str] = set()
    for number, page in enumerate(pages, 1):
        name = page.id if page.id and page.id not in taken else new_id("page", page.id, number)
        taken.add(name)
        yield replace(page, id=name)


def _page(div: etree._Element, files: Mapping[str, MetsFile], said: Mapping[str, Description]) -> MetsPage:
    about = merged(said[name] for name in div.get("DMDID", "").split() if name in said)
    named = [element for element in every(div, "fptr", "area") if element.get("FILEID") in files]
    seen = {element.get("FILEID", ""): element for element in reversed(named)}
    own = [files[name] for name in dict.fromkeys(element.get("FILEID", "") for element in named)]
    text = next((file for file in own if is_text(file)), None)
    order = div.get("ORDER", "")
    return MetsPage(
        div.get("ID", ""),
        int(order) if order.isdecimal() and len(order) < 9 else about.sequence,
        div.get("ORDERLABEL") or about.page,
        text,
        seen[text.id].get("BEGIN", "") if text else "",
        tuple(sorted((file for file in own if is_image(file)), key=lambda file: rank(file.use))),
    )


def _pages_of_files(files: Iterable[MetsFile]) -> Iterator[MetsPage]:
    """Pages where no map tells them: text files in order, each with the picture of its place if there are as many."""
    every_file = list(files)
    texts = [file for file in every_file if is_text(file)]
    images = [file for file in every_file if is_image(file)]
    best = min((rank(file.use) for file in images), default=0)
    images = [file for file in images if rank(file.use) == best]
    pages = [
        MetsPage("", None, "", text, "", (images[place],) if len(images) == len(texts) else ())
        for place, text in enumerate(texts)
    ]
    return _named(pages or [MetsPage("", images=(image,)) for image in images])


def _about(root: etree._Element, said: Mapping[str, Description]) -> tuple[Description, str]:
    """What is said of the issue, and the paper's title."""
    divs = [div for each in children(root, "structMap") for div in every(each, "div")]
    issues = [div for div in divs if plain(div.get("TYPE")) in ISSUES]
    papers = [div for div in divs if plain(div.get("TYPE")) in TITLES]

    def of(several: Iterable[etree._Element]) -> Description:
        return merged(said[name] for div in several for name in div.get("DMDID", "").split() if name in said)

    issue, paper = of(issues), of(papers)
    if issue == NOTHING and paper == NOTHING and len(said) == 1:
        issue = next(iter(said.values()))
    labels = [root.get("LABEL"), *(div.get(key) for div in (*issues, *papers) for key in ("LABEL", "ORDERLABEL"))]
    day = issue.day or next((found for label in labels if (found := find_day(label))), "") or paper.day
    words = [issue.host, paper.title, issue.title, *(div.get("LABEL") for div in papers), *labels]
    title = next((name for text in words if text and (name := _DATE_AT_THE_END.sub("", text).strip())), "")
    together = merged([Description(day=day), issue, paper])
    return together, title
