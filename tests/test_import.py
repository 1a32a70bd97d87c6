"""Pages that others have read come into a project: found, fitted, kept, corrected, and told where they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from issue_pages import issue_project
from PIL import Image

from correction.cli import run
from correction.decisions import decide
from correction.exchange import find_format
from correction.exchange.companions import Companions, folders_near, stem_of
from correction.exchange.fitting import SHAPE_NOTE
from correction.exchange.imports import format_of
from correction.exchange.originals import imported, of_issue, original_of
from correction.import_inputs import find_inputs
from correction.importing import KNOWN, ImportRequest, import_into
from correction.proof import arranged, prove
from correction.report import Result
from correction.review import undo
from correction.store import Project, create_project, open_project
from ocr.errors import InputError
from ocr.events import CancelToken, Event
from ocr.page import Box

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pages are not here")


def quiet(_: Event) -> None:
    pass


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """A folder with three PAGE files and, in a folder beside them, their images."""
    issue_project(tmp_path / "in" / "P")
    with closing(open_project(tmp_path / "in" / "P")) as project:
        (tmp_path / "box" / "page").mkdir(parents=True)
        for file in find_format("page").files(prove(project)):
            (tmp_path / "box" / "page" / file.name).write_bytes(file.data)
        for entry in project.pages():
            image = Path(project.located(entry.source).path)
            (tmp_path / "box" / Path(entry.origin).name).write_bytes(image.read_bytes())
    return tmp_path / "box"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(create_project(tmp_path / "N")) as found:
        yield found


def take(project: Project, *files: Path, **asked: object) -> Result:
    return import_into(project, replace(ImportRequest(files), **asked), quiet, CancelToken())  # type: ignore[arg-type]


def told(result: Result) -> list[tuple[str, str]]:
    return [(row.state, row.note) for row in result.rows]


def texts(project: Project) -> list[str]:
    pages = [arranged(project, entry.id) for entry in project.pages()]
    return [page.text_of(line.id) for page in pages for line in page.lines]


def test_a_delivery_is_taken_in_with_its_images(project: Project, delivery: Path) -> None:
    files, lost = find_inputs([str(delivery)])
    assert ([file.name for file in files], lost) == (["p000001.xml", "p000002.xml", "p000003.xml"], ())
    assert [state for state, _ in told(take(project, *files))] == ["read"] * 3
    with closing(open_project(delivery.parent / "in" / "P")) as first:
        assert texts(project) == texts(first)
        assert [a.headline for a in prove(project).articles] == [a.headline for a in prove(first).articles]
    page = project.load_page("p000002")
    assert original_of(project.root, page) is not None
    assert project.entry("p000002").origin.endswith(".png")


def test_what_is_there_already_stays_unless_forced(project: Project, delivery: Path) -> None:
    file = delivery / "page" / "p000001.xml"
    take(project, file)
    assert told(take(project, file)) == [("skipped", KNOWN)]
    changed = file.read_text().replace("Corn is dearer.", "Corn is cheaper.")
    file.write_text(changed)
    line = next(line for line in project.load_page("p000001").lines)
    project.append([decide(project.load_page("p000001"), "text", [line.id], "a person's", "Ada")])
    assert told(take(project, file, force=True))[0][0] == "read"
    assert "Corn is cheaper." in texts(project)
    assert len(project.load_page("p000001").readings) >= 2
    assert "a person's" in prove(project).texts["p000001"].values()


def test_coordinates_are_scaled_to_the_image(project: Project, delivery: Path) -> None:
    (image,) = delivery.glob("*p000001.png")
    with Image.open(image) as large:
        small = large.resize((large.width // 2, large.height // 2))
    small.save(image)
    take(project, delivery / "page" / "p000001.xml")
    page = project.load_page("p000001")
    assert (page.width, page.height) == small.size
    assert page.lines[1].box == Box(0, 20, 200, 35)
    assert SHAPE_NOTE not in page.notes


def test_an_image_of_another_shape_is_told(project: Project, delivery: Path) -> None:
    (image,) = delivery.glob("*p000001.png")
    Image.new("L", (420, 420), 255).save(image)
    take(project, delivery / "page" / "p000001.xml")
    assert SHAPE_NOTE in project.load_page("p000001").notes


def test_a_missing_image_is_told_and_the_others_come(project: Project, delivery: Path) -> None:
    next(delivery.glob("*p000002.png")).unlink()
    result = take(project, *sorted((delivery / "page").glob("*.xml")))
    assert [row.state for row in result.rows] == ["read", "failed", "read"]
    assert result.exit_code == 1
    assert "--images" in result.rows[1].note


def test_images_elsewhere_are_found_by_name_and_by_checksum(project: Project, delivery: Path, tmp_path: Path) -> None:
    away = tmp_path / "away" / "deep"
    away.mkdir(parents=True)
    for image in delivery.glob("*.png"):
        image.rename(away / ("renamed.png" if "p000003" in image.name else image.name))
    result = take(project, *sorted((delivery / "page").glob("*.xml")), images=(tmp_path / "away",))
    assert [row.state for row in result.rows] == ["read"] * 3  # the third by its sum


def test_a_persons_change_leaves_the_imported_structure(project: Project, delivery: Path) -> None:
    take(project, *sorted((delivery / "page").glob("*.xml")))
    before = arranged(project, "p000002")
    line = before.regions[1].lines[0]
    project.append([decide(before, "role", [line.id], "deck", "Ada")])
    after = arranged(project, "p000002")
    assert [each.id for each in after.lines] == [each.id for each in before.lines]
    assert {item.id for item in after.items} == {item.id for item in before.items}
    roles = {each.id: region.role for region in after.regions for each in region.lines}
    was = {each.id: region.role for region in before.regions for each in region.lines}
    assert roles == {**was, line.id: "deck"}
    (made,) = project.decisions("p000002")
    project.append([undo(made, "Ada")])
    assert [region.role for region in arranged(project, "p000002").regions] == [r.role for r in before.regions]


def test_pages_without_articles_get_those_that_galley_finds(project: Project, delivery: Path) -> None:
    file = delivery / "page" / "p000001.xml"
    bare = re.sub(r"<ReadingOrder>.*</ReadingOrder>", "", file.read_text(), flags=re.DOTALL)
    file.write_text(re.sub(r' custom="structure[^"]*"', "", bare))
    take(project, file)
    assert prove(project).articles


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"<alto>", "line 1"),
        (b"<kml/>", "format is not known"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><PcGts>&x;</PcGts>', "document type"),
        (b"\x00\x01\x02", "format is not known"),
        (b"<PcGts>\n<Page></PcGts>", "line 2"),
    ],
)
def test_broken_files_are_told_by_name(project: Project, tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "broken.xml"
    file.write_bytes(data)
    (row,) = take(project, file).rows
    assert row.state == "failed"
    assert "broken.xml" in row.note
    assert says in row.note
    assert project.pages() == []


def test_formats_are_told_by_their_root() -> None:
    assert format_of(b'<?xml version="1.0"?>\n<mets:mets xmlns:mets="x">', "m.xml") == "mets"
    assert format_of(b"<!DOCTYPE html PUBLIC '-//W3C//DTD'>\n<html>", "a.hocr") == "hocr"
    assert format_of('<?xml version="1.0" encoding="utf-16"?><PcGts/>'.encode("utf-16"), "a.xml") == "page"
    assert format_of(b"plain words", "a.txt") == "text"
    assert format_of(b"plain words", "a.pdf") is None


def test_names_in_addresses(tmp_path: Path) -> None:
    for name in ("one.jpg", "two.tif"):
        (tmp_path / name).write_bytes(b"x")
    places = Companions([(tmp_path, None)])
    text = tmp_path / "x.xml"
    for said in ("../MASTER/one.jp2", "https://a.org/iiif/2/scans%2Fone/full/full/0/default.jpg", "C:\\scans\\ONE.JPG"):
        assert places.image([said], text) == tmp_path / "one.jpg"
    assert places.image(["https://a.org/three.jpg"], text) is None
    assert places.image([], tmp_path / "two.alto.xml") == tmp_path / "two.tif"
    assert stem_of("a/b/two.page.xml") == "two"


def test_the_command(tmp_path: Path, delivery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = ["--project", str(tmp_path / "C")]
    assert run(["import", str(delivery), *to, "--report", str(tmp_path / "r.csv")]) == 0
    assert capsys.readouterr().out == "3 imported\n"
    assert (tmp_path / "r.csv").read_text().count("\n") == 4
    assert run(["import", str(delivery), *to]) == 0
    assert capsys.readouterr().out == "3 skipped\n"
    assert run(["import", str(tmp_path / "none"), *to]) == 2
    assert run(["project", "check", *to]) == 0


@needs_shared
def test_an_issue_of_mets_and_alto(project: Project) -> None:
    files, _ = find_inputs([str(SHARED / "mets-alto")])
    result = take(project, *files, title="Der Landbote")
    assert [row.state for row in result.rows] == ["read"] * 5
    (issue,) = project.issues()
    assert [entry.label for entry in project.issue_pages(issue.id)] == ["1", "2", "3", "4", "5"]
    assert project.titles()[0].name == "Der Landbote"
    page = project.load_page("p000001")
    assert imported(page)
    assert of_issue(page)
    first = prove(project).articles[0]
    assert len(first.pages) == 5  # one article runs over the whole issue
    assert first.paragraphs[0].text.startswith("Der Landbote")


def test_every_page_of_an_hocr_file_comes(project: Project, tmp_path: Path) -> None:
    page = "<div class='ocr_page' id='page_{n}' title='image \"both.tif\"; bbox 0 0 200 100; ppageno {n}'>{line}</div>"
    line = "<span class='ocr_line' id='line_{n}_1' title='bbox 10 10 150 40'>words of page {n}</span>"
    pages = "".join(page.format(n=n, line=line.format(n=n)) for n in (1, 2))
    file = tmp_path / "both.hocr"
    file.write_text(f"<html><head><title/></head><body>{pages}</body></html>")
    sheets = [Image.new("L", (200, 100), shade) for shade in (250, 230)]
    sheets[0].save(tmp_path / "both.tif", save_all=True, append_images=sheets[1:])
    assert [row.state for row in take(project, file).rows] == ["read", "read"]
    assert texts(project) == ["words of page 1", "words of page 2"]
    assert [entry.source.frame for entry in project.pages()] == [0, 1]
    out = {each.name: each.data for each in find_format("hocr").files(prove(project))}
    assert b'id="line_2_1"' in out["p000002.hocr"]
    assert b'id="line_1_1"' not in out["p000002.hocr"]


def test_images_are_taken_from_near_the_file_alone(tmp_path: Path) -> None:
    """A file from outside may name any image on the disk."""
    text = tmp_path / "box" / "issue" / "alto" / "1.xml"
    for folder in ("box/issue/alto", "box/issue/MASTER", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    for place in ("box/issue/MASTER/1.jpg", "elsewhere/secret.jpg"):
        (tmp_path / place).write_bytes(b"x")
    near = Companions(folders_near(text))
    assert near.image(["../MASTER/1.jpg"], text) == tmp_path / "box" / "issue" / "MASTER" / "1.jpg"
    for said in ("../../../elsewhere/secret.jpg", str(tmp_path / "elsewhere" / "secret.jpg"), "file:///etc/secret.jpg"):
        assert near.image([said], text.with_name("2.xml")) is None


def test_a_file_that_is_gone_holds_up_its_own_format_alone(project: Project, delivery: Path) -> None:
    take(project, delivery / "page" / "p000001.xml")
    for kept in (project.root / "imported").iterdir():
        kept.unlink()
    assert list(find_format("alto").files(prove(project)))
    with pytest.raises(InputError, match="backup"):
        list(find_format("page").files(prove(project)))


def test_a_text_may_begin_like_a_tag() -> None:
    assert format_of("<M 11» Neue Zürcher".encode(), "a.txt") == "text"


@needs_shared
def test_what_a_mets_file_does_not_say_is_told_and_a_given_title_stands_everywhere(project: Project) -> None:
    files, _ = find_inputs([str(SHARED / "mets-alto")])
    said: list[str] = []
    import_into(project, ImportRequest(files), lambda event: said.append(event.text), CancelToken())
    assert any("no title" in text for text in said)
    (title,) = project.titles()
    project.rename_title(title.id, "Bündner Landbote")
    (mets,) = (file.data for file in find_format("mets").files(prove(project)) if file.name.endswith("mets.xml"))
    assert b"PLACEHOLDER" not in mets
    assert 'LABEL="Bündner Landbote"'.encode() in mets
    names = [file.name for file in find_format("bagit").files(prove(project))]
    assert "data/imported/BLB_18451228_01-METS.xml" in names


def test_the_resolution_is_that_of_the_image(project: Project, delivery: Path) -> None:
    (image,) = delivery.glob("*p000001.png")
    with Image.open(image) as sheet:
        sheet.save(image, dpi=(150, 150))
    take(project, delivery / "page" / "p000001.xml")
    assert project.load_page("p000001").dpi == 150
