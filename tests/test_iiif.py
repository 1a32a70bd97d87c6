"""IIIF manifests: read by iiif-prezi3, every line and article at its place, pictures that are there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from iiif_prezi3 import AnnotationPage, Manifest
from page_readers import make_page
from PIL import Image
from text_pages import issue_export

from correction.assemble import assemble
from correction.exchange import Export, ExportIssue, Options, find_format
from correction.exchange.iiif.writer import files
from ocr.page import Box, Source

BASE = "https://archive.example/papers"


def write(export: Export, **options: Any) -> dict[str, Any]:
    """The documents by name, each of which iiif-prezi3 reads without loss; pictures as their bytes."""
    found: dict[str, Any] = {}
    for file in files(replace(export, options=Options(**options))):
        if not file.name.endswith(".json"):
            found[file.name] = file.data
            continue
        document = found[file.name] = json.loads(file.data)
        kind = Manifest if document["type"] == "Manifest" else AnnotationPage
        read = kind(**document)
        again = json.loads(read.jsonld())
        assert {key: again[key] for key in ("id", "type")} == {key: document[key] for key in ("id", "type")}
        assert len(again["items"]) == len(document["items"])
    return found


def test_an_issue_is_a_manifest_with_a_page_of_text_for_each_canvas() -> None:
    found = write(issue_export(), base=BASE)
    assert list(found) == ["is_1/annotations/p000001.json", "is_1/annotations/p000002.json", "is_1/manifest.json"]
    manifest = found["is_1/manifest.json"]
    assert manifest["id"] == f"{BASE}/is_1/manifest.json"
    assert manifest["label"] == {"none": ["Der Bote, 1890-05-03, Morgenblatt, Nr. 12"]}
    assert manifest["navDate"] == "1890-05-03T00:00:00Z"
    one, two = manifest["items"]
    assert (one["label"], one["width"], one["height"]) == ({"none": ["1"]}, 820, 1000)
    assert two["label"] == {"none": ["p000002"]}
    assert [page["id"] for page in two["annotations"]] == [f"{BASE}/is_1/annotations/p000002.json"]
    assert "items" not in one  # there is no picture on this machine


def test_every_line_is_an_annotation_at_its_place() -> None:
    export = issue_export()
    found = write(export, base=BASE)
    for page in export.pages:
        items = found[f"is_1/annotations/{page.id}.json"]["items"]
        assert [item["id"].rpartition("/")[2] for item in items] == [line.id for line in page.lines]
        for item, line in zip(items, page.lines, strict=True):
            assert item["body"]["value"] == page.text_of(line.id)
            assert item["body"]["language"] == "de"
            box = line.box
            assert item["target"] == (
                f"{BASE}/is_1/canvas/{page.id}#xywh={box.left},{box.top},{box.width},{box.height}"
            )
            assert (item["motivation"], item["textGranularity"]) == ("supplementing", "line")


def test_articles_are_ranges_of_their_regions() -> None:
    manifest = write(issue_export())["is_1/manifest.json"]
    assert [(r["id"].rpartition("/")[2], r["label"]) for r in manifest["structures"]] == [
        ("a_lead", {"de": ["Die neue Waſſerleitung"]}),
        ("a_verse", {"de": ["Roſen blühn, Veilchen auch."]}),
        ("a_table", {"de": ["Weizen 12,50 Hafer 9,00"]}),
        ("a_ad", {"de": ["Kauft Lampen!"]}),
    ]
    lead = manifest["structures"][0]["items"]
    assert len(lead) == 10
    assert {item["source"].rpartition("/")[2] for item in lead} == {"p000001", "p000002"}
    assert lead[0]["selector"]["value"] == "xywh=20,40,380,30"


def test_pictures_lie_where_the_manifest_says(tmp_path: Path) -> None:
    page = make_page("p000001", "One line")
    scan = tmp_path / "scan.png"
    Image.new("L", (page.width, page.height), 255).save(scan)
    export = Export((page,), assemble(page), source_of=lambda _: Source(str(scan), "0" * 64))
    found = write(export)
    (canvas,) = found["no-issue/manifest.json"]["items"]
    body = canvas["items"][0]["items"][0]["body"]
    assert body == {
        "id": "https://example.org/iiif/images/p000001.png",
        "type": "Image",
        "format": "image/png",
        "width": page.width,
        "height": page.height,
    }
    assert found["images/p000001.png"] == scan.read_bytes()
    without = write(export, images=False)
    assert "images/p000001.png" not in without
    assert without["no-issue/manifest.json"] == found["no-issue/manifest.json"]


def test_vertical_papers_are_leafed_from_the_right() -> None:
    page = replace(make_page("p000001", "晶報"), direction="vertical", language="zh-Hant")
    (_, manifest) = write(Export((page,), assemble(page))).values()
    assert manifest["viewingDirection"] == "right-to-left"
    assert manifest["structures"][0]["label"] == {"zh-Hant": ["晶報"]}


@pytest.mark.parametrize("day", [None, "", "1890", "3. Mai"])
def test_an_issue_without_a_day_has_no_date_to_be_found_by(day: str | None) -> None:
    page = make_page("p000001", "x")
    issue = ExportIssue("is 1/ä", "", day, pages=("p000001",))
    found = write(Export((page,), assemble(page), issues=(issue,)))
    (manifest,) = (found[name] for name in found if name.endswith("manifest.json"))
    assert "navDate" not in manifest
    assert manifest["id"] == "https://example.org/iiif/is%201_%C3%A4/manifest.json"


def test_a_page_that_no_issue_names_comes_with_those_of_none() -> None:
    pages = [make_page(name, "x") for name in ("p000001", "p000002", "p000003")]
    issues = (ExportIssue("", "", pages=("p000003",)), ExportIssue("is_1", "T", pages=("p000002", "p000009")))
    found = write(Export(pages, (), issues=issues))
    assert [len(found[f"{name}/manifest.json"]["items"]) for name in ("no-issue", "is_1")] == [2, 1]
    assert "structures" not in found["is_1/manifest.json"]


def test_nothing_to_write_is_nothing() -> None:
    assert write(Export()) == {}
    assert find_format("iiif").units == ("issue",)


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=9).filter(str.strip), st.integers(-50, 50), st.integers(-50, 50))
def test_any_text_and_box_is_a_valid_annotation(text: str, x: int, width: int) -> None:
    page = make_page("p/../1", text)
    (line,) = page.lines
    line = replace(line, box=Box(x, x, x + width, x + width))
    page = replace(page, regions=(replace(page.regions[0], lines=(line,)),))
    found = write(Export((page,)))
    (name,) = (name for name in found if "annotations" in name)
    assert ".." not in name
    (item,) = found[name]["items"]
    assert item["body"]["value"] == text
