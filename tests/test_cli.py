"""The command line: what it prints, how it ends, and what it leaves behind."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command_line import digest, draw_page, draw_text_pages, make_project, one_line, start
from page_readers import make_page
from PIL import Image

from correction.cli import run
from correction.store import create_project, open_project
from ocr.page import Source

ROOT = Path(__file__).parents[1]
COMMANDS = ["export", "import", "ocr", "project", "repair", "review", "search", "trace", "undo"]
HEAVY = ["numpy", "cv2", "PIL", "msgspec", "sqlalchemy", "lxml", "rich", "rapidocr", "wordfreq", "jieba", "pypdfium2"]
RAW = "THE COUNCIL MEETS\n\nThe council met yes-\nterday at noon and sat until the evening.\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def call(line: str) -> int:
    """Run a command line that has no spaces in its words."""
    return run(line.split())


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)
    for command in COMMANDS:
        assert run([command, "--help"]) == 0


def test_the_command_line_imports_nothing_heavy() -> None:
    script = f"import sys, correction.cli; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("nope", "No such command"),
        ("ocr x.png", "--project"),
        ("ocr x.png --project P --language xx", "'zh-Hant'"),
        ("ocr x.png --project P --script greek", "'fraktur'"),
        ("ocr x.png --project P --jobs 0", "--jobs"),
        ("ocr x.png --project P", "no such file"),
        ("ocr --project P", "there is no project"),
        ("ocr . --project P", "holds no pages"),
        ("ocr '' --project P", "a name is empty"),
        ("ocr x.png --project ''", "the name is empty"),
        ("export --project P --format json --to -", "there is no project"),
        ("review --project no/such", "there is no project"),
        ("export --project P --format docs --to -", "json, txt, md, page"),
        ("repair x.txt --to -", "x.txt"),
        ("repair x.txt --to out.pdf", ".json, .md or .txt"),
        ("undo --project P", "CHANGE"),
        ("project restore x.zip --project P", "no such file"),
    ],
)
def test_usage_errors_are_one_line(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(words)) == 2
    assert says in one_line(capsys.readouterr().err)
    assert not Path("P").exists()


def test_a_scan_is_never_written_over(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As by `--report *.png`, of which the shell makes a report under the first name."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"a scan")
    for words in (
        f"ocr {scan} --project P --report scan.png",
        "ocr none.png --project P --report scan.png",
        f"ocr {scan} --project P --report scan.png --dry-run",
        "project issues write scan.png --project P",
        "project issues propose --csv-out scan.png --project P",
        "project backup scan.png --project P",
        "export --format txt --to scan.png --project P",
    ):
        assert call(words) == 2, words
        assert "a scan has this name" in capsys.readouterr().err
        assert scan.read_bytes() == b"a scan"


def test_a_name_with_a_line_end_is_told_in_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project.parent / "two\nlines.png").write_bytes(b"")
    for words in (["none\nthere"], ["two\nlines.png"]):
        assert run(["ocr", *words, "--project", "P", "--quiet"]) == 2
        assert one_line(capsys.readouterr().err)


def test_nothing_asked_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage" in capsys.readouterr().err


def test_a_traceback_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--project", "P", "--format", "json", "--to", "-", "--verbose"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["out.json", "out.md", "out.txt"])
def test_repair_writes_by_the_name(name: str) -> None:
    Path("raw.txt").write_text(RAW, encoding="utf-8")
    assert run(["repair", "raw.txt", "--to", name]) == 0
    assert "yesterday at noon" in Path(name).read_text(encoding="utf-8")


def test_repair_in_a_pipe() -> None:
    process = subprocess.run(
        [sys.executable, "-c", "from correction.cli import main; main()", "repair", "-", "--to", "-"],
        cwd=ROOT,
        input=RAW.encode(),
        capture_output=True,
        check=True,
    )
    articles = json.loads(process.stdout)["articles"]
    assert articles[0]["hyphens"][0]["form"] == "yesterday"
    assert articles[0]["pages"] == []


@pytest.mark.parametrize("target", ["raw.txt", "./raw.txt", "link.txt"])
def test_repair_never_overwrites_its_text(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw.txt").write_text(RAW, encoding="utf-8")
    Path("link.txt").symlink_to("raw.txt")
    assert run(["repair", "raw.txt", "--to", target]) == 2
    assert "is the text itself" in one_line(capsys.readouterr().err)
    assert Path("raw.txt").read_text(encoding="utf-8") == RAW


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_repair_of_nothing(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw.txt").write_bytes(data)
    assert call("repair raw.txt --to out.json") == 2
    one_line(capsys.readouterr().err)
    assert not Path("out.json").exists()


def test_repair_names_what_is_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw.txt").write_bytes(b"\0\1\2")
    assert call("repair raw.txt --to out.json") == 2
    assert "raw.txt: this is not a text file" in one_line(capsys.readouterr().err)


def test_a_folder_with_a_pipe_and_a_link_to_itself_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    draw_text_pages(Path("box"), 1)
    os.mkfifo("box/pipe.jpg")
    Path("box/self.png").symlink_to("self.png")
    assert call("ocr box --project P") == 1
    said = capsys.readouterr().err
    assert "pipe.jpg: this is no file but a pipe" in said
    assert "self.png" in said
    assert len(list(open_project(Path("P")).pages())) == 1


def test_a_database_in_memory_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    draw_page(Path("a.png"), "the mayor")
    assert call("ocr a.png --project P --database sqlite://") == 2
    assert "keeps nothing" in one_line(capsys.readouterr().err)


def test_a_backup_replaces_no_device(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe")
    assert call(f"project backup pipe --project {project}") == 2
    assert "cannot write" in one_line(capsys.readouterr().err)
    assert Path("pipe").is_fifo()


def test_export_in_every_format(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("json", "txt", "md"):
        assert run(["export", "--project", str(project), "--format", kind, "--to", f"out.{kind}"]) == 0
        assert "The window was shut." in Path(f"out.{kind}").read_text(encoding="utf-8")
    assert run(["export", "--project", str(project), "--format", "page", "--to", "pages"]) == 0
    assert sorted(os.listdir("pages")) == ["p000001.xml", "p000002.xml"]
    assert capsys.readouterr().err == "2 files in pages\n"
    assert run(["export", "--project", str(project), "--format", "page", "--to", "-"]) == 2
    one_line(capsys.readouterr().err)


def test_export_of_a_part(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["export", "--project", str(project), "--format", "json", "--to", "out.json"]
    assert run([*common, "--page", "p000002", "p000001"]) == 0
    first, second = json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]
    assert (first["pages"], second["pages"]) == (["p000001"], ["p000002"])
    assert run([*common, "--page", "p000002"]) == 0
    assert [a["id"] for a in json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]] == [second["id"]]
    assert run([*common, "--article", first["id"]]) == 0
    assert [a["id"] for a in json.loads(Path("out.json").read_text(encoding="utf-8"))["articles"]] == [first["id"]]
    for missing in (["--page", "p000009"], ["--article", "a_none"]):
        assert run([*common, *missing]) == 2
        assert missing[1] in one_line(capsys.readouterr().err)


def test_an_overlay_goes_on_after_a_broken_scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = create_project(tmp_path / "P")
    for n in (1, 2):
        file = draw_page(tmp_path / f"{n}.png", f"Page {n}")
        arrival = found.add_sources([Source(str(file), digest(file))])[0]
        found.save_page(make_page(arrival.entry.id, "words"))
    first, second = (tmp_path / "P" / entry.source.path for entry in found.pages())
    found.close()
    first.unlink()
    assert call("project overlay --project P") == 1
    assert "p000001" in one_line(capsys.readouterr().err)
    assert sorted(os.listdir("P/overlays")) == ["p000002.png", "p000002.txt"]
    number, line, _, role, text = Path("P/overlays/p000002.txt").read_text().strip().split("\t")
    assert (number, line[:2], role, text) == ("1", "l_", "body", "words")
    second.write_bytes(b"no picture")
    assert call("project overlay --project P") == 2


def test_pages_are_dated_by_the_newest_run(project: Path) -> None:
    found = open_project(project)
    found.start_run({}, "1")
    started = found.runs()[-1].started
    found.close()
    assert run(["export", "--project", str(project), "--format", "page", "--to", "pages"]) == 0
    assert f"Created>{started[:19]}" in Path("pages/p000001.xml").read_text(encoding="utf-8")


def test_the_state_of_a_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["project", "status", "--project", str(project)]) == 0
    assert "2 read, 0 waiting, 0 failed" in capsys.readouterr().out
    assert run(["project", "status", "--project", str(project), "--verbose"]) == 0
    assert re.search(rf"p000002 read scans/\S+ \(from {project.parent}/2.png\)\n", capsys.readouterr().out)
    assert run(["project", "check", "--project", str(project)]) == 0
    next((project / "scans").iterdir()).write_bytes(b"other")
    assert run(["project", "check", "--project", str(project)]) == 1
    assert "has changed" in capsys.readouterr().err


def test_backup_and_restore(project: Path) -> None:
    assert run(["project", "backup", "b.zip", "--project", str(project)]) == 0
    assert len(zipfile.ZipFile("b.zip").namelist()) == 4
    assert call("project restore b.zip --project again --database sqlite:///other.db") == 2
    assert call("project restore b.zip --project again") == 0
    assert call("project check --project again") == 0
    assert call("project restore b.zip --project again") == 2
    assert call("project restore b.zip --project P2 --database sqlite:///b.db") == 2


def test_a_backup_names_the_scans_that_it_lacks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = next((project / "scans").iterdir())
    gone.unlink()
    assert call("project backup b.zip --project P") == 1
    said = capsys.readouterr()
    assert gone.name in one_line(said.err)
    assert "with 1 scans" in said.out
    assert call("project restore b.zip --project again") == 0


def test_reading_what_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw_page(tmp_path / "in" / "2.png", "The council met at noon")
    Image.new("L", (300, 400), 255).save(tmp_path / "in" / "10.png")
    (tmp_path / "in" / "zero.jpg").touch()
    (tmp_path / "in" / "text.tif").write_text("no picture")
    assert call("ocr in none.png --project P --dry-run") == 1
    assert not Path("P").exists()
    assert "would read in/2.png [1]\nwould read in/10.png [1]\n" in capsys.readouterr().out
    assert call("ocr in none.png --project P --jobs 1 --report r.csv --language en") == 1
    said = capsys.readouterr()
    assert "pages: 2 read, 2 failed" in said.out
    said_of = [line for line in said.err.splitlines() if "pages done" not in line]  # a slow machine tells how far it is
    assert all(line.startswith("galley: ") for line in said_of)
    with open("r.csv", encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert rows["in/2.png"]["page"] == "p000001"
    assert rows["in/10.png"]["state"] == "read"
    assert {name for name, row in rows.items() if row["state"] == "failed"} == {
        "in/zero.jpg",
        "in/text.tif",
        "none.png",
    }
    assert call("ocr in/2.png --project P") == 0
    assert "1 skipped" in capsys.readouterr().out
    assert call("ocr in/2.png --project P --force --quiet --language en") == 0
    assert capsys.readouterr().out == ""
    found = open_project(Path("P"))
    assert found.load_page("p000001").language == "en"
    assert len(found.pages()) == 2
    found.close()


def test_nothing_could_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "zero.png").touch()
    assert call("ocr zero.png --project P --jobs 1") == 2
    assert "0 bytes" in one_line(capsys.readouterr().err)
    Path("file").touch()
    assert call("ocr zero.png --project file") == 2
    assert "is a file" in one_line(capsys.readouterr().err)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as on POSIX")
def test_a_reader_that_has_enough_is_no_error(project: Path) -> None:
    process = start("export", "--project", str(project), "--format", "json", "--to", "-")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
