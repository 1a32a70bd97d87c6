"""Marks on spans of a line's text: they ride along, go out, or are proposed when their place is gone."""

from contextlib import closing
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from page_readers import make_page
from project_pages import saved

from correction.article import LineMark
from correction.decision_values import AddedLine, MarkedSpan, write_value
from correction.exchange.articles_json import read_json, write_json
from correction.exchange.pagexml.writer import files
from correction.marking import move_span
from correction.proof import arranged, prove, proved
from correction.review import Decision, Kind, decide, replay, undo
from correction.store import create_project

PAGE = make_page("p000001", "The council met yes-", "terday at noon.")
FIRST, SECOND = (line.id for line in PAGE.lines)


def make(kind: Kind, line: str, value: str, log: list[Decision]) -> Decision:
    log.append(decide(PAGE, kind, [line], value, "reader", replay(PAGE, log)))
    return log[-1]


def mark(line: str, offset: int, length: int, log: list[Decision]) -> Decision:
    return make("mark", line, write_value(MarkedSpan(offset, length, "unclear")), log)


def spans(log: list[Decision]) -> list[tuple[int, int]]:
    return [(each.offset, each.length) for each in replay(PAGE, log).marks.get(FIRST, ())]


def test_a_mark_rides_along_when_the_text_changes() -> None:
    log: list[Decision] = []
    mark(FIRST, 4, 7, log)
    make("text", FIRST, "And the council met yester-", log)
    assert spans(log) == [(8, 7)]
    make("text", FIRST, "And the counsel met yester-", log)
    assert spans(log) == [(8, 7)]
    gone = make("text", FIRST, "…", log)
    assert spans(log) == []
    assert [p.reason for p in replay(PAGE, log).proposals] == ["the place of the mark is gone"]
    log.append(undo(gone, "reader"))
    assert spans(log) == [(8, 7)]


def test_marks_and_comments_are_found_on_a_page_that_was_cut_anew() -> None:
    log: list[Decision] = []
    made = mark(SECOND, 0, 6, log)
    make("comment", SECOND, "looks odd", log)
    anew = make_page("p000001", "The council met yes-", "terday at noon", top=3, reading="e_2")
    reviewed = replay(anew, log)
    (found,) = reviewed.marks[anew.lines[1].id]
    assert (found.offset, found.length, found.kind, found.by, found.decision) == (0, 6, "unclear", "reader", made.id)
    assert [(c.decision.value, c.lines) for c in reviewed.comments] == [("looks odd", (anew.lines[1].id,))]


def test_marks_outside_a_text_are_proposed() -> None:
    log: list[Decision] = []
    mark(FIRST, 15, 90, log)
    make("mark", FIRST, "{}", log)
    assert spans(log) == []
    assert len(replay(PAGE, log).proposals) == 2


@given(st.text("abcd ", max_size=12), st.text("abcd ", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_span_stays_in_its_text(seen: str, now: str, offset: int, length: int) -> None:
    span = move_span(offset, length, seen, now)
    if offset + length <= len(seen):
        assert move_span(offset, length, seen, seen) == (offset, length)
        assert move_span(offset + 3, length, "xyz" + seen, "xyz" + seen) == (offset + 3, length)
    if span:
        assert 0 <= span[0] <= span[0] + span[1] <= len(now)


def test_what_a_person_made_and_marked_comes_out_in_all_formats(tmp_path: Path) -> None:
    with closing(create_project(tmp_path / "p")) as project:
        page = saved(project, tmp_path, "The council met yes-", "terday at noon.")
        value = AddedLine("l_mine", ((10, 100), (410, 100), (410, 140), (10, 140)), "horizontal", "after")

        def decided(kind: Kind, lines: list[str], value: str) -> None:
            texts = replay(page, project.decisions(page.id))
            project.append([decide(arranged(project, page.id), kind, lines, value, "reader", texts)])

        decided("add", [page.lines[1].id], write_value(value))
        decided("text", ["l_mine"], "It rose at s?x.")
        decided("mark", ["l_mine"], write_value(MarkedSpan(11, 3, "unclear")))
        decided("mark", ["l_mine"], write_value(MarkedSpan(15, 0, "gap")))
        assert project.check() == []
        export = prove(project)
        (article,) = export.articles
        assert article.paragraphs[-1].text.endswith("It rose at s?x.")
        marks = (LineMark("l_mine", "unclear", 11, 3), LineMark("l_mine", "gap", 15, 0))
        assert article.marks == marks
        data = write_json(export.articles)
        assert read_json(data)[0].marks == marks
        assert msgspec.json.decode(data)["articles"][0]["marks"][1] == {
            "line": "l_mine",
            "kind": "gap",
            "offset": 15,
            "length": 0,
        }
        (file,) = files(export)
        assert b'custom="unclear {offset:11; length:3;} gap {offset:15; length:0;}"' in file.data
        assert proved(project, page.id).marks["l_mine"][0].by == "reader"
        project.append([decide(page, "mark", [page.lines[0].id], "nonsense", "reader")])
        assert ["means nothing" in fault.problem for fault in project.check()] == [True]
        project.append([undo(project.decisions()[-1], "reader")])
        assert project.check() == []
