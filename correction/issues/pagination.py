"""The pages of an issue: whether one is missing, twice, or in the wrong place.

In: the pages of an issue in their sequence. Out: findings.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from correction.issues.findings import Finding
from correction.store import PageEntry

MOST = 0.5  # of a title's issues that have as many pages: then the others are looked at
FEWEST = 3  # issues from which that can be told
YEARLY = 32  # a first page with a higher number belongs to a volume that is paged through


@dataclass(frozen=True, slots=True)
class IssuePages:
    """An issue with its pages by sequence; `name` is how people call it, `before` the last page of the issue before."""

    id: str
    name: str
    pages: tuple[PageEntry, ...]
    before: int | None = None


def check_pages(issue: IssuePages, usual: int | None) -> list[Finding]:
    """What is wrong with an issue's pages; `usual` is how many the title's other issues have, None when they differ."""
    numbered = [(number, page) for page in issue.pages if (number := page_number(page)) is not None]
    found = [*_twice(issue, numbered), *_order(issue, numbered), *_missing(issue, numbered)]
    if not any(f.kind in ("missing", "twice") for f in found):
        found += _count(issue, usual)
    return found


def usual_count(issues: Sequence[IssuePages]) -> int | None:
    """How many pages most issues of a title have; None for too few of them, or where they differ."""
    counts = Counter(len(issue.pages) for issue in issues if issue.pages)
    if sum(counts.values()) < FEWEST:
        return None
    pages, times = counts.most_common(1)[0]
    return pages if times > MOST * sum(counts.values()) else None


def page_number(page: PageEntry) -> int | None:
    """The number in a page's label, also where it was counted: 4, [1]; None for a label without one, or with two."""
    numbers = re.findall(r"\d+", page.label)
    return int(numbers[0]) if len(numbers) == 1 else None


def _twice(issue: IssuePages, numbered: Sequence[tuple[int, PageEntry]]) -> Iterator[Finding]:
    by_number: dict[int, list[str]] = {}
    for number, page in numbered:
        by_number.setdefault(number, []).append(page.id)
    for number, pages in by_number.items():
        if len(pages) > 1:
            remedy = "one is of another issue, or the same page twice: move it, or correct its label"
            yield Finding("twice", f"{issue.name}: page {number} is there {_times(len(pages))}", tuple(pages), remedy)


def _order(issue: IssuePages, numbered: Sequence[tuple[int, PageEntry]]) -> Iterator[Finding]:
    wrong = [(one, other) for one, other in itertools.pairwise(numbered) if other[0] < one[0]]
    if wrong:
        said = ", ".join(f"{other[0]} behind {one[0]}" for one, other in wrong)
        pages = tuple(dict.fromkeys(page.id for pair in wrong for _, page in pair))
        yield Finding("order", f"{issue.name}: pages out of order, {said}", pages, "put them in order with issues set")


def _missing(issue: IssuePages, numbered: Sequence[tuple[int, PageEntry]]) -> Iterator[Finding]:
    numbers = {number: page.id for number, page in numbered}
    if not numbers:
        return
    first, last = min(numbers), max(numbers)
    begins = first if first > YEARLY or issue.before == first - 1 else 1
    lost = [n for n in range(begins, last) if n not in numbers]
    if not lost or len(lost) > len(numbers) + YEARLY:
        return
    beside = {numbers[n] for n in (min(lost) - 1, max(lost) + 1) if n in numbers} or {numbers[first]}
    pages = tuple(sorted(beside))
    yield Finding(
        "missing", f"{issue.name}: missing {_list(lost)}", pages, "look for what is missing beside these pages"
    )


def _count(issue: IssuePages, usual: int | None) -> Iterator[Finding]:
    count, pages = len(issue.pages), tuple(page.id for page in issue.pages)
    if count and usual and count < usual:
        said = f"{issue.name}: {count} pages, where most issues have {usual}"
        yield Finding("count", said, pages, "look for the scans of the last pages")
    elif count % 2 and (usual is None or usual != count):
        said = f"{issue.name}: " + (f"an odd number of pages, {count}" if count > 1 else "only one page")
        yield Finding("count", said, pages, "look for the page that is missing, or the one too many")


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _list(numbers: Sequence[int]) -> str:
    if len(numbers) <= 6:
        return ("page " if len(numbers) == 1 else "pages ") + ", ".join(map(str, numbers))
    return f"{len(numbers)} pages from {numbers[0]} to {numbers[-1]}"


def last_numbers(issues: Sequence[Sequence[PageEntry]]) -> Mapping[int, int]:
    """The highest page number of the issue before each, by its place in a row of issues."""
    found: dict[int, int] = {}
    for at, pages in enumerate(issues[:-1]):
        numbers = [n for page in pages if (n := page_number(page)) is not None]
        if numbers:
            found[at + 1] = max(numbers)
    return found
