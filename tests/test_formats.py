"""Every format over every sample page: written, well-formed, valid by its schema, and the same bytes again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from schemas import check
from truth_pages import SAMPLES, sample_project

from correction.delivery import Order, deliver
from correction.exchange import FORMATS, Options
from correction.selection import Selection
from correction.store import Project, open_project
from ocr.events import Event

EVERY = [
    (row.name, unit, version)
    for row in FORMATS.values()
    for unit in dict.fromkeys((None, *row.units))
    for version in dict.fromkeys((None, *row.versions))
]


def quiet(_: Event) -> None:
    pass


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("formats") / "P"
    sample_project(root)
    with closing(open_project(root)) as found:
        yield found


def written(project: Project, folder: Path, name: str, options: Options, pages: Sequence[str] = ()) -> list[Path]:
    kind = FORMATS[name]
    order = Order(kind, Selection(pages=tuple(pages)), options=options)
    alone = kind.target == "file" and options.unit is None
    done = deliver(project, order, folder / f"all.{name}" if alone else folder, quiet)
    assert done.failures == ()
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("name", "unit", "version"), EVERY)
def test_every_format_is_written_alike_twice(
    project: Project, tmp_path: Path, name: str, unit: str | None, version: str | None
) -> None:
    options = replace(Options(), unit=unit, version=version)
    first = written(project, tmp_path / "one", name, options)
    again = written(project, tmp_path / "two", name, options)
    assert first
    assert [path.relative_to(tmp_path / "one") for path in first] == [p.relative_to(tmp_path / "two") for p in again]
    differing = [a.name for a, b in zip(first, again, strict=True) if a.read_bytes() != b.read_bytes()]
    assert differing == []
    for path in first:
        if path.suffix in (".xml", ".html", ".hocr", ".xhtml"):
            check(path)


@pytest.mark.parametrize("place", range(len(SAMPLES)), ids=SAMPLES)
@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_of_every_page(project: Project, tmp_path: Path, name: str, place: int) -> None:
    page = project.pages()[place].id
    for path in written(project, tmp_path, name, Options(images=False), [page]):
        assert path.stat().st_size
        if path.suffix in (".xml", ".html", ".hocr", ".xhtml"):
            check(path)
