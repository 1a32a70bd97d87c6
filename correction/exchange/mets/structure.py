"""Articles of a METS issue laid over a page that was read from its ALTO file.

In: a `Page` whose regions, lines and pictures have the ids that the ALTO file gives them, the `MetsIssue`, and the id
of the page's text file in it. Out: the page with items, types, roles and order as the logical map has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from correction.exchange.mets.issue import Composed, MetsArticle, MetsIssue, MetsPart, spread
from ocr.page import HEADING_ROLES, Box, Item, Page, TextLine, TextRegion, new_id

_NAMED = 3  # of the names that a page does not have, those that its note tells


NOTHING: Composed = {}


def apply_structure(page: Page, issue: MetsIssue, file: str, composed: Composed = NOTHING) -> Page:
    """Lay the articles of an issue over a page; `file` is the id of its text file, `composed` its composed blocks.

    A page that no article stands on stays as it is. Articles come in the issue's order; regions in no article stand
    behind the one that they follow in the file, each an item of its own but for furniture. A region whose lines go to
    several articles or paragraphs is divided.
    """
    claims = list(_claims(issue, file, composed))
    if not any(claim.article for claim in claims):
        return page
    return _Laid(page, issue, file).lay(claims)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A part, the article it belongs to (None: to none), and whether its paragraph began before it."""

    part: MetsPart
    article: MetsArticle | None
    goes_on: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.part.begin and self.part.box is None


def _claims(issue: MetsIssue, file: str, composed: Composed) -> Iterator[_Claim]:
    """The claims on a page, article by article."""
    for article in issue.articles:
        begun: set[int] = set()
        for part in article.parts:
            for piece in spread(part, composed) if part.file == file else ():
                yield _Claim(piece, article, piece.group in begun)
            begun.add(part.group)
    loose = (piece for part in issue.loose if part.file == file for piece in spread(part, composed))
    yield from (_Claim(piece, None) for piece in loose)


@dataclass
class _Laid:
    """A page on its way: which lines and empty regions went where, what was not found."""

    page: Page
    issue: MetsIssue
    file: str
    regions: list[TextRegion] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = {region.id: place for place, region in enumerate(self.page.regions)}
        self.home = {line.id: region for region in self.page.regions for line in region.lines}
        self.pictures = {picture.id: picture for picture in self.page.pictures}
        known = self.issue.page_of(self.file)
        self.whole = {"", known.begin if known else "", self.page.id} - self.places.keys()

    def lay(self, claims: list[_Claim]) -> Page:
        exact = [claim for claim in claims if claim.part.begin not in self.whole or claim.part.box]
        whole = [claim for claim in claims if claim.part.begin in self.whole and not claim.part.box and claim.article]
        for claim in exact:
            if claim.article:
                self._take(claim)
        notes = self._take_whole(whole)
        laid, self.regions = self.regions, []
        for claim in exact:
            if not claim.article:
                self._take(claim)
        self._take_rest()
        self.regions = self._woven(laid, self.regions)
        if self.missing:
            some = ", ".join(self.missing[:_NAMED]) + (" …" if len(self.missing) > _NAMED else "")
            notes.append(f"the METS file names {len(self.missing)} blocks that the page does not have: {some}")
        return replace(
            self.page,
            regions=tuple(self.regions),
            items=tuple(self._items(claims)),
            pictures=tuple(self.pictures.values()),
            notes=(*self.page.notes, *notes),
        )

    def _take(self, claim: _Claim) -> None:
        """Give the regions of a claim to its article; of a region that is taken in part the other lines."""
        part = claim.part
        if part.begin in self.pictures:
            picture = self.pictures[part.begin]
            self.pictures[part.begin] = replace(picture, item=self._item(claim) or picture.item)
            return
        if part.box is not None:
            self._take_pictures_within(part.box, claim)
        found = list(self._lines_of(part))
        empty = self.page.regions[self.places[part.begin]] if part.begin in self.places else None
        if empty and not empty.lines:
            self._add_empty(empty, claim)
        elif not found and part.begin:
            self.missing.append(part.begin)
        free = [line for line in found if line.id not in self.taken]
        self._add(free, claim)

    def _lines_of(self, part: MetsPart) -> Iterator[TextLine]:
        """The lines of a claim: of a region, of several from one to another, one line, or those within a box."""
        if part.box is not None:
            yield from (line for line in self.page.lines if _holds(part.box, line.box))
        elif part.begin in self.places:
            first = self.places[part.begin]
            last = max(first, self.places.get(part.end, first))
            yield from (line for region in self.page.regions[first : last + 1] for line in region.lines)
        elif part.begin in self.home:
            lines = self.page.lines
            names = [line.id for line in lines]
            first = names.index(part.begin)
            last = max(first, names.index(part.end)) if part.end in self.home else first
            yield from lines[first : last + 1]

    def _add(self, lines: Iterable[TextLine], claim: _Claim) -> None:
        """Add regions for lines; lines of one region and one paragraph that come one after the other are one."""
        goes_on = claim.goes_on
        for _, several in groupby(lines, key=lambda line: self.home[line.id].id):
            part = tuple(several)
            home = self.home[part[0].id]
            role = claim.part.role
            continues = goes_on and role not in HEADING_ROLES
            item = self._item(claim) if role != "furniture" else None
            self.taken |= {line.id for line in part}
            self.regions.append(self._region(home, part, replace(home, role=role, item=item, continues=continues)))
            goes_on = True

    def _add_empty(self, region: TextRegion, claim: _Claim) -> None:
        if region.id not in self.taken:
            self.taken.add(region.id)
            self.regions.append(replace(region, role=claim.part.role, item=self._item(claim)))

    def _region(self, home: TextRegion, lines: tuple[TextLine, ...], region: TextRegion) -> TextRegion:
        if lines == home.lines:
            return region
        before = self.regions[-1] if self.regions else None
        if before and region.continues and self._follows(before, lines[0], region):
            self.regions.pop()
            lines, region = before.lines + lines, replace(region, continues=before.continues)
            if lines == home.lines:
                return replace(region, lines=lines)
        return replace(region, id=new_id("r", home.id, lines[0].id), lines=lines, box=Box.around(x.box for x in lines))

    def _follows(self, before: TextRegion, line: TextLine, region: TextRegion) -> bool:
        """Whether a line stands in the same region as those before it, and belongs to the same paragraph."""
        same = self.home[before.lines[-1].id] is self.home[line.id] if before.lines else False
        return same and (before.item, before.role) == (region.item, region.role)

    def _take_pictures_within(self, box: Box, claim: _Claim) -> None:
        item = self._item(claim)
        for name, picture in self.pictures.items():
            if item and picture.item is None and _holds(box, picture.box):
                self.pictures[name] = replace(picture, item=item)

    def _take_whole(self, claims: list[_Claim]) -> list[str]:
        """What is left of a page goes to the one article that claims all of it."""
        articles = {claim.article.id for claim in claims if claim.article}
        if len(articles) > 1:
            return [f"the METS file says of {len(articles)} articles that they stand on this page, but not where"]
        for claim in claims[:1]:
            for region in self.page.regions:
                if region.role != "furniture":
                    free = [line for line in region.lines if line.id not in self.taken]
                    self._add(free, replace(claim, part=replace(claim.part, role=region.role)))
        return []

    def _take_rest(self) -> None:
        for region in self.page.regions:
            free = tuple(line for line in region.lines if line.id not in self.taken)
            if (not free and region.lines) or region.id in self.taken:
                continue
            own = new_id("a", "mets", self.issue.digest, self.file, region.id)
            alone = region.role == "furniture" or not region.lines
            rest = replace(region, item=None if alone else own, continues=False)
            self.regions.append(self._region(region, free, rest))

    def _woven(self, laid: list[TextRegion], rest: list[TextRegion]) -> list[TextRegion]:
        """Regions of articles in the articles' order, each of the others behind the one that it follows in the file."""
        known = {region.id: self._place(region) for region in (*laid, *rest)}
        found = list(laid)
        for region in sorted(rest, key=lambda each: known[each.id]):
            place = known[region.id]
            before = [at for at, each in enumerate(found) if known[each.id] < place]
            found.insert(max(before, key=lambda at: known[found[at].id]) + 1 if before else 0, region)
        return found

    def _place(self, region: TextRegion) -> tuple[int, int]:
        """Where a region, or a piece of one, stands in the file."""
        if not region.lines:
            return self.places[region.id], 0
        home = self.home[region.lines[0].id]
        return self.places[home.id], home.lines.index(region.lines[0])

    def _item(self, claim: _Claim) -> str | None:
        """The item of a claim; a loose piece that is no furniture is one of its own."""
        if claim.article is not None:
            return self.issue.item_id(claim.article)
        return new_id("a", "mets", self.issue.digest, self.file, claim.part.begin, claim.part.box)

    def _items(self, claims: list[_Claim]) -> Iterator[Item]:
        """The items that are left with something, in the order of their regions."""
        types = {self.issue.item_id(claim.article): claim.article.type for claim in claims if claim.article}
        named = [region.item for region in self.regions] + [picture.item for picture in self.pictures.values()]
        known = {item.id: item for item in self.page.items}
        for name in dict.fromkeys(name for name in named if name is not None):
            yield Item(name, types[name]) if name in types else known.get(name, Item(name))


def _holds(box: Box, inner: Box) -> bool:
    x, y = inner.center
    return box.left <= x < box.right and box.top <= y < box.bottom
