"""How many keys correcting takes: seeded errors on a page, driven by keyboard alone in Chromium.

    python benchmarks/desk_keys.py PROJECT.galley p000001 [--errors 20] [--truth FILE]

In: a project with a page that several engines read. On a copy of it, so many letters of the page's reading are made
others, where another engine has the right one. Who sits at the desk sees the scan, so knows what is right: goes from
doubt to doubt by Tab, takes the right offer by its digit, types where none is right, and leaves alone what is right.
What no doubt points at stays wrong and is told. Out: the keys pressed, beyond the letters that had to be typed, for
each error; once over all doubts, once over the likeliest alone. With a truth of the page (benchmarks/desk_truth.py) the
errors that it had already are mended on the way and count; without one, a Tab that passes them counts as lost.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import ARGUMENTS, find_chromium, serving  # noqa: E402
from desk_truth import Row, distance, match, read_truth, wanted  # noqa: E402

from correction.doubts.kept import page_doubts  # noqa: E402
from correction.doubts.moving import Moving  # noqa: E402
from correction.store import Project, open_project  # noqa: E402
from ocr.page import Glyph, LineText, Page, Reading, Word  # noqa: E402

TAKEN_FOR = dict(zip("enirtaoshuſfcbdBRVNg日己大人未土", "cultfoefbnfſedvVKBRq曰已太入末士", strict=True))
UNSURE = 0.55  # of a seeded letter: an engine that errs is less sure
SEED = 7
WAITS = 120_000  # milliseconds


@dataclass
class Tally:
    """What was pressed: `steps` lead about, `picks` take an offer, `letters` had to be typed anyhow.

    `places` are how many were mended, `left` the edits that are wrong still.
    """

    steps: int = 0
    picks: int = 0
    letters: int = 0
    places: int = 0
    left: int = 0

    @property
    def beyond(self) -> int:
        """The keys beyond the letters."""
        return self.steps + self.picks


def seed(project: Project, page: Page, errors: int) -> dict[str, str]:
    """Give the page a base reading with so many errors; the right text of each line."""
    base = page.base_reading
    assert base is not None
    others = [reading for reading in page.readings if reading.id != page.base]
    able = [
        (line.id, i)
        for line in page.lines
        if line.id in base.lines
        for i, letter in enumerate(base.lines[line.id].text)
        if letter in TAKEN_FOR and _agreed(base.lines[line.id].text, i, others, line.id)
    ]
    chance = random.Random(SEED)
    spread = [chance.choice(able[len(able) * n // errors : len(able) * (n + 1) // errors]) for n in range(errors)]
    wrong: dict[str, list[int]] = {}
    for line, offset in spread:
        wrong.setdefault(line, []).append(offset)
    lines = {line: _spoilt(text, wrong.get(line, [])) for line, text in base.lines.items()}
    project.save_page(
        replace(page, readings=(*others, Reading("g_seeded", base.engine, base.model, "1", lines)), base="g_seeded")
    )
    return {line: text.text for line, text in base.lines.items()}


def _agreed(text: str, offset: int, others: list[Reading], line: str) -> bool:
    """Whether another engine reads the letter as the base does."""
    for reading in others:
        said = reading.lines[line].text if line in reading.lines else ""
        start, end = Moving(text, said).carry(offset, offset + 1)
        if said[start:end] == text[offset]:
            return True
    return False


def _spoilt(line: LineText, offsets: list[int]) -> LineText:
    text = list(line.text)
    for offset in offsets:
        text[offset] = TAKEN_FOR[text[offset]]
    words, end = [], 0
    for word in line.words:
        start = line.text.find(word.text, end)
        if start < 0:
            words.append(word)
            continue
        end = start + len(word.text)
        words.append(_spoilt_word(word, start, "".join(text[start:end]), offsets))
    return replace(line, text="".join(text), words=tuple(words))


def _spoilt_word(word: Word, start: int, text: str, offsets: list[int]) -> Word:
    if text == word.text:
        return word
    glyphs = word.glyphs
    if len(glyphs) == len(text) and "".join(glyph.text for glyph in glyphs) == word.text:
        glyphs = tuple(
            Glyph(text[i], glyph.box, UNSURE, ()) if start + i in offsets else glyph for i, glyph in enumerate(glyphs)
        )
    return replace(word, text=text, glyphs=glyphs, confidence=UNSURE)


def correct(tab: Tab, true: Mapping[str, str]) -> Tally:
    """Correct a page that is open, by keyboard."""
    tally = Tally()
    while here := _next(tab, tally):
        text = _text(tab, str(here["line"]))
        right = _right(text, true[str(here["line"])], int(here["offset"]), int(here["length"]))
        while right is not None:
            tally.places += 1
            key = next((key for key, offer in here["offers"] if offer == right), None)
            if key is None:
                for letter in right:
                    tab.keyboard.insert_text(letter) if ord(letter) > 126 else tab.keyboard.press(letter)
                tally.letters += len(right)
                if not right:
                    tab.keyboard.press("Delete")
                    tally.steps += 1
                break
            tab.keyboard.press(str(key))
            tally.picks += 1
            here = _here(tab)  # it led on to the next
            if here is None:
                break
            text = _text(tab, str(here["line"]))
            right = _right(text, true[str(here["line"])], int(here["offset"]), int(here["length"]))
    tally.left = sum(distance(_text(tab, line), true[line]) for line in _order(tab) if line in true)
    return tally


def _next(tab: Tab, tally: Tally) -> dict | None:
    before = _place(tab)
    tab.keyboard.press("Tab")
    tally.steps += 1
    here = _here(tab)
    return here if here and _place(tab) != before else None


def _here(tab: Tab) -> dict | None:
    return tab.evaluate(
        "() => { const {here, _stands} = galleyDesk.doubts;"
        "return here && _stands && {...here, offers: [...here.offers]} }"
    )


def _place(tab: Tab) -> object:
    return tab.evaluate("() => [galleyDesk.view.id, galleyDesk.lines.current, ...galleyDesk.lines.selection]")


def _text(tab: Tab, line: str) -> str:
    return str(tab.evaluate("line => galleyDesk.lines.lines.get(line)?.text ?? ''", line))


def _order(tab: Tab) -> set[str]:
    return set(tab.evaluate("() => galleyDesk.lines.order"))


def _right(text: str, true: str, offset: int, length: int) -> str | None:
    """What ought to stand at a piece; None where it is right already."""
    touched = [
        step
        for step in Levenshtein.opcodes(text, true)
        if step.tag != "equal" and step.src_start <= offset + length and offset <= step.src_end
    ]
    if not any(step.src_start < offset + length or step.tag == "insert" for step in touched):
        return None
    start, end = Moving(text, true).carry(offset, offset + length)
    said = true[start:end]
    return said if said != text[offset : offset + length] else None


def _opened(url: str, page: str, likely: bool, tab: Tab) -> int:
    """Open the page; gives how many doubts are walked."""
    kept = "yes" if likely else "no"
    tab.add_init_script(
        f"localStorage.setItem('galley:author', 'Ada'); localStorage.setItem('galley:likely', '{kept}')"
    )
    tab.goto(f"{url}?item={page}")
    tab.wait_for_selector(f".galley-desk[data-ready={page}]", timeout=WAITS)
    tab.wait_for_selector(".doubt-count:not([hidden])", timeout=WAITS)
    # The next page is another's business.
    tab.evaluate("() => { galleyDesk.view = {...galleyDesk.view, next: null} }")
    return int(tab.inner_text(".doubt-count").split()[0])


def _by_truth(page: Page, said: Mapping[str, str], file: Path) -> dict[str, str]:
    """What lines ought to say: the truth's, where it has the line."""
    boxes = {line.id: (line.box.left, line.box.top, line.box.right, line.box.bottom) for line in page.lines}
    right = match([Row(line, text, boxes[line]) for line, text in said.items()], read_truth(file)).right
    return {line: wanted(text, right[line].text) if line in right else text for line, text in said.items()}


def runs(source: Path, page_id: str, errors: int, truth: Path | None = None) -> Iterator[str]:
    """A line for each way of walking."""
    for likely in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / source.name
            shutil.copytree(source, root)
            with closing(open_project(root)) as project:
                page = project.load_page(page_id)
                true = seed(project, page, errors)
                true = _by_truth(page, true, truth) if truth else true
                page_doubts(project, page_id)
            with serving(root) as server, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
                tab = browser.new_page(viewport={"width": 1440, "height": 900})
                doubts = _opened(server.url, page_id, likely, tab)
                tally = correct(tab, true)
                tab.wait_for_selector(".saved[data-state=saved]", timeout=WAITS)
                browser.close()
        yield (
            f"{'likeliest' if likely else 'all':9} | {doubts:4} doubts | {tally.places:3} places corrected, "
            f"{tally.left} edits left | {tally.steps:4} steps + {tally.picks:3} picks + {tally.letters:3} letters | "
            f"{tally.beyond / max(1, tally.places):.2f} keys an error beyond the letters"
        )


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("project", type=Path)
    asked.add_argument("page")
    asked.add_argument("--errors", type=int, default=20)
    asked.add_argument("--truth", type=Path, help="PAGE-XML or JSON of the page's true lines")
    options = asked.parse_args()
    for line in runs(options.project, options.page, options.errors, options.truth):
        print(line, flush=True)
