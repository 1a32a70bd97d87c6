"""A person's hands at the desk: every key is pressed in the browser and counted.

A line is corrected the way that takes the fewest keys: by Tab to a doubt, where what is right is offered or typed over
the piece, else by arrows to the line and in it, and typing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page as Tab
from rapidfuzz.distance import Levenshtein

from correction.doubts.moving import Moving

WORD_END = re.compile(r"(?<=[\wſ])(?![\wſ])")
ANEW = 0.5  # share of edits from which a line is typed anew
OPEN = """line => { const {places, count} = galleyDesk.doubts; return places.of(line).filter(each => count.shows(each))
  .map(({offset, length, alternatives}) => ({offset, length, alternatives})) }"""
AHEAD = """line => { const {places, count} = galleyDesk.doubts, {lines} = galleyDesk, {order} = lines;
  const from = order.indexOf(lines.current), to = order.indexOf(line), at = lines.current ? lines.selection[0] : 0;
  if (to < from || from < 0) return -1;
  const before = order.slice(from, to).map((id, n) =>
    places.of(id).filter(each => count.shows(each) && (n || each.offset >= at)).length);
  return before.reduce((sum, each) => sum + each, 0) }"""
COLUMNS = "galleyDesk.lines.order.map(id => galleyDesk.lines.standing && galleyDesk.lines.lines.get(id).vertical)"
FIRSTS = "galleyDesk.view.items.flatMap(item => item.paragraphs.map(each => each.lines[0].id))"
LINE = "line => { const {text} = galleyDesk.lines.lines.get(line); return text }"
HERE = """() => { const {here, _stands} = galleyDesk.doubts;
  return here && _stands ? {...here, offers: [...here.offers]} : null }"""


@dataclass
class Hands:
    """`letters` had to be typed anyhow; of the other keys is told what they did."""

    tab: Tab
    letters: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    resort: list[str] = field(default_factory=list)

    @property
    def beyond(self) -> int:
        """The keys beyond the letters."""
        return sum(self.keys.values())

    def press(self, what: str, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.tab.keyboard.press(key)
        self.keys[what] = self.keys.get(what, 0) + len(keys)

    def write(self, text: str) -> None:
        """Type letters; those that no key gives come as from an input method."""
        for letter in text:
            self.tab.keyboard.press(letter) if letter.isascii() else self.tab.keyboard.insert_text(letter)
        self.letters += len(text)

    def ask(self, script: str, *values: Any) -> Any:
        """What the desk knows."""
        return self.tab.evaluate(script, *values)

    def text(self, line: str) -> str:
        """What a line says."""
        return str(self.ask(LINE, line))

    def go(self, line: str) -> None:
        """To the beginning of a line, by arrows, from where it is nearer."""
        order, current = self.ask("[galleyDesk.lines.order, galleyDesk.lines.current]")
        at, here = order.index(line), order.index(current) if current in order else 0
        columns = self.ask(COLUMNS)  # out of a column that stands one goes sideways
        on = ["ArrowLeft" if column else "ArrowDown" for column in columns]
        back = ["ArrowRight" if column else "ArrowUp" for column in columns]
        firsts = [order.index(line) for line in self.ask(FIRSTS)]

        def ahead(start: int) -> list[str]:
            """By paragraphs, then by lines."""
            places = [start, *[first for first in firsts if start < first <= at]]
            return [f"Control+{on[place]}" for place in places[:-1]] + on[places[-1] : at]

        ways = (
            ahead(here) if here <= at else back[at + 1 : here + 1][::-1],
            ["Control+Home", *ahead(0)],
            ["Control+End", *back[at + 1 :][::-1]],
        )
        self.press("to lines", *min(ways, key=len))
        if self.ask("galleyDesk.lines.current") != line:
            raise RuntimeError(f"arrows do not lead to {line}: {self.ask('galleyDesk.lines.current')}")

    def correct(self, line: str, right: str) -> None:
        """Make a line say what is right."""
        for _ in range(2 * len(right) + 9):
            text = self.text(line)
            if text == right:
                return
            if not self._take(line, text, right):
                self._type(line, text, right)
        self.resort.append(f"{line}: {self.text(line)!r}, not {right!r}")

    def _take(self, line: str, text: str, right: str) -> bool:
        """Go to a doubt of the line that is wrong, and answer it; False where that is the longer way."""
        ahead = self.ask(AHEAD, line)
        here = self.ask("[galleyDesk.lines.current, galleyDesk.lines.current && galleyDesk.lines.selection[0]]")
        if ahead < 0:
            return False
        stands = self.ask(HERE)
        before = 0
        for doubt in self.ask(OPEN, line):
            start, end = doubt["offset"], doubt["offset"] + doubt["length"]
            if here[0] == line and (start < here[1]):
                continue
            left, on = Moving(text, right).carry(start, end)
            said = right[left:on]
            standing = bool(stands and stands["line"] == line and stands["offset"] == start)
            tabs = 0 if standing else ahead + before + (0 if stands else 1)
            if said != text[start:end]:
                if tabs > 3 + self._lines_to(line) + min(start, len(text) - start):
                    return False
                self.press("past doubts", *["Tab"] * max(0, tabs - 1))
                self.press("to doubts", *["Tab"] * min(1, tabs))
                return self._answer(line, start, said)
            before += 1
        return False

    def _answer(self, line: str, start: int, said: str) -> bool:
        """Take what is right where it is offered, else type it over the piece."""
        found = self.ask(HERE)
        if not found or found["line"] != line or found["offset"] != start:
            return False
        offers = dict(found["offers"])
        key = next((key for key, text in offers.items() if text == said), None)
        if key:
            self.press("offers", key)
        elif said[:1] in offers:
            return False  # a digit, which would take another offer
        else:
            self._put(said)
        return True

    def _lines_to(self, line: str) -> int:
        order, current = self.ask("[galleyDesk.lines.order, galleyDesk.lines.current]")
        return abs(order.index(line) - order.index(current)) if current in order else len(order)

    def _type(self, line: str, text: str, right: str) -> None:
        """Type the first piece that is wrong, or all where much is."""
        steps = [step for step in Levenshtein.opcodes(text, right) if step.tag != "equal"]
        if self.ask("galleyDesk.lines.current") != line:
            self.go(line)
        if Levenshtein.distance(text, right) > ANEW * max(len(right), 4):
            self.press("in lines", "Control+A")
            return self._put(right)
        first = steps[0]
        self._caret(text, first.src_start)
        step = self.along("Arrow")
        self.press("in lines", *[f"Shift+{step}"] * (first.src_end - first.src_start))
        return self._put(right[first.dest_start : first.dest_end])

    def _put(self, text: str) -> None:
        if text:
            self.write(text)
        else:
            self.press("in lines", "Delete")

    def along(self, held: str, back: bool = False) -> str:
        """The arrow key that goes on in the line at hand, or back."""
        upright = self.ask("galleyDesk.lines.lines.get(galleyDesk.lines.current).vertical && galleyDesk.lines.standing")
        return held + (("Up" if back else "Down") if upright else ("Left" if back else "Right"))

    def _caret(self, text: str, at: int) -> None:
        """Bring the caret to a character, by words, from the nearer end."""
        start, end = self.ask("galleyDesk.lines.selection")
        if start != end:
            self.press("in lines", self.along("Arrow", back=True))
        here = start
        if len(text) - at + 1 < abs(at - here):
            self.press("in lines", "End")
        elif at + 1 < abs(at - here):
            self.press("in lines", "Home")
        here = self.ask("galleyDesk.lines.selection[0]")
        words = sum(here < each.start() <= at for each in WORD_END.finditer(text))
        if words > 1 and here < at:
            self.press("in lines", *[self.along("Control+Arrow")] * words)
        here = self.ask("galleyDesk.lines.selection[0]")
        self.press("in lines", *[self.along("Arrow", back=at < here)] * abs(at - here))
