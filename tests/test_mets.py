"""Issues out as METS, valid against the schema, with all that it points to; and back."""

from __future__ import annotations

import hashlib
import io
import posixpath
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from issue_exports import ISSUE, issue_export, issue_pages
from lxml import etree
from PIL import Image
from schemas import SCHEMAS, schema

from correction.exchange import Export, LoadedPages, Options, OutputFile
from correction.exchange.alto.reader import read_alto
from correction.exchange.mets.reader import read_mets
from correction.exchange.mets.structure import apply_structure
from correction.exchange.mets.terms import HREF
from correction.exchange.mets.writer import files
from ocr.errors import UsageError
from ocr.page import Box, Source

NS = {"m": "http://www.loc.gov/METS/", "mods": "http://www.loc.gov/mods/v3", "mix": "http://www.loc.gov/mix/v20"}


def assert_sound(name: str, written: dict[str, bytes]) -> etree._Element:
    """Valid, and everything that it points to is there: files with their sums, blocks, sections."""
    root = etree.fromstring(written[name])
    if SCHEMAS.exists():
        schema("mets-1-12-1.xsd").assertValid(root)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    for key in ("DMDID", "ADMID", "FILEID"):
        assert {i for e in root.iter() for i in e.get(key, "").split()} <= set(ids)
    inside: dict[str, set[str]] = {}
    for file in root.iterfind(".//m:file", NS):
        place = file.find("m:FLocat", NS)
        assert place is not None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(place.get(HREF, ""))))
        if file.get("SIZE"):
            data = written[target]
            assert (file.get("SIZE"), file.get("CHECKSUM")) == (str(len(data)), hashlib.sha256(data).hexdigest())
        if target.endswith(".xml"):
            inside[file.get("ID", "")] = {e.get("ID", "") for e in etree.fromstring(written[target]).iter()}
    for area in root.iterfind(".//m:area[@BEGIN]", NS):
        assert area.get("BEGIN") in inside[area.get("FILEID", "")]
    return root


def exported(export: Export) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in files(export):
        assert file.name not in found
        found[file.name] = file.file.read_bytes() if file.file else file.data
    return found


def test_an_issue_is_a_folder_with_alto_and_pictures(tmp_path: Path) -> None:
    written = exported(issue_export(tmp_path))
    assert list(written) == [
        "i_1/images/p000001.png",
        "i_1/alto/p000001.xml",
        "i_1/images/p000002.png",
        "i_1/alto/p000002.xml",
        "i_1/mets.xml",
    ]
    root = assert_sound("i_1/mets.xml", written)
    assert root.findtext(".//mods:dateIssued", namespaces=NS) == "1845-12-28"
    assert [e.text for e in root.iterfind(".//m:agent/m:name", NS)][1:] == ["Anna"]
    assert [e.text for e in root.iterfind(".//mix:numerator", NS)] == ["300"] * 4
    assert written == exported(issue_export(tmp_path))


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    written = exported(issue_export(tmp_path))
    issue = read_mets(written["i_1/mets.xml"])
    assert (issue.title, issue.date, issue.label, issue.edition, issue.language) == (
        ISSUE.title,
        ISSUE.date,
        ISSUE.label,
        ISSUE.edition,
        "de",
    )
    assert issue.notes == ()
    assert [(a.id, a.type, a.title) for a in issue.articles] == [
        ("a_1", "article", "Text r_head_L0"),
        ("a_2", "advert", ""),
    ]
    for page, before in zip(issue.pages, issue_pages(), strict=True):
        assert page.text is not None
        after = apply_structure(read_alto(written[f"i_1/{page.text.href}"]), issue, page.text.id)
        items = {issue.item_id(article): article.id for article in issue.articles}
        assert {(r.id, r.role, items.get(r.item or ""), r.continues) for r in after.regions} == {
            (r.id, r.role, r.item, r.continues) for r in before.regions
        }
        assert [items.get(picture.item or "") for picture in after.pictures] == [p.item for p in before.pictures]
        assert after.notes == ()


def test_a_paragraph_over_two_pages_is_one(tmp_path: Path) -> None:
    issue = read_mets(exported(issue_export(tmp_path))["i_1/mets.xml"])
    groups = {part.begin: part.group for part in issue.articles[0].parts}
    assert groups["r_p2"] == groups["r_p3"] != groups["r_p1"]


@pytest.mark.parametrize("version", ["2.1", "4.4"])
def test_the_version_is_that_of_the_text(tmp_path: Path, version: str) -> None:
    written = exported(replace(issue_export(tmp_path), options=Options(version=version)))
    root = etree.fromstring(written["i_1/alto/p000001.xml"])
    assert etree.QName(root).namespace == f"http://www.loc.gov/standards/alto/ns-v{version[0]}#"
    assert_sound("i_1/mets.xml", written)


def test_ndnp(tmp_path: Path) -> None:
    written = exported(replace(issue_export(tmp_path), options=Options(profile="ndnp")))
    folder = "Der Böte & Bote/1845122802"
    assert list(written) == [
        f"{folder}/0001.png",
        f"{folder}/0001.xml",
        f"{folder}/0002.png",
        f"{folder}/0002.xml",
        f"{folder}/1845122802.xml",
    ]
    root = assert_sound(f"{folder}/1845122802.xml", written)
    assert root.get("TYPE") == "urn:library-of-congress:ndnp:mets:newspaper:issue"
    assert [(f.get("ID"), f.get("USE")) for f in root.iterfind(".//m:file", NS)] == [
        ("masterFile1", "master"),
        ("ocrFile1", "ocr"),
        ("masterFile2", "master"),
        ("ocrFile2", "ocr"),
    ]
    issue = read_mets(written[f"{folder}/1845122802.xml"])
    assert ([p.label for p in issue.pages], issue.date) == (["1", "2"], "1845-12-28")
    assert b"inch1200" in written[f"{folder}/0001.xml"]


def test_names_of_ones_own(tmp_path: Path) -> None:
    export = issue_export(tmp_path)
    written = exported(replace(export, options=Options(names="{title}/{date}/S{sequence:03}")))
    folder = "Der Böte & Bote/1845-12-28"
    assert f"{folder}/S001.xml" in written
    assert_sound(f"{folder}/i_1-mets.xml", written)
    with pytest.raises(UsageError, match="two files would be called"):
        exported(replace(export, options=Options(names="{title}")))


def test_without_pictures_the_scans_are_referred_to(tmp_path: Path) -> None:
    for export in (issue_export(), replace(issue_export(tmp_path), options=Options(images=False))):
        written = exported(export)
        assert [name for name in written if "images" in name] == []
        root = assert_sound("i_1/mets.xml", written)
        image = root.find(".//m:fileGrp[@USE='Images']/m:file", NS)
        assert image is not None
        assert (image.get("CHECKSUM"), image.get("SIZE")) == ("cd" * 32, None)
        assert read_mets(written["i_1/mets.xml"]).pages[0].images[0].href == "images/p000001.png"


def test_a_half_of_a_double_page_has_a_picture_of_its_own(tmp_path: Path) -> None:
    scan = tmp_path / "double.png"
    Image.new("L", (200, 1000)).save(scan)
    first, second = issue_pages()
    halves = [replace(first, source=Source(str(scan), "ab" * 32, crop=Box(100, 0, 200, 1000)))]
    halves.append(replace(second, source=Source(str(scan), "ab" * 32, crop=Box(0, 0, 100, 1000))))
    written = exported(replace(issue_export(tmp_path), pages=tuple(halves)))
    assert_sound("i_1/mets.xml", written)
    for name in ("p000001", "p000002"):
        data = written[f"i_1/images/{name}.png"]
        assert Image.open(io.BytesIO(data)).size == (100, 1000)
        root = etree.fromstring(written[f"i_1/alto/{name}.xml"])
        assert root.findtext(".//{*}fileName") == f"../images/{name}.png"
        assert root.findtext(".//{*}fileIdentifier") == hashlib.sha256(data).hexdigest()
    bare = read_mets(exported(replace(issue_export(), pages=tuple(halves)))["i_1/mets.xml"])
    assert [page.images for page in bare.pages] == [(), ()]  # the whole scan would not fit the boxes


def test_pages_come_in_the_order_of_the_issue(tmp_path: Path) -> None:
    export = issue_export(tmp_path)
    written = exported(replace(export, pages=tuple(reversed(tuple(export.pages)))))
    issue = read_mets(written["i_1/mets.xml"])
    assert [(p.order, p.label, p.begin) for p in issue.pages] == [(1, "1", "p000001"), (2, "2", "p000002")]


def test_each_issue_is_written_behind_its_last_page(tmp_path: Path) -> None:
    first, second = issue_pages(tmp_path)
    third = replace(first, id="p000003")
    issues = (replace(ISSUE, pages=("p000002",)), replace(ISSUE, id="i_2", pages=("p000001",)))
    export = Export((first, second, third), issues=issues)
    assert list(exported(export)) == [
        "i_2/alto/p000001.xml",
        "i_2/mets.xml",
        "i_1/alto/p000002.xml",
        "i_1/mets.xml",
        "no-issue/alto/p000003.xml",
        "no-issue/mets.xml",
    ]


def test_pages_are_held_one_at_a_time(tmp_path: Path) -> None:
    pages = {page.id: page for page in issue_pages(tmp_path)}
    log: list[str] = []

    def load(name: str) -> object:
        log.append(name)
        return pages[name]

    export = replace(issue_export(tmp_path), pages=LoadedPages(list(pages), load))  # type: ignore[arg-type]
    log.extend(file.name for file in files(export))
    assert [entry for entry in log if "/" not in entry] == ["p000001", "p000002"]
    assert log.index("i_1/alto/p000001.xml") < log.index("p000002")


def test_nothing_is_written_of_nothing() -> None:
    assert list[OutputFile](files(Export())) == []
