"""Find in lines: by letters, by what is alike, by expressions that may not hang; undone, a replacement is gone."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_readers import make_page

from correction.desk import finding
from correction.desk.desk import Desk
from correction.desk.finding import LineHits, Step, Wanted, find
from correction.desk.replacing import OnPage, Replacement, replace_all
from correction.desk.saving import Made
from correction.desk.takeback import Wish, take_back
from correction.expressions import Expression
from correction.review import decide
from correction.search import refresh
from correction.store import Placement, create_project
from ocr.errors import UsageError
from ocr.page import Language, Source

P1, P2, P3 = "p000001", "p000002", "p000003"
PAGES: list[tuple[Language, tuple[str, ...]]] = [
    ("de", ("Die Thür des Rathes", "die Türe und die Thüre", "𠀀 Thür")),
    ("zh-Hant", ("平湖縣衆議", "平湖县众议")),
    ("en", ("The door (open).", "the doors")),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three pages in as many languages; the first two are one issue."""
    with closing(make(tmp_path / "P", PAGES)) as found:
        yield found


class Closing(Desk):
    def close(self) -> None:
        super().close()
        self.project.close()


def make(root: Path, pages: list[tuple[Language, tuple[str, ...]]]) -> Closing:
    project = create_project(root)
    for n, (language, lines) in enumerate(pages):
        file = root / f"{n}.png"
        file.write_bytes(str(n).encode())
        entry = project.add_sources([Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())])[0].entry
        project.save_page(replace(make_page(entry.id, *lines), source=entry.source, language=language))
    title = project.add_title("Bote")
    issue = project.add_issue(title.id, "1895-09-17")
    project.place_pages([Placement(entry.id, issue.id, n) for n, entry in enumerate(project.pages()[:2], 1)])
    return Closing(project)


def look(desk: Desk, find_: str, **settings: object) -> list[Step]:
    return list(find(desk, Wanted(find_, **{"page": P1, **settings})))  # type: ignore[arg-type]


def words(steps: list[Step]) -> list[str]:
    """What was found, in order."""
    return [line.text[place.start : place.end] for step in steps for line in step.lines for place in line.places]


def test_letter_by_letter_with_case_and_without(desk: Desk) -> None:
    assert words(look(desk, "die", case=True)) == ["die", "die"]
    assert words(look(desk, "die")) == ["Die", "die", "die"]
    assert words(look(desk, "(open).", scope="project")) == ["(open)."]


def test_whole_words_are_not_parts_of_others(desk: Desk) -> None:
    assert words(look(desk, "Thür")) == ["Thür", "Thür", "Thür"]
    assert words(look(desk, "thür", whole=True)) == ["Thür", "Thür"]
    assert words(look(desk, "door", whole=True, scope="project")) == ["door"]
    assert words(look(desk, "(open", whole=True, scope="project")) == ["(open"]
    assert words(look(desk, "湖縣", whole=True, scope="project")) == ["湖縣"]
    assert words(look(desk, ".", whole=True, scope="project")) == ["."]


def test_offsets_are_code_points(desk: Desk) -> None:
    line = look(desk, "Thür", case=True)[0].lines[-1]
    assert (line.text, [(place.start, place.end) for place in line.places]) == ("𠀀 Thür", [(2, 6)])


def test_page_issue_and_project(desk: Desk) -> None:
    assert {step.page for step in look(desk, "e", scope="page") if step.page} == {P1}
    assert [step.page for step in look(desk, ".", how="expression", scope="issue") if step.page] == [P1, P2]
    assert [step.page for step in look(desk, ".", how="expression", scope="project") if step.page] == [P1, P2, P3]
    last = look(desk, "e", scope="project")[-1]
    assert (last.end, last.done, last.of) == (True, 3, 3)


def test_variants_are_alike(desk: Desk) -> None:
    assert words(look(desk, "Türe", how="alike", scope="project")) == ["Türe", "Thüre"]
    assert words(look(desk, "平湖縣", how="alike", scope="project")) == ["平湖縣", "平湖县"]
    with pytest.raises(UsageError, match="no word"):
        look(desk, "…", how="alike")


def test_an_expression_puts_groups_in(desk: Desk) -> None:
    places = [
        place
        for step in look(desk, r"Th(\w+)", how="expression", case=True, put=r"T\1")
        for line in step.lines
        for place in line.places
    ]
    assert [place.put for place in places] == ["Tür", "Türe", "Tür"]


def test_what_a_person_wrote_is_found_and_what_was_read_is_not(desk: Desk) -> None:
    page = desk.project.load_page(P1)
    desk.project.append([decide(page, "text", [page.lines[0].id], "Das Tor", "Ada")])
    assert words(look(desk, "Tor")) == ["Tor"]
    assert "Rathes" not in words(look(desk, "Rathes"))


def test_what_cannot_be_looked_for_is_said_at_once(desk: Desk) -> None:
    for wrong in (
        {"find_": ""},
        {"find_": "(", "how": "expression"},
        {"find_": "a", "put": "b\nc"},
        {"find_": "a", "how": "expression", "put": r"\2"},
    ):
        with pytest.raises(UsageError):
            look(desk, **wrong)  # type: ignore[arg-type]


def test_an_expression_puts_no_line_end_in(desk: Desk) -> None:
    last = look(desk, "Thür", how="expression", put=r"a\nb")[-1]
    assert last.end
    assert "line ends" in last.problem


def test_an_expression_that_hangs_is_ended() -> None:
    with Expression(r"(a+)+$", seconds=1) as expression, pytest.raises(UsageError, match="too long"):
        expression.places(["a" * 60 + "!"])


def test_an_expression_that_wants_too_much_is_ended() -> None:
    with pytest.raises(UsageError), Expression("((((a{1,999}){1,999}){1,999}){1,999})*b", seconds=2) as expression:
        expression.places(["a" * 5000])


def test_locked_pages_are_told(desk: Desk) -> None:
    desk.project.set_state([P3], "accepted", "Bob")
    assert [(step.page, step.locked) for step in look(desk, "e", scope="project") if step.page] == [
        (P1, False),
        (P3, True),
    ]


def test_texts_are_loaded_as_they_are(desk: Desk) -> None:
    for page_id in (P1, P2, P3):
        whole, bare = desk.project.load_page(page_id), desk.project.load_texts(page_id)
        assert bare.lines == whole.lines
        assert [bare.text_of(line.id) for line in bare.lines] == [whole.text_of(line.id) for line in whole.lines]


LETTERS = st.text("abſ 湖𠀀.", max_size=6)


def replaced(line: LineHits) -> str:
    text = line.text
    for place in reversed(line.places):
        text = text[: place.start] + (place.put or "") + text[place.end :]
    return text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(LETTERS, min_size=1, max_size=3), min_size=1, max_size=3),
    st.text("abſ湖𠀀.", min_size=1, max_size=2),
    LETTERS,
)
def test_undo_of_a_replacement_gives_the_pages_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[str]], sought: str, put: str
) -> None:
    with closing(make(tmp_path_factory.mktemp("p") / "P", [("en", tuple(lines)) for lines in pages])) as desk:
        entries = [entry.id for entry in desk.project.pages()]

        def texts() -> list[str]:
            return [sitting.text_of(line.id) for sitting in map(desk.sit, entries) for line in sitting.page.lines]

        before = texts()
        steps = look(desk, sought, case=True, put=put, scope="project")
        asked = [
            OnPage(
                step.page,
                tuple(
                    Made(f"d_{line.id}", "text", (line.id,), replaced(line), (line.text,), batch="bx_1")
                    for line in step.lines
                ),
            )
            for step in steps
            if step.page
        ]
        became = replace_all(desk, Replacement("Ada", tuple(asked)))
        assert not any(each.problem or each.conflicts for each in became)
        assert texts() == [text.replace(sought, put) for text in before]
        if asked:
            take_back(desk, asked[0].page, Wish("Ada", ("d_undo",)))
            assert texts() == before
            take_back(desk, asked[0].page, Wish("Ada", ("d_redo",), redo=True))
            assert texts() == [text.replace(sought, put) for text in before]


def test_the_index_leaves_nothing_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FEW", 0)
    page = desk.project.load_page(P1)
    head = replace(page.regions[0], id="r_0", item=None, role="furniture", lines=page.lines[:1])
    desk.project.save_page(replace(page, regions=(head, replace(page.regions[0], lines=page.lines[1:]))))
    refresh(desk.project)
    # In a page's head, which the index does not have; in an article; and in a page that changed since.
    assert words(look(desk, "Rathes", how="alike", scope="project")) == ["Rathes"]
    assert words(look(desk, "Türe", how="alike", scope="project")) == ["Türe", "Thüre"]
    other = desk.project.load_page(P3)
    desk.project.append([decide(other, "text", [other.lines[0].id], "Türe", "Ada")])
    assert words(look(desk, "Türe", how="alike", scope="project")) == ["Türe", "Thüre", "Türe"]
