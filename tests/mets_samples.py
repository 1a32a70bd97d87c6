"""METS files as several programs write them, made by hand, and pages as their ALTO files give them."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.page import Box, LineText, Page, Picture, Reading, Role, Source, TextLine, TextRegion, Transform

HEAD = (
    '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:mods="http://www.loc.gov/mods/v3" LABEL="{label}">'
)


def area(begin: str, file: str = "ALTO1") -> str:
    return f'<fptr><area FILEID="{file}" BETYPE="IDREF" BEGIN="{begin}"/></fptr>'


def div(kind: str, *inner: str, **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<div TYPE="{kind}"{more}>{"".join(inner)}</div>'


def mods(name: str, inner: str) -> str:
    return (
        f'<dmdSec ID="{name}"><mdWrap MDTYPE="MODS"><xmlData><mods:mods>{inner}</mods:mods></xmlData></mdWrap></dmdSec>'
    )


def file(name: str, href: str, mime: str, more: str = "") -> str:
    return f'<file ID="{name}" MIMETYPE="{mime}" {more}><FLocat LOCTYPE="URL" xlink:href="{href}"/></file>'


def page(number: int, *files: str) -> str:
    pointers = "".join(f'<fptr FILEID="{name}"/>' for name in files)
    return f'<div ID="PAGE{number}" TYPE="PAGE" ORDER="{number}" ORDERLABEL="{number}">{pointers}</div>'


def mets(logical: str, *sections: str, pages: int = 2, label: str = "", physical: str | None = None) -> bytes:
    """An issue with an ALTO file and an image for each page."""
    numbers = range(1, pages + 1)
    texts = "".join(file(f"ALTO{n}", f"alto/{n:04}.xml", "text/xml") for n in numbers)
    images = "".join(file(f"IMG{n}", f"img/{n:04}.jpg", "image/jpeg") for n in numbers)
    maps = physical if physical is not None else "".join(page(n, f"IMG{n}", f"ALTO{n}") for n in numbers)
    return (
        f"{HEAD.format(label=label)}{''.join(sections)}"
        f'<fileSec><fileGrp USE="Text">{texts}</fileGrp><fileGrp USE="Images">{images}</fileGrp></fileSec>'
        f'<structMap TYPE="PHYSICAL"><div TYPE="Newspaper">{maps}</div></structMap>'
        f'<structMap TYPE="LOGICAL">{logical}</structMap></mets>'
    ).encode()


NDNP = (
    HEAD.format(label="Evening star (Washington, D.C.), 1865-04-15")
    + mods(
        "issueModsBib",
        '<mods:relatedItem type="host"><mods:identifier type="lccn">sn83045462</mods:identifier><mods:part>'
        '<mods:detail type="volume"><mods:number>25</mods:number></mods:detail>'
        '<mods:detail type="issue"><mods:number>3783</mods:number></mods:detail>'
        '<mods:detail type="edition"><mods:number>1</mods:number><mods:caption>Extra</mods:caption></mods:detail>'
        '</mods:part></mods:relatedItem><mods:originInfo><mods:dateIssued encoding="iso8601">1865-04-15'
        "</mods:dateIssued></mods:originInfo>",
    )
    + mods(
        "pageModsBib1",
        '<mods:part><mods:extent unit="pages"><mods:start>1</mods:start></mods:extent>'
        '<mods:detail type="page number"><mods:number>A1</mods:number></mods:detail></mods:part>',
    )
    + '<fileSec><fileGrp ID="pageFileGrp1">'
    + file("ocrFile1", "../0001.xml", "text/xml", 'USE="ocr"')
    + file("otherDerivativeFile1", "../0001.pdf", "application/pdf", 'USE="derivative"')
    + file("serviceFile1", "../0001.jp2", "image/jp2", 'USE="service"')
    + file("masterFile1", "../0001.tif", "image/tiff", 'USE="master" CHECKSUM="AB" CHECKSUMTYPE="SHA-256" SIZE="7"')
    + '</fileGrp></fileSec><structMap><div TYPE="np:issue" DMDID="issueModsBib">'
    '<div TYPE="np:page" DMDID="pageModsBib1"><fptr FILEID="masterFile1"/><fptr FILEID="serviceFile1"/>'
    '<fptr FILEID="otherDerivativeFile1"/><fptr FILEID="ocrFile1"/></div></div></structMap></mets>'
).encode()

DFG = (
    HEAD.format(label="")
    + mods("DMDNP", "<mods:titleInfo><mods:nonSort>Die</mods:nonSort><mods:title>Zeitung</mods:title></mods:titleInfo>")
    + mods("DMDIS", "<mods:originInfo><mods:dateIssued>1845-12-28</mods:dateIssued></mods:originInfo>")
    + '<fileSec><fileGrp USE="FULLTEXT">'
    + "".join(file(f"F{n}", f"https://example.org/{n}.xml", "text/xml") for n in (1, 2))
    + '</fileGrp><fileGrp USE="THUMBS">'
    + "".join(file(f"T{n}", f"https://example.org/t{n}.jpg", "image/jpeg") for n in (1, 2))
    + '</fileGrp><fileGrp USE="MAX">'
    + "".join(file(f"M{n}", f"https://example.org/m{n}.jpg", "image/jpeg") for n in (1, 2))
    + '</fileGrp></fileSec><structMap TYPE="PHYSICAL"><div TYPE="physSequence">'
    + '<div ID="PHYS2" TYPE="page" ORDER="2"><fptr FILEID="T2"/><fptr FILEID="M2"/><fptr FILEID="F2"/></div>'
    + '<div ID="PHYS1" TYPE="page" ORDER="1"><fptr FILEID="T1"/><fptr FILEID="M1"/><fptr FILEID="F1"/></div>'
    + '</div></structMap><structMap TYPE="LOGICAL"><div TYPE="newspaper" DMDID="DMDNP"><div TYPE="year" LABEL="1845">'
    '<div TYPE="issue" ID="LOG2" DMDID="DMDIS"><div TYPE="article" ID="LOG3" LABEL="Ein Artikel"/></div>'
    "</div></div></structMap><structLink>"
    '<smLink xlink:from="LOG3" xlink:to="PHYS2"/><smLink xlink:from="LOG2" xlink:to="PHYS1"/></structLink></mets>'
).encode()


def alto_page(
    blocks: Sequence[tuple[str, int]], roles: dict[str, Role] | None = None, pictures: Sequence[str] = ()
) -> Page:
    """A page with blocks of so many lines, one below the other, and pictures at the foot."""
    regions, top = [], 0
    for name, count in blocks:
        lines = tuple(TextLine(f"{name}_L{n}", Box(0, top + 10 * n, 100, top + 10 * n + 8), ()) for n in range(count))
        box = Box(0, top, 100, top + 10 * max(1, count))
        regions.append(TextRegion(name, box, (roles or {}).get(name, "body"), lines))
        top = box.bottom
    said = {line.id: LineText(f"Text {line.id}") for region in regions for line in region.lines}
    reading = Reading("rd", "alto", "", "", said)
    found = tuple(Picture(name, Box(0, top + 50 * n, 100, top + 50 * n + 50)) for n, name in enumerate(pictures))
    source = Source("scan.jpg", "")
    return Page(
        "P1", source, 100, 1000, None, "de", "latin", "horizontal", Transform(), tuple(regions), (), (), found,
        (reading,), "rd",
    )  # fmt: skip
