"""Every format over every sample page: written, well-formed, valid by its schema, and the same bytes again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from schemas import check
from truth_pages import sample_project

from correction.delivery import Order, deliver
from correction.doubts import doubts
from correction.exchange import FORMATS, Export, Options, Unit
from correction.exchange.target import put_file
from correction.proof import prove
from correction.selection import Selection
from correction.store import Project, open_project

EVERY = [
    (row.name, unit, version)
    for row in FORMATS.values()
    for unit in dict.fromkeys((None, *row.units))
    for version in dict.fromkeys((None, *row.versions))
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("formats") / "P"
    sample_project(root)
    with closing(open_project(root)) as found:
        yield found


@pytest.fixture(scope="module")
def export(project: Project) -> Export:
    proven = prove(project)
    first = proven.pages[0]
    found = doubts(first)  # a second a page
    return replace(proven, doubts_of=lambda page: found if page.id == first.id else ())


@pytest.mark.parametrize(("name", "unit", "version"), EVERY)
def test_every_format_of_every_page(
    export: Export, tmp_path: Path, name: str, unit: Unit | None, version: str | None
) -> None:
    asked = replace(export, options=Options(unit=unit, version=version))
    files = [put_file(tmp_path / file.name, file) for file in FORMATS[name].files(asked)]
    assert files
    assert len(set(files)) == len(files)
    for path in files:
        assert path.stat().st_size
        if path.suffix in (".xml", ".html", ".hocr", ".xhtml"):
            check(path)
    if unit is None and version is None:
        again = [put_file(tmp_path / "again" / file.name, file) for file in FORMATS[name].files(asked)]
        differing = [one.name for one, two in zip(files, again, strict=True) if one.read_bytes() != two.read_bytes()]
        assert differing == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_page_by_itself(project: Project, tmp_path: Path, name: str) -> None:
    kind = FORMATS[name]
    order = Order(kind, Selection(pages=("p000003",)), options=Options(images=False))
    done = deliver(project, order, tmp_path / f"all.{name}" if kind.target == "file" else tmp_path, lambda _: None)
    assert done.failures == ()
    assert done.paths
    for path in done.paths:
        if path.suffix in (".xml", ".html", ".hocr", ".xhtml"):
            check(path)
