"""Every format over every sample page: written, well-formed, valid by its schema, and the same bytes again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from truth_pages import SAMPLES, sample_project

from correction.delivery import Order, deliver
from correction.exchange import FORMATS, Options
from correction.selection import Selection
from correction.store import Project, open_project
from ocr.events import Event

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas"
NAMESPACES = {
    "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15": "page-2019-07-15.xsd",
    "http://www.loc.gov/standards/alto/ns-v2#": "alto-2-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-4-4.xsd",
    "http://www.loc.gov/METS/": "mets-1-12-1.xsd",
    "http://www.tei-c.org/ns/1.0": "tei-dtabf.rng",
}
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


def check(path: Path) -> None:
    """Fail for a file that is no XML, or not what its schema says; without the schemas the former is all there is."""
    root = etree.parse(path).getroot()
    file = NAMESPACES.get(etree.QName(root).namespace or "")
    if file and SCHEMAS.is_dir():
        schema(file).assertValid(root)


@cache
def schema(file: str) -> etree.XMLSchema | etree.RelaxNG:
    """A schema, with what it imports taken from the same folder."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Near())
    tree = etree.parse(SCHEMAS / file, parser)
    return etree.RelaxNG(tree) if file.endswith(".rng") else etree.XMLSchema(tree)


class Near(etree.Resolver):
    """Finds a schema beside the one that imports it, whatever its address."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        return self.resolve_filename(str(SCHEMAS / Path(system_url).name), context)
