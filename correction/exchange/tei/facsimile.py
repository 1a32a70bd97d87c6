"""The places of a TEI P5 document: a surface for each page, zones for its regions, lines and pictures.

In: the pages of a document. Out: `<facsimile>`, in pixels of the page's picture. The DTA base format has none.
"""

from __future__ import annotations

from lxml import etree

from correction.exchange.tei.course import Setting
from correction.exchange.tei.pages import KeptPage
from correction.exchange.tei.terms import add
from ocr.page import Box


def write_facsimile(parent: etree._Element, setting: Setting) -> None:
    """Add `<facsimile>`; nothing for a document without pages."""
    if setting.pages:
        facsimile = add(parent, "facsimile")
        for page in setting.pages.values():
            _surface(facsimile, page, setting)


def _surface(parent: etree._Element, page: KeptPage, setting: Setting) -> None:
    names = setting.names
    name = names.of("surface", f"f_{page.id}")
    surface = add(parent, "surface", id=name, **_corners(Box(0, 0, page.width, page.height)))
    add(surface, "graphic", url=setting.refer(page.image), width=f"{page.width}px", height=f"{page.height}px")
    for region in page.regions:
        zone = add(surface, "zone", id=names.of("r", region.id, page.id), type=region.role, **_corners(region.box))
        for line in (page.lines[line] for line in region.lines if line in page.lines):
            add(zone, "zone", id=names.of("l", line.id, page.id), type="line", **_corners(line.box))
    for picture in page.pictures:
        add(surface, "zone", id=names.of("zone", f"z_{picture.id}", page.id), type="picture", **_corners(picture.box))


def _corners(box: Box) -> dict[str, str | None]:
    return {"ulx": str(box.left), "uly": str(box.top), "lrx": str(box.right), "lry": str(box.bottom)}
