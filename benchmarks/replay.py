"""How quick a page's decisions are replayed, and its page arranged anew under them.

`python benchmarks/replay.py [--lines N] [--decisions N] [--seed N]` makes up a page of 1,500 lines in five columns with
1,000 decisions of all kinds, and prints the median time in milliseconds of replaying them on the page that they were
made on, and on one that was cut anew, where every line is found again by place and text; of rearranging; of the next
undo.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from page_readers import make_page

from correction.decision_values import AddedLine, CutLine, FusedLine, MarkedSpan, write_value
from correction.decisions import new_line_id
from correction.review import Decision, Kind, decide, replay
from correction.undoing import next_undo
from ocr.layout.arrange import rearrange
from ocr.page import Box, LineText, Page, TextLine

TIMES = 7  # each thing is done
COLUMNS, WIDTH, PITCH = 5, 800, 40  # pixels
WORDS = ("harbour", "council", "met", "at", "noon", "and", "spoke", "of", "storm", "water", "mill", "bridge")
# Of a hundred decisions; most are texts.
SHARES: dict[Kind, int] = {"text": 60, "confirm": 10, "mark": 6, "role": 6, "item": 5, "order": 4, "comment": 3}


def made_page(lines: int, random: Random, move: int = 0) -> Page:
    """A page of lines in columns, each `move` pixels further down; the ids tell the place."""
    texts = [" ".join(random.choices(WORDS, k=6)) for _ in range(lines)]
    page = make_page("p000001", *texts, reading=f"e_{move}")
    rows = -(-lines // COLUMNS)
    made: list[TextLine] = []
    for n in range(lines):
        left, top = 20 + (WIDTH + 20) * (n // rows), 20 + PITCH * (n % rows) + move
        box = Box(left, top, left + WIDTH, top + 32)
        made.append(TextLine(f"l_{move}_{n}", box, box.polygon, glyph=16.0, stroke=3.0))
    said = {line.id: LineText(text, 0.9) for line, text in zip(made, texts, strict=True)}
    return replace(
        page,
        width=20 + (WIDTH + 20) * COLUMNS,
        height=40 + PITCH * rows + move,
        regions=(replace(page.regions[0], lines=tuple(made)),),
        readings=(replace(page.readings[0], lines=said),),
    )


def made_log(page: Page, count: int, random: Random) -> list[Decision]:
    """Decisions of all kinds on lines of a page; each line is made into others once at most."""
    lines = [line.id for line in page.lines]
    random.shuffle(lines)
    boxes = {line.id: line.box for line in page.lines}
    log: list[Decision] = []
    for _ in range(count // 100):
        for _ in range(2):
            line, box = lines.pop(), boxes[lines[0]]
            log.append(decide(page, "drop", [line], None, "reader"))
            line = lines.pop()
            cut = CutLine((boxes[line].left + WIDTH // 2,), (new_line_id(), new_line_id()))
            log.append(decide(page, "cut", [line], write_value(cut), "reader"))
            added = AddedLine(new_line_id(), box.moved(3, 5).polygon)
            log.append(decide(page, "add", [], write_value(added), "reader"))
    kinds = random.choices(list(SHARES), list(SHARES.values()), k=count - len(log))
    log += [_made(page, kind, random.choice(lines), random.choice(lines), random) for kind in kinds]
    one, other = lines[:2]
    return [*log[:-1], decide(page, "fuse", [one, other], write_value(FusedLine(new_line_id())), "reader")]


def _made(page: Page, kind: Kind, line: str, other: str, random: Random) -> Decision:
    match kind:
        case "text":
            return decide(page, kind, [line], f"{page.text_of(line)} {random.choice(WORDS)}", "reader")
        case "role":
            return decide(page, kind, [line], random.choice(["subhead", "caption", "body"]), "reader")
        case "item":
            return decide(page, kind, [line], random.choice(["one", "two"]), "reader")
        case "order":
            return decide(page, kind, [line, other], "after", "reader")
        case "mark":
            return decide(page, kind, [line], write_value(MarkedSpan(4, 3, "unclear")), "reader")
        case "comment":
            return decide(page, kind, [line], "odd", "reader")
    return decide(page, kind, [line], None, "reader")


def timed(name: str, act: Callable[[], object]) -> None:
    """Print how long something takes."""
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    print(f"| {name} | {1000 * median(seconds):.1f} | {1000 * max(seconds):.1f} |")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--lines", type=int, default=1500)
    options.add_argument("--decisions", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    page = made_page(asked.lines, Random(asked.seed))
    anew = made_page(asked.lines, Random(asked.seed), move=3)
    log = made_log(page, asked.decisions, Random(asked.seed))
    reviewed = replay(page, log)
    print(
        f"{asked.lines} lines, {len(log)} decisions: {len(reviewed.texts)} texts, {len(reviewed.proposals)} proposals"
    )
    print("| ms | median | worst |\n|---|---|---|")
    timed("replay", lambda: replay(page, log))
    timed("replay on a page cut anew", lambda: replay(anew, log))
    timed("rearrange", lambda: rearrange(page, reviewed.overrides))
    timed("next undo", lambda: next_undo(log, "reader"))


if __name__ == "__main__":
    main()
