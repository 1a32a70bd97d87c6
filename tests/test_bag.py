"""Bags: complete, checked by an independent reader, and written as a stream."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from issue_exports import issue_export, issue_pages

from correction.exchange import Export, LoadedPages, Options
from correction.exchange.bag import files
from correction.exchange.pagexml.reader import read_pagexml
from correction.exchange.target import put_file
from ocr.page import Page


def written(export: Export, folder: Path) -> Path:
    for file in files(export):
        put_file(folder / file.name, file)
    return folder


def test_a_bag_is_valid_and_holds_all_that_an_archive_wants(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    folder = written(issue_export(tmp_path / "scans"), tmp_path / "bag")
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert sorted(bag.payload_entries()) == [
        "data/articles.json",
        "data/decisions/p000001.jsonl",
        "data/mets/i_1/alto/p000001.xml",
        "data/mets/i_1/alto/p000002.xml",
        "data/mets/i_1/images/p000001.png",
        "data/mets/i_1/images/p000002.png",
        "data/mets/i_1/mets.xml",
        "data/page/p000001.xml",
        "data/page/p000002.xml",
        "data/premis.xml",
    ]
    assert bag.info["External-Identifier"] == "i_1"
    assert bag.info["External-Description"] == "Der Böte & Bote, 1845-12-28"
    assert bag.info["Bagging-Date"] == "2026-03-01"
    assert len(read_pagexml((folder / "data/page/p000001.xml").read_bytes()).lines) == 9
    log = [json.loads(line) for line in (folder / "data/decisions/p000001.jsonl").read_text().splitlines()]
    assert [(entry["id"], entry["author"], entry["kind"]) for entry in log] == [("d_1", "Anna", "text")]


def test_damage_to_a_bag_is_seen(tmp_path: Path) -> None:
    folder = written(issue_export(), tmp_path / "bag")
    (folder / "data/articles.json").write_bytes(b"{}")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


def test_the_same_export_is_the_same_bag(tmp_path: Path) -> None:
    one, other = (list(files(issue_export(tmp_path))) for _ in range(2))
    assert one == other


def test_each_page_is_loaded_once_and_goes_out_at_once(tmp_path: Path) -> None:
    pages = {page.id: page for page in issue_pages(tmp_path)}
    log: list[str] = []

    def load(name: str) -> Page:
        log.append(name)
        return pages[name]

    export = replace(issue_export(tmp_path), pages=LoadedPages(list(pages), load), options=Options(names="{title}"))
    log.extend(file.name for file in files(export))
    assert [entry for entry in log if entry in pages] == ["p000001", "p000002"]
    assert log.index("data/page/p000001.xml") < log.index("p000002")


def test_there_is_no_bag_of_nothing() -> None:
    assert list(files(Export())) == []
