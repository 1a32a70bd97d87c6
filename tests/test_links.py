"""Persons' links between articles of two pages: taken first, kept from what is automatic, no text lost or doubled."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from issue_pages import COURIER, pages_of, written
from page_readers import make_page
from project_pages import add, scan

from correction.anchoring import Anchor
from correction.article import Article
from correction.assemble import assemble
from correction.decisions import decide, undo
from correction.exchange import FORMATS
from correction.folios import Folio, number_pages
from correction.jumps import join_links
from correction.links import ELSEWHERE, ITSELF, LATER_SAID, RING, TAKEN, Settled, find_links, settle
from correction.partners import find_partners
from correction.proof import prove
from correction.review import replay
from correction.rulings import ALONE, Link, read_link, write_link
from correction.store import Project, create_project
from ocr.page import Box, Page


def issue_pages() -> list[Page]:
    return pages_of(written(COURIER))


def said(page: str, line: str, time: int = 0) -> Link:
    return Link(page, Anchor(line, Box(0, 0, 400, 30), ""), "Ada", f"2026-11-27T10:00:{time:02}")


def first_lines(pages: Sequence[Page], articles: Sequence[Article]) -> list[tuple[str, str]]:
    """The page and first line of each article."""
    first: dict[tuple[str, str | None], str] = {}
    for page in pages:
        for region in page.regions:
            first.setdefault((page.id, region.item), region.lines[0].id)
    return [(article.pages[0], first[article.pages[0], article.id]) for article in articles]


class Issue:
    """Three pages: Rain and Trade; the rest of Rain, Wages and Ships; a headless end."""

    def __init__(self) -> None:
        self.pages = issue_pages()
        self.articles = [article for page in self.pages for article in assemble(page)]
        self.lines = first_lines(self.pages, self.articles)
        self.folios = number_pages(self.pages, {page.id: i for i, page in enumerate(self.pages)}, {})

    def settled(self, *links: tuple[int, int | None]) -> Settled:
        """What comes of links, later part first, the later said the later in the row."""
        given = {}
        for n, (later, earlier) in enumerate(links):
            line = self.lines[later][1]
            time = f"2026-11-27T10:00:{n:02}"
            given[line] = Link("", None, "Ada", time) if earlier is None else said(*self.lines[earlier], n)
        return settle(self.articles, self.pages, given)

    def joined(self, *links: tuple[int, int | None]) -> dict[int, int]:
        return find_links(self.articles, self.folios, {}, self.settled(*links))


def test_without_a_word_of_a_person_the_print_joins() -> None:
    issue = Issue()
    assert [a.headline for a in issue.articles] == ["Rain", "Trade", None, "Wages", "Ships", None]
    assert issue.joined() == {0: 2}


def test_a_person_joins_and_keeps_apart() -> None:
    issue = Issue()
    assert issue.joined((5, 4)) == {0: 2, 4: 5}
    assert issue.joined((2, None)) == {}
    assert issue.joined((3, 1), (2, None), (5, 3)) == {1: 3, 3: 5}


def test_a_person_goes_before_the_jump_lines() -> None:
    issue = Issue()
    assert issue.joined((5, 0)) == {0: 5}
    assert issue.joined((2, 1)) == {1: 2}


def test_what_does_not_go_together_is_told() -> None:
    issue = Issue()
    settled = issue.settled((2, 0), (5, 0))
    assert (settled.links, [each.reason for each in settled.ignored]) == ({0: 5}, [TAKEN])
    ring = issue.settled((2, 0), (5, 2), (0, 5))
    assert (ring.links, [each.reason for each in ring.ignored]) == ({5: 0, 2: 5}, [RING])
    assert [each.reason for each in issue.settled((2, 2)).ignored] == [ITSELF]
    gone = settle(
        issue.articles, issue.pages, {issue.lines[2][1]: Link("p000009", Anchor("l_9", Box(0, 0, 9, 9), ""), "Ada", "")}
    )
    assert ([each.reason for each in gone.ignored], dict(gone.by)) == ([ELSEWHERE], {2: "Ada"})


def test_two_lines_of_an_article_have_one_word() -> None:
    issue = Issue()
    region = next(r for r in issue.pages[0].regions if len(r.lines) > 1)
    first, second = (line.id for line in region.lines[:2])
    links = {first: Link("", None, "Ada", "1"), second: said(*issue.lines[4], 2)}
    settled = settle(issue.articles, issue.pages, links)
    assert (settled.links, [each.reason for each in settled.ignored]) == ({4: 0}, [LATER_SAID])


PLACES = st.integers(0, 5)


@given(st.lists(st.tuples(PLACES, st.none() | PLACES), max_size=9))
def test_any_links_keep_every_text_once(links: list[tuple[int, int | None]]) -> None:
    issue = Issue()
    found = issue.joined(*links)
    joined = join_links(issue.articles, found)
    held = sorted(line for article in joined for line in article.lines)
    assert held == sorted(line for article in issue.articles for line in article.lines)
    settled = issue.settled(*links)
    assert all(found[a] == b for a, b in settled.links.items())
    closed = set(settled.by) - set(settled.links.values())
    assert not closed & set(found.values())


def test_values_are_read_back() -> None:
    anchor = issue_pages()[0].lines[0]
    to = Anchor(anchor.id, anchor.box, "two words\nand more")
    link = read_link(write_link("p000001", to), "Ada", "now")
    assert link == Link("p000001", to, "Ada", "now")
    assert read_link("p000001", "Ada", "now") is None
    assert read_link(None, "Ada", "now") is None


def make_project(root: Path, tmp_path: Path) -> tuple[Project, list[Page]]:
    project = create_project(root)
    pages = []
    for n, page in enumerate(issue_pages(), 1):
        entry = add(project, scan(tmp_path / "in", f"{n}.png", str(n).encode()))
        pages.append(project.save_page(replace(page, id=entry, source=project.entry(entry).source)))
    return project, pages


def test_a_link_reaches_the_exports_and_is_undone(tmp_path: Path) -> None:
    project, pages = make_project(tmp_path / "P", tmp_path)
    with closing(project):
        target, last = pages[1].lines[-1], pages[2].lines[-1]
        to = write_link(pages[1].id, Anchor(target.id, target.box, pages[1].text_of(target.id)))
        made = decide(pages[2], "link", [last.id], to, "Ada")
        project.append([made])
        ships = next(a for a in prove(project).articles if a.headline == "Ships")
        assert (ships.pages, ships.lines[-1]) == (("p000002", "p000003"), last.id)
        (page,) = [file for file in FORMATS["page"].files(prove(project)) if file.name == "p000003.xml"]
        assert page.data.count(b'type="article" continuation="true"') == 1
        project.append([undo(made, "Ada")])
        assert len(prove(project).articles) == 5


def test_both_lines_are_found_again_on_pages_read_anew(tmp_path: Path) -> None:
    project, pages = make_project(tmp_path / "P", tmp_path)
    with closing(project):
        target, last = pages[1].lines[-1], pages[2].lines[-1]
        to = write_link(pages[1].id, Anchor(target.id, target.box, pages[1].text_of(target.id)))
        project.append([decide(pages[2], "link", [last.id], to, "Ada")])
        for page in pages[1:]:
            project.save_page(read_anew(page))
        ships = next(a for a in prove(project).articles if a.headline == "Ships")
        assert ships.pages == ("p000002", "p000003")
        assert ships.lines[-1] == f"{last.id}_anew"


def read_anew(page: Page) -> Page:
    """The page with new ids of its lines, as another reading gives them."""
    reading = page.readings[0]
    regions = tuple(
        replace(r, lines=tuple(replace(line, id=f"{line.id}_anew") for line in r.lines)) for r in page.regions
    )
    lines = {f"{key}_anew": text for key, text in reading.lines.items()}
    return replace(page, regions=regions, readings=(replace(reading, id="g_2", lines=lines),), base="g_2")


def test_a_value_without_sense_is_a_proposal(tmp_path: Path) -> None:
    page = make_page("p000001", "one", "two")
    odd = decide(page, "link", [page.lines[0].id], "nowhere", "Ada")
    gone = replace(decide(page, "link", [page.lines[0].id], ALONE, "Ada"), at=(Anchor("l_9", page.lines[0].box, "x"),))
    reviewed = replay(page, [odd, gone])
    assert (reviewed.rulings.links, len(reviewed.proposals)) == ({}, 2)


@pytest.mark.parametrize(("closed", "best"), [((), (0, 2)), ((2,), None)])
def test_partners_are_offered_where_links_are_open(closed: tuple[int, ...], best: tuple[int, int] | None) -> None:
    issue = Issue()
    offers = find_partners(issue.articles, issue.folios, {}, closed)
    found = next(((o.earlier, o.later) for o in offers if o.later == 2), None)
    assert found == best
    if best:
        assert offers[0].reasons[:2] == ("jump", "breaks off")
    assert find_partners(issue.articles, issue.folios, {0: 2}, (5,)) == ()


def test_a_folio_apart_is_no_partner() -> None:
    issue = Issue()
    apart = {page.id: Folio(n * 10, n) for n, page in enumerate(issue.pages, 1)}
    assert find_partners(issue.articles, apart, {}) == ()
