"""The shape of a page mended at the desk by keys: lines cut, fused, dropped, drawn by arrow keys, put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from desk_hands import Hands
from desk_truth import Edges, Row, match, overlap, to_cut, to_fuse

ROWS = """() => galleyDesk.lines.order.map(id => {
  const {text, box} = galleyDesk.lines.lines.get(id); return {id, text, box} })"""
ITEMS = """() => galleyDesk.view.items.map(({id, paragraphs}) =>
  ({id, paragraphs: paragraphs.map(p => p.lines.map(l => l.id))}))"""
LATER = "before => galleyDesk.view.version > before"
FAR = 8  # steps that an arrow key goes with Ctrl
MOST = 60  # acts of a kind; a page that needs more is told


class Shapes:
    """Mends the shape of a page that is open; counts its acts."""

    def __init__(self, hands: Hands, boxes: bool, shot: Callable[[str], None]) -> None:
        """`boxes`: the truth says where its lines stand; `shot` is called with a name when something is to be seen."""
        self._hands = hands
        self._boxes = boxes
        self._shot = shot
        self.acts: dict[str, int] = {}

    def rows(self) -> list[Row]:
        """The lines of the page, in its order."""
        return [
            Row(each["id"], each["text"], tuple(each["box"]) if self._boxes else None) for each in self._hands.ask(ROWS)
        ]

    def mend(self, truth: Sequence[Row]) -> None:
        """Let the page have the truth's lines, and no others."""
        while (at := to_cut(match(rows := self.rows(), truth), rows, truth)) and self._room("cut"):
            self._cut(*at)
        while (line := to_fuse(match(rows := self.rows(), truth), rows)) and self._room("fuse"):
            if not self._fuse(line):
                break
        for row in match(self.rows(), truth).surplus:
            self._hands.go(row.id)
            self._act("drop", "Control+Delete")
        for true in match(self.rows(), truth).missed:
            if self._room("add"):
                self._add(true, truth)
        self._shot("structure")

    def _room(self, act: str) -> bool:
        return self.acts.get(act, 0) < MOST

    def _act(self, name: str, *keys: str) -> bool:
        """Press keys, of which the last one changes the page; False where the desk says that it cannot be done."""
        before = self._hands.ask("galleyDesk.view.version")
        self._hands.press(name, *keys)
        try:
            self._hands.tab.wait_for_function(LATER, arg=before, timeout=20_000)
        except Exception:
            self._hands.resort.append(f"{name}: {self._hands.tab.inner_text('.status')}")
            return False
        self.acts[name] = self.acts.get(name, 0) + 1
        return True

    def _cut(self, line: str, at: int) -> None:
        self._hands.go(line)
        self._hands.press("cut", *[self._hands.along("Arrow")] * at)
        self._hands.press("cut", "Control+Shift+D")
        self._hands.tab.wait_for_selector(".cut-bar", state="attached")
        self._act("cut", "Enter")

    def _fuse(self, line: str) -> bool:
        self._hands.go(line)
        before = self._hands.ask("galleyDesk.view.version")
        self._hands.press("fuse", "Control+Shift+M")
        self._hands.tab.wait_for_timeout(1500)
        done = bool(self._hands.ask("galleyDesk.view.version") > before)
        if done:
            self.acts["fuse"] = self.acts.get("fuse", 0) + 1
        else:  # they do not stand side by side: one of them is no line
            self._act("drop", "Control+Delete")
        return done

    def _add(self, true: Row, truth: Sequence[Row]) -> None:
        """Draw a missed line by arrow keys, from the line nearest to it; where the truth says no place, behind that."""
        rows = self.rows()
        right = match(rows, truth).right
        before = [row for row in rows if row.id in right and int(right[row.id].id) < int(true.id)]
        start = max(before, key=lambda row: int(right[row.id].id), default=rows[0])
        if true.box:
            start = min(rows, key=lambda row: _apart(row.box, true.box))
        self._hands.go(start.id)
        self._hands.press("add", "Alt+a", "ArrowDown")
        if true.box:
            self._steer(start.box, true.box)
        if "add" not in self.acts:
            self._shot("added")
        if self._act("add", "Enter"):
            self._hands.write(true.text)

    def _steer(self, line: Edges, to: Edges) -> None:
        """Bring the frame, which stands below the line, to a box."""
        step = max(1, round((line[3] - line[1]) / 4))
        high = line[3] - line[1]
        frame = (line[0], line[3], line[2], line[3] + high)
        across, down = to[0] - frame[0], to[1] - frame[1]
        wider, higher = (to[2] - to[0]) - (frame[2] - frame[0]), (to[3] - to[1]) - high
        for by, held, keys in (
            (across, "", ("ArrowLeft", "ArrowRight")),
            (down, "", ("ArrowUp", "ArrowDown")),
            (wider, "Shift+", ("ArrowLeft", "ArrowRight")),
            (higher, "Shift+", ("ArrowUp", "ArrowDown")),
        ):
            far, near = divmod(round(abs(by) / step), FAR)
            key = keys[by > 0]
            self._hands.press("add", *[f"Control+{held}{key}"] * far, *[f"{held}{key}"] * near)

    def order(self, truth: Sequence[Row]) -> None:
        """Put articles, paragraphs of an article and lines of an article in the truth's order."""
        ranks = {line: int(true.id) for line, true in match(self.rows(), truth).right.items()}
        for what, keys, groups in (
            ("article", "Control+Alt+Shift+ArrowUp", self._articles),
            ("paragraph", "Control+Shift+ArrowUp", self._paragraphs),
            ("line", "Alt+Shift+ArrowUp", self._lines),
        ):
            while (wrong := _first_wrong(groups(), ranks)) and self._room(f"order of {what}s"):
                self._hands.go(wrong)
                if not self._act(f"order of {what}s", keys):
                    break

    def _articles(self) -> list[list[list[str]]]:
        return [
            [[line for lines in item["paragraphs"] for line in lines] for item in self._hands.ask(ITEMS) if item["id"]]
        ]

    def _paragraphs(self) -> list[list[list[str]]]:
        return [item["paragraphs"] for item in self._hands.ask(ITEMS)]

    def _lines(self) -> list[list[list[str]]]:
        items = self._hands.ask(ITEMS)
        return [[[line] for lines in item["paragraphs"] for line in lines] for item in items]


def _first_wrong(groups: Sequence[Sequence[Sequence[str]]], ranks: dict[str, int]) -> str | None:
    """A line of what should stand before what is above it."""
    for group in groups:
        known = [(min(known), piece) for piece in group if (known := [ranks[line] for line in piece if line in ranks])]
        for (one, _), (two, piece) in pairwise(known):
            if two < one:
                return piece[0]
    return None


def _apart(one: Edges | None, other: Edges) -> float:
    """How far a line is from a box below it."""
    assert one is not None
    return abs(one[0] - other[0]) + 2 * abs(one[3] - other[1]) - overlap(one, other)
