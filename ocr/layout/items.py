"""Items: the columns are walked in reading order, and each line joins the item that its heading opens.

In: the tree of columns and a look at each line. Out: `Placed` lines with role and item, in reading order.

A heading owns what is below it in the columns that it spans; text at the top of a column without a heading goes on
from the column before (after the reading rules of printed newspapers; compare American Stories, Dell et al. 2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr.layout.columns import Block
from ocr.layout.elements import Element
from ocr.layout.heading_stack import OpenItem, Waiting, goes_on, opens, stack_roles
from ocr.layout.insets import downwards, find_insets, goes_on_beside, stands_beside
from ocr.layout.jumps import cut_jump, parse_jump
from ocr.layout.placed import Island, Placed
from ocr.layout.roles import Look
from ocr.layout.sheet import Entry, Sheet
from ocr.page import Box, Role, new_id

OBSTACLE = 3.0  # glyphs of a column's width that make its lines shorter
DECK = 3  # lines of text at most that stand over columns, behind their heading, and are no paragraph
LEAN, NEXT_COLUMN = 0.1, 0.5  # of their width that neighbouring columns may lean over each other, and be apart
BLANK = 4.0  # line heights of paper in a column: what follows belongs to another one's text
STORY = 0.6  # line heights of paper in a column: more than between two lines, as above a story that begins beside
WIDE = 1.25  # column widths: a heading stack over several columns
HEAD_LEVEL = 1.2  # line heights between the top of such a stack and of a column of its text that begins beside it
BESIDE = 0.5  # line heights above and below it at which lines still keep clear of it


class Walk:
    """One walk over the tree; `placed` and `pictures` are its results. With `single` all that is met is one item.

    `captions` are the ids of the lines under pictures.
    """

    def __init__(self, sheet: Sheet, captions: frozenset[str], *, single: bool = False) -> None:
        self._sheet = sheet
        self._islands: Sequence[Island] = ()
        self._looks: dict[str, Look] = {}
        self._single = single
        self._captions = captions
        self._current: OpenItem | None = None
        self._opened: list[OpenItem] = []
        self._stack: list[Waiting] = []
        self._column = -1
        self._waiting_pictures: list[int] = []
        self._waiting_captions: list[Placed] = []
        self._inset: Box | None = None
        self._box: Box | None = None
        self._obstacles: list[Box] = []
        self.placed: list[Placed] = []
        self.pictures: dict[int, str] = {}

    def run(self, tree: Block, looks: Mapping[str, Look], islands: Sequence[Island] = ()) -> None:
        """Walk a tree, in which islands stand as frames and tables by their index; further ones go on its last item."""
        self._looks |= looks
        self._islands = islands
        self._block(tree, self._current, below=False)

    def finish(self) -> list[Placed]:
        """Settle what waits and give the placed lines."""
        self._settle()
        if self._waiting_captions and self._current is None:
            self._open(self._waiting_captions[0].entry)
        elif self._current is not None:
            self._hang(self._current)
        return self.placed

    def _block(self, block: Block, owner: OpenItem | None, *, below: bool) -> None:
        """Walk a block; `owner` is the heading's item right above it, `below` says that it begins under a row."""
        if block.cut == "leaf":
            self._leaf(block, owner, below=below)
            return
        for i, child in enumerate(block.blocks):
            if block.cut == "rows" and i:
                owner = self._heading_above(block.blocks[i - 1])
            if block.cut == "rows" and [b.cut for b in block.blocks[i : i + 2]] == ["leaf", "columns"]:
                self._see_deck(child)
            # A rule above several columns ends the item that runs in the first of them, not what goes on in the others.
            self._block(child, owner, below=i > 0 if block.cut == "rows" else below and i == 0)

    def _see_deck(self, block: Block) -> None:
        """Take the few lines of text behind a heading over columns for its deck, be they no larger than the text."""
        lines = [e for e in block.elements if e.kind in ("line", "heading")]
        kinds = [self._look(e).kind for e in lines]
        plain = [e for e, kind in zip(lines, kinds, strict=True) if kind == "body"]
        if "heading" in kinds[:1] and len(plain) <= DECK:
            for e in plain:
                self._looks[self._sheet.entries[e.index].line.id] = Look("heading", self._look(e).size)

    def _heading_above(self, block: Block) -> OpenItem | None:
        """The item that a block opened which ends in headings; None for any other block."""
        kinds = [self._look(e).kind for leaf in block.leaves() for e in leaf.elements if e.kind in ("line", "heading")]
        first = next((i for i, kind in enumerate(kinds) if kind in ("heading", "subhead")), len(kinds))
        if block.cut == "leaf" and kinds[first:] and set(kinds[first:]) <= {"heading", "subhead", "credit"}:
            self._settle(spanning=True)
            return self._current
        return None

    def _leaf(self, leaf: Block, owner: OpenItem | None, *, below: bool) -> None:
        self._column += 1
        self._box = leaf.box
        if owner is not None and not self._stack:
            self._current = owner
        elif not below:
            self._resume(next((e for e in leaf.elements if e.kind not in ("rule", "frame")), None), leaf.box)
        after_rule, begun, self._inset = False, False, None
        insets, foot = self._find_insets(leaf), None
        self._obstacles = self._find_obstacles(leaf)
        for element in downwards(leaf.elements, insets):
            if element.kind == "rule":
                after_rule = begun or below
                self._close_picture_story()
            elif element.kind in ("frame", "table"):
                island = self._islands[element.index]
                self._island(island, after_rule)
                after_rule, begun = after_rule and not island.table, begun or bool(island.table)
            elif element.kind == "picture":
                self._picture(element.index, begun)
            elif element in insets and self._current is not None and not self._stack:
                self._inset = element.box
                self._place(self._sheet.entries[element.index], "inset", self._current, after_rule)
            else:
                paper = element.box.top - foot if foot is not None else 0
                if paper > BLANK * self._sheet.line_height:
                    self._resume(element, leaf.box)
                elif paper > STORY * self._sheet.line_height:
                    self._resume_beside(element, leaf.box)
                self._line(element, after_rule)
                after_rule, begun = False, True
            foot = element.box.bottom

    def _resume(self, first: Element | None, column: Box) -> None:
        """Go back to the item of the column before that breaks off, where the last item has ended."""
        current = self._current
        if first is None or current is None or self._stack or self._single or first.kind != "line":
            return
        if self._look(first).kind not in ("body", "subhead"):
            return
        for item in reversed(self._opened):
            ends = current.closed or (item.broken and current.ended)
            if item is not current and item.has_body and not item.closed and ends and _is_next(item.column, column):
                self._current = item
                return

    def _resume_beside(self, first: Element, column: Box) -> None:
        """Go back to the item whose heading stands over the columns before, level with a line below some paper."""
        current = self._current
        if current is None or not current.ended or self._stack or self._single or self._look(first).kind != "body":
            return
        for item in reversed(self._opened):
            if item is current or not item.heads or item.closed or not _is_next(item.column, column):
                continue
            stack = Box.around(self.placed[i].entry.box for i in item.heads)
            off = abs(stack.top - first.box.top) / self._sheet.line_height
            if off <= HEAD_LEVEL and stack.width >= WIDE * column.width:
                self._current = item
                return

    def _find_insets(self, leaf: Block) -> set[Element]:
        lines = [e for e in leaf.elements if e.kind in ("line", "heading")]
        texts = [self._sheet.entries[e.index].text for e in lines]
        display = [self._look(e).kind in ("heading", "subhead") for e in lines]
        return find_insets(lines, texts, display, self._current.last_text if self._current else "")

    def _find_obstacles(self, leaf: Block) -> list[Box]:
        """What takes a part of a column's width, as far as it lies in the column."""
        lines = [self._sheet.entries[e.index].box for e in leaf.elements if e.kind == "line"]
        if not lines:
            return []
        column = Box.around(lines)
        boxes = [box for _, box in self._sheet.pictures] + [i.box for i in self._islands if not i.table]
        reach = round(BESIDE * self._sheet.line_height)
        parts = [column.intersection(replace(b, top=b.top - reach, bottom=b.bottom + reach)) for b in boxes]
        return [b for b in parts if b.height > 0 and OBSTACLE * self._sheet.glyph < b.width < column.width]

    def _island(self, island: Island, after_rule: bool) -> None:
        """Take in what stands in a frame, or a table as a block of the current item."""
        self.placed += island.placed
        self.pictures |= island.pictures
        if not island.table:
            return
        headed = bool(self._stack)
        self._settle()
        current = self._current
        if current is None or (after_rule and not headed and current.has_body and not self._single):
            current = self._open(island.table[0])
        self._column += 1
        self.placed += [Placed(e, "body", current.id, self._column, table=True) for e in island.table]
        self._column += 1
        current.has_body, current.last_text = True, ""

    def _picture(self, index: int, begun: bool) -> None:
        if begun and self._current is not None and not self._stack:
            self.pictures[index] = self._current.id
        else:
            self._waiting_pictures.append(index)

    def _look(self, element: Element) -> Look:
        return self._looks[self._sheet.entries[element.index].line.id]

    def _line(self, element: Element, after_rule: bool) -> None:
        entry, look = self._sheet.entries[element.index], self._look(element)
        if look.kind == "heading" or look.kind == "subhead":
            if self._stack and after_rule:
                self._settle()
            self._stack.append(Waiting(entry, look, self._column, after_rule))
            return
        if self._waiting_pictures and look.kind != "jump" and self._is_caption(entry, look):
            role: Role = "credit" if look.kind == "credit" else "caption"
            self._waiting_captions.append(Placed(entry, role, None, self._column, after_rule))
            return
        after_rule = after_rule or any(w.after_rule for w in self._stack)
        headed = bool(self._stack)
        self._settle()
        current = self._current
        if look.kind in ("jump", "body") and self._comes_from_elsewhere(entry):
            current = None
        ended = current is not None and (not current.last_text or current.ended)
        parted = after_rule and not headed and ended and look.kind == "body" and not self._single
        if current is None or (parted and current.has_body):
            current = self._open(entry)
        self._hang(current)
        if look.kind == "body" and self._is_caption(entry, look):
            self._place(entry, "caption", current, after_rule)
            return
        self._place(entry, look.kind, current, after_rule)
        if look.kind == "body":
            current.has_body = True
            current.last_text, current.column = entry.text, self._box
        current.closed = look.kind == "credit" and current.has_body

    def _comes_from_elsewhere(self, entry: Entry) -> bool:
        """Whether a jump says that what follows is the rest of an article of another page."""
        if self._single or self._current is None or not self._current.has_body:
            return False
        jump, cut = parse_jump(entry.text), cut_jump(entry.text)
        if jump is None and cut is not None and entry.text.lstrip().startswith(cut[1].text):
            jump = cut[1]
        return jump is not None and jump.way == "from"

    def _is_caption(self, entry: Entry, look: Look) -> bool:
        """Whether a line belongs to the caption of a picture; one that looks like a heading does not."""
        return look.kind in ("body", "credit") and entry.line.id in self._captions

    def _open(self, entry: Entry) -> OpenItem:
        self._current = OpenItem(new_id("a", entry.line.id))
        self._opened.append(self._current)
        self._hang(self._current)
        return self._current

    def _hang(self, item: OpenItem) -> None:
        """Give an item the pictures that wait for one, with their captions."""
        self.pictures |= dict.fromkeys(self._waiting_pictures, item.id)
        self.placed += [replace(p, item=item.id) for p in self._waiting_captions]
        self._waiting_pictures, self._waiting_captions = [], []

    def _close_picture_story(self) -> None:
        """Make a picture with a caption an item of its own where a rule follows."""
        if self._waiting_captions and not self._single:
            self._hang(OpenItem(new_id("a", self._waiting_captions[0].entry.line.id)))

    def _place(self, entry: Entry, role: Role, item: OpenItem, after_rule: bool, column: int | None = None) -> None:
        at = self._column if column is None else column
        inset = self._inset if self._inset and goes_on_beside(self._inset, entry.box) else None
        beside = inset or next((b for b in self._obstacles if stands_beside(b, entry.box)), None)
        # No paragraph runs on over a table.
        apart = after_rule or (self.placed != [] and self.placed[-1].table)
        self.placed.append(Placed(entry, role, item.id, at, apart, beside=beside, interrupted=inset is not None))

    def _settle(self, *, spanning: bool = False) -> None:
        """Decide what the waiting heading lines are: the stack of a new item, or subheads of the current one."""
        stack, self._stack = self._stack, []
        if not stack:
            return
        if self._goes_on(stack):
            self._extend(stack)
            return
        if self._opens(stack, spanning):
            self._open(stack[0].entry)
            self._extend(stack)
            return
        assert self._current is not None
        for waiting in stack:
            self._place(waiting.entry, "subhead", self._current, waiting.after_rule, waiting.column)

    def _goes_on(self, stack: list[Waiting]) -> bool:
        """Whether heading lines go on a heading stack that was cut out of the page in several rows."""
        current = self._current
        if current is None or not current.heads or current.has_body:
            return False
        last = self.placed[current.heads[-1]].entry.box
        return self._single or goes_on(stack, current, last, self._sheet)

    def _extend(self, stack: list[Waiting]) -> None:
        """Add lines to the current item's heading stack and settle its roles anew."""
        current = self._current
        assert current is not None
        for waiting in stack:
            current.heads.append(len(self.placed))
            self._place(waiting.entry, "headline", current, waiting.after_rule, waiting.column)
        sizes = [self.placed[i].entry.line.glyph for i in current.heads]
        current.size = max(sizes)
        column = self.placed[current.heads[0]].column
        for i, role in zip(current.heads, stack_roles(sizes), strict=True):
            self.placed[i] = replace(self.placed[i], role=role, column=column)

    def _opens(self, stack: list[Waiting], spanning: bool) -> bool:
        current = self._current
        if self._single or current is None:
            return current is None
        # A picture above a heading waits for the item that it opens; one below it may stand within the text.
        waiting = [self._sheet.pictures[i][1] for i in self._waiting_pictures]
        pictured = any(box.center[1] < stack[0].entry.box.top for box in waiting)
        return spanning or pictured or opens(stack, current, self._sheet.glyph)


def _is_next(column: Box | None, other: Box) -> bool:
    """Whether a column is the neighbour, on the right, of another one."""
    gap = other.left - column.right if column else 0
    return column is not None and -LEAN * column.width <= gap <= NEXT_COLUMN * max(column.width, other.width)
