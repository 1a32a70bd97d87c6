"""An export as a BagIt 1.0 bag: pictures, PAGE, METS with ALTO, articles, and how the text came to be, with checksums.

In: an `Export`. Out: the files of a bag, page by page; of what has gone out only names, sizes and sums are kept, from
which the manifests are written last. The payload has `mets/` with a folder for each issue, `page/` with PAGE-XML,
`articles.json`, `decisions/` with the log of each page that has one, `premis.xml`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from correction.exchange import Export, LoadedPages, OutputFile, articles_json
from correction.exchange.mets import writer as mets
from correction.exchange.names import page_stem
from correction.exchange.pagexml import writer as pagexml
from correction.exchange.premis import Provenance, write_premis
from correction.exchange.signature import in_utc, signature
from ocr.page import Page

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data"
_PIECE = 2**20  # bytes of a file that are in memory at once


def files(export: Export) -> Iterator[OutputFile]:
    """Give the payload, then the tag files, the manifests of the tag files last; nothing where there is no page."""
    if not export.page_ids:
        return
    payload, tags = _Tally(), _Tally()
    for file in _payload(export):
        yield payload.count(replace(file, name=f"{PAYLOAD}/{file.name}"))
    yield tags.count(OutputFile("bagit.txt", DECLARATION))
    yield tags.count(OutputFile("bag-info.txt", _info(export, payload)))
    for algorithm in ALGORITHMS:
        yield tags.count(OutputFile(f"manifest-{algorithm}.txt", payload.manifest(algorithm)))
    manifests = {algorithm: tags.manifest(algorithm) for algorithm in ALGORITHMS}
    for algorithm, data in manifests.items():
        yield OutputFile(f"tagmanifest-{algorithm}.txt", data)


def _payload(export: Export) -> Iterator[OutputFile]:
    """What the bag holds; each page is loaded once, for METS, and goes on from there."""
    source = iter(export.pages)
    come: list[Page] = []

    def load(_: str) -> Page:
        come.append(next(source))
        return come[-1]

    options = replace(export.options, names=None, unit=None)
    passing = replace(export, pages=LoadedPages(export.page_ids, load), options=options)
    provenance = Provenance(export)
    originals: set[str] = set()
    for file in mets.files(passing):
        yield replace(file, name=f"mets/{file.name}")
        while come:
            page = come.pop(0)
            yield from _of_page(export, page, provenance)
            yield from _imported(export, page, originals)
    yield OutputFile("articles.json", articles_json.write_json(export.articles))
    yield OutputFile("premis.xml", write_premis(provenance))


def _imported(export: Export, page: Page, taken: set[str]) -> Iterator[OutputFile]:
    """The files that a page was imported from, each once, under its own name or, where that is taken, a made-up one."""
    original = export.original_of(page) if export.original_of else None
    for file in (original, original.issue) if original else ():
        if file is None:
            continue
        digest = hashlib.sha256(file.data).hexdigest()
        if digest not in taken:
            name = file.name if file.name.casefold() not in taken else f"{digest[:12]}-{file.name}"
            taken.update((digest, file.name.casefold()))
            yield OutputFile(f"imported/{name}", file.data)


def _of_page(export: Export, page: Page, provenance: Provenance) -> Iterator[OutputFile]:
    """The page as PAGE-XML, and its log."""
    provenance.add(page)
    name = page_stem(page.id)
    alone = replace(export, pages=(page,), options=replace(export.options, names=None, unit=None, images=False))
    for file in pagexml.files(alone):
        yield replace(file, name=f"page/{name}.xml")
    log = export.decisions_of(page.id) if export.decisions_of else ()
    if log:
        lines = (msgspec.json.encode(decision) for decision in log)
        yield OutputFile(f"decisions/{name}.jsonl", b"".join(line + b"\n" for line in lines))


@dataclass(slots=True)
class _Tally:
    """Files that have gone out: how many bytes, and their sums by name."""

    size: int = 0
    sums: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def count(self, file: OutputFile) -> OutputFile:
        """Take in a file on its way out."""
        digests = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
        for piece in _pieces(file):
            self.size += len(piece)
            for digest in digests.values():
                digest.update(piece)
        self.sums[file.name] = {algorithm: digest.hexdigest() for algorithm, digest in digests.items()}
        return file

    def manifest(self, algorithm: str) -> bytes:
        """A line for each file; BagIt escapes what would end one."""
        lines = (f"{sums[algorithm]}  {_escaped(name)}\n" for name, sums in sorted(self.sums.items()))
        return "".join(lines).encode()


def _pieces(file: OutputFile) -> Iterator[bytes]:
    if file.file is None:
        yield file.data
        return
    with file.file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _info(export: Export, payload: _Tally) -> bytes:
    """What the bag is, in the words that BagIt has for it."""
    entries = [("Bag-Software-Agent", signature())]
    if export.created is not None:
        entries.append(("Bagging-Date", in_utc(export.created).date().isoformat()))
    entries.append(("Payload-Oxum", f"{payload.size}.{len(payload.sums)}"))
    titles = [export.title or "", *(f"{i.title}, {i.date or i.label}".strip(", ") for i in export.issues)]
    entries += [("External-Description", title) for title in dict.fromkeys(titles) if title]
    entries += [("External-Identifier", issue.id) for issue in export.issues if issue.id]
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in entries).encode("utf-8", "replace")
