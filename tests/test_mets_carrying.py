"""What an imported METS file says is kept when its issue goes out again."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
from mets_samples import DFG, HEAD, alto_page, area, div, file, mods, page
from test_mets import NS, assert_sound, exported

from correction.assemble import assemble
from correction.exchange import Export, ExportIssue, Original
from correction.exchange.mets.reader import read_mets
from correction.exchange.mets.structure import apply_structure

RIGHTS = (
    '<amdSec ID="AMD1" xmlns:r="urn:rights"><rightsMD ID="R1"><mdWrap MDTYPE="OTHER"><xmlData><r:free note="ä"/>'
    '</xmlData></mdWrap></rightsMD><sourceMD ID="S1"><mdWrap MDTYPE="OTHER"><xmlData><r:box/></xmlData></mdWrap>'
    "</sourceMD></amdSec>"
)
ARTICLES = div(
    "Newspaper",
    div(
        "ISSUE",
        div(
            "CONTENT",
            div(
                "LETTER",
                div("HEADING", div("TITLE", area("B1"), ID="T1", CONTENTIDS="urn:x")),
                div("BODY", div("PARAGRAPH", area("B2"), ID="P1"), div("PARAGRAPH", area("C1", "ALTO2"), ID="P2")),
                ID="A1",
                LABEL="Old words ...",
                DMDID="M_A1",
            ),
            div("ADVERTISEMENT", div("TEXT", area("C2", "ALTO2")), ID="A2", DMDID="GONE"),
            ID="CONTENT",
        ),
        ID="I",
        DMDID="M_I",
    ),
    ID="N",
    LABEL="Der Bote",
)
OLD = (
    HEAD.format(label="Der Bote, 1845-12-28").replace("<mets ", '<mets OBJID="oai:1" ', 1)
    + '<metsHdr CREATEDATE="2001-01-01T00:00:00Z"><agent ROLE="CREATOR"><name>A Library</name></agent>'
    "<altRecordID>77</altRecordID></metsHdr>"
    + mods("M_I", "<mods:originInfo><mods:dateIssued>1845-12-28</mods:dateIssued></mods:originInfo><mods:note/>")
    + mods("M_A1", "<mods:titleInfo><mods:title>Catalogued</mods:title></mods:titleInfo>")
    + RIGHTS
    + '<fileSec><fileGrp USE="Text">'
    + file("ALTO1", "alto/1.xml", "text/xml", 'SEQ="1"')
    + file("ALTO2", "alto/2.xml", "text/xml", 'SEQ="2"')
    + '</fileGrp><fileGrp USE="Thumbs">'
    + file("TH1", "thumb/1.jpg", "image/jpeg", 'ADMID="S1"')
    + '</fileGrp></fileSec><structMap TYPE="PHYSICAL" ID="MAP" LABEL="Pages"><div TYPE="Newspaper" ID="PH" ADMID="R1">'
    + page(1, "TH1", "ALTO1")
    + page(2, "ALTO2").replace("<div ", '<div CONTENTIDS="urn:page" ')
    + f'</div></structMap><structMap TYPE="LOGICAL">{ARTICLES}</structMap></mets>'
).encode()
ISSUE = ExportIssue("i_1", "Der Bote", "1845-12-28", pages=("p1", "p2"))


def imported(data: bytes = OLD, issue: ExportIssue = ISSUE) -> Export:
    """The issue as it stands after its import."""
    known = read_mets(data)
    pages = [
        replace(alto_page([("B0", 1), ("B1", 1), ("B2", 2)], {"B0": "furniture"}), id="p1"),
        replace(alto_page([("C1", 1), ("C2", 1)]), id="p2"),
    ]
    laid = tuple(apply_structure(each, known, f"ALTO{number}") for number, each in enumerate(pages, 1))
    original = Original("page", "1.xml", b"", Original("mets", "mets.xml", data))
    articles = tuple(article for each in laid for article in assemble(each))
    return Export(laid, articles, issues=(issue,), original_of=lambda _: original)


def rewritten(export: Export) -> etree._Element:
    return assert_sound("i_1/mets.xml", exported(export))


def logical(root: etree._Element) -> etree._Element:
    found = root.find("m:structMap[@TYPE='LOGICAL']", NS)
    assert found is not None
    return found


def canonical(element: etree._Element) -> list[tuple[str, dict[str, str]]]:
    return [(str(each.tag), dict(each.attrib)) for each in element.iter()]


def test_articles_that_are_as_they_were_keep_their_divs() -> None:
    old, new = logical(etree.fromstring(OLD)), logical(rewritten(imported()))
    advert = next(each for each in new.iter() if each.get("ID") == "A2")
    assert advert.get("DMDID") == "GONE"  # what it names was missing, and is written
    assert canonical(old) == canonical(new)


def test_descriptions_rights_and_the_header_stay() -> None:
    root = rewritten(imported())
    assert root.get("OBJID") == "oai:1"
    old = etree.fromstring(OLD)
    for name in ("dmdSec", "amdSec"):
        kept = [canonical(each) for each in root.iterfind(f"m:{name}", NS)]
        assert all(canonical(each) in kept for each in old.iterfind(f"m:{name}", NS))
    header = root.find("m:metsHdr", NS)
    assert header is not None
    assert header.get("CREATEDATE") == "2001-01-01T00:00:00Z"
    assert [e.text for e in header.iterfind("m:agent/m:name", NS)][-1] == "A Library"
    assert header.findtext("m:altRecordID", namespaces=NS) == "77"


def test_pages_and_files_keep_their_names() -> None:
    root = rewritten(imported())
    assert [each.get("ID") for each in root.iterfind(".//m:fileGrp[@USE='Text']/m:file", NS)] == ["ALTO1", "ALTO2"]
    pages = root.findall(".//m:div[@TYPE='PAGE']", NS)
    assert [(each.get("ID"), each.get("CONTENTIDS")) for each in pages] == [("PAGE1", None), ("PAGE2", "urn:page")]
    above = root.find(".//m:div[@ID='PH']", NS)
    assert above is not None
    assert above.get("ADMID") == "R1"
    physical = root.find("m:structMap[@TYPE='PHYSICAL']", NS)
    assert physical is not None
    assert (physical.get("ID"), physical.get("LABEL")) == ("MAP", "Pages")


def test_an_article_that_was_changed_is_written_anew_and_keeps_its_name() -> None:
    export = imported()
    first, second = export.pages
    turned = replace(first, regions=tuple(replace(r, role="subhead") if r.id == "B2" else r for r in first.regions))
    changed = (turned, second)
    articles = tuple(article for each in changed for article in assemble(each))
    root = rewritten(replace(export, pages=changed, articles=articles))
    (letter, advert) = (next(e for e in logical(root).iter() if e.get("ID") == name) for name in ("A1", "A2"))
    assert (letter.get("TYPE"), letter.get("LABEL"), letter.get("DMDID")) == ("ARTICLE", "Old words ...", "M_A1")
    assert [e.get("TYPE") for e in letter.iter("{*}div")][:4] == ["ARTICLE", "HEADING", "TITLE", "BODY"]
    assert canonical(advert) == canonical(next(e for e in etree.fromstring(OLD).iter() if e.get("ID") == "A2"))
    issue = read_mets(etree.tostring(root))
    assert [(part.role, part.begin) for part in issue.articles[0].parts] == [
        ("headline", "B1"),
        ("subhead", "B2"),
        ("body", "C1"),
    ]


def test_a_corrected_day_stands_before_the_one_that_was_there() -> None:
    root = rewritten(imported(issue=replace(ISSUE, date="1845-12-29")))
    issue = read_mets(etree.tostring(root))
    assert issue.date == "1845-12-29"
    div_ = next(e for e in logical(root).iter() if e.get("ID") == "I")
    assert div_.get("DMDID", "").endswith(" M_I")


def test_a_second_journey_changes_nothing() -> None:
    once = exported(imported())["i_1/mets.xml"]
    again = exported(imported(once))["i_1/mets.xml"]
    assert canonical(logical(etree.fromstring(once))) == canonical(logical(etree.fromstring(again)))


def test_an_issue_without_its_own_articles_gets_them() -> None:
    data = DFG.replace(b"F1", b"ALTO1").replace(b"F2", b"ALTO2")
    root = rewritten(imported(data))
    issue = read_mets(etree.tostring(root))
    assert [article.id for article in issue.articles][-1] == "LOG3"
    assert [each.get("ID") for each in root.iterfind(".//m:div[@TYPE='page']", NS)] == []


def test_a_file_that_cannot_be_read_any_more_is_left() -> None:
    export = imported()
    broken = Original("page", "1.xml", b"", Original("mets", "mets.xml", b"<mets"))
    written = exported(replace(export, original_of=lambda _: broken))
    assert_sound("i_1/mets.xml", written)
