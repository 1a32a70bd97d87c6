"""Raw lines put together to items: heading stacks, subheads, paragraphs, credits, each with its article.

In: raw lines and their states. Out: `Draft`s in the order of the text, one an article, with nothing lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, takewhile

from correction.article import ParagraphKind
from correction.cohesion import Sections
from correction.datelines import find_dateline
from correction.plaintext_grammar import State
from correction.plaintext_lines import RawLine
from correction.plaintext_looks import grammar_words

Lines = tuple[RawLine, ...]

# 一、 （二） 1. II. : numbered headings divide an article.
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,5})[）)、.．][^\d]")
_OPENINGS_HAN = re.compile("近日|日前|昨[日天晚]|今[日天]|连日来|連日來|[本去今]月|\\d{1,2}月\\d{1,2}日")
# The day of which a report tells: half of all reports name it in their first lines, a fourth of the parts of one.
_OPENINGS_LATIN = re.compile(
    r"\b(?:yesterday|to-?day|to-?night|last (?:night|week|month)|this (?:morning|afternoon|evening|week)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|gestern|gestrigen|heute|heutigen|vorgestern|kürzlich|letzten"
    r"|vergangenen|vorigen|nächsten|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|hier|aujourd.hui|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|derni[eè]re?|prochaine?"
    r"|ce (?:matin|soir)|cette nuit)",
    re.IGNORECASE,
)
# A subhead is a few words on one line; a headline fills more of its column.
SHORT_LINE, SHORT = 0.42, 0.5
# Evidence of this weight needs no other.
SURE = 3.0
# Where articles are signed, one without a credit is more likely a part of another; where none is, split in doubt.
# Western papers sign few of their articles, Chinese ones nearly all.
SPLIT_WHEN_UNSIGNED, UNSIGNED_HAN, UNSIGNED_LATIN, MOST_SIGNED = 0.9, 2.8, 1.8, 0.75
# One article is signed once: a closing credit below a stack belongs to another than the one signed at its top.
SIGNED_AGAIN = 2.0
# Likeness of sections within an article 0.01-0.05, of articles -0.03-0.02 (10 to 90 % of benchmarks/raw.py).
SAME_TOPIC, TOPIC_STEP = 0.012, 0.012
# Columns whose widths differ by this share are of different items.
OTHER_COLUMN = 0.12


@dataclass(slots=True)
class Draft:
    """One article in the making: display blocks above, credits at the top and at the end, text between.

    `kicked` says that its first display block is a kicker, whatever it looks like.
    """

    headings: list[Lines] = field(default_factory=list)
    top: list[RawLine] = field(default_factory=list)
    text: list[tuple[ParagraphKind, Lines]] = field(default_factory=list)
    end: list[RawLine] = field(default_factory=list)
    kicked: bool = False

    @property
    def first(self) -> RawLine:
        """Its first line."""
        if self.headings:
            return self.headings[0][0]
        return self.top[0] if self.top else (self.text[0][1][0] if self.text else self.end[0])

    @property
    def lines(self) -> list[RawLine]:
        """Every line of it."""
        display = [line for block in self.headings for line in block]
        return display + self.top + [line for _, lines in self.text for line in lines] + self.end

    @property
    def credited(self) -> bool:
        """Whether anybody signed it."""
        return bool(self.top or self.end)

    @property
    def broken_off(self) -> bool:
        """Whether its text stops within a sentence."""
        return bool(self.text) and self.text[-1][1][-1].ending in ("none", "comma", "hyphen")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind in a row: a stack's display blocks, one credit, one paragraph."""

    kind: State
    parts: tuple[Lines, ...]

    @property
    def first(self) -> RawLine:
        """Its first line."""
        return self.parts[0][0]

    @property
    def last(self) -> RawLine:
        """Its last line."""
        return self.parts[-1][-1]


@dataclass(frozen=True, slots=True)
class Usual:
    """How headlines look in this text: their length, whether in capitals, whether of more than one line."""

    length: int
    capitals: bool
    many: bool


def draft_items(lines: Sequence[RawLine], states: Sequence[State], language: str) -> list[Draft]:
    """Cut the text into articles: at every heading that opens one, and where text follows a closing credit."""
    blocks = _blocks(lines, states)
    opens = _openers(blocks, language)
    drafts: list[Draft] = []
    for index, block in enumerate(blocks):
        if index in opens or not drafts or _begins_bare(blocks[index - 1], block):
            drafts.append(Draft())
        draft = drafts[-1]
        if block.kind is State.DISPLAY and index in opens:
            draft.headings = list(block.parts)
        elif block.kind is State.DISPLAY:
            draft.text.append(("subhead", tuple(line for part in block.parts for line in part)))
        elif block.kind is State.TOP_CREDIT and not draft.text:
            draft.top.append(block.first)
        elif block.kind in (State.TOP_CREDIT, State.END_CREDIT):
            draft.end.append(block.first)
        else:
            draft.text.append(("paragraph", block.parts[0]))
    return drafts


def _begins_bare(before: Block, block: Block) -> bool:
    """Whether text begins an article without a heading: behind a closing credit, or on a page of its own."""
    if block.kind is not State.FIRST:
        return False
    return before.kind is State.END_CREDIT or (before.kind is State.DISPLAY and block.first.page)


def _blocks(lines: Sequence[RawLine], states: Sequence[State]) -> list[Block]:
    """Gather lines into paragraphs and display blocks, and display blocks that follow each other into stacks."""
    runs: list[tuple[State, list[RawLine]]] = []
    for line, state in zip(lines, states, strict=True):
        if state in (State.FURTHER, State.DISPLAY_ON):
            runs[-1][1].append(line)
        else:
            runs.append((state, [line]))
    blocks: list[Block] = []
    for (kind, _), group in groupby(zip(runs, _pages(runs), strict=True), key=lambda run: (run[0][0], run[1])):
        parts = [tuple(part) for (_, part), _ in group]
        blocks += [Block(kind, tuple(parts))] if kind is State.DISPLAY else [Block(kind, (part,)) for part in parts]
    return blocks


def _pages(runs: Sequence[tuple[State, list[RawLine]]]) -> list[int]:
    """Number the pages that runs begin on, so that no stack goes over a page break."""
    return list(accumulate(lines[0].page for _, lines in runs))


def _openers(blocks: Sequence[Block], language: str) -> set[int]:
    """Choose the display stacks that open an article; the others are subheads.

    First those that show it themselves (a credit before or below, a dateline, a page break); then, in order, the
    rest: by likeness with the sure ones, and by whether the text goes on about what the article was about.
    """
    chinese = language.startswith("zh")
    stacks = [i for i, block in enumerate(blocks) if block.kind is State.DISPLAY]
    evidence = {i: _evidence(blocks, i, chinese) for i in stacks}
    # The lead's headline, which may end the text, is set like no other.
    sure = _usual([blocks[i] for i in stacks if evidence[i] >= SURE and i + 1 < len(blocks)])
    credits = sum(block.kind in (State.TOP_CREDIT, State.END_CREDIT) for block in blocks)
    # A headline that ends the text is the lead's: its article has been counted.
    orphan = bool(stacks) and stacks[-1] == len(blocks) - 1
    surely = sum(evidence[i] >= SURE for i in stacks)
    # Some stacks are subheads: half of those that are not sure.
    articles = (len(stacks) + surely) / 2 - orphan
    weight = UNSIGNED_HAN if chinese else UNSIGNED_LATIN
    unsigned = SPLIT_WHEN_UNSIGNED - weight * min(MOST_SIGNED, credits / max(1, articles))
    common = frozenset[str]() if chinese else grammar_words(language)
    sections = Sections(_section_texts(blocks), chinese=chinese, common=common)
    sections.add(0)
    openers: set[int] = set()
    signed_above = False
    for section, i in enumerate(stacks, 1):
        score = evidence[i]
        if score < SURE:
            score += _likeness(blocks[i], sure) + unsigned
            score += _new_topic(sections.compare(section))
            score += SIGNED_AGAIN if signed_above and _signed_below(blocks, i) else 0.0
        if score > 0:
            openers.add(i)
            sections.begin()
            signed_above = i + 1 < len(blocks) and blocks[i + 1].kind is State.TOP_CREDIT
        sections.add(section)
    return openers


def _signed_below(blocks: Sequence[Block], stack: int) -> bool:
    """Whether a credit closes the text below a stack."""
    below = takewhile(lambda block: block.kind is not State.DISPLAY, blocks[stack + 1 :])
    return any(block.kind is State.END_CREDIT for block in below)


def _section_texts(blocks: Sequence[Block]) -> list[str]:
    """Give the text between display stacks, beginning with what stands before the first."""
    texts: list[list[str]] = [[]]
    for block in blocks:
        if block.kind is State.DISPLAY:
            texts.append([])
        elif block.kind is State.FIRST:
            texts[-1] += [line.text for line in block.parts[0]]
    return ["\n".join(lines) for lines in texts]


def _new_topic(likeness: float) -> float:
    """Weigh how little a section shares with the article above it."""
    return max(-1.5, min(1.5, (SAME_TOPIC - likeness) / TOPIC_STEP))


def _evidence(blocks: Sequence[Block], index: int, chinese: bool) -> float:
    """Weigh what stands around a stack; 3 and more is as good as certain."""
    block = blocks[index]
    before = blocks[index - 1] if index else None
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    score = 0.0
    if before is None or before.kind is State.END_CREDIT or block.first.page or after is None or after.first.page:
        score += 4.0
    if after and after.kind is State.TOP_CREDIT:
        score += 4.0
    if after and after.kind is State.FIRST:
        opening = " ".join(line.text for line in after.parts[0][:2])
        score += 3.0 if find_dateline(opening) else 0.0
        opens = _OPENINGS_HAN.match(opening) if chinese else _OPENINGS_LATIN.search(opening.replace("ſ", "s"))
        score += 1.0 if opens else 0.0
    if before and after and _changes_column(before, after):
        score += 1.5
    score += 1.0 if block.first.indent else 0.0
    score -= 3.0 if _NUMBERED.match(block.first.text) else 0.0
    first = block.parts[0]
    if len(first) > 1:
        score += 1.0 if chinese else 2.0
    elif first[0].width < SHORT_LINE * first[0].after:
        score -= 0.5
    return score


def _changes_column(before: Block, after: Block) -> bool:
    """Whether the text below a stack is set to another width than the text above it."""
    paragraphs = before.parts[0], after.parts[0]
    if min(len(lines) for lines in paragraphs) < 3:
        return False
    # The last line of a paragraph tells nothing.
    above, below = (sorted(line.width for line in lines[:-1])[len(lines) // 2 - 1] for lines in paragraphs)
    return abs(above - below) > OTHER_COLUMN * max(above, below)


def _likeness(block: Block, sure: Usual | None) -> float:
    """Compare a stack with those that surely open articles."""
    if sure is None:
        return 0.0
    length = sum(len(line.text) for line in block.parts[0])
    score = (0.0 if block.first.shouts == sure.capitals else -1.5) - (0.0 if length >= SHORT * sure.length else 0.7)
    return score - (0.3 if sure.many and len(block.parts[0]) == 1 else 0.0)


def _usual(sure: Sequence[Block]) -> Usual | None:
    """See how the stacks that surely open articles look; None where there are none."""
    if not sure:
        return None
    lengths = sorted(sum(len(line.text) for line in block.parts[0]) for block in sure)
    capitals = sum(block.first.shouts for block in sure) * 2 >= len(sure)
    many = sum(len(block.parts[0]) > 1 for block in sure) * 2 > len(sure)
    return Usual(lengths[len(lengths) // 2], capitals, many)
