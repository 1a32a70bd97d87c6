"""Decisions on the shape of a page as they come from a browser: checked, kept by batch, seen in the page's view."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from page_readers import make_page
from PIL import Image, ImageDraw, ImageFont

from correction.desk.cutting import cuts
from correction.desk.desk import Desk
from correction.desk.rereading import Wish, engines, read_lines_again
from correction.desk.saving import Made, Sent, receive
from correction.desk.view import PageView, view
from correction.store import create_project
from ocr.errors import LockedError, UsageError
from ocr.page import Box, LineText, Source, Word

PAGE = "p000001"
DRAWN = {"line": "l_new", "polygon": [[10, 300], [400, 300], [400, 340], [10, 340]], "direction": "horizontal"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A project with one page of three lines, printed on its scan."""
    project = create_project(tmp_path / "P")
    page = make_page(PAGE, "The harbour", "council met", "at noon")
    scan = Image.new("L", (420, 1000), 255)
    for line in page.lines:
        left, top, _, bottom = line.box.left, line.box.top, line.box.right, line.box.bottom
        font = ImageFont.load_default(size=round(0.8 * (bottom - top)))
        ImageDraw.Draw(scan).text((left, top), page.text_of(line.id), fill=0, font=font)
    file = tmp_path / "scan.png"
    scan.save(file)
    project.add_sources([Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())])
    project.save_page(replace(page, source=project.pages()[0].source))
    found = Desk(project)
    yield found
    found.close()
    project.close()


def ids(desk: Desk) -> list[str]:
    return [line.id for line in desk.sit(PAGE).page.lines]


def shown(desk: Desk) -> PageView:
    return view(desk.sit(PAGE), None, None, "scan.png")


def decide(desk: Desk, *made: Made, author: str = "Ada") -> None:
    receive(desk, PAGE, Sent(author, made))


def test_a_drawn_line_is_on_the_page_and_takes_a_text(desk: Desk) -> None:
    decide(desk, Made("d_1", "add", value=json.dumps(DRAWN)))
    assert "l_new" in ids(desk)
    decide(desk, Made("d_2", "text", ("l_new",), "in the old mill", ("",)))
    assert desk.sit(PAGE).text_of("l_new") == "in the old mill"


@pytest.mark.parametrize(
    ("kind", "lines", "value"),
    [
        ("add", 0, "{}"),
        ("add", 0, None),
        ("add", 0, json.dumps(DRAWN | {"polygon": [[5, 5], [5, 90]]})),
        ("cut", 1, json.dumps({"at": [1], "lines": ["l_a", "l_b"]})),
        ("cut", 1, json.dumps({"at": [100], "lines": ["l_a"]})),
        ("fuse", 1, json.dumps({"line": "l_a"})),
        ("role", 1, "poem"),
        ("type", 1, "poem"),
        ("order", 2, "aside"),
        ("regions", 0, '[{"box":[1,2,3,4]}]'),
        ("mark", 1, "everything"),
    ],
)
def test_what_would_have_no_effect_is_refused_in_words(desk: Desk, kind: str, lines: int, value: str | None) -> None:
    with pytest.raises(UsageError, match="cannot be done: "):
        decide(desk, Made("d_1", kind, tuple(ids(desk)[:lines]), value))
    assert desk.project.decisions(PAGE) == []


def test_a_batch_with_one_that_cannot_be_is_refused_whole(desk: Desk) -> None:
    first = ids(desk)[0]
    with pytest.raises(UsageError):
        decide(
            desk,
            Made("d_1", "role", (first,), "headline", batch="b_1"),
            Made("d_2", "type", (first,), "poem", batch="b_1"),
        )
    assert desk.project.decisions(PAGE) == []
    decide(
        desk, Made("d_3", "role", (first,), "headline", batch="b_2"), Made("d_4", "split", (first,), batch="b_2")
    )  # fmt: skip
    assert [d.batch for d in desk.project.decisions(PAGE) if d.kind != "state"] == ["b_2", "b_2"]


def test_what_was_typed_into_a_line_that_was_cut_meanwhile_is_kept(desk: Desk) -> None:
    first = ids(desk)[0]
    value = json.dumps({"at": [150], "lines": ["l_a", "l_b"], "texts": ["The", "harbour"]})
    decide(desk, Made("d_1", "cut", (first,), value))
    got = receive(desk, PAGE, Sent("Ben", (Made("d_2", "text", (first,), "The Harbour", ("The harbour",)),)))
    assert got.kept == ("d_2",)
    assert [desk.sit(PAGE).text_of(line) for line in ("l_a", "l_b")] == ["The", "Harbour"]
    never = receive(desk, PAGE, Sent("Ben", (Made("d_3", "text", ("l_never",), "x", ("",)),)))
    assert (never.kept, [conflict.gone for conflict in never.conflicts]) == ((), [True])


def test_drawn_boxes_and_comments_are_seen(desk: Desk) -> None:
    first = ids(desk)[0]
    box = {"box": {"left": 0, "top": 0, "right": 420, "bottom": 95}, "group": "one", "role": None, "act": 3}
    decide(desk, Made("d_1", "regions", value=json.dumps([box])), Made("d_2", "comment", (first,), "Sure?"))
    decide(desk, Made("d_3", "state", value="for review"))
    decide(desk, Made("d_4", "state", value="in progress", remark="look at the date"), author="Ben")
    found = shown(desk)
    assert [(d.box, d.group, d.act) for d in found.drawn] == [((0, 0, 420, 95), "one", 3)]
    assert [(c.lines, c.text, c.author, c.state) for c in found.comments] == [
        ((first,), "Sure?", "Ada", None),
        ((), "look at the date", "Ben", "in progress"),
    ]
    decide(desk, Made("d_5", "undo", value="d_2"))
    assert [c.text for c in shown(desk).comments] == ["look at the date"]
    with pytest.raises(UsageError, match="never decided"):
        decide(desk, Made("d_6", "undo", value="d_none"))


def test_an_accepted_page_takes_comments_only(desk: Desk) -> None:
    first = ids(desk)[0]
    decide(desk, Made("d_1", "split", (ids(desk)[1],)), Made("d_2", "state", value="accepted"))
    for made in (Made("d_3", "drop", (first,)), Made("d_4", "undo", value="d_1")):
        with pytest.raises(LockedError):
            decide(desk, made)
    decide(desk, Made("d_5", "comment", (first,), "Pity."))
    assert [c.text for c in shown(desk).comments] == ["Pity."]
    with pytest.raises(LockedError):
        read_lines_again(desk, PAGE, Wish("Ada", "rapidocr", (first,)))


def test_a_line_is_cut_between_the_characters_that_were_read(desk: Desk) -> None:
    page = desk.stored(PAGE)
    first = page.lines[0].id
    box = page.lines[0].box
    words = (Word("The", Box(20, box.top, 80, box.bottom)), Word("harbour", Box(100, box.top, 240, box.bottom)))
    reading = replace(page.readings[0], run="r_2", lines={first: LineText("The harbour", 0.9, words)})
    desk.project.save_page(replace(page, readings=(reading,)))
    desk.forget(PAGE)
    places = cuts(desk.sit(PAGE), first)
    assert len(places) == len("The harbour") + 1
    assert (places[1], places[2], places[3], places[4], places[5]) == (40, 60, 80, 100, 120)
    decide(desk, Made("d_1", "text", (first,), "The big harbour", ("The harbour",)))
    moved = cuts(desk.sit(PAGE), first)
    assert (moved[1], moved[3], moved[8], moved[9]) == (40, 80, 100, 120)
    assert list(moved) == sorted(moved)
    with pytest.raises(UsageError, match="no line"):
        cuts(desk.sit(PAGE), "l_none")


def test_a_line_without_characters_is_cut_in_equal_parts(desk: Desk) -> None:
    first = ids(desk)[0]
    box = desk.sit(PAGE).lines[first].box
    places = cuts(desk.sit(PAGE), first)
    assert (places[0], places[-1]) == (box.left, box.right)
    assert places[5] == round(box.left + box.width * 5 / 11)


def test_lines_and_boxes_are_read_again(desk: Desk) -> None:
    first, second, third = ids(desk)
    got = read_lines_again(desk, PAGE, Wish("Ada", "rapidocr", (first,)))
    assert (got.engine, list(got.texts), got.added) == ("rapidocr", [first], ())
    assert desk.sit(PAGE).log == ()
    assert len(desk.sit(PAGE).page.readings) == 2
    box = desk.sit(PAGE).lines[third].box
    decide(desk, Made("d_1", "drop", (third,)))
    edges = (box.left, box.top - 2, box.right, box.bottom + 2)
    got = read_lines_again(desk, PAGE, Wish("Ada", "rapidocr", box=edges))
    assert len(got.added) == 1
    assert got.added[0] in ids(desk)
    assert [d.kind for d in desk.project.decisions(PAGE)][-1] == "add"
    assert second in ids(desk)
    for wish in (Wish("", "auto", (first,)), Wish("Ada", "auto", ("l_none",)), Wish("Ada", "auto", box=(5, 5, 5, 9))):
        with pytest.raises(UsageError):
            read_lines_again(desk, PAGE, wish)


def test_engines_that_can_read_are_told() -> None:
    assert engines()[:2] == ("auto", "rapidocr")
