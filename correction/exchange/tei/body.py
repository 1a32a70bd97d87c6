"""The text of a TEI document: its articles, each whole, one after the other.

In: the pages of a document and the articles that stand on them. Out: `<text>`. A subhead begins a division within its
article; credits stand before or behind the paragraphs, as they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from correction.article import Article, Credit, Heading, Paragraph
from correction.exchange.tei.blocks import Block, Piece, blocks_of
from correction.exchange.tei.course import Course, Setting
from correction.exchange.tei.figures import Pictures, find_pictures
from correction.exchange.tei.lines import begin_line, white_between, write_piece
from correction.exchange.tei.pages import KeptLine
from correction.exchange.tei.terms import DIV_TYPES, Flow, add, language_tag
from ocr.page import Box


def write_body(parent: etree._Element, articles: Sequence[Article], setting: Setting) -> None:
    """Add `<text>` with all pages of a document, and of the articles what stands on them."""
    lines = {name: line for page in setting.pages.values() for name, line in page.lines.items()}
    body = add(add(parent, "text"), "body")
    flow, course = Flow(body), Course(setting, _jumps(articles, lines))
    written: set[str] = set()
    for article in articles:
        blocks = blocks_of(article, lines, setting.pages)
        if blocks:
            pictures = find_pictures(blocks, setting.pages)
            first = next((piece.line for block in blocks for piece in block.pieces if piece.line), None)
            if first:
                course.begin(flow, first.page, pictures.others)
            name = setting.names.of("a", article.id, str(len(body)) if article.id in written else "")
            written.add(article.id)
            _Division(article, name, setting, course, pictures).write(flow, blocks)
    course.end(flow)
    if not any(str(child.tag).endswith("}div") for child in body):
        flow.add("p")  # a body must have something


def _jumps(articles: Sequence[Article], lines: Mapping[str, KeptLine]) -> Mapping[str, Sequence[KeptLine]]:
    """The lines that only say where an article goes on, by page."""
    found: dict[str, list[KeptLine]] = {}
    for line in (name for article in articles for jump in article.jumps for name in jump.lines):
        if line in lines:
            found.setdefault(lines[line].page, []).append(lines[line])
    return found


class _Division:
    """One article on its way into XML."""

    def __init__(self, article: Article, name: str, setting: Setting, course: Course, pictures: Pictures) -> None:
        self._article, self._name, self._setting = article, name, setting
        self._course, self._pictures = course, pictures

    def write(self, flow: Flow, blocks: Sequence[Block]) -> None:
        article, setting = self._article, self._setting
        held = [n for n, page in enumerate(article.pages) if page in setting.pages]
        before = article.pages[held[0] - 1] if held and held[0] else None
        after = article.pages[held[-1] + 1] if held and held[-1] + 1 < len(article.pages) else None
        whole = Flow(
            flow.add(
                "div",
                type=article.type if setting.version == "p5" else DIV_TYPES[article.type],
                id=self._name,
                lang=language_tag(article.language),
                prev=setting.pointer(before, "a", article.id),
                next=setting.pointer(after, "a", article.id),
            )
        )
        inside = whole
        for n, block in enumerate(blocks):
            part = block.part
            if not isinstance(part, Heading):
                self._course.uncaptioned(inside)
            if isinstance(part, Paragraph) and part.kind == "subhead":
                if n == 0 or not _is_subhead(blocks[n - 1]):
                    self._course.reach(whole, block.pieces[0], running=True)
                    inside = Flow(whole.add("div", type=setting.p5("section")))
                self._block(inside, "head", block, setting.p5("subhead"))
            elif isinstance(part, Heading):
                self._block(inside, "head", block, setting.p5(part.role))
            elif isinstance(part, Credit):
                self._block(whole, "byline", block)
            else:
                self._paragraph(inside, part, block)
        self._course.uncaptioned(whole)

    def _paragraph(self, flow: Flow, part: Paragraph, block: Block) -> None:
        if part.kind == "caption":
            self._course.reach(flow, block.pieces[0])
            line = block.pieces[0].line
            picture = self._pictures.captioned.get(line.id) if line else None
            figure = (
                self._setting.figure(flow, self._setting.pages[line.page], picture)
                if picture and line
                else flow.add("figure")
            )
            self._block(Flow(figure), "p", block)
        elif part.keeps_lines:
            self._kept_lines(flow, part, block)
        else:
            self._block(flow, "p", block)

    def _block(self, flow: Flow, tag: str, block: Block, kind: str | None = None) -> None:
        """Add a block with its lines one behind the other."""
        part, running = block.part, isinstance(block.part, Paragraph) and block.part.kind != "caption"
        self._course.reach(flow, block.pieces[0], running=running)
        element = flow.add(tag, type=kind, **self._places(block), **self._halves(block), **self._look(part))
        initial = isinstance(part, Paragraph) and part.initial and len(block.pieces) > 1 and not block.begun
        people = part.names if isinstance(part, Credit) else ()
        inside = Flow(element)
        for n, piece in enumerate(block.pieces):
            begun = bool(piece.line and piece.line.joined and not piece.start)
            joined = n > 0 and (begun or (n == 1 and initial and _is_joined(block)))
            inside.text(white_between(block.pieces[n - 1].text, piece.text) if n and not joined else "")
            self._course.reach(inside, piece, joined=joined, running=running)
            self._begin(inside, piece, joined=joined, first=n == 0)
            write_piece(self._initial(inside) if initial and n == 0 else inside, piece, self._setting.version, people)

    def _initial(self, flow: Flow) -> Flow:
        """What holds a drop capital; the base format has a list of looks."""
        look = {"rend": "initial"} if self._setting.version == "p5" else {"rendition": "#in"}
        return Flow(flow.add("hi", **look))

    def _begin(self, flow: Flow, piece: Piece, *, joined: bool = False, first: bool = True) -> None:
        if piece.line:
            begin_line(flow, piece.line, self._setting.names, self._setting.version, joined=joined)
        elif not first:
            flow.add("lb")

    def _kept_lines(self, flow: Flow, part: Paragraph, block: Block) -> None:
        """Add verse, or a table where lines stand in rows."""
        self._course.reach(flow, block.pieces[0], running=True)
        whole = Flow(flow.add("table" if part.beside else "lg", **self._places(block), **self._halves(block)))
        row: Flow | None = None
        for piece in block.pieces:
            if row is None or piece.line is None or piece.line.id not in part.beside:
                self._course.reach(whole, piece, running=True)
                row = Flow(whole.add("row")) if part.beside else whole
            line = Flow(row.add("cell" if part.beside else "l"))
            self._begin(line, piece)
            write_piece(line, piece, self._setting.version)

    def _look(self, part: Heading | Credit | Paragraph) -> Mapping[str, str | None]:
        """How an inset is set: the base format has no other word for one."""
        if not (isinstance(part, Paragraph) and part.kind == "inset"):
            return {}
        return {"rend": "inset"} if self._setting.version == "p5" else {"rendition": "#larger"}

    def _places(self, block: Block) -> Mapping[str, str | None]:
        """Where a block stands, a place for each region."""
        boxes: dict[tuple[str, str], list[Box]] = {}
        for line in (piece.line for piece in block.pieces if piece.line):
            boxes.setdefault((line.page, line.region), []).append(line.box)
        if not boxes:
            return {}
        if self._setting.version == "p5":
            return {"facs": " ".join(f"#{self._setting.names.of('r', region, page)}" for page, region in boxes)}
        images = {page: self._setting.pages[page].image for page, _ in boxes}
        return {
            "corresp": " ".join(
                self._setting.refer(images[page], Box.around(found)) for (page, _), found in boxes.items()
            )
        }

    def _halves(self, block: Block) -> Mapping[str, str | None]:
        """How a paragraph hangs together with its rest in other documents."""
        if not (block.begun or block.unfinished) or not isinstance(block.part, Paragraph):
            return {}
        name, pages = f"p_{block.part.lines[0]}", self._article.pages
        at = [pages.index(piece.line.page) for piece in block.pieces if piece.line and piece.line.page in pages]
        before = pages[at[0] - 1] if block.begun and at and at[0] else None
        after = pages[at[-1] + 1] if block.unfinished and at and at[-1] + 1 < len(pages) else None
        pointer = self._setting.pointer
        own = self._setting.names.of("p", name)
        return {"id": own, "prev": pointer(before, "p", name), "next": pointer(after, "p", name)}


def _is_subhead(block: Block) -> bool:
    return isinstance(block.part, Paragraph) and block.part.kind == "subhead"


def _is_joined(block: Block) -> bool:
    """Whether a drop capital is one word with the line beside it, as the clean text has it."""
    first, second = (piece.text.strip() for piece in block.pieces[:2])
    return block.part.text.lstrip().startswith(f"{first}{second[:1]}")
