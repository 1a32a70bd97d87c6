"""Search over what was reviewed: old spellings, Chinese, line ends, phrases, and an index that follows decisions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from page_readers import make_page
from project_pages import add, pages, scan

from correction.cli import run
from correction.review import decide, undo
from correction.search import parse, refresh, search
from correction.search_keys import asked_keys, keys
from correction.store import Placement, Project
from correction.store import index as store_index
from correction.store.folder import ProjectFolder
from ocr.errors import UsageError
from ocr.page import Language, Page

COUNCIL = ("Die Thüren des neuen Raths-", "kellers ſind geöffnet, der Handels⸗", "Vertrag mit Öſterreich gilt.")


def printed(project: Project, folder: Path, *lines: str, language: Language = "en") -> Page:
    """A page of one paragraph."""
    data = "\n".join(lines).encode()
    page_id = add(project, scan(folder, f"{abs(hash(data))}.png", data))
    return project.save_page(replace(make_page(page_id, *lines), language=language))


@pytest.mark.parametrize(
    "words",
    [
        "Türen",
        "THÜREN",
        "thueren",
        "ratskellers",
        "Rathskeller*",
        "Raths kellers",
        '"des neuen Ratskellers"',
        '"Handelsvertrag"',
        '"Handels-Vertrag mit"',
        "vertrag österreich",
        '"mit Oesterreich gilt"',
        "„sind geöffnet“",
    ],
)
def test_german_is_found_in_every_spelling(words: str, local: ProjectFolder, tmp_path: Path) -> None:
    page = printed(local, tmp_path, *COUNCIL, language="de")
    assert [hit.page for hit in search(local, words)] == [page.id]


@pytest.mark.parametrize("words", ["keller", '"neuen des"', '"kellers Thüren"', "Türen Fenster", "Rat"])
def test_what_is_not_there_is_not_found(words: str, local: ProjectFolder, tmp_path: Path) -> None:
    printed(local, tmp_path, "Die Thüren des Rathskellers ſind geöffnet, des neuen.", language="de")
    assert search(local, words) == []


@pytest.mark.parametrize(
    "words", ["平湖", "平湖縣", "平湖县", "議決", "议决", "縣", '"湖县议"', "平湖 修築", "１９３５", "1935"]
)
def test_chinese_is_found_over_line_ends(words: str, project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "民國1935年平", "湖縣議決修", "築公路", language="zh-Hant")
    (hit,) = search(project, words)
    assert hit.page == page.id
    assert search(project, "平縣") == []


def test_a_hit_tells_the_line_and_its_box(project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "The mayor opened the new win-", "dow of the tower, and the door.")
    (hit,) = search(project, "window tower")
    assert (hit.line, hit.box, hit.kind) == (page.lines[0].id, page.lines[0].box, "paragraph")
    assert hit.snippet == "The mayor opened the new window of the tower, and the door."
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["window", "tower"]
    (hit,) = search(project, "tower")
    assert (hit.line, hit.box) == (page.lines[1].id, page.lines[1].box)


def test_a_hit_in_a_line_that_was_cut_has_its_box(project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "The mayor opened the tower.")
    box = page.lines[0].box
    value = {"at": [box.left + box.width // 2], "lines": ["l_a", "l_b"], "texts": ["The mayor", "opened the tower."]}
    project.append([decide(page, "cut", [page.lines[0].id], json.dumps(value), "reader")])
    (hit,) = search(project, "tower")
    assert hit.line == "l_b"
    assert (hit.box.left, hit.box.right) == (value["at"][0], box.right)


def test_german_thin_is_not_english(project: ProjectFolder, tmp_path: Path) -> None:
    printed(project, tmp_path, "A thin coat of tin.")
    assert len(search(project, "thin")) == 1
    printed(project, tmp_path, "Die That.", language="de")
    assert [hit.snippet for hit in search(project, "Tat")] == ["Die That."]
    assert search(project, "tat coat") == []


def test_hits_come_by_date_and_then_in_order_of_arrival(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 4)
    title = project.add_title("Gazette")
    project.place_pages([Placement(ids[1], project.add_issue(title.id, "1901-01-01").id, 1, "I")])
    project.place_pages([Placement(ids[3], project.add_issue(title.id, "1900-01-01").id, 1)])
    assert [hit.page for hit in search(project, "one")] == [ids[3], ids[1], ids[0], ids[2]]
    assert [hit.page for hit in search(project, "one", limit=2, offset=1)] == [ids[1], ids[0]]
    hit = search(project, "one")[1]
    assert (hit.date, hit.title, hit.label) == ("1901-01-01", "Gazette", "I")
    (issue, _) = project.issues()
    project.change_issue(replace(issue, date="1902-01-01"))
    assert [hit.page for hit in search(project, "one")] == [ids[1], ids[3], ids[0], ids[2]]


def test_what_is_frequent_is_found_among_the_first(
    project: ProjectFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL looks there first, and asks its index where that is not enough."""
    query = store_index.AMONG_FIRST.replace(str(store_index.FIRST), "3")
    monkeypatch.setattr(store_index, "AMONG_FIRST", query)
    ids = pages(project, tmp_path / "in", 6)
    for limit, offset in ((1, 0), (2, 1), (3, 2), (9, 0), (2, 5)):
        assert [hit.page for hit in search(project, "one", limit, offset)] == ids[offset : offset + limit]


def test_what_is_found_follows_the_log(project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "The tovver of London", "stands.")
    assert search(project, "tower") == []
    made = decide(page, "text", [page.lines[0].id], "The tower of London", "reader")
    project.append([made])
    assert [hit.line for hit in search(project, "tower")] == [page.lines[0].id]
    assert search(project, "tovver") == []
    project.append([undo(made, "reader")])
    assert search(project, "tower") == []
    assert len(search(project, "tovver")) == 1
    project.save_page(make_page(page.id, "The tower of London", "stands.", reading="e_2"))
    assert len(search(project, "tower")) == 1
    assert project.check() == []


def test_a_change_that_comes_meanwhile_leaves_a_page_stale(project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "one")
    ((page_id, change),) = project.stale()
    project.append([decide(page, "text", [page.lines[0].id], "two", "reader")])
    project.save_passages(page_id, change, [])
    assert project.stale() == project.stale(page_id=page_id) == [(page_id, change + 1)]
    assert project.stale(page_id="another") == []
    project.set_state([page_id], "accepted", "reader")
    refresh(project)
    project.set_state([page_id], "read", "reader")
    assert project.stale() == [], "a state is no text"


def test_a_day_that_no_newspaper_is_of_is_searched_like_none(project: ProjectFolder, tmp_path: Path) -> None:
    page = printed(project, tmp_path, "one")
    issue = project.add_issue(project.add_title("Gazette").id, "8187-03-05")
    project.place_pages([Placement(page.id, issue.id)])
    assert [hit.date for hit in search(project, "one")] == ["8187-03-05"]


def test_keys_of_another_format_are_made_anew(
    project: ProjectFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(project, tmp_path, "one")
    assert len(search(project, "one")) == 1
    monkeypatch.setattr("correction.store.index.FORMAT", 99)
    assert len(project.stale()) == 1
    assert len(search(project, "one")) == 1


@pytest.mark.parametrize(
    "words", ["", "  ", "—", '""', "*", '"', "ſ\u0000'\"; DROP TABLE pages", "a\\'b NEAR(x) OR -y"]
)
def test_odd_words_break_nothing(words: str, project: ProjectFolder, tmp_path: Path) -> None:
    printed(project, tmp_path, "one")
    if not asked_keys(words):
        with pytest.raises(UsageError, match="nothing to look for"):
            search(project, words)
    else:
        assert search(project, words) == []


def test_words_that_are_asked_for_again_are_looked_for_once() -> None:
    assert parse("council Council COUNCIL met") == parse("council met")


@pytest.mark.parametrize(
    ("alike", "language"),
    [
        (("ſtraſſe", "Straße", "STRASSE", "ſtraße"), "de"),
        (("Thür", "Tür", "Tuͤr", "Thuer"), "de"),
        (("Rathhaus", "Rathaus"), "de"),
        (("Centralcomité", "Zentralkomite"), "de"),
        (("ﬁnance", "ﬁnance", "FINANCE", "ｆｉｎａｎｃｅ"), "en"),
        (("Élection", "election", "ÉLECTION", "e\u0301lection"), "fr"),
        (("說", "説", "说"), "zh"),
        (("裏", "裡", "里"), "zh"),
        (("羣眾", "群衆", "群众"), "zh-Hant"),
    ],
)
def test_what_is_alike_has_one_key(alike: tuple[str, ...], language: str) -> None:
    assert len({tuple(keys(word, language)) for word in alike}) == 1


def test_the_command(local: ProjectFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(local, tmp_path, "The tower of London")
    line = page.lines[0]
    assert run(["search", "tower", "london", "--project", str(local.root)]) == 0
    assert capsys.readouterr().out == f"{page.id} {line.id}: The tower of London\n"
    assert run(["search", "tower", "--project", str(local.root), "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["box"] == {"left": 10, "top": 0, "right": 410, "bottom": 40}
    assert hit["marks"] == [[4, 9]]
    assert run(["search", "bridge", "--project", str(local.root)]) == 0
    assert "nothing was found" in capsys.readouterr().err
    assert run(["search", "—", "--project", str(local.root)]) == 2
