"""An issue of two pages with all that a newspaper has, made by hand: pages, articles, marks, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from correction.anchoring import Anchor
from correction.article import Article, Credit, Heading, Hyphen, Jump, Paragraph
from correction.decisions import Decision
from correction.exchange import Export, ExportIssue
from correction.marking import Mark
from ocr.page import Box, Item, LineText, Page, Picture, Reading, Role, Source, TextLine, TextRegion, Transform

PITCH, WIDTH = 40, 380


@dataclass
class Sheet:
    """A page in the making; `put` sets lines one under the other in a column."""

    id: str
    regions: list[TextRegion] = field(default_factory=list)
    texts: dict[str, LineText] = field(default_factory=dict)

    def put(self, role: Role, item: str | None, column: int, top: int, *lines: tuple[str, str]) -> None:
        """A region of lines, each an id and a text; `column` counts from 0, `top` in lines."""
        left = 20 + 400 * column
        printed = []
        for n, (name, text) in enumerate(lines):
            box = Box(left, PITCH * (top + n), left + WIDTH, PITCH * (top + n) + 30)
            printed.append(TextLine(name, box, box.polygon, ((left, box.bottom), (box.right, box.bottom))))
            self.texts[name] = LineText(text, 0.9)
        box = Box.around(line.box for line in printed)
        name = f"r_{self.id}_{len(self.regions)}"
        self.regions.append(TextRegion(name, box, role, tuple(printed), item))

    def page(self, pictures: Sequence[Picture] = (), language: str = "de") -> Page:
        """The page."""
        return Page(
            self.id,
            Source(f"scans/{self.id}.jpg", "0" * 64),
            820,
            1000,
            300,
            language,  # type: ignore[arg-type]
            "latin",
            "horizontal",
            Transform(),
            tuple(self.regions),
            tuple(Item(item) for item in dict.fromkeys(r.item for r in self.regions) if item),
            (),
            tuple(pictures),
            (Reading(f"rd_{self.id}", "tesseract", "deu", "5", self.texts),),
            f"rd_{self.id}",
        )


def hyphen(line: str, left: str, right: str, mark: str = "-") -> Hyphen:
    """A word that is broken at the end of a line."""
    return Hyphen(f"h_{line}", line, left, mark, right, left + right, "join", "de", 0.9)


def lead() -> tuple[Page, Page, Article]:
    """An article from the first page to the second."""
    one, two = Sheet("p000001"), Sheet("p000002")
    one.put("furniture", None, 0, 0, ("l_m", "Der Bote"))
    one.put("kicker", "a_lead", 0, 1, ("l_k", "Aus dem Rathe"))
    one.put("headline", "a_lead", 0, 2, ("l_h1", "Die neue Waſſer-"), ("l_h2", "leitung"))
    one.put("deck", "a_lead", 0, 4, ("l_d", "Koſten & Nutzen"))
    one.put("credit", "a_lead", 0, 5, ("l_c", "Von Anna Roth"))
    one.put("body", "a_lead", 0, 6, ("l_1", "Der Rat be⸗"), ("l_2", "riet <lange> und"))
    one.put("body", "a_lead", 1, 6, ("l_3", "ſtritt heftig; die Waſ-"))
    one.put("jump", "a_lead", 1, 8, ("l_j", "Fortſetzung auf Seite 2"))
    one.put("caption", "a_lead", 1, 14, ("l_cap", "Der Brunnen"))
    two.put("body", "a_rest", 0, 1, ("l_4", "ſerleitung koſtet viel."))
    two.put("subhead", "a_rest", 0, 3, ("l_s", "Was nun?"))
    two.put("body", "a_rest", 0, 4, ("l_5", "Man wartet. (Eig. Ber.)"))
    pictures = (Picture("i_1", Box(420, 380, 800, 550), "a_lead"), Picture("i_2", Box(20, 800, 300, 900), "a_lead"))
    article = Article(
        "a_lead",
        language="de",
        issue="is_1",
        pages=("p000001", "p000002"),
        headings=(
            Heading("kicker", "Aus dem Rathe", ("l_k",)),
            Heading("headline", "Die neue Waſſerleitung", ("l_h1", "l_h2")),
            Heading("deck", "Koſten & Nutzen", ("l_d",)),
        ),
        credits=(Credit("Von Anna Roth", "Von", ("Anna Roth",), ("l_c",)), Credit("(Eig. Ber.)", lines=("l_5",))),
        paragraphs=(
            Paragraph(
                "Der Rat beriet <lange> und ſtritt heftig; die Waſſerleitung koſtet viel.",
                lines=("l_1", "l_2", "l_3", "l_4"),
            ),
            Paragraph("Der Brunnen", "caption", lines=("l_cap",)),
            Paragraph("Was nun?", "subhead", lines=("l_s",)),
            Paragraph("Man wartet.", lines=("l_5",)),
        ),
        hyphens=(
            hyphen("l_h1", "Waſſer", "leitung"),
            hyphen("l_1", "be", "riet", "⸗"),
            hyphen("l_3", "Waſ", "ſerleitung"),
        ),
        jumps=(Jump("Fortſetzung auf Seite 2", "to", 2, None, ("l_j",)),),
        credit_first=True,
    )
    return one.page(pictures), two.page(), article


def small(sheet_page: Page) -> tuple[Page, tuple[Article, ...]]:
    """The second page with verse, a table, and an advert that begins with a drop capital."""
    sheet = Sheet(sheet_page.id, list(sheet_page.regions), dict(sheet_page.readings[0].lines))
    sheet.put("body", "a_verse", 1, 1, ("l_v1", "Roſen blühn,"), ("l_v2", "Veilchen auch."))
    sheet.put("body", "a_table", 1, 5, ("l_t1", "Weizen"), ("l_t2", "12,50"), ("l_t3", "Hafer"), ("l_t4", "9,00"))
    sheet.put("body", "a_ad", 1, 12, ("l_a1", "K"), ("l_a2", "auft Lampen!"))
    sheet.put("furniture", None, 0, 23, ("l_f", "2"))
    verse = Paragraph("Roſen blühn,\nVeilchen auch.", lines=("l_v1", "l_v2"), keeps_lines=True)
    table = Paragraph(
        "Weizen 12,50\nHafer 9,00",
        lines=("l_t1", "l_t2", "l_t3", "l_t4"),
        keeps_lines=True,
        beside=("l_t2", "l_t4"),
    )
    advert = Paragraph("Kauft Lampen!", lines=("l_a1", "l_a2"), initial=True)
    pages = (sheet_page.id,)
    return sheet.page(), (
        Article("a_verse", language="de", issue="is_1", pages=pages, paragraphs=(verse,)),
        Article("a_table", "table", "de", issue="is_1", pages=pages, paragraphs=(table,)),
        Article("a_ad", "advert", "de", issue="is_1", pages=pages, paragraphs=(advert,)),
    )


def issue_export() -> Export:
    """The issue with marks on its text and a log."""
    one, two, article = lead()
    two, others = small(two)
    marks = {
        "p000001": {"l_2": (Mark(5, 7, "unclear", "reader", "d_1"),), "l_3": (Mark(0, 6, "gap", "reader", "d_2"),)},
        "p000002": {"l_v1": (Mark(0, 5, "supplied", "reader", "d_3"), Mark(12, 0, "gap", "reader", "d_4"))},
    }
    return Export(
        (one, two),
        (article, *others),
        texts={"p000001": {"l_2": "riet <lange> und"}},
        title="Der Bote",
        created=datetime(2026, 11, 27, 12, 30, tzinfo=UTC),
        doubts_of=lambda page: (),
        marks=marks,
        issues=(
            ExportIssue("is_1", "Der Bote", "1890-05-03", "Morgenblatt", "Nr. 12", ("p000001", "p000002"), ("1", "")),
        ),
        decisions_of=lambda page: [_decision(page, 1, "text"), _decision(page, 2, "mark"), _decision(page, 3, "text")],
    )


def _decision(page: str, number: int, kind: str) -> Decision:
    at = (Anchor("l_2", Box(0, 0, 1, 1), "x"),)
    return Decision(f"d_{page}_{number}", page, kind, at, "y", "rd", "reader", f"2026-11-2{number}T10:00:00.000+00:00")  # type: ignore[arg-type]


def bare_article(export: Export, **changes: object) -> Export:
    """The same with the first article changed."""
    return replace(export, articles=(replace(export.articles[0], **changes), *export.articles[1:]))  # type: ignore[arg-type]
