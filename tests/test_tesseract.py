"""Tesseract's adapter with the real program: words and glyphs, and lines that end it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytesseract
import pytest
from command_line import draw_page, start
from PIL import Image, ImageDraw, ImageFont

from correction.store import open_project
from ocr.engines import UNREAD, EngineSettings, GreyImage, LineImage
from ocr.engines import tesseract as adapter
from ocr.engines.choice import choose_engine
from ocr.engines.hocr import read_hocr
from ocr.engines.tesseract import Tesseract
from ocr.errors import EngineError
from ocr.page import Box
from ocr.settings import PageSettings

ENGLISH = EngineSettings("en", "latin")
ROW = 80  # pixels from line to line
LINES = ("Morning edition", "Trains leave daily", "The river rose again", "Weather and tides", "Births and deaths")
PROGRAM = shutil.which("tesseract")

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Tesseract is not installed")


def page(lines: tuple[str, ...] = LINES) -> tuple[GreyImage, list[LineImage]]:
    """Some lines of Latin type, one below the other, and their boxes."""
    font = ImageFont.load_default(36)
    image = Image.new("L", (700, ROW * len(lines)), 255)
    draw = ImageDraw.Draw(image)
    boxes = []
    for number, text in enumerate(lines):
        draw.text((30, ROW * number + 20), text, font=font, fill=0)
        left, top, right, bottom = (round(v) for v in draw.textbbox((30, ROW * number + 20), text, font=font))
        boxes.append(LineImage(Box(left, top, right, bottom)))
    return np.asarray(image, np.uint8), boxes


def test_lines_are_read_with_a_box_and_a_confidence_for_every_letter() -> None:
    image, lines = page()
    read = Tesseract().read(image, lines, ENGLISH)
    assert [line.text for line in read] == list(LINES)
    for text, line in zip(read, lines, strict=True):
        for word in text.words:
            assert "".join(glyph.text for glyph in word.glyphs) == word.text
            lefts = [glyph.box.left for glyph in word.glyphs]
            assert lefts == sorted(lefts)
            assert all(glyph.box.is_level(line.box) and 0.5 < (glyph.confidence or 0) <= 1 for glyph in word.glyphs)


def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str, act: str) -> None:
    """Put a program before the real one that does something else when a line image is as wide as `sign` says."""
    script = tmp_path / "tesseract"
    script.write_text(
        f"""#!/bin/sh
case "$1" in *.txt) while read -r name; do
  if [ "$(od -An -tu4 -j18 -N4 "$name" | tr -d ' ')" = "{sign}" ]; then {act}; fi
done < "$1";; esac
exec {PROGRAM} "$@"
""",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(script))
    monkeypatch.setattr(adapter, "START_SECONDS", 3.0)
    monkeypatch.setattr(adapter, "LINE_SECONDS", 0.2)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
@pytest.mark.parametrize("act", ["kill -SEGV $$", "exec sleep 60"])
def test_a_line_that_ends_the_program_is_unread_and_the_others_are_read(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, lines = page()
    width = adapter.crop_lines(image, lines, adapter.LINE_HEIGHT, adapter.MARGINS)[2]
    assert width is not None
    failing(tmp_path, monkeypatch, str(width.image.shape[1]), act)
    read = Tesseract().read(image, lines, ENGLISH)
    assert read[2] is UNREAD
    assert [line.text for line in read[:2] + read[3:]] == [*LINES[:2], *LINES[3:]]


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
def test_a_program_that_fails_on_everything_is_no_fault_of_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "tesseract"
    script.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && exec {PROGRAM} "$@"\nexit 3\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(script))
    image, lines = page()
    with pytest.raises(EngineError, match="Tesseract failed"):
        Tesseract().read(image, lines, ENGLISH)


def test_a_named_model_that_is_missing_is_named_with_what_installs_it() -> None:
    with pytest.raises(EngineError, match="no model xyz"):
        Tesseract("xyz").model(ENGLISH)


@pytest.fixture
def own_models(tmp_path: Path) -> Path:
    """A folder with one model that nobody else has: the English one under another name."""
    answer = subprocess.run([str(PROGRAM), "--list-langs"], capture_output=True, text=True, check=True).stdout
    place = re.search(r'"(.+)"', answer)
    assert place is not None
    shutil.copy(Path(place[1]) / "eng.traineddata", tmp_path / "gazette.traineddata")
    return tmp_path


def test_a_model_is_looked_for_in_the_given_folder_and_then_in_the_programs_own(own_models: Path) -> None:
    image, lines = page()
    settings = replace(ENGLISH, tessdata=own_models)
    assert [line.text for line in Tesseract("gazette").read(image, lines, settings)] == list(LINES)
    assert [line.text for line in Tesseract().read(image, lines, settings)] == list(LINES)
    with pytest.raises(EngineError, match=r"put gazette\.traineddata into a folder"):
        Tesseract("gazette").model(ENGLISH)
    with pytest.raises(EngineError, match=f"no model xyz, in {own_models} or of its own"):
        Tesseract("xyz").model(settings)


def test_a_projects_own_model_reads_its_pages(own_models: Path, tmp_path: Path) -> None:
    scan = draw_page(tmp_path / "page.png", "Morning edition")
    project = tmp_path / "P"
    project.mkdir()
    (project / "galley.toml").write_text(f'models = ["gazette"]\ntessdata = "{own_models}"\n', encoding="utf-8")
    told = start("ocr", scan, "--project", project, "--language", "en", "--script", "latin", "--engine", "tesseract")
    told.communicate()
    assert told.returncode == 0
    with closing(open_project(project)) as found:
        (reading,) = found.load_page("p000001").readings
    assert (reading.engine, reading.model) == ("tesseract", "gazette")
    assert reading.settings["tessdata"] == str(own_models)
    assert all(text.text.startswith("Morning edition") for text in reading.lines.values())


@pytest.mark.parametrize("name", ['box "7"', "box '7' 中文", "b\\x"])
def test_a_folder_of_models_may_have_any_name(name: str, own_models: Path, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    shutil.move(own_models / "gazette.traineddata", folder)
    image, lines = page()
    read = Tesseract("gazette").read(image, lines, replace(ENGLISH, tessdata=folder))
    assert [line.text for line in read] == list(LINES)


@pytest.mark.skipif(os.name == "nt", reason="names of files are no bytes there")
def test_a_model_with_a_name_that_is_no_text_hides_no_other(own_models: Path) -> None:
    (own_models / os.fsdecode(b"b\xff.traineddata")).touch()
    settings = replace(ENGLISH, tessdata=own_models)
    assert Tesseract("gazette").model(settings) == "gazette"


@pytest.mark.parametrize("toml", ['tessdata = "nowhere"', "models = 3", "models = [1]", "tessdata = 5"])
def test_models_that_a_project_names_wrongly_are_told(toml: str, tmp_path: Path) -> None:
    scan = draw_page(tmp_path / "page.png", "Morning edition")
    (tmp_path / "galley.toml").write_text(toml + "\n", encoding="utf-8")
    told = start("ocr", scan, "--project", tmp_path)
    out = told.communicate()[1]
    assert told.returncode in (1, 2)
    assert "galley.toml" in out
    assert "Traceback" not in out


@pytest.mark.parametrize("document", [b"", b"<html></html>", b"<div class='ocr_page' id='page_x'><span/></div>"])
def test_a_document_without_words_gives_none(document: bytes) -> None:
    assert list(read_hocr(document)) == []


@pytest.mark.parametrize("number", ["0", "99", "9" * 5000])
def test_an_image_that_there_is_not_gives_no_line(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    word = "<span class='ocrx_word' title='bbox 1 1 5 5; x_wconf 90'>ab</span>"
    document = f"<div class='ocr_page' id='page_{number}'>{word}</div>".encode()
    monkeypatch.setattr(adapter, "_run", lambda *_: document)
    assert [line.text for line in Tesseract().read(*page(), ENGLISH)] == [""] * len(LINES)


def test_a_model_named_twice_reads_once() -> None:
    image, lines = page()
    asked = PageSettings("en", "latin", engine="tesseract", models=("eng", "eng"))
    assert len(choose_engine(image, lines, asked).engines) == 1


def test_a_german_page_that_nobody_could_tell_from_fraktur_has_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    image, lines = page()
    monkeypatch.setattr(adapter, "_languages", lambda *_: frozenset({"eng", "deu"}))
    choice = choose_engine(image, lines, PageSettings("de"))
    assert choice.settings.script == "latin"
    assert any("no model Fraktur" in note and "tesseract-ocr-script-frak" in note for note in choice.notes)
    assert choose_engine(image, lines, PageSettings("de", "latin")).notes == ()
