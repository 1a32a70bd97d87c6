"""Issues in words: a line for each, as the command line shows them.

In: what a project holds, or rows that are proposed. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from correction.issues.collation import Holdings, issue_name
from correction.issues.page_ranges import write_ranges
from correction.issues.rows import PageRow


@dataclass(frozen=True, slots=True)
class Bundle:
    """The rows of one issue that is proposed."""

    rows: tuple[PageRow, ...]

    @property
    def confidence(self) -> float:
        """That of its least sure page."""
        return min(row.confidence for row in self.rows)

    @property
    def can_be_settled(self) -> bool:
        """Whether it has a title and a day or a part of one."""
        return bool(self.rows[0].title and (self.rows[0].date or self.rows[0].number))


def bundle_rows(rows: Sequence[PageRow]) -> list[Bundle]:
    """Rows by issue; without a title and a day, those that follow each other as the proposal parted them."""
    bundles: list[list[PageRow]] = []
    for row in rows:
        same = bundles and bundles[-1][0].issue_key == row.issue_key and (row.sequence or 0) > 1
        if same:
            bundles[-1].append(row)
        else:
            bundles.append([row])
    return [Bundle(tuple(bundle)) for bundle in bundles]


def list_holdings(holdings: Holdings) -> Iterator[str]:
    """Titles with their issues: day, edition, number, id, pages; a title that has none says so."""
    of_issue, position = holdings.of_issue(), holdings.position
    for title in holdings.titles:
        issues = [issue for issue in holdings.issues if issue.title == title.id]
        yield f"{title.name}: {counted(len(issues), 'issue') if issues else 'no issue'}"
        for issue in issues:
            pages = of_issue[issue.id]
            name = issue_name("", issue).strip()
            labels = [page.label for page in pages]
            yield f"  {name}  {issue.id}  {_pages([p.id for p in pages], labels, position)}"


def list_bundles(bundles: Sequence[Bundle], position: Mapping[str, int]) -> Iterator[str]:
    """Proposed issues: title, day, edition, number, pages, how sure that is, and what to look at."""
    for bundle in bundles:
        row = bundle.rows[0]
        number = f"Nr. {row.number}" if row.number else ""
        name = ", ".join(part for part in (row.title or "?", row.date or "undated", row.edition, number) if part)
        pages = _pages([r.page for r in bundle.rows], [r.label for r in bundle.rows], position)
        yield f"{bundle.confidence:4.0%}  {name}: {pages}"
        for note in dict.fromkeys(r.note for r in bundle.rows if r.note):
            yield f"      {note}"


def _pages(pages: Sequence[str], labels: Sequence[str], position: Mapping[str, int]) -> str:
    known = [label for label in labels if label]
    said = f" ({'page' if len(known) == 1 else 'pages'} {', '.join(known)})" if known else ""
    return (write_ranges(pages, position) or "no pages") + said


def counted(count: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "issue"), counted(8, "page")
    ('1 issue', '8 pages')
    """
    return f"{count} {noun}" + ("" if count == 1 else "s")
