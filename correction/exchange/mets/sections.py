"""Which description belongs to which div of a METS file, and which of them have to be written.

In: divs on their way into a file, the issue, the METS file it was imported from, if any. Out: the divs' `DMDID`s, and
the sections that nobody wrote yet. What an imported file says of an issue or an article stays. Where it names a section
that it does not have, that one is written under its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from correction.exchange import ExportIssue
from correction.exchange.mets import metadata
from correction.exchange.mets.description import Description, find_day, merged, read_descriptions
from correction.exchange.mets.logical import Placed
from correction.exchange.mets.original import OriginalMets
from correction.exchange.xml_names import free_name, is_name

_Make = Callable[[str], etree._Element]


class Ids:
    """Gives each id once."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._taken = set(taken)

    def name(self, wanted: str) -> str:
        """An id that nothing has yet, as near as can be to the one that is wanted."""
        return free_name(wanted, self._taken, "x", wanted)

    def is_free(self, name: str) -> bool:
        """Whether a name is one in XML and nothing has it yet."""
        return name not in self._taken and is_name(name)


@dataclass
class Sections:
    """The descriptions of one issue; `written` are those that are new."""

    issue: ExportIssue
    language: str | None
    original: OriginalMets | None
    ids: Ids
    written: dict[str, etree._Element] = field(default_factory=dict)
    _of_issue: str | None = None
    _of_paper: str | None = None

    def __post_init__(self) -> None:
        self._said = read_descriptions(self.original.root) if self.original else {}

    def describe_paper(self, div: etree._Element) -> None:
        """Describe the paper, also where what is there tells another title than the project does."""
        known = self._known(div)
        said = self._together(known).title
        if not self.issue.title or (known and said in ("", self.issue.title)) or self._is_said(div):
            _refer(div, known)
            return
        if self._of_paper is None:
            make: _Make = lambda name: metadata.title_section(name, self.issue, self.language)  # noqa: E731
            self._of_paper = self._write(div, "MODSMD_TITLE", make)
        _refer(div, [self._of_paper, *known])

    def describe_issue(self, div: etree._Element, own: str = "MODSMD_ISSUE1") -> None:
        """Describe the issue, also where what is there tells another day than the project does."""
        known = self._known(div)
        said = self._together(known).day
        agrees = not self.issue.date or not said or find_day(said) == self.issue.date
        if (known and agrees) or self._is_said(div):
            _refer(div, known)
            return
        if self._of_issue is None:
            make: _Make = lambda name: metadata.issue_section(name, self.issue, self.language)  # noqa: E731
            self._of_issue = self._write(div, own, make)
        _refer(div, [self._of_issue, *known])

    def describe_article(self, div: etree._Element, article: Placed) -> None:
        """Describe an article where nothing does; an item without text has nothing to be said of."""
        known, text = self._known(div), article.article
        if known or text is None:
            _refer(div, known)
            return
        own = f"MODSMD_{div.get('ID') or article.id}"
        _refer(div, [self._write(div, own, lambda name: metadata.article_section(name, text))])

    def describe_page(self, div: etree._Element, number: int, label: str) -> None:
        """Describe a page where nothing does."""
        known = self._known(div)
        own = f"pageModsBib{number}"
        _refer(div, known or [self._write(div, own, lambda name: metadata.page_section(name, number, label))])

    def _is_said(self, div: etree._Element) -> bool:
        """Whether the imported file tells title and day without this div's help, as by its labels."""
        then = self.original.issue if self.original else None
        if then is None or div.get("DMDID"):
            return False
        return (then.title, then.date) == (self.issue.title, self.issue.date)

    def _known(self, div: etree._Element) -> list[str]:
        """The descriptions that a div names and that are there."""
        return [name for name in div.get("DMDID", "").split() if name in self._said or name in self.written]

    def _together(self, names: Sequence[str]) -> Description:
        return merged(self._said[name] for name in names if name in self._said)

    def _write(self, div: etree._Element, own: str, make: _Make) -> str:
        """Write a section under the name that the div has for it, else under one of its own; gives the name."""
        named = (name for name in div.get("DMDID", "").split() if self.ids.is_free(name))
        name = self.ids.name(next(named, own))
        self.written[name] = make(name)
        return name


def _refer(div: etree._Element, names: Sequence[str]) -> None:
    if names:
        div.set("DMDID", " ".join(dict.fromkeys(names)))
    elif "DMDID" in div.attrib:
        del div.attrib["DMDID"]
