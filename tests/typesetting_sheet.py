"""A `Sheet` goes in, placed lines, rules and pictures come out.

Everything here is measured along the lines of text (u) and across them (v), in pixels from the corner where reading
starts, so that one layout serves both directions: in horizontal text u runs right and v down, in vertical text u runs
down and v left, and a "column" of this file is a band (栏) of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from typesetting_description import Figure, Sheet
from typesetting_flow import FullError, Job, Placed, Rect, Span, flow, measure_with
from typesetting_lines import Column, fold_line, set_paragraph
from typesetting_rules import Block, frame_rules, rule_across, rule_along

HEAD_PITCH = 1.22
TOO_LONG = 1.3
"""Of the width of its columns: a longer heading is cut into lines, a shorter one is set a little smaller."""
KICKER = 0.56
"""Size of a kicker or deck, as a share of the headline's."""
STORY_SPACE = 0.95
RULED_STORY_SPACE = 0.7
FRAME_PADDING = 0.75
"""Between a frame and what it holds, in ems."""
RUNAROUND = 0.5
"""Between a picture or box and the text round it, in gaps between columns."""
CAPTION = 0.86
"""Size of captions under pictures in a text, as a share of its own."""


@dataclass(frozen=True)
class Area:
    """The columns over which a story stands, from the first to the last."""

    columns: tuple[Span, ...]

    @property
    def start(self) -> float:
        return self.columns[0].start

    @property
    def length(self) -> float:
        return self.columns[-1].start + self.columns[-1].width - self.start

    def part(self, at: tuple[float, float]) -> Span:
        """From a place in columns on, so many columns far; 0.5 is the middle of the first."""
        first, last = at[0], at[0] + at[1]
        column = self.columns[int(first)]
        start = column.start + (first - int(first)) * column.width
        whole = last == int(last)
        column = self.columns[int(last) - 1 if whole else int(last)]
        return Span(start, column.start + column.width * (1 if whole else last - int(last)) - start)


def divide(span: Span, count: int, gap: float) -> Area:
    """Columns of one width."""
    width = (span.width - (count - 1) * gap) / count
    return Area(tuple(Span(span.start + n * (width + gap), width) for n in range(count)))


def page_area(sheet: Sheet) -> Area:
    """The columns of the page, of the widths that the description gives."""
    whole = Span(0.0, sheet.length - 2.0 * sheet.margin)
    if not sheet.widths:
        return divide(whole, sheet.columns, sheet.gap)
    unit = (whole.width - (sheet.columns - 1) * sheet.gap) / sum(sheet.widths)
    columns, start = [], 0.0
    for share in sheet.widths:
        columns.append(Span(start, share * unit))
        start += share * unit + sheet.gap
    return Area(tuple(columns))


@dataclass
class Layout:
    """What has been placed so far; `skyline` is how far each column is filled, `walls` where no column rule may run."""

    skyline: list[float]
    lines: list[Placed] = field(default_factory=list)
    rules: list[Block] = field(default_factory=list)
    pictures: list[Block] = field(default_factory=list)
    walls: list[Rect] = field(default_factory=list)


def place_sheet(sheet: Sheet) -> Layout:
    """Place all stories in the order of the description, each as high as the stories above it allow."""
    layout = Layout(skyline=[0.0] * sheet.columns)
    page = page_area(sheet)
    number = 0
    for story in sheet.stories:
        first, span = (int(n) for n in story.columns)
        area = Area(page.columns[first : first + span])
        v = max(layout.skyline[first : first + span])
        if v > 0:
            v += sheet.pitch * (RULED_STORY_SPACE if story.rule else STORY_SPACE)
        if v > 0 and story.rule:
            layout.rules += rule_across(area.start, area.length, v - sheet.pitch * 0.08, sheet.em, story.rule)
            v += sheet.pitch * RULED_STORY_SPACE
        v = place_story(layout, Job(sheet, story, number), area, v)
        layout.skyline[first : first + span] = [v] * span
        number += story.count
    layout.lines.sort(key=lambda placed: placed.story)
    if sheet.column_rules:
        rule_columns(layout, sheet, page)
    return layout


def place_story(layout: Layout, job: Job, outer: Area, top: float) -> float:
    """Picture, heading stack and body of one story, one under the other over its columns; returns where it ends."""
    story, pad = job.story, FRAME_PADDING * job.em if job.story.frame else 0.0
    area, v = outer, top + pad
    if story.into or pad:
        inner = Span(outer.start + pad, outer.length - 2 * pad)
        area = divide(inner, story.into or len(outer.columns), job.sheet.gap)
    if story.picture:
        layout.pictures.append(Block(area.start, v, area.length, area.length * story.picture))
        v += area.length * story.picture + job.pitch * 0.4
    head = area.part(story.head) if story.head else Span(area.start, area.length)
    below = place_head(layout, job, head, v)
    layout.walls.append(Rect(head.start, top - job.sheet.pitch, head.start + head.width, below))
    obstacles = [Rect(head.start, v, head.start + head.width, below)] if story.head else []
    end = place_body(layout, job, area, v if story.head else below, obstacles) + pad
    if story.frame:
        layout.rules += frame_rules(Rect(outer.start, top, outer.start + outer.length, end), job.em, story.frame)
    if story.into or story.frame:
        layout.walls.append(Rect(outer.start, top - job.sheet.pitch, outer.start + outer.length, end))
    return end


def place_head(layout: Layout, job: Job, over: Span, v: float) -> float:
    """Kicker, headline, deck and a byline under them; returns where the body begins."""
    story = job.story
    rows = [("kicker", story.kicker, KICKER * story.head_size)] if story.kicker else []
    rows += [("headline", text, story.head_size) for text in story.headline]
    rows += [("deck", story.deck, KICKER * story.head_size)] if story.deck else []
    rows += [("advert", text, size) for size, text in story.display]
    for kind, text, share in rows:
        v = place_display(layout, job, (kind, text, round(job.em * share)), over, v)
    v += job.pitch * 0.25 if rows else 0
    if story.byline and story.byline_first:
        measure = measure_with(job.face("byline"), job.em)
        for text in fold_line(story.byline, measure, over.width, job.sheet.language):
            u = over.start if story.left else over.start + (over.width - measure(text)) / 2
            layout.lines.append(job.place("byline", text, (u, v), job.em, job.pitch))
            v += job.pitch
        v += job.pitch * 0.1
    return v


def place_display(layout: Layout, job: Job, row: tuple[str, str, int], over: Span, v: float) -> float:
    """One row of display type (kind, text, size), in lines if it is too long; returns where the next goes."""
    kind, text, size = row
    face = job.face(kind)
    reverse = job.story.reverse and kind == "headline"
    measure = measure_with(face, size)
    fits = measure(text) <= over.width * TOO_LONG
    for part in [text] if fits else fold_line(text, measure, over.width, job.sheet.language):
        fitting = min(size, int(size * over.width / measure(part) * (0.94 if reverse else 1)))
        pitch = fitting * HEAD_PITCH
        spare = over.width - measure_with(face, fitting)(part)
        u = over.start + (fitting * 0.3 if job.story.left and reverse else 0 if job.story.left else spare / 2)
        placed = job.place(kind, part, (u, v), fitting, pitch)
        if reverse:
            layout.rules.append(Block(over.start, v - fitting * 0.02, over.width, pitch * 1.04))
        layout.lines.append(replace(placed, reverse=reverse))
        v += pitch
    return v


def place_body(layout: Layout, job: Job, area: Area, top: float, obstacles: list[Rect]) -> float:
    """Boxes and pictures first, then the text round them in columns of one depth; returns where the story ends."""
    gap = job.sheet.gap * RUNAROUND
    around = []
    for figure in job.story.figures:
        span = area.part(figure.at)
        around.append(place_figure(layout, job, span, begin(span, top, obstacles), figure))
    number = job.number + 1
    for box in job.story.boxes:
        span = area.part(box.columns)
        v = begin(span, top, obstacles) + box.down * job.pitch
        end = place_story(layout, Job(job.sheet, box, number), Area((span,)), v)
        around.append(Rect(span.start, v, span.start + span.width, end))
        number += box.count
    layout.walls += around
    obstacles = obstacles + [Rect(r.u0 - gap, r.v0 - job.pitch * 0.2, r.u1 + gap, r.v1 + gap) for r in around]
    lines = balance(job, area, top, obstacles)
    layout.lines += lines
    return max([top, *(line.v + job.pitch for line in lines), *(rect.v1 for rect in around)])


def begin(span: Span, top: float, heads: list[Rect]) -> float:
    """Where the text above a picture or box begins: below a heading that stands over a part of its place."""
    end = span.start + span.width
    return max([top, *(head.v1 for head in heads if head.u0 < end and span.start < head.u1)])


def balance(job: Job, area: Area, top: float, obstacles: list[Rect]) -> list[Placed]:
    """The body in columns that are no deeper than they must be."""
    count = len(flow(job, area.columns[:1], 0.0, float("inf"), []))
    depth = count * job.pitch / len(area.columns)
    while True:
        try:
            return flow(job, area.columns, top, depth, obstacles)
        except FullError:
            depth += job.pitch * 0.5


def place_figure(layout: Layout, job: Job, span: Span, top: float, figure: Figure) -> Rect:
    """A picture with its caption under it, so many lines below the top; returns the place that they take."""
    v = top + figure.down * job.pitch
    layout.pictures.append(Block(span.start, v, span.width, span.width * figure.ratio))
    end = v + span.width * figure.ratio
    if figure.caption:
        size, pitch, face = round(job.em * CAPTION), job.pitch * CAPTION, job.face("caption")
        end += pitch * 0.35
        column = Column(span.width, 0.0, job.sheet.language, job.sheet.mark)
        for line in set_paragraph(figure.caption, measure_with(face, size), column):
            layout.lines.append(Placed("caption", job.number, line, span.start, end, face, size, pitch))
            end += pitch
    return Rect(span.start, v, span.start + span.width, end)


def rule_columns(layout: Layout, sheet: Sheet, page: Area) -> None:
    """Rule lines between columns wherever no heading, picture or box spans both."""
    for right in range(1, sheet.columns):
        u = page.columns[right].start - sheet.gap / 2
        v, end = 0.0, min(layout.skyline[right - 1], layout.skyline[right])
        walls = sorted((wall.v0, wall.v1) for wall in layout.walls if wall.u0 < u < wall.u1)
        for top, bottom in [*walls, (end, end)]:
            if top - v > 3 * sheet.pitch:
                layout.rules += rule_along(u, v, top - v, sheet.em, sheet.column_rules)
            v = max(v, bottom)
