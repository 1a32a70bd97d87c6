"""A plain text laid over the lines that an engine read."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from truth_pages import truth_page

from correction.exchange.text_lines import lay_lines
from correction.exchange.text_read import lay_text
from ocr.page import Box, LineText, Page, Reading, Source, TextLine, TextRegion, Transform, Word

SCANS = Path(__file__).parents[1] / "scans"
NAMES = ("de", "de-fraktur", "en", "fr", "zh-horizontal", "zh-vertical")
MISREAD = 0.08  # of letters, about what the engines make of a bad page


def page_of(*read: str) -> Page:
    lines = tuple(TextLine(f"l_{i}", box := Box(100, 30 * i, 500, 30 * i + 24), box.polygon) for i in range(len(read)))
    pairs = [(each, text) for each, text in zip(lines, read, strict=True) if text]
    said = {each.id: LineText(text, 0.9, (Word(text, each.box, 0.9),)) for each, text in pairs}
    return Page(
        id="p000001",
        source=Source("a.jpg", ""),
        width=600,
        height=30 * len(read) + 30,
        dpi=None,
        language="de",
        script="latin",
        direction="horizontal",
        transform=Transform(),
        regions=(TextRegion("r", Box(100, 0, 500, 30 * len(read) + 30), "body", lines),),
        items=(),
        separators=(),
        pictures=(),
        readings=(Reading("rd_e", "tesseract", "deu", "5", said),),
        base="rd_e",
    )


def laid(read: list[str], text: str) -> list[str]:
    page = lay_text(page_of(*read), text)
    return [page.text_of(line.id) for line in page.lines]


READ = ["Der Rat der Stadt hat be-", "fchloffen, die neue Brücke", "im Frühjahr zu banen."]
TRUTH = ["Der Rat der Stadt hat be-", "ſchloſſen, die neue Brücke", "im Frühjahr zu bauen."]


def test_the_text_stands_at_the_lines_that_it_was_read_in() -> None:
    page = lay_text(page_of(*READ), "\n".join(TRUTH))
    reading = page.base_reading
    assert reading is not None
    assert (reading.engine, len(page.readings), page.notes) == ("text", 2, ())
    assert page.readings[0].engine == "tesseract"
    assert [page.text_of(line.id) for line in page.lines] == TRUTH
    text = reading.lines["l_1"]
    assert [word.text for word in text.words] == ["ſchloſſen,", "die", "neue", "Brücke"]
    assert all(Box(100, 30, 500, 54).union(word.box) == Box(100, 30, 500, 54) for word in text.words)
    assert [word.box.left for word in text.words] == sorted(word.box.left for word in text.words)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(TRUTH).replace("be- ", "be"),
        "Der Rat der Stadt\nhat beſchloſſen, die neue\nBrücke im Frühjahr zu bauen.",
        "\ufeff\r\n\r\n" + "\r\n".join(f"  {line}  " for line in TRUTH),
    ],
)
def test_other_line_ends_are_cut_at_those_of_the_print(text: str) -> None:
    assert laid(READ, text) == TRUTH


def test_han_text_is_cut_where_the_lines_end() -> None:
    read = ["（本報訊）雲岸內河輪船公", "司，創辨迄今，已歷十有二載，", "所行航綫，東至鹽埠"]
    text = "（本報訊）雲岸內河輪船公司，創辦迄今，已歷十有二載，所行航綫，東至鹽埠"
    assert laid(read, text) == ["（本報訊）雲岸內河輪船公", "司，創辦迄今，已歷十有二載，", "所行航綫，東至鹽埠"]


def test_lines_in_another_order_are_found() -> None:
    text = "\n".join([TRUTH[2], TRUTH[0], TRUTH[1]])
    assert laid(READ, text) == TRUTH


def test_text_without_a_line_stands_at_a_neighbour_and_is_told() -> None:
    stray = "Ein Satz, den niemand gelesen hat"
    page = lay_text(page_of(*READ), "\n".join([TRUTH[0], TRUTH[1], stray, TRUTH[2]]))
    assert [page.text_of(line.id) for line in page.lines] == [TRUTH[0], f"{TRUTH[1]} {stray}", TRUTH[2]]
    assert any(stray in note for note in page.notes)


def test_lines_that_the_text_lacks_are_told() -> None:
    page = lay_text(page_of("Anzeiger für Stadt und Land", *READ), "\n".join(TRUTH))
    assert [page.text_of(line.id) for line in page.lines] == ["", *TRUTH]
    assert page.notes == ("lines of the page that the text does not have: 1",)


def test_nothing_to_lay_or_nothing_to_lay_it_on() -> None:
    page = page_of(*READ)
    assert lay_text(page, " \n ") == page
    blank = page_of("", "")
    assert "nothing of the text" in lay_text(blank, "Text").notes[0]
    assert lay_text(blank, "Text").readings == blank.readings


def misread(text: str, luck: random.Random) -> str:
    return "".join(luck.choice("aeinr口日") if luck.random() < MISREAD and letter != " " else letter for letter in text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["as printed", "in paragraphs", "turned"])
def test_sample_pages_get_their_texts_back(name: str, way: str) -> None:
    lines = json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))["lines"]
    truth = [line["text"] for line in lines]
    luck = random.Random(name)
    read = [misread(line, luck) for line in truth]
    half = len(truth) // 2
    text = "\n".join(truth[half:] + truth[:half] if way == "turned" else truth)
    if way == "in paragraphs":
        text = (" " if name[:2] != "zh" else "").join(truth)
    found = laid(read, text)
    right = sum(one == other for one, other in zip(found, truth, strict=True)) / len(truth)
    print(f"{name} {way}: {right:.3f}")
    assert right >= (0.99 if way == "as printed" else 0.96)


def parts(name: str, way: str) -> list[int]:
    """The places of the lines of a sample that a text has, in the order in which it has them."""
    rows = json.loads((SCANS / f"{name}.truth.json").read_text(encoding="utf-8"))["lines"]
    every = list(range(len(rows)))
    if way == "first 60":
        return every[:60]
    if way == "100 to 160":
        return every[100:160]
    if way == "every second article":
        second = set(list(dict.fromkeys(row["article"] for row in rows))[::2])
        return [i for i in every if rows[i]["article"] in second]
    column = len(rows) // 5
    columns = [every[i : i + column] for i in range(0, len(rows), column)]
    chosen = (columns[2], columns[0], columns[3]) if way == "some columns" else reversed(columns)
    return [i for each in chosen for i in each]


WAYS = ("first 60", "100 to 160", "every second article", "some columns", "columns turned")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS)
def test_a_part_of_a_pages_lines_stands_at_those_lines(name: str, way: str) -> None:
    page = truth_page(name)
    truth = [page.text_of(line.id) for line in page.lines]
    places = parts(name, way)
    found = lay_text(page, "\n".join(truth[i] for i in places))
    wanted = [line if i in set(places) else "" for i, line in enumerate(truth)]
    assert [found.text_of(line.id) for line in found.lines] == wanted
    assert not any("found no line" in note for note in found.notes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS)
def test_a_part_of_a_pages_lines_is_found_among_misread_ones(name: str, way: str) -> None:
    page = truth_page(name)
    truth = [page.text_of(line.id) for line in page.lines]
    luck = random.Random(name)
    places = parts(name, way)
    found = laid([misread(line, luck) for line in truth], "\n".join(truth[i] for i in places))
    wrong = sum(found[i] != (line if i in set(places) else "") for i, line in enumerate(truth))
    print(f"{name} {way}: {wrong} wrong of {len(places)}")
    assert wrong <= 0.05 * len(places)


def test_a_line_that_stands_there_twice_goes_beside_its_neighbour() -> None:
    read = ["Genf, 3. Juli.", "Der Rat tagte gestern.", "Genf, 3. Juli.", "Die Brücke ist fertig."]
    assert laid(read, "Genf, 3. Juli.\nDie Brücke ist fertig.") == ["", "", read[2], read[3]]
    assert laid(read, "Genf, 3. Juli.\nDer Rat tagte gestern.") == [read[0], read[1], "", ""]


def test_lines_that_are_like_none_stand_one_on_each_free_line() -> None:
    read = ["Der Rat der Stadt hat", "xqw zvk", "qxx wwz", "im Frühjahr zu bauen."]
    text = [read[0], "beſchloſſen, die neue", "Brücke noch", read[3]]
    assert laid(read, "\n".join(text)) == text


words = st.lists(st.text("abcdefgh ", min_size=1, max_size=12), min_size=1, max_size=8)


@settings(max_examples=80)
@given(words, words)
def test_no_letter_of_the_text_is_lost(read: list[str], text: list[str]) -> None:
    clean = [" ".join(line.split()) for line in text if line.strip()]
    lines = [line for line in read if line.strip()]
    if not clean or not lines:
        return
    found = lay_lines(lines, "\n".join(clean))
    assert sorted("".join("".join(found.texts).split())) == sorted("".join("".join(clean).split()))
