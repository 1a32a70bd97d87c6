"""From an exported word back to its ink, its readings and the decisions on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from issue_pages import issue_project
from lxml import etree
from PIL import Image

from correction.cli import run
from correction.decision_values import AddedLine, write_value
from correction.decisions import decide, undo
from correction.exchange import find_format
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


def test_ids_of_an_imported_file_are_found_on_their_page(project: Project, tmp_path: Path) -> None:
    (file,) = (each for each in find_format("page").files(prove(project)) if each.name == "p000001.xml")
    data = file.data
    for place, line in enumerate(arranged(project, "p000001").lines):
        data = data.replace(line.id.encode(), b"tr_1_tl_%d" % place)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_bytes(data)
    entry = project.entry("p000001")
    source = Path(project.located(entry.source).path)
    (tmp_path / "in" / source.name).write_bytes(source.read_bytes())

    def quiet(_: Event) -> None:
        pass

    with closing(create_project(tmp_path / "N")) as other:
        import_into(other, ImportRequest((tmp_path / "in" / "a.xml",)), quiet, CancelToken())
        found = trace(other, "tr_1_tl_1", "p000001")
        assert found.original is not None
        assert found.original.endswith("a.xml")
        with pytest.raises(MissingError, match="no line"):
            trace(other, "tr_1_tl_1")


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
