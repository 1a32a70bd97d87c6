"""A project on every database: ids, immutable readings, the log, runs, two writers."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from page_readers import make_page
from project_pages import add, saved, scan, source

from correction.review import decide, undo
from correction.store import create_project, open_project
from correction.store.folder import ProjectFolder
from ocr.errors import ProjectError, UsageError
from ocr.page import Box


def test_a_turn_that_reading_found_is_kept_with_the_page(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "upside down")
    turned = replace(page, source=replace(page.source, path="elsewhere.png", turn=180))
    assert project.save_page(turned).source == replace(page.source, turn=180)
    assert project.load_page(page.id).source == replace(page.source, turn=180)


def test_pages_are_numbered_in_order_of_arrival(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    halves = [source(file, 0, Box(50, 0, 100, 80)), source(file, 0, Box(0, 0, 50, 80)), source(file, 1)]
    arrivals = project.add_sources(halves)
    assert [each.entry.id for each in arrivals] == ["p000001", "p000002", "p000003"]
    assert {each.news for each in arrivals} == {"new"}
    assert [entry.source.crop for entry in project.pages()] == [Box(50, 0, 100, 80), Box(0, 0, 50, 80), None]
    assert add(project, scan(tmp_path / "in", "b.png", b"b")) == "p000004"


def test_the_same_bytes_are_the_same_page(project: ProjectFolder, tmp_path: Path) -> None:
    first = add(project, scan(tmp_path / "in"))
    again = project.add_sources([source(scan(tmp_path / "elsewhere", "other name.png"))])
    assert [(each.entry.id, each.news) for each in again] == [(first, "known")]
    assert len(os.listdir(project.root / "scans")) == 1


def test_a_page_says_where_it_was_first_taken_in_from(project: ProjectFolder, tmp_path: Path) -> None:
    first = scan(tmp_path / "box 1895", "平湖.png")
    page_id = add(project, first)
    add(project, scan(tmp_path / "other", "again.png"))
    assert project.entry(page_id).origin == str(first)
    project.save_page(make_page(page_id, "one"))
    assert project.entry(page_id).origin == str(first)


def test_a_double_page_cut_a_little_otherwise_is_known(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    project.add_sources([source(file, 0, Box(0, 0, 50, 80)), source(file, 0, Box(50, 0, 100, 80))])
    again = project.add_sources([source(file, 0, Box(47, 0, 100, 80)), source(file, 0, Box(0, 0, 47, 80))])
    assert [(each.entry.id, each.news) for each in again] == [("p000002", "known"), ("p000001", "known")]


def test_a_page_comes_back_equal(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "Straße ſ ⸗ 平湖", "")
    assert project.load_page(page.id) == page
    assert page.source == project.pages()[0].source
    assert project.pages()[0].state == "read"
    assert project.pending() == []


def test_readings_are_added_and_never_changed(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "old")
    project.save_page(make_page(page.id, "old"))
    same = project.save_page(make_page(page.id, "new", reading="e_2"))
    clash = project.save_page(make_page(page.id, "newest", reading="e_2"))
    assert same.base == "e_2"
    assert clash.base == "e_2.2"
    found = project.load_page(page.id)
    assert [reading.id for reading in found.readings] == ["e_1", "e_2", "e_2.2"]
    assert [reading.lines[page.lines[0].id].text for reading in found.readings] == ["old", "new", "newest"]
    assert found.text_of(page.lines[0].id) == "newest"


def test_a_page_that_failed_waits_and_one_that_was_read_stays(project: ProjectFolder, tmp_path: Path) -> None:
    page_id = add(project, scan(tmp_path / "in"))
    project.fail_page(page_id, "torn - scan it again")
    assert [(entry.state, entry.note) for entry in project.pending()] == [("failed", "torn - scan it again")]
    with pytest.raises(ProjectError, match="torn"):
        project.load_page(page_id)
    project.save_page(make_page(page_id, "read"))
    project.fail_page(page_id, "worse luck")
    assert project.pages()[0].state == "read"


def test_pages_that_are_not_there(project: ProjectFolder) -> None:
    with pytest.raises(UsageError):
        project.load_page("p000009")
    with pytest.raises(UsageError):
        project.save_page(make_page("p000009"))
    with pytest.raises(UsageError):
        project.fail_page("p000009", "")


def test_the_log_keeps_its_order(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one", "two")
    first = decide(page, "text", [page.lines[0].id], "eins", "reader")
    project.append([first, undo(first, "reader")])
    project.append([])
    project.append([decide(page, "order", [line.id for line in page.lines[::-1]], None, "reader")])
    log = project.decisions(page.id)
    assert [each.kind for each in log] == ["text", "undo", "order"]
    assert log[0] == first
    assert project.decisions() == log
    with pytest.raises(ProjectError):
        project.append([replace(first, id="d_other", page="p000077")])
    with pytest.raises(ProjectError):
        project.append([decide(page, "confirm", [page.lines[0].id], None, "reader"), first])
    assert project.decisions() == log


def test_runs(project: ProjectFolder) -> None:
    run = project.start_run({"engine": "auto"}, "0.1")
    assert [(each.id, each.finished) for each in project.runs()] == [(run, None)]
    project.finish_run(run)
    assert project.runs()[0].finished is not None
    assert project.runs()[0].settings == {"engine": "auto"}


def test_two_writers_queue(root: Path, database: str | None, tmp_path: Path) -> None:
    files = [scan(tmp_path / "in", f"{n}.png", str(n).encode()) for n in range(20)]

    def work(part: list[Path]) -> None:
        project = create_project(root, database)
        for file in part:
            project.save_page(make_page(add(project, file), "read"))
        project.close()

    threads = [threading.Thread(target=work, args=(files[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    project = open_project(root, database)
    assert [entry.id for entry in project.pages()] == [f"p{n:06d}" for n in range(1, 21)]
    assert project.pending() == []
    project.close()
