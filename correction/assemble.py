"""Assembling: a page's regions become articles, paragraphs whole across columns.

In: a `Page` and the reviewed text of its lines (base reading where nobody corrected). Out: `Article`s in reading
order whose paragraphs still hold one line break per printed line; repair joins them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from correction.article import Article, Credit, Heading, Jump, Paragraph, ParagraphKind
from correction.credits import parse_credits, split_credit
from correction.line_widths import measure_lines
from correction.stanzas import keep_line_ends
from ocr.layout.credits import MARKS
from ocr.layout.initials import lines_beside
from ocr.layout.jumps import cut_jump, issue_words, parse_jump, serial_number
from ocr.page import HEADING_ROLES, Language, Page, TextRegion

KINDS: Mapping[str, ParagraphKind] = {"body": "paragraph", "subhead": "subhead", "caption": "caption", "inset": "inset"}


def assemble(page: Page, texts: Mapping[str, str] | None = None) -> tuple[Article, ...]:
    """Put a page's articles together; `texts` holds reviewed text by line id."""
    reviewed = texts or {}
    by_item: dict[str, list[TextRegion]] = {}
    for region in page.regions:
        if region.item is not None:
            by_item.setdefault(region.item, []).append(region)
    types = {item.id: item.type for item in page.items}
    measured = measure_lines(page)
    articles = []
    for item, regions in by_item.items():
        draft = _Draft(page.language)
        for region in regions:
            draft.add(region, [reviewed.get(line.id, page.text_of(line.id)) for line in region.lines])
        article = Article(
            item,
            types.get(item, "article"),
            page.language,
            pages=(page.id,),
            continues=draft.continues(),
            headings=tuple(draft.headings),
            credits=tuple(draft.credits),
            paragraphs=keep_line_ends(draft.finished(), measured, page.language),
            credit_first=draft.credit_first,
            jumps=tuple(draft.jumps),
        )
        if article.headings or article.credits or article.paragraphs:
            articles.append(article)
    return tuple(articles)


@dataclass(slots=True)
class _Draft:
    """An article in the making."""

    language: Language
    headings: list[Heading] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    credit_first: bool = False
    _insets: list[Paragraph] = field(default_factory=list)  # whose sentence may go on

    def add(self, region: TextRegion, texts: Sequence[str]) -> None:
        """Take in one region; lines whose text was emptied fall away."""
        pairs = [(line.id, text) for line, text in zip(region.lines, texts, strict=True) if text.strip()]
        if region.role == "body" or region.role in HEADING_ROLES:
            pairs = self._without_jumps(pairs)
        if not pairs:
            return
        if region.role == "body" and (cut := split_credit(pairs[-1][1])) is not None and cut[1].text[0] in MARKS:
            last = pairs.pop()[0]
            pairs += [(last, cut[0])] if cut[0] else []
            self.credit_first = self.credit_first and bool(self.credits)
            self.credits.append(replace(cut[1], lines=(last,)))
            if not pairs:
                return
        ids, words = tuple(i for i, _ in pairs), "\n".join(t for _, t in pairs)
        boxes = {line.id: line.box for line in region.lines}
        initial = len(pairs) > 1 and bool(lines_beside(boxes[ids[0]], pairs[0][1], [boxes[i] for i in ids[1:]]))
        if region.role in HEADING_ROLES:
            self._heading(region, words, ids)
        elif region.role == "credit":
            self._credit(pairs)
        elif region.role == "jump":
            self._jump(pairs)
        elif region.role == "inset":
            self._insets.append(Paragraph(words, "inset", None, ids))
        else:
            part = Paragraph(words, KINDS.get(region.role, "paragraph"), None, ids, initial=initial)
            self._paragraph(part, continues=region.continues and not initial)

    def _heading(self, region: TextRegion, words: str, ids: tuple[str, ...]) -> None:
        role = region.role
        assert role == "kicker" or role == "headline" or role == "deck"
        self.headings.append(Heading(role, words, ids))

    def _credit(self, pairs: Sequence[tuple[str, str]]) -> None:
        if not self.credits:
            self.credit_first = not self.paragraphs
        at = 0
        for credit, count in parse_credits([text for _, text in pairs]):
            self.credits.append(replace(credit, lines=tuple(line for line, _ in pairs[at : at + count])))
            at += count

    def _jump(self, pairs: Sequence[tuple[str, str]]) -> None:
        for line, text in pairs:
            jump = parse_jump(text)
            if jump is None:  # a person called it one
                self._paragraph(Paragraph(text, lines=(line,)), continues=False)
            else:
                self.jumps.append(Jump(jump.text, jump.way, jump.page, jump.title, (line,)))

    def _without_jumps(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Cut jumps off the first and last of a paragraph's lines."""
        kept = []
        for i, (line, text) in enumerate(pairs):
            cut = cut_jump(text) if i in (0, len(pairs) - 1) else None
            if cut is not None:
                text, jump = cut
                self.jumps.append(Jump(jump.text, jump.way, jump.page, jump.title))
            kept.append((line, text))
        return kept

    def continues(self) -> str | None:
        """The words that point to another issue: an instalment's number, 續昨 at the start, 未完 at the end."""
        headings = [h.text for h in self.headings if h.role != "kicker"]
        texts = [p.text.split("\n") for p in self.paragraphs if p.kind == "paragraph"]
        found = [serial_number(headings[-1].split("\n")[-1])] if headings else []
        found += [issue_words(texts[0][0]), issue_words(texts[-1][-1])] if texts else []
        return "\n".join(dict.fromkeys(words for words in found if words)) or None

    def _paragraph(self, part: Paragraph, *, continues: bool) -> None:
        for inset in self._insets:
            # Part of a sentence that goes on, an inset stands in its paragraph; else it stands by itself.
            whole = continues and part.kind == "paragraph" and self._go_on(replace(inset, kind="paragraph"))
            self.paragraphs += [] if whole else [inset]
        self._insets = []
        if not (continues and self._go_on(part)):
            self.paragraphs.append(part)

    def _go_on(self, part: Paragraph) -> bool:
        """Add lines to the last paragraph of the same kind; False when there is none."""
        at = next((i for i in range(len(self.paragraphs) - 1, -1, -1) if self.paragraphs[i].kind == part.kind), None)
        if at is None:
            return False
        before = self.paragraphs[at]
        self.paragraphs[at] = replace(before, text=f"{before.text}\n{part.text}", lines=before.lines + part.lines)
        return True

    def finished(self) -> list[Paragraph]:
        """The paragraphs, with insets that no sentence took in; datelines are marked once lines are joined."""
        self.paragraphs += self._insets
        self._insets = []
        return self.paragraphs
