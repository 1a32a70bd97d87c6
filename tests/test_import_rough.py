"""Files to import from hasty and hostile hands: strange names, addresses that are none, broken pictures."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from correction import importing
from correction.cli import run
from correction.doubts.words import MOST, Words
from correction.exchange.imports import read_imported
from correction.lexicon import Lexicon
from correction.store import create_project
from ocr.page import Box, Page, Source

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


def page_file(file: Path, text: str = "The council met", image: str = "a.png") -> Path:
    """A PAGE file of one line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    said = f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"
    line = f'<TextLine id="l"><Coords points="20,40 300,60"/>{said}</TextLine>'
    region = f'<TextRegion id="r"><Coords points="10,30 390,580"/>{line}</TextRegion>'
    size = 'imageWidth="400" imageHeight="600"'
    file.write_text(f'<PcGts xmlns="{NAMESPACE}"><Page imageFilename="{image}" {size}>{region}</Page></PcGts>')
    return file


def picture(file: Path) -> Path:
    Image.effect_noise((400, 600), 90).save(file)
    return file


def exported(root: Path) -> str:
    assert run(["export", "--project", str(root), "--format", "txt", "--to", str(root / "x.txt"), "--quiet"]) == 0
    return (root / "x.txt").read_text().strip()


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("a", "http://[bad/a.png"),
        ("a", "x" * 5000 + ".png"),
        ("a", "%00/b.png"),
        ("新" * 80, "a.png"),
        ("n" * 250, "a.png"),
        (os.fsdecode(b"\xff\xfe"), "a.png"),
        ("a b'\"\n", "a.png"),
    ],
)
def test_strange_names_hold_nothing_up(name: str, image: str, tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    file = page_file(tmp_path / f"{name}.xml", image=image)
    assert run(["import", str(file), "--project", str(tmp_path / "P")]) == 0
    assert exported(tmp_path / "P") == "The council met"


def test_text_behind_a_comment_or_an_instruction_stays(tmp_path: Path) -> None:
    file = page_file(tmp_path / "a.xml", "The <!-- so -->coun<?a b?>cil <x:i xmlns:x='x'>no</x:i>met")
    _, page = read_imported(file.read_bytes(), "a.xml")
    assert [page.text_of(line.id) for line in page.lines] == ["The council met"]


def test_what_nobody_foresaw_stops_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read: Callable[[bytes, str], tuple[str, Page]] = read_imported

    def stumble(data: bytes, name: str) -> tuple[str, Page]:
        if b"stumble" in data:
            raise ZeroDivisionError("by zero")
        return read(data, name)

    monkeypatch.setattr(importing, "read_imported", stumble)
    picture(tmp_path / "a.png")
    files = [page_file(tmp_path / "1.xml", "stumble"), page_file(tmp_path / "2.xml")]
    assert run(["import", *map(str, files), "--project", str(tmp_path / "P")]) == 1
    assert exported(tmp_path / "P") == "The council met"
    assert "1.xml: reading failed (ZeroDivisionError: by zero)" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["page", "alto", "hocr"])
def test_a_scan_that_is_cut_off_holds_no_text_up(kind: str, tmp_path: Path) -> None:
    scan = picture(tmp_path / "a.png")
    scan.write_bytes(scan.read_bytes()[:300])
    where = ("--project", str(tmp_path / "P"))
    assert run(["import", str(page_file(tmp_path / "a.xml")), *where]) == 0
    assert run(["export", *where, "--format", kind, "--to", str(tmp_path / kind)]) == 0


def test_a_picture_that_is_cut_off_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = picture(tmp_path / "a.png")
    scan.write_bytes(scan.read_bytes()[:300])
    where = ("--project", str(tmp_path / "P"))
    assert run(["import", str(page_file(tmp_path / "a.xml")), *where]) == 0
    assert run(["export", *where, "--format", "iiif", "--to", str(tmp_path / "iiif")]) == 1
    assert "the picture is broken" in capsys.readouterr().err


def test_the_report_replaces_no_file_that_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "a.png")
    file = page_file(tmp_path / "a.xml")
    before = file.read_bytes()
    assert run(["import", str(file), "--project", str(tmp_path / "P"), "--report", str(file)]) == 2
    assert file.read_bytes() == before
    assert "is a file to import" in capsys.readouterr().err


def test_a_broken_issue_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.xml"
    file.write_text('<mets xmlns="http://www.loc.gov/METS/"/>')
    assert run(["import", str(file), "--project", str(tmp_path / "P")]) == 2
    assert "m.xml: the METS file names no page" in capsys.readouterr().err


def test_a_line_without_a_space_costs_no_more_than_its_length() -> None:
    """A hundred thousand letters in one word once took all memory: each was asked for in a copy of the word."""
    words = Words(Lexicon("en"))
    (letters,) = words.letters(["x" * 100_000])
    assert len(letters) == 100_000
    assert len(words._usual) < MOST


def test_both_halves_of_a_scan_are_taken_in_one_after_the_other(tmp_path: Path) -> None:
    """The second is another page, not the first one that was read already; a little more of the first is that one."""
    scan = picture(tmp_path / "a.png")
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    left, right, again = (
        Source(str(scan), digest, 0, Box(*at)) for at in ((0, 0, 205, 600), (195, 0, 400, 600), (0, 0, 215, 600))
    )
    with closing(create_project(tmp_path / "P")) as project:
        arrivals = [arrival for each in (left, right, again) for arrival in project.add_sources([each])]
        assert [arrival.entry.id for arrival in arrivals] == ["p000001", "p000002", "p000001"]
        assert {entry.source.path for entry in project.pages()} == {f"scans/{digest[:12]}-a.png"}
