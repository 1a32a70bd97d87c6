"""From an exported word back to its ink, its readings and the decisions on it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from issue_pages import issue_project
from lxml import etree
from PIL import Image

from correction.cli import run
from correction.decision_values import AddedLine, write_value
from correction.decisions import decide, undo
from correction.exchange import find_format
from correction.found import find, picture_of
from correction.importing import ImportRequest, import_into
from correction.proof import arranged, prove
from correction.store import Project, create_project, open_project
from correction.trace import trace
from ocr.errors import MissingError
from ocr.events import CancelToken, Event
from ocr.page import Box


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    issue_project(tmp_path / "P")
    with closing(open_project(tmp_path / "P")) as found:
        yield found


def exported_words(project: Project, page: str) -> dict[str, str]:
    """The words of a page's ALTO export by id."""
    files = {file.name: file.data for file in find_format("alto").files(prove(project))}
    words = etree.fromstring(files[f"{page}.xml"]).iter("{*}String")
    return {word.get("ID", ""): word.get("CONTENT", "") for word in words}


def test_every_exported_word_is_found_again(project: Project) -> None:
    said = {
        name: text for page in ("p000001", "p000002", "p000003") for name, text in exported_words(project, page).items()
    }
    assert len(said) > 30
    for name, text in list(said.items())[::7]:
        found = trace(project, name)
        assert found.word is not None
        assert found.word.stem == text
        assert [reading.word for reading in found.readings] == [found.word.text]
        assert found.box.intersection(found.line.line.box).area


def test_a_corrected_word_tells_who_and_what_it_was(project: Project) -> None:
    page = arranged(project, "p000001")
    line = next(line for line in page.lines if page.text_of(line.id) == "Corn is dearer.")
    made = decide(page, "text", [line.id], "Corn was dearer.", "Ada")
    project.append([made])
    project.set_state(["p000001"], "accepted", "Grace")
    name = next(name for name, text in exported_words(project, "p000001").items() if text == "was")
    found = trace(project, name)
    assert [reading.word for reading in found.readings] == ["is"]
    assert [(each.author, each.kind, undone) for each, undone in found.log] == [
        ("Ada", "text", None),
        ("Grace", "state", None),
    ]
    taken = undo(made, "Ada")
    project.append([taken])
    assert (made, taken.id) in trace(project, line.id).log


def test_a_half_of_a_broken_word_knows_its_whole(tmp_path: Path) -> None:
    issue_project(tmp_path / "B", "[The Courier]\n= Rain\nThe coun-\ncil met.\n")
    with closing(open_project(tmp_path / "B")) as project:
        name = next(name for name, text in exported_words(project, "p000001").items() if text == "coun")
        found = trace(project, name)
    assert found.word is not None
    assert (found.word.part, found.word.whole) == ("first", "council")
    assert found.hyphen is not None
    assert found.hyphen.decision == "join"


def test_a_line_that_a_person_drew_is_found(project: Project) -> None:
    box = Box(10, 900, 300, 930)
    value = write_value(AddedLine("l_" + "a" * 16, box.polygon, "horizontal"))
    page = arranged(project, "p000001")
    project.append([replace(decide(page, "add", [], value, "Ada"))])
    project.append([decide(arranged(project, "p000001"), "text", ["l_" + "a" * 16], "drawn words", "Ada")])
    found = trace(project, "l_" + "a" * 16)
    assert [decision.kind for decision, _ in found.log] == ["add", "text"]


def with_words(data: bytes) -> bytes:
    """A PAGE file whose lines have words, each in its line's place."""
    root = etree.fromstring(data)
    for line in list(root.iter("{*}TextLine")):
        equiv, coords = line.find("{*}TextEquiv"), line.find("{*}Coords")
        assert equiv is not None
        assert coords is not None
        for place, text in enumerate((equiv.findtext("{*}Unicode") or "").split()):
            word = etree.Element(line.tag.replace("TextLine", "Word"), {"id": f"w_{line.get('id')}_{place}"})
            word.append(deepcopy(coords))
            said = etree.SubElement(word, equiv.tag)
            etree.SubElement(said, equiv.tag.replace("TextEquiv", "Unicode")).text = text
            equiv.addprevious(word)
    return etree.tostring(root)


@contextmanager
def imported(project: Project, folder: Path, kind: str, change: Callable[[bytes], bytes] = bytes) -> Iterator[Project]:
    """A project into which the first page was imported from its export, whose lines and words have other ids there."""
    (file,) = (f for f in find_format(kind).files(prove(project)) if f.name.startswith("p000001.") and b"<" in f.data)
    data = file.data
    for place, line in enumerate(arranged(project, "p000001").lines):
        data = data.replace(line.id.encode(), b"tr_1_tl_%d" % place)
    (folder / "in").mkdir()
    (folder / "in" / file.name).write_bytes(change(with_words(data) if kind == "page" else data))
    source = Path(project.located(project.entry("p000001").source).path)
    (folder / "in" / source.name).write_bytes(source.read_bytes())

    def quiet(_: Event) -> None:
        pass

    with closing(create_project(folder / "N")) as other:
        import_into(other, ImportRequest((folder / "in" / file.name,)), quiet, CancelToken())
        yield other


def test_ids_of_lines_of_an_imported_file_are_found_on_their_page(project: Project, tmp_path: Path) -> None:
    with imported(project, tmp_path, "page") as other:
        found = trace(other, "tr_1_tl_1", "p000001")
        assert found.original is not None
        assert found.original.endswith("p000001.xml")
        with pytest.raises(MissingError, match="no line"):
            trace(other, "tr_1_tl_1")


@pytest.mark.parametrize("kind", ["alto", "page", "hocr"])
def test_ids_of_words_of_an_imported_file_are_found_on_their_page(project: Project, tmp_path: Path, kind: str) -> None:
    with imported(project, tmp_path, kind, lambda data: data.replace(b"w_tr_1_tl_", b"tok-")) as other:
        (line,) = (each for each in arranged(other, "p000001").lines if "rained" in _said(other, each.id))
        there = trace(other, "tok-2_1", "p000001")
        assert there.word is not None
        assert (there.line.line.id, there.word.text, there.word.id) == (line.id, "rained", f"w_{line.id}_1")
        # A line that was corrected elsewhere keeps its words, one that was changed is found by its line.
        other.append([decide(arranged(other, "p000001"), "text", [line.id], "Oh, It rained all the day, and", "Ada")])
        moved = trace(other, "tok-2_1", "p000001")
        assert moved.word is not None
        assert moved.word.id == f"w_{line.id}_2"
        changed = trace(other, "tok-2_4", "p000001")
        assert (changed.line.line.id, changed.word) == (line.id, None)
        with pytest.raises(MissingError, match="no line or word"):
            trace(other, "tok-99", "p000001")


def _said(project: Project, line: str) -> str:
    return arranged(project, "p000001").text_of(line)


@pytest.mark.parametrize("kind", ["alto", "page", "hocr"])
def test_an_id_that_stands_several_times_is_not_guessed(project: Project, tmp_path: Path, kind: str) -> None:
    def number_anew(data: bytes) -> bytes:
        return re.sub(rb"w_tr_1_tl_\d+_", b"tok-", data).replace(b"tr_1_tl_4", b"tr_1_tl_3")

    with imported(project, tmp_path, kind, number_anew) as other:
        lines = [line.id for line in arranged(other, "p000001").lines]
        for name in ("tok-0", "tr_1_tl_3"):
            with pytest.raises(MissingError, match="stands") as told:
                trace(other, name, "p000001")
            assert sum(line in str(told.value) for line in lines) > 1


def test_a_word_that_is_broken_over_pages_has_its_whole_and_its_headline(tmp_path: Path) -> None:
    text = "[The Courier]\n= Rain\nThe river rose, and the coun-\nContinued on page 2\n[2]\nContinued from page 1\n"
    issue_project(tmp_path / "B", text + "cil met.\n--\n= Ships\nNone came.\n")
    with closing(open_project(tmp_path / "B")) as project:
        for page, text in (("p000001", "coun"), ("p000002", "cil")):
            name = next(name for name, said in exported_words(project, page).items() if said == text)
            found = trace(project, name)
            assert found.word is not None
            assert (found.word.whole, found.headline) == ("council", "Rain")


def test_a_picture_shows_some_lines_around(project: Project) -> None:
    name, text = list(exported_words(project, "p000001").items())[6]
    word = find(project, name)
    assert word.word is not None
    assert word.word.text == text
    line = find(project, word.line.line.id)
    high = line.box.height
    for found in (word, line):
        around = found.box.grown(3 * high, Box(0, 0, found.page.width, found.page.height))
        with Image.open(BytesIO(picture_of(found))) as picture:
            assert picture.size == (around.width, around.height)


@pytest.mark.parametrize("name", ["w_l_none_0", "l_none", "nonsense", "w_l_p000001_40_99"])
def test_what_there_is_not_is_told(project: Project, name: str) -> None:
    with pytest.raises(MissingError):
        trace(project, name)


def test_the_command(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = list(exported_words(project, "p000002"))[3]
    words = ["trace", name, "--project", str(tmp_path / "P")]
    assert run([*words, "--picture", str(tmp_path / "word.png")]) == 0
    told = capsys.readouterr().out
    assert "typist" in told
    assert "scans/" in told
    with Image.open(tmp_path / "word.png") as picture:
        assert picture.width > 3
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["page"]["id"] == "p000002"
