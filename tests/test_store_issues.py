"""Titles and issues: made, renamed, merged, and pages that stand in them."""

from pathlib import Path

import pytest
from project_pages import add, pages, scan

from correction.store import Issue, LibraryQuery, Placement
from correction.store.folder import ProjectFolder
from ocr.errors import UsageError


def test_the_same_words_are_the_same_issue(project: ProjectFolder) -> None:
    title = project.add_title("Wiener Zeitung")
    assert project.add_title("Wiener Zeitung") == title
    assert project.add_title(" Wiener\nZeitung ") == title
    issue = project.add_issue(title.id, "1872-03-05", "Morgenblatt", "Nr. 54")
    assert project.add_issue(title.id, "1872-03-05", "Morgenblatt", "Nr. 54") == issue
    assert project.add_issue(title.id, "1872-03-05", "Morgenblatt ", "Nr.\t54") == issue
    evening = project.add_issue(title.id, "1872-03-05", "Abendblatt", "Nr. 54")
    undated = project.add_issue(title.id)
    assert project.add_issue(title.id) == undated
    early = project.add_issue(title.id, "1801-01-01")
    assert project.issues() == [early, evening, issue, undated]
    assert project.issues("t_none") == []
    assert issue.id.startswith("i_")


def test_what_no_issue_can_be(project: ProjectFolder) -> None:
    title = project.add_title("民國日報")
    for date in ("1935-02-30", "1935", "19350201", "yesterday"):
        with pytest.raises(UsageError, match="is no date"):
            project.add_issue(title.id, date)
    with pytest.raises(UsageError, match="there is no title"):
        project.add_issue("t_none")
    with pytest.raises(UsageError, match="needs a name"):
        project.add_title("  ")
    with pytest.raises(UsageError, match="there is no issue"):
        project.issue_pages("i_none")
    assert project.issues() == []


def test_pages_stand_in_issues(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 3)
    title = project.add_title("平湖日報")
    issue = project.add_issue(title.id, "1935-05-01")
    project.place_pages(
        [Placement(ids[0], issue.id, 2, "二"), Placement(ids[1], issue.id, 1, "一"), Placement(ids[2], issue.id)]
    )
    assert [(each.id, each.label) for each in project.issue_pages(issue.id)] == [
        (ids[1], "一"),
        (ids[0], "二"),
        (ids[2], ""),
    ]
    with pytest.raises(UsageError, match="count pages"):
        project.place_pages([Placement(ids[2], None), Placement(ids[0], issue.id, 0)])
    with pytest.raises(UsageError, match="there is no issue"):
        project.place_pages([Placement(ids[2], None), Placement(ids[0], "i_none")])
    assert len(project.issue_pages(issue.id)) == 3
    project.place_pages([Placement(ids[2], None)])
    assert project.entry(ids[2]).issue is None
    row = project.library(LibraryQuery(issue=issue.id, sort="date")).rows[0]
    assert (row.entry.id, row.issue, row.title) == (ids[1], issue, title)
    project.remove_issue(issue.id)
    assert project.issues() == []
    assert [each.issue for each in project.pages()] == [None] * 3
    assert project.check() == []


def test_issues_are_renamed_and_joined(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 4)
    title = project.add_title("Gazette")
    first, second = project.add_issue(title.id, "1900-01-01"), project.add_issue(title.id, "1900-01-02")
    project.place_pages([Placement(ids[0], first.id, 1), Placement(ids[1], first.id, 4)])
    project.place_pages([Placement(ids[3], second.id, 1), Placement(ids[2], second.id, 2)])
    moved = project.change_issue(Issue(first.id, title.id, "1900-02-01", label="No. 1"))
    assert project.issues() == [second, moved]
    assert [row.entry.id for row in project.library(LibraryQuery(first="1900-02-01", sort="date")).rows] == ids[:2]
    joined = project.change_issue(Issue(second.id, title.id, "1900-02-01", label="No. 1"))
    assert joined == moved
    assert project.issues() == [moved]
    # Behind its own, and the gap before page 4 stays.
    assert [(each.id, each.sequence) for each in project.issue_pages(moved.id)] == [
        (ids[0], 1),
        (ids[1], 4),
        (ids[3], 5),
        (ids[2], 6),
    ]
    assert project.check() == []


def test_a_renamed_title_takes_its_issues_along(project: ProjectFolder, tmp_path: Path) -> None:
    (page_id,) = pages(project, tmp_path / "in", 1)
    wrong, right = project.add_title("Wiener Zeitnng"), project.add_title("Wiener Zeitung")
    issue = project.add_issue(wrong.id, "1872-03-05")
    same = project.add_issue(right.id, "1872-03-05")
    project.place_pages([Placement(page_id, issue.id, 1)])
    assert project.rename_title(wrong.id, "Wiener Zeitung") == right
    assert project.titles() == [right]
    assert project.issues() == [same]
    assert project.entry(page_id).issue == same.id
    assert project.rename_title(right.id, "Die Presse").id == right.id


def test_issues_are_merged(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 2)
    title = project.add_title("Gazette")
    one, two, three = (project.add_issue(title.id, label=f"No. {n}") for n in range(3))
    project.place_pages([Placement(ids[0], two.id), Placement(ids[1], three.id)])
    project.merge_issues(one.id, [two.id, three.id, one.id])
    assert project.issues() == [one]
    assert [(each.id, each.sequence) for each in project.issue_pages(one.id)] == [(ids[0], None), (ids[1], None)]


def test_only_issues_without_pages_are_removed_as_emptied(project: ProjectFolder, tmp_path: Path) -> None:
    """Another person may have put a page there since somebody saw it empty."""
    (page_id,) = pages(project, tmp_path / "in", 1)
    title = project.add_title("Gazette")
    one, two = (project.add_issue(title.id, label=f"No. {n}") for n in range(2))
    project.place_pages([Placement(page_id, two.id)])
    project.remove_emptied([one.id, two.id])
    assert project.issues() == [two]
    assert project.entry(page_id).issue == two.id


def test_pages_are_listed_by_title_and_date(project: ProjectFolder, tmp_path: Path) -> None:
    ids = pages(project, tmp_path / "in", 3)
    loose = add(project, scan(tmp_path / "in", "b.png", b"b"))
    late, early = project.add_title("ÉCHO de Paris"), project.add_title("Echo der Zeit")
    project.place_pages([Placement(ids[0], project.add_issue(late.id, "1901-01-01").id, 1)])
    project.place_pages([Placement(ids[1], project.add_issue(early.id, "1900-01-01").id, 2)])
    project.place_pages([Placement(ids[2], project.add_issue(early.id, "1900-01-01").id, 1)])

    def listed(query: LibraryQuery) -> list[str]:
        return [row.entry.id for row in project.library(query).rows]

    assert listed(LibraryQuery(sort="date")) == [ids[2], ids[1], ids[0], loose]
    assert listed(LibraryQuery(text="écho")) == [ids[0]]
    assert listed(LibraryQuery(text="PARIS")) == [ids[0]]
    assert listed(LibraryQuery(text="nowhere")) == []
    assert listed(LibraryQuery(title=early.id, sort="date")) == [ids[2], ids[1]]
    assert listed(LibraryQuery(last="1900-12-31")) == [ids[1], ids[2]]


def test_a_title_without_issues_is_removed(project: ProjectFolder) -> None:
    right, wrong = project.add_title("Seebote"), project.add_title("Seeboote")
    issue = project.add_issue(right.id, "1895-07-06")
    with pytest.raises(UsageError, match=f"is not empty .{issue.id}"):
        project.remove_title(right.id)
    project.remove_title(wrong.id)
    assert project.titles() == [right]
    with pytest.raises(UsageError, match="there is no title"):
        project.remove_title(wrong.id)


def test_pages_follow_each_other_over_the_ends_of_issues(project: ProjectFolder, tmp_path: Path) -> None:
    """Issue by issue as they are dated, whatever order the scans came in; then what stands in none."""
    ids = pages(project, tmp_path / "in", 7)
    title = project.add_title("Wiener Zeitung")
    late, early = project.add_issue(title.id, "1872-03-06"), project.add_issue(title.id, "1872-03-05")
    project.place_pages(
        [
            Placement(ids[1], late.id, 1),
            Placement(ids[2], early.id, 2),
            Placement(ids[3], early.id, 1),
            Placement(ids[5], late.id),
        ]
    )
    order = [ids[3], ids[2], ids[1], ids[5], ids[0], ids[4], ids[6]]
    for n, page in enumerate(order):
        assert project.beside(page) == (order[n - 1] if n else None, (*order, None)[n + 1])
    project.place_pages([Placement(page, late.id) for page in (ids[0], ids[4], ids[6])])
    assert project.beside(ids[6]) == (ids[5], None)
