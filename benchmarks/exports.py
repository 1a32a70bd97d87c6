"""Writes projects in every format and prints whether the files are valid, how long a page takes, and the memory.

    python benchmarks/exports.py PROJECT...       projects that are there
    python benchmarks/exports.py --pages 100      an issue of so many pages, made of the samples in scans/

Each export is a process of its own: `MB` is the most that it held, `s/page` its whole time by the pages. Valid is by
the schemas of ../shared, where they are; other XML is only well-formed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from lxml import etree  # noqa: E402
from schemas import check  # noqa: E402
from truth_pages import SAMPLES, truth_page  # noqa: E402

from correction.exchange import FORMATS, ExportFormat  # noqa: E402
from correction.store import Placement, create_project, open_project  # noqa: E402
from ocr.page import Source  # noqa: E402

XML = (".xml", ".html", ".hocr", ".xhtml")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("projects", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, help="make an issue of so many pages, and export that")
    parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        made = [make_issue(Path(room) / "issue.galley", asked.pages)] if asked.pages else []
        for project in (*asked.projects, *made):
            print(f"{project.name}: {count(project)} pages")
            print(f"{'format':28}{'files':>7}{'valid':>7}{'wrong':>7}{'s/page':>9}{'MB':>7}")
            for name in asked.formats:
                for options in ways(FORMATS[name]):
                    print(row(project, name, options, Path(room) / "out"), flush=True)


def ways(kind: ExportFormat) -> Iterator[list[str]]:
    """The options of a format: as it is by itself, and each version and unit that it has."""
    yield []
    yield from (["--version", version] for version in kind.versions[1:])
    yield from (["--by", unit] for unit in kind.units[kind.target == "folder" :])


def row(project: Path, name: str, options: list[str], out: Path) -> str:
    """One export, measured."""
    shutil.rmtree(out, ignore_errors=True)
    alone = FORMATS[name].target == "file" and "--by" not in options
    target = out / f"all.{name}" if alone else out
    words = ["export", "--project", str(project), "--format", name, "--to", str(target), "--quiet", *options]
    began = time.monotonic()
    process = os.posix_spawn(
        sys.executable, [sys.executable, "-c", "from correction.cli import main; main()", *words], {**os.environ}
    )
    _, status, used = os.wait4(process, 0)
    seconds = time.monotonic() - began
    files = [file for file in out.rglob("*") if file.is_file()]
    valid, wrong = 0, []
    for file in files:
        if file.suffix in XML:
            try:
                check(file)
                valid += 1
            except (etree.DocumentInvalid, etree.XMLSyntaxError) as error:
                wrong.append(f"{file.name}: {error}")
    code = os.waitstatus_to_exitcode(status)
    told = "".join(f"\n    {problem}" for problem in wrong[:3]) + (f"\n    exit code {code}" if code else "")
    label = " ".join([name, *options])
    return (
        f"{label:28}{len(files):7}{valid:7}{len(wrong):7}{seconds / max(1, count(project)):9.2f}"
        f"{used.ru_maxrss / 1024:7.0f}{told}"
    )


def count(project: Path) -> int:
    """How many pages a project has that were read."""
    with closing(open_project(project)) as found:
        return sum(entry.was_read for entry in found.pages())


def make_issue(root: Path, pages: int) -> Path:
    """A project with one issue of the samples again and again, each time a scan of its own."""
    scans = root.parent / "scans"
    scans.mkdir()
    with closing(create_project(root)) as project:
        issue = project.add_issue(project.add_title("Samples").id, "1895-07-06").id
        for number in range(1, pages + 1):
            page = truth_page(SAMPLES[number % len(SAMPLES)])
            file = scans / f"{number}.jpg"
            file.write_bytes(Path(page.source.path).read_bytes() + b"%d" % number)  # behind the picture's end
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            entry = project.add_sources([Source(str(file), digest)])[0].entry
            project.save_page(replace(truth_page(SAMPLES[number % len(SAMPLES)], entry.id), source=entry.source))
            project.place_pages([Placement(entry.id, issue, number, str(number))])
    return root


if __name__ == "__main__":
    main()
