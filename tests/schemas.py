"""The schemas of exports, where ../shared has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas"
NAMESPACES = {
    "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15": "page-2019-07-15.xsd",
    "http://www.loc.gov/standards/alto/ns-v2#": "alto-2-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-4-4.xsd",
    "http://www.loc.gov/METS/": "mets-1-12-1.xsd",
    "http://www.tei-c.org/ns/1.0": "tei-dtabf.rng",
}


def check(path: Path) -> str:
    """Raise for a file that is no XML, or not what its schema says; gives the schema's name, "" where there is none."""
    root = etree.parse(path).getroot()
    file = NAMESPACES.get(etree.QName(root).namespace or "")
    if root.find("{http://www.tei-c.org/ns/1.0}facsimile") is not None:
        return ""  # the DTA base format has no zones: this is other TEI
    if not file or not SCHEMAS.is_dir():
        return ""
    if root.find("{http://www.tei-c.org/ns/1.0}facsimile") is not None:
        return ""  # TEI P5, whose schema takes minutes to load; the base format has no zones
    schema(file).assertValid(root)
    return file


@cache
def schema(file: str) -> etree.XMLSchema | etree.RelaxNG:
    """A schema, with what it imports taken from the same folder."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Near())
    tree = etree.parse(SCHEMAS / file, parser)
    return etree.RelaxNG(tree) if file.endswith(".rng") else etree.XMLSchema(tree)


class Near(etree.Resolver):
    """Finds a schema beside the one that imports it, whatever its address."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        return self.resolve_filename(str(SCHEMAS / Path(system_url).name), context)
