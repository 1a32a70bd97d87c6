"""Articles out as JSON, text and Markdown; files that are whole or not there at all."""

from __future__ import annotations

import errno
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from correction.article import Article, Credit, Heading, Hyphen, Paragraph
from correction.exchange import FORMATS, Export, OutputFile, find_format, target
from correction.exchange.articles_json import read_json, write_json
from correction.exchange.markdown import escape, write_markdown
from correction.exchange.plain_text import write_text
from ocr.errors import InputError, OutputError, UsageError

GOLDEN = Path(__file__).parent / "golden" / "exchange"

LEDGER = Hyphen("h_1", "l_4", "Back", "-", "stein", "Backstein", "join", "de: goes on in lower case", 0.98)
ARTICLES = (
    Article(
        "a_1",
        type="advert",
        language="en",
        pages=("p000001",),
        headings=(Heading("headline", "Oil lamps", ("l_1",)),),
        paragraphs=(Paragraph("* Best price *\n# 12 Mill Lane", lines=("l_2", "l_3")),),
    ),
    Article(
        "a_2",
        language="de",
        pages=("p000001", "p000002"),
        headings=(
            Heading("kicker", "Aus dem Gemeinderat", ("l_5",)),
            Heading("headline", "Der neue Speicher wird aus Backstein", ("l_6", "l_7")),
            Heading("deck", "Kosten von 1. Bauabschnitt geklärt", ("l_8",)),
            Heading("deck", "Arbeiten ab Mai", ("l_9",)),
        ),
        credits=(Credit("(Eigener Bericht.)", lines=("l_10",)),),
        paragraphs=(
            Paragraph("12. Mai. Der Rat beriet lange.", dateline="12. Mai.", lines=("l_11",)),
            Paragraph("Was es kostet", "subhead", lines=("l_12",)),
            Paragraph("Die Summe steht fest_und wird <bald> bekannt.", lines=("l_13", "l_4")),
            Paragraph("Blick auf den Speicher", "caption", lines=("l_14",)),
        ),
        hyphens=(LEDGER,),
        credit_first=True,
    ),
    Article(
        "a_3",
        language="zh",
        pages=("p000001",),
        headings=(Heading("headline", "“新渡口”本周启用"),),
        credits=(Credit("■记者 林一 通讯员 周二", "记者", ("林一",)), Credit("摄影 王三", "摄影", ("王三",))),
        paragraphs=(Paragraph("　　本报讯 渡口今天开放。", dateline="本报讯"), Paragraph("一次大修", "inset")),
    ),
)


@pytest.mark.parametrize("name", ["json", "txt", "md"])
def test_writes_what_the_golden_file_shows(name: str, update_golden: bool) -> None:
    (file,) = find_format(name).files(Export(articles=ARTICLES))
    if update_golden:
        (GOLDEN / f"articles.{name}").write_bytes(file.data)
    assert file.data.decode() == (GOLDEN / f"articles.{name}").read_text(encoding="utf-8")


def test_nothing_to_write_is_an_empty_text() -> None:
    assert write_text(()) == ""
    assert write_markdown((Article("a_1"),)) == ""
    assert json.loads(write_json(())) == {"galley": 1, "articles": []}


def test_json_has_every_field_in_the_agreed_order() -> None:
    article = json.loads(write_json(ARTICLES))["articles"][1]
    assert " ".join(article) == (
        "id type language issue pages continues headline kicker byline headings credits paragraphs hyphens changes"
        " marks"
    )
    assert " ".join(article["hyphens"][0]) == "id line left mark right form decision reason confidence by offered"
    assert article["issue"] is None
    assert article["paragraphs"][1]["dateline"] is None
    assert article["kicker"] == "Aus dem Gemeinderat"


SOME_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
MAYBE = st.none() | SOME_TEXT
LINES = st.lists(SOME_TEXT, max_size=2).map(tuple)
SOME_ARTICLES = st.lists(
    st.builds(
        Article,
        id=SOME_TEXT,
        type=st.sampled_from(["article", "advert", "picture"]),
        language=st.sampled_from(["zh", "de"]),
        issue=MAYBE,
        pages=LINES,
        continues=MAYBE,
        headings=st.lists(
            st.builds(Heading, st.sampled_from(["kicker", "headline", "deck"]), SOME_TEXT, LINES), max_size=2
        ).map(tuple),
        credits=st.lists(st.builds(Credit, SOME_TEXT, MAYBE, LINES, LINES), max_size=2).map(tuple),
        paragraphs=st.lists(
            st.builds(Paragraph, SOME_TEXT, st.sampled_from(["paragraph", "inset"]), MAYBE, LINES), max_size=2
        ).map(tuple),
        hyphens=st.lists(
            st.builds(
                Hyphen,
                *([st.text(max_size=3)] * 6),
                st.sampled_from(["join", "keep-space"]),
                st.text(max_size=3),
                st.floats(0, 1),
                MAYBE,
            ),
            max_size=1,
        ).map(tuple),
        credit_first=st.just(False),
    ),
    max_size=3,
).map(tuple)


@given(SOME_ARTICLES)
def test_json_written_and_read_is_equal(articles: tuple[Article, ...]) -> None:
    assert read_json(write_json(articles)) == articles


def test_json_does_not_carry_where_the_credit_stands() -> None:
    assert read_json(write_json(ARTICLES)) == tuple(replace(article, credit_first=False) for article in ARTICLES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b'{"galley": 2, "articles": []}',
        b'{"galley": 1, "articles": [{"id": 5}]}',
        b'{"galley": 1, "articles": [{"id": "a", "type": "poem"}]}',
        b"[" * 100_000,
    ],
)
def test_json_from_elsewhere_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match="not Galley's articles JSON"):
        read_json(data)


def rendered(markdown: str) -> str:
    """The words that a Markdown reader shows for one paragraph; fails when it sees anything but plain text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    shown = []
    for token in tokens[1].children or ():
        assert token.type in ("text", "text_special", "softbreak"), token
        shown.append("\n" if token.type == "softbreak" else token.content)
    return "".join(shown)


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "#hashtag",
        "> not a quotation",
        "- no list",
        "+ no list",
        "1. no list",
        "1) no list",
        "--- no rule",
        "a\n---",
        "a\n===",
        "a | b\n--|--",
        "| a |",
        "* * *",
        "***bold***",
        "__init__ and snake_case",
        "`code`",
        "<b>tag</b> but a < b",
        "&amp; stays, A & B too",
        "[link](there), [1] and ![picture](there)",
        "[a]: b",
        "10~20~30",
        "~~~\nfence",
        "back\\slash\\",
        "<!-- hidden -->",
        "价格：3 * 5_000_元",
    ],
)
def test_markdown_shows_printed_characters_as_they_are(text: str) -> None:
    assert rendered(escape(text)) == text


@pytest.mark.parametrize(
    "text", ["Profit of 5 - 3", "an e-mail (2. edition) #5", "3.5 per cent", "-5 degrees", "A_B", "[sic]", "“„«»—…"]
)
def test_markdown_leaves_ordinary_text_alone(text: str) -> None:
    assert escape(text) == text


@given(st.text(st.sampled_from("ab1 \n#>-+*_`<>|&;[](){}~\\=:.!渡"), min_size=1, max_size=12))
def test_markdown_never_changes_what_is_shown(text: str) -> None:
    written = escape(text)
    lines = [re.sub(r"[ \t]+$|^[ \t]+", "", line) for line in text.split("\n")]
    if written:
        assert rendered(written) == "\n".join(line for line in lines if line)


@given(st.text(st.sampled_from("ab1 #>-*_`<\\渡"), min_size=1, max_size=8), st.sampled_from(["headline", "deck"]))
def test_markdown_headings_show_their_text(text: str, role: str) -> None:
    written = write_markdown([Article("a_1", headings=(Heading(role, text),))])  # type: ignore[arg-type]
    tokens = MarkdownIt("commonmark").parse(written)
    shown = "".join(t.content for token in tokens for t in token.children or ())
    assert shown == text.strip()


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="json, txt, md, page"):
        find_format("word")


def test_file_is_written_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    place = tmp_path / "new" / "out.json"
    assert target.write_export(FORMATS["json"], Export(articles=ARTICLES), place) == (place,)
    place.chmod(0o600)
    target.write_file(place, b"second")
    assert place.read_bytes() == b"second"
    assert place.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in place.parent.iterdir()] == ["out.json"]


def test_file_follows_a_link_and_writes_into_a_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    target.write_file(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"
    target.write_file(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()


def test_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out.txt"
    place.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(target.os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        target.write_file(place, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("out.txt", b"old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_device_is_named() -> None:
    with pytest.raises(OutputError, match="disk is full"):
        target.write_file(Path("/dev/full"), b"x")


def test_folder_in_the_way_and_file_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="a folder has this name"):
        target.write_file(tmp_path, b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="a file has this name"):
        target.write_export(FORMATS["page"], Export(), tmp_path / "file")
    with pytest.raises(OutputError, match="not a folder"):
        target.write_file(tmp_path / "file" / "deeper" / "out", b"x")


def test_stream_takes_one_file_and_no_folder() -> None:
    stream = io.BytesIO()
    assert target.write_export(FORMATS["txt"], Export(articles=ARTICLES), stream) == ()
    assert stream.getvalue().decode() == write_text(ARTICLES)
    with pytest.raises(UsageError, match="several files"):
        target.write_export(FORMATS["page"], Export(), stream)


def test_every_format_of_the_table_can_be_used() -> None:
    for row in FORMATS.values():
        files = list(row.files(Export()))
        assert all(isinstance(file, OutputFile) for file in files)
        assert len(files) == (1 if row.target == "file" else 0)
