"""Bytes to text: encodings told from the bytes, files that are no text, what `galley repair` says to them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from correction.cli import run
from correction.plaintext_decoding import decode
from ocr.errors import InputError

SIMPLIFIED = "平湖市科技局昨天组织人员，就计划实施进行对接。\n市民可以借书、喝茶。"
TRADITIONAL = "南門外石橋，前月為大水所毀，業於昨日完工。\n行人車馬，照常往來。"
GERMAN = "Die Brücke für Fußgänger ist eröffnet.\nDer Rat dankt."
FRENCH = "L’été dernier, le marché a été déplacé à la gare."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (SIMPLIFIED, name)
            for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")
        ),
        *((TRADITIONAL, name) for name in ("utf-8", "utf-16-le", "utf-16-be", "big5", "gb18030")),
        *((GERMAN, name) for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-be", "cp1252", "mac_roman")),
        *((FRENCH, name) for name in ("utf-8", "cp1252", "mac_roman", "utf-16-be")),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_short_texts() -> None:
    assert decode(b"") == ""
    assert decode("Zürich für Müller".encode("cp1252")) == "Zürich für Müller"
    assert decode("平湖".encode("gb18030")) == "平湖"
    assert decode("平湖".encode("big5")) == "平湖"


def test_one_broken_byte_costs_one_character() -> None:
    data = GERMAN.encode()
    assert decode(data.replace("ß".encode(), b"\xff")) == GERMAN.replace("ß", "\ufffd")
    assert decode(SIMPLIFIED.encode()[:-1]).startswith(SIMPLIFIED[:-1])


def test_halves_of_characters() -> None:
    assert decode(b"a \xed\xa0\xbd\xed\xb8\x80 b") == "a \U0001f600 b", "CESU-8: both halves stand there"
    assert decode(b"a \xed\xa0\x80 b") == "a \ufffd b"


def test_controls_among_text_are_text() -> None:
    assert decode(b"The \0bridge\x01 is open.") == "The \0bridge\x01 is open."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n", "a PDF, not a text file - read it by: galley ocr"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"PK\x03\x04\x14\0", "office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as plain text"),
        (b"{\\rtf1\\ansi", "rich text"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"\0\1\2", "not a text file"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says.split(" - ")[0]) as error:
        decode(data)
    assert says in str(error.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("raw.txt").write_text("BRIDGE OPENS\n\nThe bridge is open.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("folder.txt --to out.json", "this is a folder"),
        ("none.txt --to out.json", "No such file"),
        ("raw.txt --to out", "names no format"),
        ("raw.txt --to /dev/full --format json", "the disk is full"),
        ("raw.txt --to folder.txt", "a folder has this name"),
        ("raw.txt --to out.json --language xx", "unknown language xx"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder.txt").mkdir()
    assert run(["repair", *words.split()]) == 2
    assert says in capsys.readouterr().err
    assert not Path("out.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_permission(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw.txt").chmod(0)
    assert run(["repair", "raw.txt", "--to", "out.json"]) == 2
    assert "permission" in capsys.readouterr().err.lower()


def test_an_absent_folder_is_made(folder: Path) -> None:
    assert run(["repair", "raw.txt", "--to", "new/deep/out.md"]) == 0
    assert "BRIDGE OPENS" in Path("new/deep/out.md").read_text(encoding="utf-8")


def test_page_numbers_and_broken_bytes_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "BRIDGE OPENS\n\nThe Brücke is open.\nPage 3\nROAD SHUT\n\nThe Straße é is ü shut.\n"
    Path("raw.txt").write_bytes(text.encode().replace("ß".encode(), b"\xff"))
    assert run(["repair", "raw.txt", "--to", "out.md"]) == 0
    said = capsys.readouterr().err
    assert "left out 1 page numbers: line 4" in said
    assert "some bytes are broken" in said
