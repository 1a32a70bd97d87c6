"""The benchmark's table is written from whatever results are there."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from desk_truth import Row, match, to_cut, to_fuse, wanted
from printed import PrintedLine, _spread

from ocr.page import Box, TextLine

BAD_INPUT = Path(__file__).parents[1] / "benchmarks" / "bad_input.py"
RUN = Path(__file__).parents[1] / "benchmarks" / "run.py"


def test_the_table_is_written_without_reading_a_page(tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    done = subprocess.run([sys.executable, RUN, "--table", "--to", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    figures = text.partition("## Figures to reach\n")[2].partition("\n## ")[0]
    rows = [line for line in figures.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 17, "a head and the figures"
    assert len({line.count("|") for line in rows}) == 1


@pytest.mark.long
def test_bad_input_gets_an_answer_and_an_honest_note() -> None:
    command = [sys.executable, BAD_INPUT, "--only", "paper", "10000x1-black", "1x1-white", "photograph"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = done.stdout.splitlines()
    assert len(rows) == 4
    assert all("exit 0" in row for row in rows)


@pytest.mark.parametrize("vertical", [False, True])
def test_characters_of_slanted_lines_are_read_where_they_stand(vertical: bool) -> None:
    def corners(across: int) -> list[tuple[int, int]]:
        """A line of 1000 x 40 pixels that rises by 30."""
        points = [(0, across + 30), (1000, across), (1000, across + 40), (0, across + 70)]
        return [points[i] for i in (0, 3, 2, 1)] if vertical else points

    def placed(points: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((y, x) for x, y in points) if vertical else tuple(points)

    def around(polygon: tuple[tuple[int, int], ...]) -> Box:
        xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
        return Box(min(xs), min(ys), max(xs), max(ys))

    polygons = [placed(corners(across)) for across in (100, 145)]
    lines = [TextLine(f"l_{i}", around(polygon), polygon) for i, polygon in enumerate(polygons)]
    for i, line in enumerate(lines):
        homes = _spread(PrintedLine(line.box, "abcdefghij"), lines, vertical=vertical)
        assert homes == {i: "abcdefghij"}


def test_lines_are_laid_on_their_truth() -> None:
    truth = [Row("0", "Der Rath"), Row("1", "hat beschloſſen,"), Row("2", "daß die Brücke"), Row("3", "gebaut werde.")]
    page = [Row("a", "Der Ratb hat beſchloſſen,"), Row("b", "daß die"), Row("c", "Brücke"), Row("d", "gebaut weroe.")]
    found = match(page, truth)
    assert {line: row.id for line, row in found.right.items()} == {"a": "1", "b": "2", "d": "3"}
    assert [row.id for row in found.missed] == ["0"]
    assert to_cut(found, page, truth) == ("a", 8)
    assert to_fuse(found, page) == "b"
    assert wanted("hat beſchloſſen", "hat beschlossen,") == "hat beſchloſſen,"
    assert wanted("國民", "国〓") == "国民"
