"""A real issue of another program: in, corrected, out, with nothing but the correction changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree
from test_mets import assert_sound

from correction.decisions import decide
from correction.delivery import Order, deliver
from correction.exchange import find_format
from correction.exchange.mets.issue import MetsIssue
from correction.exchange.mets.reader import read_mets
from correction.import_inputs import find_inputs
from correction.importing import ImportRequest, import_into
from correction.store import create_project
from ocr.events import CancelToken

SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "mets-alto"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample issue is not beside this checkout")


def articles(issue: MetsIssue) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    return [(a.id, a.type, a.title, [(p.file, p.begin, p.role) for p in a.parts]) for a in issue.articles]


def words(data: bytes) -> list[str]:
    """Words with their places; a hyphen may be part of its word or stand behind it."""
    found = []
    for element in etree.fromstring(data).iter("{*}String"):
        after = element.getnext()
        mark = after.get("CONTENT", "") if after is not None and str(after.tag).endswith("}HYP") else ""
        found.append(f"{element.get('CONTENT')}{mark} {element.get('HPOS')} {element.get('VPOS')}")
    return found


def test_pages_and_articles_come_over_and_a_corrected_word_is_the_difference(tmp_path: Path) -> None:
    with closing(create_project(tmp_path / "p.galley")) as project:
        files, _ = find_inputs([str(SAMPLE)])
        assert import_into(project, ImportRequest(files), lambda _: None, CancelToken()).count("read") == 5
        page = project.load_page("p000001")
        line = page.lines[0].id
        text = page.text_of(line)
        project.append([decide(page, "text", [line], text.replace("erzahlt", "erzählt"), "Anna")])
        done = deliver(project, Order(find_format("mets")), tmp_path / "out", lambda _: None)
    assert done.failures == ()
    written = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in done.paths}
    name = next(each for each in written if each.endswith("mets.xml"))
    assert_sound(name, written)
    issue = read_mets(written[name])
    assert articles(issue) == articles(read_mets((SAMPLE / "BLB_18451228_01-METS.xml").read_bytes()))
    for number in range(1, 6):
        before = words((SAMPLE / f"BLB_18451228_01_p{number}.alto.xml").read_bytes())
        after = words(written[f"{Path(name).parent}/alto/p{number:06}.xml"])
        changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
        assert changed == ([("erzahlt 1102 956", "erzählt 1102 956")] if number == 1 else [])
