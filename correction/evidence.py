r"""The paper's own words: what a page and the pages around it print, as evidence for the form of a broken word.

In: the pages of a project in order of arrival, and how each is had with its reviewed texts. Out: a lexicon for a page.
The same pages bear witness whichever pages are exported, so that a page comes out the same alone and in its issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from correction.lexicon import Lexicon, build_lexicon, listed_language
from correction.marking import Mark
from correction.rulings import NO_RULINGS, Rulings
from ocr.page import Page

# Pages before and after that are asked too: the issue and those beside it, for spelling changes with the years.
NEIGHBOURS = 12
# Lexicons kept at once: articles come page by page, and each takes about half a megabyte.
HELD = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """A page under its decisions, the reviewed texts of its lines by id (the base reading's where absent), the rest.

    `marks` are persons' marks on lines' texts, by line id; `rulings` are on changes of repair.
    """

    page: Page
    texts: Mapping[str, str]
    rulings: Rulings = NO_RULINGS
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)


class Evidence:
    """What pages print, counted once a page; `order` are the pages that were read, `load` gives one of them."""

    def __init__(self, order: Sequence[str], load: Callable[[str], Proof]) -> None:
        self._order = order
        self._position = {page_id: i for i, page_id in enumerate(order)}
        self._load = load
        self._counted: dict[str, tuple[str, Mapping[str, int]]] = {}
        self._lexicons: dict[tuple[int, str], Lexicon] = {}

    def lexicon(self, page_id: str, language: str) -> Lexicon:
        """The lexicon of a page in its language: its words and those of its neighbours in the same language."""
        at = self._position[page_id]
        if (at, language) not in self._lexicons:
            while len(self._lexicons) >= HELD:
                del self._lexicons[next(iter(self._lexicons))]
            near = self._order[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            total: Counter[str] = Counter()
            for each in near:
                spoken, counts = self._counts(each)
                if spoken == language:
                    total.update(counts)
            self._lexicons[at, language] = Lexicon(listed_language(language), dict(total))
        return self._lexicons[at, language]

    def count(self, proof: Proof) -> None:
        """Count a page that is at hand, so that it need not be loaded for that."""
        language = proof.page.language
        self._counted[proof.page.id] = language, build_lexicon(_printed(proof), listed_language(language)).sightings

    def _counts(self, page_id: str) -> tuple[str, Mapping[str, int]]:
        if page_id not in self._counted:
            self.count(self._load(page_id))
        return self._counted[page_id]


def _printed(proof: Proof) -> list[str]:
    r"""The texts of a page's regions, furniture left out, one `\n` between lines."""
    return [
        "\n".join(proof.texts.get(line.id, proof.page.text_of(line.id)) for line in region.lines)
        for region in proof.page.regions
        if region.item is not None
    ]
