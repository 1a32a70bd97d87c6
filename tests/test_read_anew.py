"""A page that persons corrected is read again, by another engine and cut into other lines: what they said stays."""

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

import ocr.prepare
from correction.anchoring import landings
from correction.proof import prove
from correction.proposals import propose
from correction.review import Decision, decide, replay, sightings
from correction.store import create_project
from ocr.layout import words
from ocr.page import Box, Page, Source
from ocr.pipeline import read_page
from ocr.settings import EngineChoice, PageSettings

SCAN = Path(__file__).parents[1] / "scans" / "en.jpg"
PART = Box(0, 0, 3308, 2600)  # of the page: a hundred lines are enough
OTHER: EngineChoice = "tesseract" if shutil.which("tesseract") else "rapidocr"


def correct(page: Page) -> list[Decision]:
    """50 words corrected in as many lines, 3 regions split, one line moved."""
    lines = [line for line in page.lines if len(page.text_of(line.id).split()) > 2]
    log: list[Decision] = []
    for n, line in enumerate(lines[:: len(lines) // 50][:50]):
        said = page.text_of(line.id).split()
        said[n % len(said)] += f"({n})"
        log.append(decide(page, "text", [line.id], " ".join(said), "reader"))
    log += [decide(page, "split", [line.id], None, "reader") for line in lines[10:40:10]]
    log.append(decide(page, "order", [lines[60].id, lines[41].id], None, "reader"))
    return log


def test_fifty_corrected_words_stay_on_their_ink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = shutil.copy(SCAN, tmp_path)
    source = Source(str(scan), hashlib.sha256(SCAN.read_bytes()).hexdigest(), crop=PART)
    with closing(create_project(tmp_path / "P")) as project:
        (arrival,) = project.add_sources([source])
        name, place = arrival.entry.id, project.located(arrival.entry.source)
        old = project.save_page(read_page(place, name, PageSettings("en", "latin", engine="rapidocr", run="r_1")))
        log = correct(old)
        project.append(log)
        # Lines lie askew now and have other ids, and many are cut where words stand apart.
        monkeypatch.setattr(ocr.prepare, "SEARCH", ((0.01, 0.01, 1),))
        monkeypatch.setattr(words, "MERGE_GAP", 0.6)
        monkeypatch.setattr(words, "WORDS_APART", 0.6)
        project.save_page(read_page(place, name, PageSettings("en", "latin", engine=OTHER, run="r_2")))
        page = project.load_page(name)
        assert len({line.id for line in old.lines} & {line.id for line in page.lines}) < len(old.lines) / 4
        assert len(page.lines) > len(old.lines)
        reviewed = replay(page, project.decisions(name))
        assert reviewed.proposals == ()
        found = landings(page, sightings(log))
        boxes = {line.id: line.box for line in page.lines}
        for decision in (each for each in log if each.kind == "text"):
            (seen,) = decision.at
            on = found[seen.line].lines
            assert " ".join(reviewed.texts[line] for line in on) == decision.value
            assert all(boxes[line].intersection(seen.box).area > 0.6 * boxes[line].area for line in on)
        assert len(reviewed.texts) >= 50
        assert len(reviewed.overrides.splits) == 3
        assert list(reviewed.overrides.order[0].lines) == [
            line for each in log[-1].at for line in found[each.line].lines
        ]
        proposed = propose(page, log)
        assert {each.line for each in proposed} <= set(reviewed.texts)
        assert all(each.proposed not in (each.read, each.stands) for each in proposed)
        text = "\n".join(prove(project).texts[name].values())
        assert all(f"({n})" in text for n in range(50))
