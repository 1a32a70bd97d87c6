"""Lines read again, by real engines: the new reading stands beside the others."""

from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from project_pages import add

from correction.proof import arranged, proved
from correction.rereading import add_found, read_page_again
from correction.review import decide
from correction.store import Project, create_project
from ocr.errors import UsageError
from ocr.page import Box
from ocr.pipeline import read_page
from ocr.settings import PageSettings

WORDS = ("The harbour council met", "at noon in the old mill", "to speak of the storm.", "Nobody wished to leave.")
ASKED = PageSettings(language="en", script="latin", engine="rapidocr")


def scan(file: Path, lean: float = 0.0) -> Path:
    image = Image.new("L", (900, 700), 255)
    for row, words in enumerate(WORDS):
        ImageDraw.Draw(image).text((60, 90 + 90 * row), words, fill=0, font=ImageFont.load_default(size=44))
    image.rotate(lean, fillcolor=255, resample=Image.Resampling.BICUBIC).save(file)
    return file


def project_of(tmp_path: Path, lean: float) -> tuple[Project, str]:
    project = create_project(tmp_path / "p")
    page_id = add(project, scan(tmp_path / "page.png", lean))
    project.save_page(read_page(project.located(project.entry(page_id).source), page_id, ASKED))
    return project, page_id


@pytest.mark.parametrize("lean", [0.0, 1.5])
def test_a_line_is_read_again_beside_its_old_reading(tmp_path: Path, lean: float) -> None:
    project, page_id = project_of(tmp_path, lean)
    with closing(project):
        before = project.load_page(page_id)
        first, second = (line.id for line in before.lines[:2])
        project.append([decide(before, "text", [first], "as a person wrote it", "reader")])
        again = read_page_again(project, page_id, [second, first], PageSettings(engine="rapidocr", run="again"))
        (reading,) = again.readings
        assert {line: text.text for line, text in reading.lines.items()} == {first: WORDS[0], second: WORDS[1]}
        box = next(line.box for line in before.lines if line.id == first)
        words = Box.around(word.box for word in reading.lines[first].words)
        assert words.intersection(box).area > 0.6 * box.area
        after = project.load_page(page_id)
        assert (after.base, after.regions, len(after.readings)) == (before.base, before.regions, 2)
        assert proved(project, page_id).texts == {first: "as a person wrote it"}
        assert project.check() == []


def test_a_line_that_was_missed_is_found_in_a_drawn_box(tmp_path: Path) -> None:
    project, page_id = project_of(tmp_path, 0.5)
    with closing(project):
        page = project.load_page(page_id)
        third = page.lines[2]
        project.append([decide(page, "drop", [third.id], None, "reader")])
        again = read_page_again(project, page_id, third.box.grown(20), ASKED)
        (found,) = again.found
        assert again.readings[0].lines[found.id].text == WORDS[2]
        project.append(add_found(arranged(project, page_id), again, "reader"))
        lines = arranged(project, page_id).lines
        assert [line.id == found.id for line in lines] == [False, False, True, False]
        # What stands there by now is not found once more.
        assert read_page_again(project, page_id, third.box.grown(20), ASKED).found == ()


def test_nothing_is_no_line(tmp_path: Path) -> None:
    project, page_id = project_of(tmp_path, 0.0)
    with closing(project):
        for wanted in (["l_none"], [], Box(5, 5, 5, 9), Box(2000, 2000, 2100, 2100)):
            with pytest.raises(UsageError):
                read_page_again(project, page_id, wanted, ASKED)
        assert read_page_again(project, page_id, Box(600, 500, 890, 690), ASKED).found == ()
        assert len(project.load_page(page_id).readings) == 1
