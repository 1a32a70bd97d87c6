"""Small ALTO files for tests, and the schemas to judge written ones by."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from schemas import SCHEMAS as FOLDER
from schemas import schema

SHARED = Path(__file__).parents[2] / "shared"
SCHEMAS = {"4.4": "alto-4-4.xsd", "2.1": "alto-2-1.xsd"}
FILES = sorted((SHARED / "data").rglob("*.alto.xml"))
NS = {"4.4": "http://www.loc.gov/standards/alto/ns-v4#", "2.1": "http://www.loc.gov/standards/alto/ns-v2#"}

needs_schema = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ALTO schemas are not beside this checkout")
needs_files = pytest.mark.skipif(not FILES, reason="the ALTO files are not beside this checkout")


def assert_valid(data: bytes, version: str) -> None:
    """Valid by the schema, each id once, each reference to something."""
    root = etree.fromstring(data)
    if FOLDER.is_dir():
        schema(SCHEMAS[version]).assertValid(root)
    ids = [each.get("ID") for each in root.iter() if each.get("ID")]
    assert len(ids) == len(set(ids))
    for key in ("IDNEXT", "TAGREFS", "STYLEREFS", "REF", "PROCESSINGREFS"):
        for each in root.iter():
            assert set((each.get(key) or "").split()) <= set(ids)


def alto(blocks: str, head: str = "", page: str = 'WIDTH="1000" HEIGHT="800"', namespace: str = NS["4.4"]) -> bytes:
    """A file of one page whose print space holds `blocks`; `head` stands before the layout."""
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alto{xmlns}>{head}<Layout><Page ID="P1" PHYSICAL_IMG_NR="1" {page}>
<PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="800">{blocks}</PrintSpace></Page></Layout></alto>""".encode()


def described(unit: str, more: str = "") -> str:
    return f"<Description><MeasurementUnit>{unit}</MeasurementUnit>{more}</Description>"


def block(name: str, lines: str, top: int = 100, more: str = "") -> str:
    return f'<TextBlock ID="{name}" HPOS="100" VPOS="{top}" WIDTH="400" HEIGHT="100" {more}>{lines}</TextBlock>'


def line(name: str, words: str, top: int = 100, more: str = "") -> str:
    return f'<TextLine ID="{name}" HPOS="100" VPOS="{top}" WIDTH="400" HEIGHT="40" {more}>{words}</TextLine>'


def string(content: str, left: int, width: int, top: int = 100, more: str = "") -> str:
    return f'<String CONTENT="{content}" HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="40" {more}/>'
