"""The typesetting behind scans/: lines, columns, wear, and the truth files that stand beside the pages."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

import typesetting as press
import typesetting_description as descriptions
import typesetting_lines as setting
import typesetting_sheet as sheets
from typesetting_wear import Wear, move_box, wear_page

SCANS = Path(__file__).parents[1] / "scans"
TRUTHS = sorted(SCANS.glob("*.truth.json"))
LETTER = 10.0


def measure(text: str) -> float:
    """Every character as wide as any other: breaks can be counted by hand."""
    return LETTER * len(text)


def tiny_sheet(**changes: Any) -> descriptions.Sheet:
    """A page of two stories in two columns in whatever Western or Chinese face is installed."""
    for face, language, text in (
        ("times", "en", "The ferry crossed the narrow sound before breakfast. " * 6),
        ("serif-zh", "zh", "渡船在早饭以前过了海峡，码头上站满了人。" * 6),
    ):
        try:
            setting.load_face(face, 20)
        except setting.FontMissingError:
            continue
        faces = dict.fromkeys(("body", "headline", "kicker", "subhead", "byline", "furniture"), face)
        stories = (
            descriptions.Story((0, 2), (text.strip(), "## Later", text.strip()), ("Ferry",), "Kicker", "By the pilot"),
            descriptions.Story((1, 1), (text.strip(),), ("Second",), picture=0.5, rule=True),
        )
        kept: dict[str, Any] = {"name": "tiny", "language": language, "faces": faces, "length": 900, "columns": 2}
        kept |= {"em": 20, "pitch": 26, "gap": 30, "margin": 40, "furniture": ("Paper", "Page 1"), "stories": stories}
        return descriptions.Sheet(**(kept | changes))
    pytest.skip("neither fonts-liberation nor fonts-noto-cjk is installed")


def plain(text: str) -> str:
    """Text without white space and hyphens, so that lines and paragraphs can be compared."""
    return re.sub(r"[\s\-⸗]", "", text)


def test_lines_fit_and_hold_the_whole_text() -> None:
    text = "Unquestionably the harbour-master's extraordinary announcement surprised everybody in the neighbourhood"
    lines = setting.set_paragraph(text, measure, setting.Column(200, 20, "en"))
    assert max(len(line.text) for line in lines) <= 20
    assert plain("".join(line.text for line in lines)) == plain(text)
    assert any(line.text.endswith("-") for line in lines)


def test_suspended_hyphen_is_kept_with_its_word() -> None:
    lines = setting.set_paragraph("die Ein- und Ausfuhr", measure, setting.Column(80, 0, "de"))
    assert [line.text for line in lines] == ["die Ein-", "und Aus-", "fuhr"]


def test_french_marks_do_not_begin_a_line() -> None:
    lines = setting.set_paragraph("« Ira-t-il ? » dit on ; oui : non !", measure, setting.Column(120, 0, "fr"))
    assert not [line for line in lines if line.text[0] in ";:?!»" or line.text.endswith("«")]


def test_chinese_lines_do_not_begin_with_a_stop() -> None:
    lines = setting.set_paragraph("一二三四，五六七八。“九十”", measure, setting.Column(40, 0, "zh"))
    assert not [line for line in lines if line.text[0] in setting.NO_LINE_START or line.text[-1] in setting.NO_LINE_END]
    assert "".join(line.text for line in lines) == "一二三四，五六七八。“九十”"


@pytest.mark.parametrize(
    ("marked", "printed"),
    [("Wassers", "Waſſers"), ("Diens|tag", "Dienstag"), ("Haus, das", "Haus, das"), ("Straße", "Straße")],
)
def test_long_s_follows_the_rules_of_fraktur(marked: str, printed: str) -> None:
    assert setting.long_s(marked) == printed


def test_missing_face_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(setting.FACES, "nowhere", ("No Such Family", "Regular", "Debian package fonts-nowhere"))
    with pytest.raises(setting.FontMissingError, match=r"fonts-nowhere|fontconfig"):
        setting.load_face("nowhere", 20)


def test_columns_are_filled_one_after_the_other() -> None:
    sheet = tiny_sheet()
    layout = sheets.place_sheet(sheet)
    body = [line for line in layout.lines if line.story == 0 and line.kind in ("body", "subhead")]
    places = [(line.u, line.v) for line in body]
    assert places == sorted(places)
    assert len({u for u, _ in places}) == 2
    assert all(later.v >= layout.skyline[0] for later in layout.lines if later.story == 1)


@pytest.mark.parametrize("vertical", [False, True])
def test_printed_page_and_truth_agree(vertical: bool) -> None:
    printed = press.print_sheet(tiny_sheet(vertical=vertical))
    scan = np.asarray(Image.open(io.BytesIO(printed.jpeg)))
    assert list(scan.shape[::-1]) == printed.truth["size"]
    paper = float(np.median(scan))
    for line in printed.truth["lines"]:
        x0, y0, x1, y1 = line["bbox"]
        assert scan[y0:y1, x0:x1].min() < 0.6 * paper, line


def test_same_description_gives_the_same_page() -> None:
    assert press.print_sheet(tiny_sheet()).jpeg == press.print_sheet(tiny_sheet()).jpeg


def test_boxes_turn_with_the_page() -> None:
    page = np.full((300, 400), 255, np.float32)
    page[100:120, 300:340] = 0
    bare = Wear(skew=3, ink_noise=0, faintness=0, paper_noise=0, show_through=0, light=0, specks=0)
    scan, matrix = wear_page(page, np.full_like(page, 255), bare, 1)
    x0, y0, x1, y1 = move_box((300, 100, 340, 120), matrix, (400, 300))
    rows, columns = np.nonzero(scan < 90)
    assert x0 - 2 <= columns.min() <= columns.max() <= x1 + 2
    assert y0 - 2 <= rows.min() <= rows.max() <= y1 + 2


def test_every_description_is_listed_and_has_its_page() -> None:
    names = {path.stem for path in (Path(__file__).parent / "sample_pages").glob("*.toml")}
    sources = (SCANS / "SOURCES.md").read_text(encoding="utf8")
    assert names == {path.name.removesuffix(".truth.json") for path in TRUTHS}
    assert not [name for name in names if f"{name}.jpg" not in sources or not (SCANS / f"{name}.jpg").is_file()]


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name)
def test_committed_truth_is_consistent(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf8"))
    with Image.open(path.with_name(path.name.replace(".truth.json", ".jpg"))) as scan:
        width, height = scan.size
    assert truth["size"] == [width, height]
    assert [line["order"] for line in truth["lines"]] == list(range(1, len(truth["lines"]) + 1))
    for line in truth["lines"]:
        x0, y0, x1, y1 = line["bbox"]
        assert 0 <= x0 < x1 <= width, line
        assert 0 <= y0 < y1 <= height, line
    for article in truth["articles"]:
        own = [line for line in truth["lines"] if line["article"] == article["id"]]
        for field, kinds in (("kicker", ["kicker"]), ("headline", ["headline"]), ("byline", ["byline"])):
            printed = "".join(line["text"] for line in own if line["kind"] in kinds)
            assert plain(printed) == plain(article.get(field, ""))
        body = "".join(line["text"] for line in own if line["kind"] in ("body", "subhead", "caption"))
        assert plain(body) == plain("".join(part.removeprefix("## ") for part in article["body"]))


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "sample_pages").glob("*.toml")), ids=lambda p: p.stem)
def test_committed_truth_has_the_texts_of_its_description(path: Path) -> None:
    truth = json.loads((SCANS / f"{path.stem}.truth.json").read_text(encoding="utf8"))
    assert truth["articles"] == press.articles_of(descriptions.read_sheet(path))
