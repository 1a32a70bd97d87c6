"""What the ordinary screens are made of, without a browser: markup, lists, uploads, parcels, languages."""

import time
import zipfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from desk_pages import sample_project
from fastapi.testclient import TestClient

from correction.desk import words
from correction.desk.desk import Desk
from correction.desk.parcels import Wanted, pack, pages_of
from correction.desk.screens.filters import MOST_ROWS, Asked
from correction.desk.screens.markup import tag
from correction.desk.screens.page_list import Shown, page_list
from correction.desk.screens.scans import free_name, move_in
from correction.desk.server import application
from correction.desk.visitor import own_name, visitor_of
from correction.store import LibraryQuery, open_project
from ocr.errors import UsageError

AREAS = ("library", "jobs", "search", "export")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("parts") / "P"
    sample_project(found, "en", "zh-vertical")
    return found


def test_no_text_becomes_markup() -> None:
    written = tag("a", "<script>", None, [tag("b", "&")], title='"><img>', hidden=False)
    assert written == '<a title="&quot;&gt;&lt;img&gt;">&lt;script&gt;<b>&amp;</b></a>'


@pytest.mark.parametrize("area", AREAS)
def test_words_stand_in_both_languages_with_the_same_places(area: str) -> None:
    file = Path(words.__file__).parent / f"{area}.json"
    pairs = msgspec.json.decode(file.read_bytes(), type=dict[str, tuple[str, str]])
    for english, chinese in pairs.values():
        assert english
        assert chinese
        places = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in (english, chinese)]
        assert places[0] == places[1]


def test_a_browser_says_who_it_is_and_what_it_speaks() -> None:
    request = SimpleNamespace(headers={"accept-language": "en"}, cookies={})
    assert (visitor_of(request).language, visitor_of(request).name) == ("en", own_name())
    request.cookies = {"galley-language": "zh", "galley-name": "%E7%8E%8B"}
    assert (visitor_of(request).language, visitor_of(request).name) == ("zh", "王")
    request.cookies = {"galley-language": "../../x"}
    assert visitor_of(request).language == "en"


def test_what_is_asked_for_is_bounded() -> None:
    query = Asked(state="nonsense", sort="; drop", limit=10**9, offset=-4, assignee="-").query
    assert (query.states, query.sort, query.limit, query.offset, query.assignee) == ((), "arrival", MOST_ROWS, 0, "")


def test_files_are_found_by_their_own_names_and_people_by_theirs(root: Path) -> None:
    with closing(open_project(root)) as project:
        project.assign(["p000002"], "Ann", "x")
        assert project.assignees() == ["Ann"]
        path = project.entry("p000001").source.path
        for text, count in (("EN.jpg", 1), ("p000002", 1), ("100%", 0), (Path(path).name[:12], 0)):
            assert project.library(LibraryQuery(text=text)).total == count, text


def test_the_listedescapes_what_people_wrote(root: Path) -> None:
    with closing(open_project(root)) as project:
        project.assign(["p000001"], "<i>Ann", "x")
        library = project.library(LibraryQuery())
        listed = page_list(Shown(words.words("en"), "", LibraryQuery(), library, chosen=frozenset({"p000002"})))
    assert "&lt;i&gt;Ann" in listed
    assert "<i>Ann" not in listed
    assert listed.count(" checked") == 1


def test_uploads_move_into_the_project_and_nothing_stays_behind(tmp_path: Path) -> None:
    uploads = []
    for n, name in enumerate(("page.jpg", "page.jpg", "notes.txt")):
        file = tmp_path / "temporary" / str(n) / name
        file.parent.mkdir(parents=True)
        file.write_text(str(n))
        uploads.append(str(file))
    moved, refused = move_in(tmp_path / "P", uploads)
    assert [file.name for file in moved] == ["page.jpg", "page-2.jpg"]
    assert len(refused) == 1
    assert refused[0].startswith("notes.txt")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert free_name(tmp_path / "P" / "in", "page.jpg").name == "page-3.jpg"


def test_doubts_are_counted_while_somebody_looks_at_the_list(tmp_path: Path) -> None:
    sample_project(tmp_path / "P", "en")
    with closing(open_project(tmp_path / "P")) as project, closing(Desk(project)) as desk:
        assert [page for page, _ in project.uncounted()] == ["p000001"]
        listed = TestClient(application(desk))
        before = listed.get("/desk/job").json()["pages"]
        until = time.monotonic() + 300
        while project.uncounted() and time.monotonic() < until:
            time.sleep(0.2)
        assert project.entry("p000001").doubts is not None
        assert listed.get("/desk/job").json()["pages"] != before


def test_a_parcel_is_a_file_or_the_same_zip_each_time(root: Path) -> None:
    with closing(open_project(root)) as project:
        with pack(project, Wanted("txt", pages="p000001")).data as text:
            assert text.read().strip()
        zips = []
        for _ in range(2):
            parcel = pack(project, Wanted("page"))
            with parcel.data as data:
                zips.append(data.read())
        assert parcel.name == "P-p000001-p000002-page.zip"
        assert zips[0] == zips[1]
        with pack(project, Wanted("page")).data as data, zipfile.ZipFile(data) as archive:
            assert archive.namelist() == ["p000001.xml", "p000002.xml"]
        with pytest.raises(UsageError, match="no page that was read"):
            pages_of(project, Wanted(state="accepted"))
