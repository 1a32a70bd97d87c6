"""Words as they go out: nothing lost or doubled, boxes kept where nothing changed and laid sensibly where it did."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from page_readers import make_page

from correction.article import Article, Hyphen, Paragraph
from correction.exchange import Export
from correction.exchange.printed import place_of_word, print_page, print_words
from ocr.page import Box, Glyph, LineText, TextLine, Word

BOX = Box(0, 0, 200, 20)


def line(box: Box = BOX, direction: str = "horizontal") -> TextLine:
    return TextLine("l_1", box, box.polygon, direction="vertical" if direction == "vertical" else "horizontal")


READ = LineText(
    "the c?t sat",
    0.9,
    (Word("the", Box(0, 0, 30, 20), 0.9), Word("c?t", Box(40, 2, 70, 18), 0.4), Word("sat", Box(80, 0, 110, 20), 0.8)),
)


def told(text: str, base: LineText = READ) -> list[tuple[str, Box, float | None]]:
    return [(word.text, word.box, word.confidence) for word in print_words(line(), base, text)]


def test_an_unchanged_line_has_the_words_of_its_reading() -> None:
    assert told(READ.text) == [(word.text, word.box, word.confidence) for word in READ.words]


def test_a_changed_word_lies_where_the_old_one_was_and_has_no_confidence() -> None:
    assert told("the cat sat")[1] == ("cat", Box(40, 2, 70, 18), None)
    assert told("the cat sat")[2] == ("sat", Box(80, 0, 110, 20), 0.8)


def test_words_that_a_person_joins_or_parts_share_the_old_boxes() -> None:
    assert told("thec?t sat")[0] == ("thec?t", Box(0, 0, 70, 20), None)
    (first, one, _), (second, other, _) = told("the c?t s at")[2:]
    assert (first, second) == ("s", "at")
    assert one.left == 80
    assert one.right <= other.left
    assert other.right == 110


def test_a_word_behind_the_last_one_takes_the_rest_of_the_line() -> None:
    text, box, _ = told("the c?t sat there")[-1]
    assert text == "there"
    assert 110 <= box.left < box.right <= 200


def test_glyphs_tell_where_a_word_is_cut() -> None:
    glyphs = tuple(Glyph(c, Box(x, 0, x + 9, 20)) for c, x in zip("ofthe", (0, 10, 30, 40, 50), strict=True))
    base = LineText("ofthe", 0.5, (Word("ofthe", Box(0, 0, 59, 20), 0.5, glyphs),))
    assert [box for _, box, _ in told("of the", base)] == [Box(0, 0, 19, 20), Box(30, 0, 59, 20)]


def test_han_characters_are_words_of_their_own_also_in_columns() -> None:
    base = LineText("中国", 0.9, ())
    words = list(print_words(line(Box(0, 0, 20, 90), "vertical"), base, "中国人"))
    assert [word.text for word in words] == ["中", "国", "人"]
    assert [word.box.top for word in words] == sorted(word.box.top for word in words)


def test_a_line_that_is_read_from_the_right_is_laid_from_the_right() -> None:
    base = LineText("報晶", 0.9, (Word("報", Box(60, 0, 90, 30)), Word("晶", Box(0, 0, 30, 30))))
    boxes = [box for _, box, _ in told("報刊晶", base)]
    assert boxes[0].left > boxes[1].left > boxes[2].left


def test_a_broken_word_knows_its_whole_on_both_lines() -> None:
    page = make_page("p000001", "we saw the Ham-", "burger, at noon")
    first, second = (each.id for each in page.lines)
    entry = Hyphen("h_1", first, "Ham", "-", "burger", "Hamburger", "join", "a listed word", 0.9)
    article = Article("a_1", pages=("p000001",), paragraphs=(Paragraph("…", lines=(first, second)),), hyphens=(entry,))
    printed = print_page(Export((page,), (article,)), page)
    begun, ended = printed[first].words[-1], printed[second].words[0]
    assert (begun.text, begun.stem, begun.part, begun.whole, begun.mark) == ("Ham-", "Ham", "first", "Hamburger", "-")
    assert (ended.text, ended.part, ended.whole) == ("burger,", "second", "Hamburger,")


def test_ids_of_words_name_their_line_and_place() -> None:
    page = make_page("p000001", "one two")
    printed = print_page(Export((page,)), page)
    assert [place_of_word(word.id) for each in printed.values() for word in each.words] == [
        ("l_p000001_0", 0),
        ("l_p000001_0", 1),
    ]
    assert place_of_word("l_p000001_0") is None


def test_a_line_that_was_emptied_does_not_go_out() -> None:
    page = make_page("p000001", "dirt", "text")
    assert list(print_page(Export((page,), texts={"p000001": {"l_p000001_0": ""}}), page)) == ["l_p000001_50"]


TEXTS = st.text(st.sampled_from("ab ſ-中國。é̈  "), max_size=12)


@given(TEXTS, TEXTS, st.booleans())
def test_no_letter_is_lost_or_doubled_and_every_word_stands_in_its_line(read: str, said: str, boxed: bool) -> None:
    pieces = read.split()
    words = tuple(Word(piece, Box(10 * i, 0, 10 * i + 8, 20)) for i, piece in enumerate(pieces)) if boxed else ()
    found = list(print_words(line(), LineText(read, 0.5, words), said))
    assert "".join(word.text for word in found) == "".join(said.split())
    assert [said[word.offset : word.offset + len(word.text)] for word in found] == [word.text for word in found]
    assert len({word.id for word in found}) == len(found)
    for word in found:
        assert word.box.width > 0
        assert word.box.height > 0
        assert not any(letter.isspace() for letter in word.text)
        behind = said[word.offset + len(word.text) :][:1]
        assert word.spaced == behind.isspace()


@given(TEXTS)
def test_what_is_unchanged_keeps_its_boxes(read: str) -> None:
    words = tuple(Word(piece, Box(10 * i, 0, 10 * i + 8, 20), 0.7) for i, piece in enumerate(read.split()))
    base = LineText(read, 0.5, words)
    found = list(print_words(line(), base, read))
    assert [(word.text, word.box, word.confidence) for word in found] == [(w.text, w.box, 0.7) for w in words]
    assert replace(base, text=read) == base
