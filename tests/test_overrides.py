"""Layout decisions from a file: read, kept with the project, and taken back."""

import codecs
import json
from contextlib import closing
from pathlib import Path

import pytest
from command_line import pdf_page

from correction.cli import run
from correction.store import open_project

WHOLE = [0, 0, 2479, 3508]  # a page of A4, as it is read


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.pdf").write_bytes(pdf_page([f"words {row}" for row in range(4)]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("o.json", "{"),
        ("o.toml", "a = "),
        ("o.json", '{"p000001": {"roles": {"l_1": "banner"}}}'),
        ("o.json", '{"p1": {"role": {}}}'),
        ("o.json", '{"p1": {"regions": [{"box": [1, 2, 3, 4], "group": "x", "rol": "body"}]}}'),
        ("o.json", '{"p1": {"regions": [{"box": [1, 2, 3, 99999999999999999999], "group": "x"}]}}'),
        ("o.json", '{"p1": 5}'),
        ("o.json", "[" * 100_000),
        ("o.json", '{"p1": ' * 100_000),
        ("o.json", '{"p000001": {"regions": [{"box": [500, 5, 1, 40], "group": "x"}]}}'),
        ("o.json", '{"p000001": {"regions": [{"box": [1, 2, 300, 400, 5], "group": "x"}]}}'),
        ("none.json", None),
    ],
)
def test_overrides_that_cannot_be_read(name: str, content: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        Path(name).write_text(content)
    assert run(["ocr", "page.pdf", "--project", "P", "--overrides", name]) == 2
    assert name in capsys.readouterr().err


def test_overrides_last_and_are_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    given = {
        "p000001": {
            "regions": [{"box": WHOLE, "group": "ad"}],
            "types": {"ad": "advert"},
            "splits": ["l_no"],
        },
        "p000009": {"order": []},
    }
    Path("o.json").write_text(json.dumps(given))
    read = ["ocr", "page.pdf", "--project", "P", "--engine", "rapidocr", "--language", "en", "--quiet"]
    assert run([*read, "--overrides", "o.json"]) == 1
    said = capsys.readouterr().err
    assert "p000001 has no line l_no" in said
    assert "no page p000009" in said
    assert _types() == ["advert"]
    assert run([*read, "--force"]) == 0
    assert _types() == ["advert"]
    with closing(open_project(Path("P"))) as project:
        log = project.decisions()
    assert [decision.kind for decision in log] == ["regions", "type"]
    # The same file once more says nothing new.
    assert run([*read, "--overrides", "o.json"]) == 1
    with closing(open_project(Path("P"))) as project:
        assert project.decisions() == log
    assert run(["undo", *(decision.id for decision in log), "--project", "P"]) == 0
    assert _types() == ["article"]


def test_values_that_may_stand_there_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    for content, says in (
        ('{"p000001": {"roles": {"l_1": "banner"}}}', "kicker"),
        ('{"p000001": {"types": {"l_1": "ad"}}}', "obituary"),
        ('{"p000001": {"regions": [{"box": [1, 2, 3, 4], "group": "x", "rol": "body"}]}}', "`rol`"),
        ('{"p000001": {"regions": [{"box": [1, 2, 3], "group": "x"}]}}', "left, top, right, bottom"),
        ('{"p000001": {"regions": [{"box": [9, 2, 3, 4], "group": "x"}]}}', "left, top, right, bottom"),
        ('{"p000001": {"regions": [{"box": [1, 2, 3, 4], "group": "x", "role": "banner"}]}}', "kicker"),
        ('{"p000001": {"roles": []}}', "give page ids with roles, items"),
        ('{"p000001": {"typess": {}}}', "give page ids with roles, items"),
    ):
        Path("o.json").write_text(content)
        assert run(["ocr", "page.pdf", "--project", "P", "--overrides", "o.json"]) == 2
        said = capsys.readouterr().err
        assert says in said
        assert "p000001" in said


def test_boxes_beside_the_print_replace_no_regions(capsys: pytest.CaptureFixture[str]) -> None:
    read = ["ocr", "page.pdf", "--project", "P", "--engine", "rapidocr", "--language", "en", "--quiet"]

    def give(*boxes: list[int]) -> int:
        regions = [{"box": box, "group": "ad"} for box in boxes]
        content = json.dumps({"p000001": {"regions": regions, "types": {"ad": "advert"} if boxes else {}}})
        Path("o.json").write_bytes(codecs.BOM_UTF8 + content.encode())
        return run([*read, "--overrides", "o.json"])

    assert give(WHOLE) == 0
    assert give(*([5000 + n, 5000, 6000, 6000] for n in range(40))) == 1
    said = capsys.readouterr().err
    assert "stay as they were" in said
    assert "and 30 more" in said
    assert _types() == ["advert"]


def _types() -> list[str]:
    assert run(["export", "--project", "P", "--format", "json", "--to", "out.json"]) == 0
    return [article["type"] for article in json.loads(Path("out.json").read_text())["articles"]]
