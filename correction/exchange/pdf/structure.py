"""The structure of a tagged PDF: articles, their headings and paragraphs, and words that are broken at line ends.

In: the `Block`s of each page, as pages are written. Out: structure elements that refer to the marked text. Elements go
to the file with their page; what is open until the end are the articles and the broken words, as numbers.

A broken word is a Span around both halves, whose ActualText is the whole word: so the text that is copied stays as
printed, which it would not if the text itself said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from correction.article import Article
from correction.exchange.pdf.content import Block, Half
from correction.exchange.pdf.file import Name, PdfFile, Ref, Value
from correction.exchange.pdf.layout import clean
from ocr.page import Role

TAGS: Mapping[Role, str] = {"headline": "H1", "kicker": "H2", "deck": "H2", "subhead": "H3"}
Place = tuple[int, int]  # of a page in its document, and of an element on it


@dataclass(slots=True)
class _Art:
    """An article's element: its number, where it begins, its kids so far."""

    ref: Ref
    begins: Place
    language: str
    kids: list[tuple[Place, Ref]] = field(default_factory=list)


@dataclass(slots=True)
class _Broken:
    """A broken word: its element's number and parent, its halves with their pages by which comes first."""

    ref: Ref
    parent: Ref
    halves: dict[bool, tuple[Ref, Half]] = field(default_factory=dict)


class Structure:
    """The tags of a document while its pages are written, in any order."""

    def __init__(self, file: PdfFile, language: str) -> None:
        self._file, self._language = file, language
        self.root = file.reserve()
        self._document = file.reserve()
        self._articles: dict[str, _Art] = {}
        self._loose: list[tuple[Place, Ref]] = []
        self._broken: dict[str, _Broken] = {}
        self._parents: list[tuple[int, Ref]] = []

    def add_page(
        self, number: int, place: int, page: Ref, blocks: Sequence[Block], articles: Mapping[str, Article]
    ) -> None:
        """Write a page's elements. `number` is its StructParents, `articles` tells each line's own."""
        parents: list[Value] = []
        for i, block in enumerate(blocks):
            ref = self._file.reserve()
            parent = self._parent(block, (place, i), ref, articles)
            kids: list[Value] = []
            for kid in block.kids:
                if isinstance(kid, Half):
                    word, is_new = self._half(kid, page, ref)
                    kids += [word.ref] if is_new else []
                    parents.append(word.ref)
                else:
                    kids.append(kid)
                    parents.append(ref)
            tag = TAGS.get(block.region.role, "P")
            self._file.add({**_element(tag, parent), "Pg": page, "K": kids}, ref)
        self._parents.append((number, self._file.add(parents)))

    def _parent(self, block: Block, place: Place, ref: Ref, articles: Mapping[str, Article]) -> Ref:
        """The element that a block belongs to: its article's, or the document itself."""
        article = next((articles[line.id] for line in block.region.lines if line.id in articles), None)
        if article is None:
            self._loose.append((place, ref))
            return self._document
        art = self._articles.get(article.id)
        if art is None:
            art = self._articles[article.id] = _Art(self._file.reserve(), place, article.language)
        art.begins = min(art.begins, place)
        art.kids.append((place, ref))
        return art.ref

    def _half(self, half: Half, page: Ref, parent: Ref) -> tuple[_Broken, bool]:
        word = self._broken.get(half.broken)
        is_new = word is None
        if word is None:
            word = self._broken[half.broken] = _Broken(self._file.reserve(), parent)
        word.halves[half.first] = (page, half)
        if len(word.halves) == 2:
            self._write_word(self._broken.pop(half.broken))
        return word, is_new

    def finish(self) -> None:
        """Write the articles, the broken words and the root."""
        for word in self._broken.values():
            self._write_word(word)
        for art in self._articles.values():
            language: dict[str, Value] = {"Lang": art.language} if art.language != self._language else {}
            kids = [ref for _, ref in sorted(art.kids)]
            self._file.add({**_element("Art", self._document), **language, "K": kids}, art.ref)
        children = sorted([*self._loose, *((art.begins, art.ref) for art in self._articles.values())])
        kids = [ref for _, ref in children]
        self._file.add({**_element("Document", self.root), "K": kids}, self._document)
        numbers = [value for pair in sorted(self._parents) for value in pair]
        tree = self._file.add({"Nums": numbers})
        following = max((number for number, _ in self._parents), default=-1) + 1
        root: dict[str, Value] = {"Type": Name("StructTreeRoot"), "K": self._document, "ParentTree": tree}
        self._file.add({**root, "ParentTreeNextKey": following}, self.root)

    def _write_word(self, word: _Broken) -> None:
        # A half whose other one is in another document is a word of its own here.
        halves = [word.halves[first] for first in (True, False) if first in word.halves]
        kids: list[Value] = [{"Type": Name("MCR"), "Pg": page, "MCID": half.mark} for page, half in halves]
        whole: dict[str, Value] = {}
        if len(halves) == 2:
            (_, one), (_, other) = halves
            whole = {"ActualText": clean(one.whole.removesuffix(one.form) + other.whole)}
        self._file.add({**_element("Span", word.parent), **whole, "K": kids}, word.ref)


def _element(tag: str, parent: Ref) -> dict[str, Value]:
    return {"Type": Name("StructElem"), "S": Name(tag), "P": parent}
