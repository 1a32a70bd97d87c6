"""What PAGE-XML 2019-07-15 allows where, and what of it Galley writes itself.

In: nothing. Out: the `Vocabulary` by which what an imported file says beyond that is carried. What the schema has no
place for (elements of others such as TranskribusMetadata, attributes and values of other years) is kept as a
`UserAttribute` of the nearest element that may hold one: an attribute by its value, an element by its XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from correction.exchange.carrying import Known, Vocabulary
from correction.exchange.pagexml import terms
from correction.exchange.pagexml.languages import LANGUAGE_NAMES
from correction.exchange.xml_tree import child, tag

ORIGINAL = "original"
"""Names the MetadataItem that says who made the imported file."""
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
PICTURE_REGIONS = ("ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion")
_OTHER_REGIONS = "TableRegion MathsRegion ChemRegion MusicRegion AdvertRegion NoiseRegion UnknownRegion CustomRegion"
_REGIONS = "|".join(("TextRegion", *PICTURE_REGIONS, "SeparatorRegion", *_OTHER_REGIONS.split()))
_REFERENCES = "RegionRef|RegionRefIndexed|OrderedGroup|OrderedGroupIndexed|UnorderedGroup|UnorderedGroupIndexed"
_FREE = "UserDefined Labels"
_REGION = f"AlternativeImage Coords {_FREE} Roles {_REGIONS}"
_NAMED = "id custom comments"
_AREA = f"{_NAMED} continuation orientation"
_WRITING = "primaryLanguage primaryScript secondaryScript readingDirection production"
_STYLE = (
    "fontFamily serif monospace fontSize xHeight kerning textColour textColourRgb bgColour bgColourRgb reverseVideo"
    " bold italic underlined underlineStyle subscript superscript strikethrough smallCaps letterSpaced"
)

# An element's attributes and the sequence of its children.
_SCHEMA: Mapping[str, tuple[str, str]] = {
    "PcGts": ("pcGtsId", "Metadata Page"),
    "Metadata": ("externalRef", "Creator Created LastChange Comments UserDefined MetadataItem"),
    "MetadataItem": ("type name value date", "Labels"),
    "Labels": ("externalModel externalId prefix comments", "Label"),
    "Label": ("value type comments", ""),
    "UserDefined": ("", "UserAttribute"),
    "UserAttribute": ("name description type value", ""),
    "Page": (
        "imageFilename imageWidth imageHeight imageXResolution imageYResolution imageResolutionUnit custom orientation"
        " type primaryLanguage secondaryLanguage primaryScript secondaryScript readingDirection textLineOrder conf",
        f"AlternativeImage Border PrintSpace ReadingOrder Layers Relations TextStyle {_FREE} {_REGIONS}",
    ),
    "AlternativeImage": ("filename comments conf", ""),
    "Border": ("", "Coords"),
    "PrintSpace": ("", "Coords"),
    "Coords": ("points conf", ""),
    "Baseline": ("points conf", ""),
    "ReadingOrder": ("conf", _REFERENCES),
    "OrderedGroup": (f"{_NAMED} regionRef caption type continuation", f"{_FREE} {_REFERENCES}"),
    "OrderedGroupIndexed": (f"{_NAMED} regionRef index caption type continuation", f"{_FREE} {_REFERENCES}"),
    "UnorderedGroup": (f"{_NAMED} regionRef caption type continuation", f"{_FREE} {_REFERENCES}"),
    "UnorderedGroupIndexed": (f"{_NAMED} regionRef index caption type continuation", f"{_FREE} {_REFERENCES}"),
    "Layers": ("", "Layer"),
    "Layer": ("id zIndex caption", "RegionRef"),
    "Relations": ("", "Relation"),
    "Relation": (f"{_NAMED} type", "Labels SourceRegionRef TargetRegionRef"),
    "RegionRef": ("regionRef", ""),
    "SourceRegionRef": ("regionRef", ""),
    "TargetRegionRef": ("regionRef", ""),
    "TextRegion": (
        f"{_AREA} type leading textLineOrder readingOrientation indented align secondaryLanguage {_WRITING}",
        f"{_REGION} TextLine TextEquiv TextStyle",
    ),
    "TextLine": (f"{_NAMED} index {_WRITING}", f"AlternativeImage Coords Baseline Word TextEquiv TextStyle {_FREE}"),
    "Word": (f"{_NAMED} language {_WRITING}", f"AlternativeImage Coords Glyph TextEquiv TextStyle {_FREE}"),
    "Glyph": (
        f"{_NAMED} ligature symbol script production",
        f"AlternativeImage Coords Graphemes TextEquiv TextStyle {_FREE}",
    ),
    "Graphemes": ("", "Grapheme|NonPrintingChar|GraphemeGroup"),
    "Grapheme": (f"{_NAMED} index ligature charType", "TextEquiv Coords"),
    "NonPrintingChar": (f"{_NAMED} index ligature charType", "TextEquiv"),
    "GraphemeGroup": (f"{_NAMED} index ligature charType", "TextEquiv Grapheme|NonPrintingChar"),
    "TextEquiv": ("index conf dataType dataTypeDetails comments", "PlainText Unicode"),
    "PlainText": ("", ""),
    "Unicode": ("", ""),
    "TextStyle": (_STYLE, ""),
    "Roles": ("", "TableCellRole"),
    "TableCellRole": ("rowIndex columnIndex rowSpan colSpan header", ""),
    "Grid": ("", "GridPoints"),
    "GridPoints": ("index points", ""),
    "ImageRegion": (f"{_AREA} colourDepth bgColour embText", _REGION),
    "GraphicRegion": (f"{_AREA} type numColours embText", _REGION),
    "LineDrawingRegion": (f"{_AREA} penColour bgColour embText", _REGION),
    "ChartRegion": (f"{_AREA} type numColours bgColour embText", _REGION),
    "MapRegion": (_AREA, _REGION),
    "SeparatorRegion": (f"{_AREA} colour", _REGION),
    "TableRegion": (f"{_AREA} rows columns lineColour bgColour lineSeparators embText", f"{_REGION} Grid"),
    "MathsRegion": (f"{_AREA} bgColour", _REGION),
    "ChemRegion": (f"{_AREA} bgColour", _REGION),
    "MusicRegion": (f"{_AREA} bgColour", _REGION),
    "AdvertRegion": (f"{_AREA} bgColour", _REGION),
    "NoiseRegion": (f"{_NAMED} continuation", _REGION),
    "UnknownRegion": (f"{_NAMED} continuation", _REGION),
    "CustomRegion": (f"{_NAMED} continuation type", _REGION),
}

_GROUP = ("id index type continuation custom", _REFERENCES)
# What Galley writes or leaves out by itself: attributes, children.
_WRITTEN: Mapping[str, tuple[str, str]] = {
    "PcGts": (f"pcGtsId {SCHEMA_LOCATION}", "Metadata Page"),
    "Metadata": ("", "Creator Created LastChange Comments"),
    "Page": (
        "imageFilename imageWidth imageHeight imageXResolution imageYResolution imageResolutionUnit custom orientation"
        " primaryLanguage primaryScript readingDirection textLineOrder",
        "ReadingOrder",
    ),
    "ReadingOrder": ("", _REFERENCES),
    "OrderedGroup": _GROUP,
    "OrderedGroupIndexed": _GROUP,
    "UnorderedGroup": _GROUP,
    "UnorderedGroupIndexed": _GROUP,
    "TextRegion": ("type continuation readingDirection textLineOrder custom", "Coords TextLine TextEquiv"),
    "TextLine": ("index readingDirection custom", "Coords Baseline Word TextEquiv"),
    "Word": ("", "Coords TextEquiv"),
    "TextEquiv": ("index", "Unicode"),
    "Coords": ("points", ""),
    "Baseline": ("points", ""),
    "SeparatorRegion": ("custom", "Coords"),
    **dict.fromkeys(PICTURE_REGIONS, ("custom", "Coords")),
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace("|", " ").split())


def _matching(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


_BOOLEAN = _matching("true|false|0|1")
_INTEGER = _matching(r"\s*[+-]?\d{1,9}\s*")
_NUMBER = _matching(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*")
_COLOUR = _matching(
    "black|blue|brown|cyan|green|grey|indigo|magenta|orange|pink|red|turquoise|violet|white|yellow|other"
)
_TEXT_TYPE = _matching(
    "paragraph|heading|caption|header|footer|page-number|drop-capital|credit|floating|signature-mark|catch-word"
    "|marginalia|footnote|footnote-continued|endnote|TOC-entry|list-label|other"
)
_GRAPHIC_TYPE = _matching(
    "logo|letterhead|decoration|frame|handwritten-annotation|stamp|signature|barcode|paper-grow|punch-hole|other"
)
_BOOLEANS = (
    "bold continuation embText header indented italic letterSpaced ligature lineSeparators monospace reverseVideo serif"
    " smallCaps strikethrough subscript superscript symbol underlined"
)
_INTEGERS = (
    "colSpan columnIndex columns index kerning leading numColours rowIndex rowSpan rows zIndex bgColourRgb"
    " textColourRgb xHeight"
)
_VALUES: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(_BOOLEANS.split(), _BOOLEAN),
    **dict.fromkeys(_INTEGERS.split(), _INTEGER),
    **dict.fromkeys(["fontSize", "orientation", "readingOrientation"], _NUMBER),
    **dict.fromkeys(["bgColour", "colour", "lineColour", "penColour", "textColour"], _COLOUR),
    **dict.fromkeys(["language", "primaryLanguage", "secondaryLanguage"], LANGUAGE_NAMES.__contains__),
    **dict.fromkeys(["primaryScript", "secondaryScript", "script"], _matching("[A-Z][a-z]{3} - .+")),
    **dict.fromkeys(
        ["readingDirection", "textLineOrder"], _matching("left-to-right|right-to-left|top-to-bottom|bottom-to-top")
    ),
    "conf": _matching(r"0|1|[01]\.0*|0?\.\d+([eE]-\d{1,2})?|\d(\.\d+)?[eE]-\d{1,2}"),
    "align": _matching("left|centre|right|justify"),
    "production": _matching(
        "printed|typewritten|handwritten-cursive|handwritten-printscript|medieval-manuscript|other"
    ),
    "colourDepth": _matching("bilevel|greyscale|colour|other"),
    "underlineStyle": _matching("singleLine|doubleLine|other"),
    "charType": _matching("base|combining"),
    "dataType": _matching("xsd:(decimal|float|integer|boolean|date|time|dateTime|string)|other"),
    "points": _matching(r"(\d+,\d+ )+\d+,\d+"),
    "date": _matching(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "type TextRegion": _TEXT_TYPE,
    "type GraphicRegion": _GRAPHIC_TYPE,
    "type ChartRegion": _matching("bar|line|pie|scatter|surface|other"),
    "type Relation": _matching("link|join"),
    "type MetadataItem": _matching("author|imageProperties|processingStep|other"),
    "type UserAttribute": _matching("xsd:(string|integer|boolean|float)"),
    "type Page": _matching("front-cover|back-cover|title|table-of-contents|index|content|blank|other"),
}


def fits(element: str, attribute: str, value: str) -> bool:
    """Whether the schema takes a value there.

    >>> fits("TextRegion", "type", "paragraph"), fits("TextLine", "primaryLanguage", "GermanStandard")
    (True, False)
    """
    check = _VALUES.get(f"{attribute} {element}", _VALUES.get(attribute))
    return check is None or check(value)


def keep_as_user_attribute(element: etree._Element, name: str, value: str) -> bool:
    """Keep what has no place as a UserAttribute of the nearest element that may hold one; False where none may."""
    path = name
    holder: etree._Element | None = element
    while holder is not None and "UserDefined" not in _SCHEMA.get(tag(holder), ("", ""))[1].split():
        path = f"{tag(holder)}/{path}"
        holder = holder.getparent()
    if holder is None:
        return False
    defined = child(holder, "UserDefined")
    if defined is None:
        defined = etree.Element(f"{{{terms.NAMESPACE}}}UserDefined")
        before = _SCHEMA[tag(holder)][1].split()
        later = {name for names in before[before.index("UserDefined") + 1 :] for name in names.split("|")}
        place = next((i for i, each in enumerate(holder) if tag(each) in later), len(holder))
        holder.insert(place, defined)
    terms.add(defined, "UserAttribute", name=path, type="xsd:string", value=value)
    return True


def is_galleys(element: etree._Element) -> bool:
    """Whether a child of a Metadata element is one that Galley writes anew."""
    if tag(element) != "MetadataItem":
        return False
    if element.get("type") == "imageProperties":
        return element.get("name") in ("sha256", "frame", "crop", "turn")
    return any(tag(each) == "Labels" and each.get("externalModel") == "galley" for each in element)


def _known(name: str) -> Known:
    attributes, children = _SCHEMA[name]
    ours = _WRITTEN.get(name, ("", ""))
    return Known(_words(ours[0]), _words(ours[1]), tuple(children.split()), _words(attributes))


VOCABULARY = Vocabulary(
    elements={name: _known(name) for name in _SCHEMA},
    taken=frozenset({"TextRegion", "TextLine", "SeparatorRegion", *PICTURE_REGIONS}),
    nested=True,
    ids=frozenset({"id"}),
    references=frozenset({"regionRef"}),
    own=is_galleys,
    fits=fits,
    homeless=keep_as_user_attribute,
)
