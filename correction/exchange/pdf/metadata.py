"""What a PDF/A says of itself: XMP and Info, the same in both, and the colours that it means.

In: an `About`. Out: objects of the file. No time is told but that of the export, and the colour profile is made here
with a date that never changes, so that the same project gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from correction.exchange.pdf.file import Name, PdfFile, Ref, Value
from correction.exchange.pdf.layout import clean
from correction.exchange.signature import signature
from correction.exchange.xml_names import legal

PART, CONFORMANCE = 2, "U"  # PDF/A-2u: all text has its Unicode
CONDITION = "sRGB"
_MADE = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # the first of January 2000, as ICC writes it
_MADE_AT, _ID_AT, _ID_BYTES = 24, 84, 16
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
{}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


@dataclass(frozen=True, slots=True)
class About:
    """What a document is: title, languages with the first one its own, day of issue in ISO 8601, time of export."""

    title: str
    languages: Sequence[str]
    day: str | None = None
    created: datetime | None = None


def write_info(file: PdfFile, about: About) -> Ref:
    """Write the Info dictionary."""
    values: dict[str, Value] = {"Title": _plain(about.title), "Producer": signature()}
    if about.created:
        zone = about.created.strftime("%z") or "+0000"
        stamp = f"D:{about.created:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
        values |= {"CreationDate": stamp, "ModDate": stamp}
    return file.add(values)


def write_xmp(file: PdfFile, about: About) -> Ref:
    """Write the XMP packet, uncompressed, so that programs that know no PDF find it."""
    rows = [
        f"<pdfaid:part>{PART}</pdfaid:part>",
        f"<pdfaid:conformance>{CONFORMANCE}</pdfaid:conformance>",
        "<dc:format>application/pdf</dc:format>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(about.title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag>{_items(about.languages)}</rdf:Bag></dc:language>",
        f"<pdf:Producer>{_xml(signature())}</pdf:Producer>",
    ]
    if about.day:
        rows.append(f"<dc:date><rdf:Seq>{_items([about.day])}</rdf:Seq></dc:date>")
    if about.created:
        stamp = about.created.isoformat(timespec="seconds") + ("" if about.created.tzinfo else "+00:00")
        rows += [f"<xmp:{key}>{stamp}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate")]
    packet = _XMP.format("\n".join(f"   {row}" for row in rows))
    return file.add_stream({"Type": Name("Metadata"), "Subtype": Name("XML")}, packet.encode("utf-8", "replace"))


def write_colours(file: PdfFile) -> Ref:
    """Write the output intent: colours without a profile of their own are sRGB."""
    profile = file.add_packed({"N": 3}, srgb_profile())
    return file.add(
        {
            "Type": Name("OutputIntent"),
            "S": Name("GTS_PDFA1"),
            "OutputConditionIdentifier": CONDITION,
            "Info": CONDITION,
            "DestOutputProfile": profile,
        }
    )


def srgb_profile() -> bytes:
    """An ICC profile of sRGB, made by LittleCMS and free to use; the same bytes always."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_MADE_AT : _MADE_AT + len(_MADE)] = _MADE
    made[_ID_AT : _ID_AT + _ID_BYTES] = bytes(_ID_BYTES)
    return bytes(made)


def _plain(text: str) -> str:
    return " ".join(legal(clean(text)).split())


def _xml(text: str) -> str:
    return escape(_plain(text))


def _items(texts: Sequence[str]) -> str:
    return "".join(f"<rdf:li>{_xml(text)}</rdf:li>" for text in texts)
