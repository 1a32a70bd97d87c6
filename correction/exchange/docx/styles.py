"""The styles of a Word document for newspaper articles, and its languages.

In: a new document and the language of its text. Out: the document with styles for what Word has none for, and East
Asian text set in East Asian type: Word chooses type by character, and quotation marks, dots and dashes that Latin
text has, too, by a hint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

KICKER, DECK, CREDIT, INSET, VERSE = "Kicker", "Deck", "Credit", "Inset", "Kept Lines"


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language in Word's words: for Latin text, for East Asian text, and the type for that (None: Word's own)."""

    latin: str = "en-GB"
    asian: str = "zh-CN"
    font: str | None = None


# Type that Word has wherever it has the language; other programs put theirs in its place.
_TONGUES: Mapping[str, _Tongue] = {
    "zh": _Tongue(asian="zh-CN", font="SimSun"),
    "zh-Hant": _Tongue(asian="zh-TW", font="PMingLiU"),
    "en": _Tongue("en-GB"),
    "de": _Tongue("de-DE"),
    "fr": _Tongue("fr-FR"),
}


def set_styles(document: Document, language: str) -> None:
    """Set the document's language and add the styles."""
    tongue = _TONGUES.get(language, _Tongue())
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tongue.latin)
        lang.set(qn("w:eastAsia"), tongue.asian)
    if tongue.font:
        for fonts in styles.element.iter(qn("w:rFonts")):
            fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
            fonts.set(qn("w:eastAsia"), tongue.font)
    for name, size, bold, italic in (
        (KICKER, 12, True, False),
        (DECK, 13, False, not tongue.font),  # Han type has no italics
        (CREDIT, 10, False, not tongue.font),
        (INSET, 13, True, False),
        (VERSE, 11, False, False),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        style.paragraph_format.keep_with_next = name in (KICKER, DECK)
        style.quick_style = True


def mark_language(run: Run, language: str, main: str) -> None:
    """Mark what is set in another language than the document, and Han text as such."""
    tongue = _TONGUES.get(language)
    if tongue is None:
        return
    properties = run._r.get_or_add_rPr()
    if tongue.font:
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:hint"), "eastAsia")
        if language != main:
            fonts.set(qn("w:eastAsia"), tongue.font)
    if language != main:
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), tongue.latin)
        lang.set(qn("w:eastAsia"), tongue.asian)
        properties.append(lang)
