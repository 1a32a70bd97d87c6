"""Doubts that are kept with their page, and how many of them are open in the list of pages."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from project_pages import pages, saved
from test_store_check import spoil

from correction.audit import audit
from correction.doubts import doubts, kept
from correction.proof import prove
from correction.review import decide
from correction.search import refresh
from correction.store import LibraryQuery, Project, open_project
from correction.store.folder import ProjectFolder
from ocr.errors import ProjectError
from ocr.page import LineText, Page, Reading

WRONG, OTHER = "the harbonr wall", "the harbour wall"


@pytest.fixture
def page(project: ProjectFolder, tmp_path: Path) -> Page:
    """A page that two engines have read differently."""
    return project.save_page(with_another(saved(project, tmp_path, WRONG, "of old stone"), OTHER))


def with_another(page: Page, text: str, reading: str = "e_2") -> Page:
    first = {page.lines[0].id: LineText(text, 0.9)}
    return replace(page, readings=(*page.readings, Reading(reading, "other", "", "1", first)))


def test_doubts_are_kept_until_the_page_is_read_anew(project: ProjectFolder, page: Page) -> None:
    found = kept.page_doubts(project, page.id)
    assert found == doubts(project.load_page(page.id)) != ()
    first = project.derived(page.id, kept.NAME)
    assert first
    assert kept.read(first.document) == found
    assert kept.page_doubts(project, page.id, page) == found
    again = project.save_page(with_another(project.load_page(page.id), "the harb0ur wall", "e_3"))
    assert kept.page_doubts(project, page.id) == doubts(again)
    second = project.derived(page.id, kept.NAME)
    assert second
    assert second.key != first.key


def test_decisions_do_not_make_kept_doubts_stale(project: ProjectFolder, page: Page) -> None:
    found = kept.page_doubts(project, page.id)
    project.append([decide(page, "order", [line.id for line in reversed(page.lines)], None, "Ada")])
    export = prove(project)
    assert [line.id for line in export.pages[0].lines] != [line.id for line in page.lines]
    spoil(project, "UPDATE readings SET document = '{}' WHERE id = 'e_2'")  # nobody looks at them again
    assert export.doubts_of
    assert export.doubts_of(export.pages[0]) == found


def test_a_damaged_document_is_made_anew(project: ProjectFolder, page: Page) -> None:
    found = kept.page_doubts(project, page.id)
    spoil(project, "UPDATE derived SET document = '[[1]]'")
    assert kept.page_doubts(project, page.id) == found


def test_a_project_that_cannot_be_written_keeps_none(
    project: ProjectFolder, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise ProjectError("read only", "change that")

    monkeypatch.setattr(project, "keep_derived", refuse)
    assert kept.page_doubts(project, page.id)


def test_open_doubts_are_counted_and_sorted_by(project: ProjectFolder, page: Page, tmp_path: Path) -> None:
    others = pages(project, tmp_path / "others", 2)
    assert project.entry(page.id).doubts is None
    assert kept.refresh_counts(project) == 3
    assert kept.refresh_counts(project) == 0
    marked = sum(doubt.marked for doubt in kept.page_doubts(project, page.id))
    assert project.entry(page.id).doubts == marked > 0
    first = project.library(LibraryQuery(sort="doubts", descending=True)).rows
    assert [row.entry.id for row in first] == [page.id, *reversed(others)]
    project.append([decide(page, "confirm", [line.id for line in page.lines], None, "Ada")])
    assert [page_id for page_id, _ in project.uncounted()] == [page.id]
    kept.refresh_counts(project)
    assert project.entry(page.id).doubts == 0


def test_what_a_worker_found_is_kept_and_counted_with_its_page(project: ProjectFolder, page: Page) -> None:
    found = doubts(page)
    kept.keep(project, page, kept.write(found))
    assert project.uncounted() == []
    assert project.entry(page.id).doubts == sum(doubt.marked for doubt in found)
    assert kept.page_doubts(project, page.id) == found


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE pages SET doubts = 77", "doubts are open, not 77"),
        ("UPDATE derived SET document = '{'", "its kept doubts are damaged"),
    ],
)
def test_check_proves_the_count(statement: str, says: str, project: ProjectFolder, page: Page) -> None:
    kept.refresh_counts(project)
    refresh(project)
    told = project.entry(page.id).doubts
    faults = [fault for fault in audit(project) if "scan" not in fault.problem]
    assert faults == []
    spoil(project, statement)
    assert any(says in fault.problem for fault in audit(project))
    list(audit(project, mend=True))
    assert [fault for fault in audit(project) if "doubts" in fault.problem] == []
    assert project.entry(page.id).doubts == told


def test_a_project_of_the_first_format_has_no_counts_at_first(tmp_path: Path) -> None:
    import sqlite3

    from test_store_revisions import FIRST_FORMAT

    root = tmp_path / "old"
    root.mkdir()
    (root / "galley.toml").write_text('galley = 1\nscans = "copy"\n')
    with closing(sqlite3.connect(root / "galley.db")) as database:
        database.executescript(FIRST_FORMAT.read_text(encoding="utf-8"))
    project: Project
    with closing(open_project(root)) as project:
        assert [entry.doubts for entry in project.pages()] == [None] * 5
        assert len(project.uncounted()) == 2
        kept.refresh_counts(project)
        assert project.entry("p000001").doubts is not None
