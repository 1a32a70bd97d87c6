"""The doubts of a page as the browser gets them, without a browser."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from desk_pages import sample_project, slips_of

from correction.desk.desk import Desk
from correction.desk.doubtful import LIKELY, PageDoubts, doubts_seen
from correction.desk.saving import Made, Sent, receive
from correction.desk.worklist import Worklists
from correction.store import open_project
from ocr.page import Page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Page]:
    root = tmp_path_factory.mktemp("doubtful") / "P"
    return root, sample_project(root, "zh-vertical", slips=4)[0]


def seen(desk: Desk, page: str) -> PageDoubts:
    sitting, lists = desk.sit(page), Worklists(desk.project)
    return doubts_seen(sitting, lists.of(sitting.page), lists.open(sitting.page, sitting.reviewed, sitting.log))


def test_a_doubt_comes_with_its_place_and_what_engines_read(made: tuple[Path, Page]) -> None:
    root, page = made
    slip = slips_of(page)[0]
    with closing(open_project(root)) as project:
        desk = Desk(project)
        before = seen(desk, page.id)
        assert before.all == sum(len(line.doubts) for line in before.lines) >= before.likely
        doubt = next(
            doubt
            for line in before.lines
            if line.line == slip.line
            for doubt in line.doubts
            if doubt.offset <= slip.offset < doubt.offset + doubt.length
        )
        line = desk.sit(page.id).lines[slip.line]
        left, top, right, bottom = doubt.box
        assert line.box.left <= left < right <= line.box.right
        assert line.box.top <= top < bottom <= line.box.bottom
        assert 2 * (bottom - top) * (right - left) < line.box.width * line.box.height
        assert slip.printed in doubt.readings[0].text
        assert doubt.readings[0].engine == "compositor"
        assert doubt.likely == (doubt.chance >= LIKELY)

        text = desk.sit(page.id).text_of(slip.line)
        wrote = Made("d_1", "text", (slip.line,), "〓" + text, (text,))
        right_as_is = Made("d_2", "confirm", (slip.line,), None, ("〓" + text,))
        receive(desk, page.id, Sent("Ada", (wrote,)))
        moved = next(line for line in seen(desk, page.id).lines if line.line == slip.line)
        assert moved.text == "〓" + text
        assert any(d.offset == doubt.offset + 1 and d.box == doubt.box for d in moved.doubts)
        receive(desk, page.id, Sent("Ada", (right_as_is,)))
        after = seen(desk, page.id)
        assert all(line.line != slip.line for line in after.lines)
        assert after.all == before.all
