"""A METS file put together from what was kept of its pages.

In: an issue, the records of its pages in order, its provenance, the METS file it was imported from, if any. Out: the
bytes of the new one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from lxml import etree

from correction.exchange import Export, ExportIssue
from correction.exchange.mets import metadata
from correction.exchange.mets.issue import MetsPage
from correction.exchange.mets.logical import Placed, place_articles, write_articles, write_furniture
from correction.exchange.mets.original import OriginalMets
from correction.exchange.mets.pages import FileRecord, PageRecord
from correction.exchange.mets.sections import Ids, Sections
from correction.exchange.mets.terms import HREF, ISSUES, METS, MIX, MODS, PREMIS, TITLES, XLINK, add, plain
from correction.exchange.premis import Provenance
from correction.exchange.signature import timestamp
from correction.exchange.xml_tree import child, every

NDNP_TYPE = "urn:library-of-congress:ndnp:mets:newspaper:issue"
NDNP_PROFILE = "urn:library-of-congress:mets:profiles:ndnp:issue:v1.5"


class MetsDocument:
    """One issue on its way into METS; `folder` is that of the METS file inside the target folder."""

    def __init__(
        self,
        export: Export,
        issue: ExportIssue,
        pages: Sequence[PageRecord],
        labels: Sequence[str],
        folder: str,
        provenance: Provenance,
        original: OriginalMets | None,
    ) -> None:
        self.export, self.issue, self.pages, self.labels, self.folder = export, issue, pages, labels, folder
        self.provenance, self.original = provenance, original
        self.is_ndnp = export.options.profile == "ndnp"
        self.ids = Ids(list(original.ids) if original else ())
        self._known: Mapping[str, MetsPage] = original.match(pages) if original else {}
        self.texts = {page.id: self._file_id(page, place, "text") for place, page in enumerate(pages, 1)}
        self.images = {
            page.id: self._file_id(page, place, "image") for place, page in enumerate(pages, 1) if page.image
        }
        languages = {page.language for page in pages}
        language = languages.pop() if len(languages) == 1 else None
        self.sections = Sections(issue, language, original, self.ids)

    def write(self) -> bytes:
        """The file's bytes."""
        root = self._root()
        amd = etree.Element(f"{{{METS}}}amdSec")
        amd.set("ID", self.ids.name("AMD_GALLEY"))
        files = self._files(amd)
        logical = self._logical()  # first, for it knows best which description is the issue's
        physical = self._physical()
        metadata.provenance_data(amd, self.provenance, self.ids.name)
        old = self.original
        agents = self.provenance.agents()
        root.append(metadata.header(self.export.created, agents, old.header() if old else None))
        for section in (*(old.copies("dmdSec") if old else ()), *self.sections.written.values()):
            root.append(section)
        for section in (*(old.copies("amdSec") if old else ()), amd, files, physical, logical):
            root.append(section)
        for name in ("structLink", "behaviorSec"):
            for section in old.copies(name) if old else ():
                root.append(section)
        self._drop_dangling(root)
        etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
        etree.indent(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def _root(self) -> etree._Element:
        spaces: dict[str, str] = {"mods": MODS, "mix": MIX, "premis": PREMIS}
        if self.original:
            known = self.original.root.nsmap
            spaces |= {prefix: uri for prefix, uri in known.items() if prefix and uri != XLINK}
        root = etree.Element(f"{{{METS}}}mets", nsmap={**spaces, None: METS, "xlink": XLINK})  # type: ignore[dict-item]
        for key, value in self.original.root.attrib.items() if self.original else ():
            root.set(str(key), str(value))
        words = ", ".join(word for word in (self.issue.title, self.issue.date or self.issue.label) if word)
        own = {"TYPE": NDNP_TYPE, "PROFILE": NDNP_PROFILE} if self.is_ndnp else {"TYPE": "Newspaper"}
        for key, value in {**own, "LABEL": words}.items():
            other = key == "LABEL" and self.original and self.original.is_renamed(self.issue.title)
            if value and (key not in root.attrib or other or (self.is_ndnp and key in own)):
                root.set(key, value)
        return root

    def _file_id(self, page: PageRecord, place: int, kind: str) -> str:
        """The id of a page's text or picture: as imported, else by its number."""
        known = self._known.get(page.id)
        file = known and (known.text if kind == "text" else next(iter(known.images), None))
        if file:
            return file.id
        if self.is_ndnp:
            return self.ids.name(f"ocrFile{place}" if kind == "text" else f"masterFile{place}")
        return self.ids.name(f"{'ALTO' if kind == 'text' else 'IMG'}{place:05}")

    def _files(self, amd: etree._Element) -> etree._Element:
        section = etree.Element(f"{{{METS}}}fileSec")
        if self.is_ndnp:
            for place, page in enumerate(self.pages, 1):
                group = add(section, "fileGrp", ID=self.ids.name(f"pageFileGrp{place}"))
                if page.image:
                    self._file(group, self.images[page.id], page.image, amd, page).set("USE", "master")
                self._file(group, self.texts[page.id], page.text).set("USE", "ocr")
            return section
        shown = [page for page in self.pages if page.image]
        group = add(section, "fileGrp", ID=self.ids.name("IMGGRP"), USE="Images") if shown else section
        for page in shown:
            if page.image:
                self._file(group, self.images[page.id], page.image, amd, page)
        group = add(section, "fileGrp", ID=self.ids.name("ALTOGRP"), USE="Text")
        for page in self.pages:
            self._file(group, self.texts[page.id], page.text)
        return section

    def _file(
        self,
        group: etree._Element,
        name: str,
        record: FileRecord,
        amd: etree._Element | None = None,
        page: PageRecord | None = None,
    ) -> etree._Element:
        """Add a file; of a picture its technical data too, where the imported file has none."""
        file = add(group, "file", ID=name, MIMETYPE=record.mime)
        if record.size is not None:
            file.set("SIZE", str(record.size))
        if record.sha256:
            file.set("CHECKSUM", record.sha256)
            file.set("CHECKSUMTYPE", "SHA-256")
        if self.export.created is not None and page is None:
            file.set("CREATED", timestamp(self.export.created))
        old = self.original.file(name) if self.original else None
        for key in ("SEQ", "GROUPID", "ADMID", "DMDID", "USE") if old is not None else ():
            if old is not None and old.get(key):
                file.set(key, str(old.get(key)))
        if amd is not None and page is not None and not file.get("ADMID"):
            file.set("ADMID", self.ids.name(f"MIX_{name}"))
            metadata.picture_data(amd, file.get("ADMID", ""), page)
        own = {"LOCTYPE": "OTHER", "OTHERLOCTYPE": "file"} if self.is_ndnp else {"LOCTYPE": "URL"}
        place = add(file, "FLocat", **own)
        place.set(f"{{{XLINK}}}type", "simple")
        place.set(HREF, quote(posixpath.relpath(record.name, self.folder or ".")))
        return file

    def _physical(self) -> etree._Element:
        physical = etree.Element(f"{{{METS}}}structMap")
        top = self._old_top()
        above = top.iterancestors(f"{{{METS}}}structMap") if top is not None else iter(())
        self._carry_attributes(physical, next(above, None))
        physical.set("TYPE", "PHYSICAL")
        physical.set("LABEL", physical.get("LABEL") or "Physical Structure")
        issue = add(physical, "div", TYPE="np:issue" if self.is_ndnp else "Newspaper")
        self._carry_attributes(issue, top)
        issue.set("ID", issue.get("ID") or self.ids.name("DIVP1"))
        self.sections.describe_issue(issue, "issueModsBib" if self.is_ndnp else "MODSMD_ISSUE1")
        for place, (page, label) in enumerate(zip(self.pages, self.labels, strict=True), 1):
            known = self._known.get(page.id)
            old = self.original.div(known.id) if known and self.original else None
            div = add(
                issue, "div", TYPE="np:page" if self.is_ndnp else "PAGE", ORDER=str(place), ORDERLABEL=label or None
            )
            self._carry_attributes(div, old)
            div.set("ID", div.get("ID") or self.ids.name(f"DIVP{place + 1}"))
            if self.is_ndnp:
                self.sections.describe_page(div, place, label)
            areas = add(add(div, "fptr"), "par") if page.image else add(div, "fptr")
            if page.image:
                add(areas, "area", FILEID=self.images[page.id])
            begin = {"BEGIN": page.root, "BETYPE": "IDREF"} if page.root else {}
            add(areas, "area", FILEID=self.texts[page.id], **begin)
        return physical

    def _old_top(self) -> etree._Element | None:
        """The div that held the pages in the imported file."""
        known = next(iter(self._known.values()), None)
        old = self.original.div(known.id) if known and self.original else None
        parent = old.getparent() if old is not None else None
        return parent if parent is not None and parent.tag == f"{{{METS}}}div" else None

    def _logical(self) -> etree._Element:
        placed = place_articles(self.export.articles, self.pages, self.texts, self.original)
        files = [*self.texts.values(), *self.images.values()]
        whole = self._whole_map(placed, files)
        if whole is not None:
            self._rename(whole)
            return whole
        logical = etree.Element(f"{{{METS}}}structMap")
        logical.set("TYPE", "LOGICAL")
        logical.set("LABEL", "Logical Structure")
        paper = add(logical, "div", TYPE="Newspaper", LABEL=self.issue.title or None)
        issue = add(paper, "div", TYPE="ISSUE", LABEL=self._issue_label() or None)
        self._adopt(paper, TITLES)
        self._adopt(issue, ISSUES)
        self.sections.describe_paper(paper)
        self.sections.describe_issue(issue, "issueModsBib" if self.is_ndnp else "MODSMD_ISSUE1")
        write_furniture(issue, self.pages, self.texts)
        content = add(issue, "div", TYPE="CONTENT")
        kept: set[etree._Element] = set()
        for article, div in write_articles(content, placed, self.original, files):
            if not div.get("ID"):
                div.set("ID", self.ids.name(article.id))
            self.sections.describe_article(div, article)
            kept |= set(div.iter()) if article.is_unchanged else set()
        new = (each for each in every(logical, "div") if not each.get("ID") and each not in kept)
        for number, div in enumerate(new, 1):
            div.set("ID", self.ids.name(f"DIVL{number}"))
        self._rename(logical)
        return logical

    def _rename(self, logical: etree._Element) -> None:
        """Call the paper as a person has named it wherever the imported file called it by the title that it had."""
        if self.original and self.original.is_renamed(self.issue.title):
            for div in every(logical, "div"):
                if div.get("LABEL") == self.original.issue.title:
                    div.set("LABEL", self.issue.title)

    def _whole_map(self, placed: Sequence[Placed], files: Sequence[str]) -> etree._Element | None:
        """The imported map where no article has changed, none came and none went."""
        if self.original is None or self.is_ndnp or not all(article.is_unchanged for article in placed):
            return None
        if [each.was and each.was.id for each in placed] != [each.id for each in self.original.issue.articles]:
            return None
        logical = self.original.logical_map(files)
        for div in every(logical, "div") if logical is not None else ():
            if plain(div.get("TYPE")) in TITLES:
                self.sections.describe_paper(div)
            elif plain(div.get("TYPE")) in ISSUES:
                self.sections.describe_issue(div)
        by_id = {each.was.id: each for each in placed if each.was}
        for div in every(logical, "div") if logical is not None else ():
            if div.get("ID", "") in by_id:
                self.sections.describe_article(div, by_id[div.get("ID", "")])
        return logical

    def _adopt(self, div: etree._Element, kinds: frozenset[str]) -> None:
        """Give a div the attributes of the one that the imported logical map has for it."""
        tops = self.original.logical_map(()) if self.original else None
        old = (
            next((each for each in every(tops, "div") if plain(each.get("TYPE")) in kinds), None)
            if tops is not None
            else None
        )
        self._carry_attributes(div, old)

    def _carry_attributes(self, div: etree._Element, old: etree._Element | None) -> None:
        for key, value in old.attrib.items() if old is not None else ():
            if str(key) not in div.attrib:
                div.set(str(key), str(value))

    def _issue_label(self) -> str:
        return ", ".join(word for word in (self.issue.date, self.issue.label, self.issue.edition) if word)

    def _drop_dangling(self, root: etree._Element) -> None:
        """Take out references to descriptions and data that are not there: a validator would refuse the file."""
        there = {element.get("ID") for element in root.iter() if element.get("ID")}
        for key in ("DMDID", "ADMID"):
            for element in root.iter():
                if names := element.get(key):
                    kept = [name for name in names.split() if name in there]
                    if kept:
                        element.set(key, " ".join(kept))
                    else:
                        del element.attrib[key]
        links = child(root, "structLink")
        for link in list(every(links, "smLink")) if links is not None else ():
            ends = [link.get(f"{{{XLINK}}}{end}", "") for end in ("from", "to")]
            parent = link.getparent()
            if parent is not None and not all(end.removeprefix("#") in there for end in ends):
                parent.remove(link)
        if links is not None and not len(links):
            root.remove(links)
