"""Layout decisions from a file: read, kept with the project, and taken back."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from correction.cli import run
from correction.store import open_project


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    image = Image.new("L", (700, 900), 255)
    for row in range(4):
        ImageDraw.Draw(image).text((40, 60 + 45 * row), f"words {row}", fill=0, font=ImageFont.load_default(size=28))
    image.save("page.png")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("o.json", "{"),
        ("o.toml", "a = "),
        ("o.json", '{"p000001": {"roles": {"l_1": "banner"}}}'),
        ("o.json", '{"p1": {"role": {}}}'),
        ("o.json", '{"p000001": {"regions": [{"box": [500, 5, 1, 40], "group": "x"}]}}'),
        ("o.json", '{"p000001": {"regions": [{"box": [1, 2, 300, 400, 5], "group": "x"}]}}'),
        ("none.json", None),
    ],
)
def test_overrides_that_cannot_be_read(name: str, content: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        Path(name).write_text(content)
    assert run(["ocr", "page.png", "--project", "P", "--overrides", name]) == 2
    assert name in capsys.readouterr().err


def test_overrides_last_and_are_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    given = {
        "p000001": {
            "regions": [{"box": [0, 0, 700, 900], "group": "ad"}],
            "types": {"ad": "advert"},
            "splits": ["l_no"],
        },
        "p000009": {"order": []},
    }
    Path("o.json").write_text(json.dumps(given))
    read = ["ocr", "page.png", "--project", "P", "--engine", "rapidocr", "--language", "en", "--quiet"]
    assert run([*read, "--overrides", "o.json"]) == 0
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
    assert run([*read, "--overrides", "o.json"]) == 0
    with closing(open_project(Path("P"))) as project:
        assert project.decisions() == log
    assert run(["undo", *(decision.id for decision in log), "--project", "P"]) == 0
    assert _types() == ["article"]


def _types() -> list[str]:
    assert run(["export", "--project", "P", "--format", "json", "--to", "out.json"]) == 0
    return [article["type"] for article in json.loads(Path("out.json").read_text())["articles"]]
