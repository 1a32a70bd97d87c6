"""Intake: pages in order of arrival become issues.

In: what the heads of pages and the names of their files say. Out: a `PageRow` for each page, with the issue it is taken
to stand in. A new issue begins where the day, the title or the edition changes, where page numbers begin anew, or with
a front page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from correction.issues.agreement import agree, are_trusted
from correction.issues.dates import BELIEVED, PrintedDate
from correction.issues.masthead import Masthead
from correction.issues.neighbours import settle_between
from correction.issues.rows import PageRow, is_day
from correction.issues.titles import TitleOfPage, settle_titles

TITLE_PROVED, TITLE_SEEN, TITLE_ONLY = 0.97, 0.75, 0.6  # by several pages, by one, none but the project has one paper
UNDATED = 0.3


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of a page before it has its place: the head, and what the name of its file says."""

    page: str
    head: Masthead
    named: PageRow | None = None
    title: TitleOfPage | None = None
    date: PrintedDate | None = None

    @property
    def edition(self) -> str:
        """The edition as printed, else by the file's name."""
        return self.head.edition or (self.named.edition if self.named else "")

    @property
    def folio(self) -> int | None:
        """The page's number as printed, else by the file's name."""
        if self.head.folio:
            return self.head.folio
        return (
            int(self.named.label) if self.named and self.named.label.isascii() and self.named.label.isdigit() else None
        )

    @property
    def day(self) -> str:
        """The date, where it is a day that can be believed."""
        return self.date.date if self.date and self.date.is_day and self.date.confidence >= BELIEVED else ""


def propose_rows(
    pages: Sequence[str],
    heads: Mapping[str, Masthead],
    named: Mapping[str, PageRow],
    titles: Iterable[str] = (),
) -> list[PageRow]:
    """Where each of the pages seems to belong; those of one issue stand together.

    `heads` and `named` are by page and may lack pages; `titles` are names of papers that are known.
    """
    named = named if are_trusted(named, heads) else {}
    settled = settle_titles([heads[page] for page in pages if page in heads], titles)
    sheets = []
    for page in pages:
        head, name = heads.get(page, Masthead(page)), named.get(page)
        title = settled.get(page) or (TitleOfPage(name.title, False) if name and name.title else None)
        sheets.append(Sheet(page, head, name, title, agree(head.date, name)))
    groups = _parted(sheets)
    names = {sheet.title.name for sheet in sheets if sheet.title and sheet.title.proved}
    only = names.pop() if len(names) == 1 else ""
    best = [_best_date(group) for group in groups]
    told = settle_between([_of_group(group, date, only) for group, date in zip(groups, best, strict=True)], best)
    issues: dict[tuple[str, ...], list[tuple[Sheet, PageRow]]] = defaultdict(list)
    for at, (group, row) in enumerate(zip(groups, told, strict=True)):
        key = row.issue_key if is_day(row.date) and row.title else (str(at),)
        issues[key] += [(sheet, row) for sheet in group]
    return [row for members in issues.values() for row in _placed(members)]


def _parted(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    groups: list[list[Sheet]] = []
    for sheet in sheets:
        if groups and not _begins(sheet, groups[-1]):
            groups[-1].append(sheet)
        else:
            groups.append([sheet])
    return groups


def _begins(sheet: Sheet, group: Sequence[Sheet]) -> bool:
    """Whether a page begins another issue than that of the pages before it."""
    day = next((s.day for s in group if s.day), "")
    edition = next((s.edition for s in group if s.edition), "")
    title = next((s.title.name for s in group if s.title and s.title.proved), "")
    folios = [s.folio for s in group if s.folio]
    if day and sheet.day:
        if day != sheet.day:
            return True
    elif sheet.head.is_front or (sheet.folio and folios and sheet.folio <= folios[-1]):
        return True
    if title and sheet.title and sheet.title.proved and sheet.title.name != title:
        return True
    if edition and sheet.edition and sheet.edition != edition:
        return True
    return sheet.folio == 1 and 1 in folios


def _best_date(group: Sequence[Sheet]) -> PrintedDate | None:
    """The date that the pages of an issue are surest of together."""
    weights: dict[str, float] = defaultdict(float)
    for sheet in group:
        if sheet.date:
            weights[sheet.date.date] += sheet.date.confidence * (1 + sheet.date.is_day)
    date = max(weights, key=lambda d: weights[d], default="")
    seen = [sheet.date for sheet in group if sheet.date and sheet.date.date == date]
    return max(seen, key=lambda d: d.confidence, default=None)


def _of_group(group: Sequence[Sheet], date: PrintedDate | None, only: str) -> PageRow:
    """What the pages of an issue say together; `only` is the one paper of the project, if it has but one."""
    titles: dict[str, int] = defaultdict(int)
    for sheet in group:
        if sheet.title:
            titles[sheet.title.name] += 1 + 3 * sheet.title.proved
    title = max(titles, key=lambda t: titles[t], default=only)
    sure = TITLE_ONLY if not titles else TITLE_PROVED if titles[title] > 3 else TITLE_SEEN
    notes = [date.note if date else "no date is printed", "" if title else "no title is printed"]
    number = next((s.head.number for s in group if s.head.number), None)
    return PageRow(
        group[0].page,
        title,
        date.date if date else "",
        next((s.edition for s in group if s.edition), ""),
        str(number) if number else next((s.named.number for s in group if s.named and s.named.number), ""),
        confidence=min(sure if title else UNDATED, date.confidence if date else UNDATED),
        note="; ".join(note for note in notes if note),
    )


def _placed(members: Sequence[tuple[Sheet, PageRow]]) -> list[PageRow]:
    """The rows of an issue's pages, in the order of their numbers where all of them can be told, else of arrival."""
    members = _from_one(members)
    numbers = count_pages([sheet.folio for sheet, _ in members])
    order = list(range(len(members)))
    if len(set(numbers)) == len(numbers):
        order.sort(key=lambda i: numbers[i])
    rows = []
    for place, i in enumerate(order, 1):
        sheet, row = members[i]
        label = str(sheet.folio) if sheet.folio else f"[{numbers[i]}]"
        note = row.note
        if sheet.day and sheet.day != row.date:
            note = "; ".join(n for n in (note, f"this page says {sheet.day}") if n)
        rows.append(replace(row, page=sheet.page, label=label, sequence=place, note=note))
    return rows


def _from_one(members: Sequence[tuple[Sheet, PageRow]]) -> Sequence[tuple[Sheet, PageRow]]:
    """The pages with the numbers in their names counted from the front page, where these are those of the scans."""
    first = members[0][0]
    if not first.head.is_front or first.head.folio or not first.folio or first.folio == 1:
        return members
    shift = first.folio - 1
    return [(_shifted(sheet, shift), row) for sheet, row in members]


def _shifted(sheet: Sheet, shift: int) -> Sheet:
    if sheet.head.folio or not sheet.named or not sheet.folio:
        return sheet
    label = str(sheet.folio - shift) if sheet.folio > shift else ""
    return replace(sheet, named=replace(sheet.named, label=label))


def count_pages(folios: Sequence[int | None]) -> list[int]:
    """The number of each page: as printed, or counted on from the page before it, or back from the first that has one.

    >>> count_pages([None, 2, 3, None]), count_pages([None, None]), count_pages([None, None, 8])
    ([1, 2, 3, 4], [1, 2], [6, 7, 8])
    """
    first = next((i for i, folio in enumerate(folios) if folio), None)
    numbers: list[int] = []
    for i, folio in enumerate(folios):
        if folio:
            numbers.append(folio)
        elif numbers:
            numbers.append(numbers[-1] + 1)
        else:
            numbers.append(max(1, (folios[first] or 1) - first + i) if first is not None else 1)
    return numbers
