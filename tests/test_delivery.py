"""Exports into folders: part by part, under names of one's own, gone on with after a stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from issue_pages import issue_project

from correction.cli import run
from correction.delivery import Order, deliver
from correction.exchange import Export, ExportFormat, LoadedPages, Options, OutputFile, find_format
from correction.exchange.journal import FILE, Journal
from correction.exchange.names import Names
from correction.selection import Selection, read_time, select
from correction.store import Placement, Project, open_project
from ocr.errors import InputError, MissingError, UsageError
from ocr.events import Event

PAGE = find_format("page")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    issue_project(tmp_path / "P")
    with closing(open_project(tmp_path / "P")) as found:
        yield found


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def quiet(_: Event) -> None:
    pass


class Breaking:
    """A format that writes a file for each page, until it is to break."""

    def __init__(self, error: BaseException, at: str) -> None:
        self.error: BaseException | None = error
        self.at = at
        self.asked: list[str] = []

    def files(self, export: Export) -> Iterator[OutputFile]:
        for page in export.pages:
            self.asked.append(page.id)
            if page.id == self.at and self.error:
                raise self.error
            yield OutputFile(f"{page.id}.txt", page.id.encode())


class BrokenFormat(ExportFormat):
    """The format's row."""

    breaking: Breaking

    def files(self, export: Export) -> Iterator[OutputFile]:
        return self.breaking.files(export)


def broken(error: BaseException, at: str) -> BrokenFormat:
    row = BrokenFormat("breaking", "folder", "", "", ("page",))
    object.__setattr__(row, "breaking", Breaking(error, at))
    return row


def test_an_export_that_was_cut_off_goes_on(project: Project, tmp_path: Path) -> None:
    kind = broken(KeyboardInterrupt(), "p000002")
    with pytest.raises(KeyboardInterrupt):
        deliver(project, Order(kind), tmp_path / "out", quiet)
    assert names_in(tmp_path / "out") == [FILE, "p000001.txt"]
    kind.breaking.error = None
    done = deliver(project, Order(kind), tmp_path / "out", quiet)
    assert (done.kept, [path.name for path in done.paths]) == (1, ["p000002.txt", "p000003.txt"])
    assert kind.breaking.asked == ["p000001", "p000002", "p000002", "p000003"]
    assert names_in(tmp_path / "out") == ["p000001.txt", "p000002.txt", "p000003.txt"]


def test_a_part_whose_file_is_gone_is_written_again(project: Project, tmp_path: Path) -> None:
    kind = broken(KeyboardInterrupt(), "p000003")
    with pytest.raises(KeyboardInterrupt):
        deliver(project, Order(kind), tmp_path / "out", quiet)
    (tmp_path / "out" / "p000001.txt").unlink()
    kind.breaking.error = None
    assert deliver(project, Order(kind), tmp_path / "out", quiet).kept == 1
    assert names_in(tmp_path / "out") == ["p000001.txt", "p000002.txt", "p000003.txt"]


def test_what_another_export_wrote_at_the_same_time_does_not_count(tmp_path: Path) -> None:
    """Two exports fill one folder, and each notes its parts in the one journal: both stop."""
    (tmp_path / "p1.txt").write_text("of the first")
    with Journal(tmp_path, "first") as first, Journal(tmp_path, "second") as second:
        second.note("p000002", [])
        first.note("p000001", ["p1.txt"])
        first.note("p000003", ["p1.txt"])
    assert "p000001" not in Journal(tmp_path, "second").done
    assert "p000003" not in Journal(tmp_path, "second").done


def test_going_on_writes_over_no_file_of_the_earlier_run(project: Project, tmp_path: Path) -> None:
    order = Order(PAGE, options=Options(names="{title}"))
    for _ in range(2):
        with pytest.raises(UsageError, match="two files would be called The Courier"):
            deliver(project, order, tmp_path / "out", quiet)
    assert b"It rained all the night" in (tmp_path / "out" / "The Courier.xml").read_bytes()


def test_after_a_change_of_the_project_all_is_written_anew(project: Project, tmp_path: Path) -> None:
    kind = broken(KeyboardInterrupt(), "p000002")
    with pytest.raises(KeyboardInterrupt):
        deliver(project, Order(kind), tmp_path / "out", quiet)
    project.set_state(["p000001"], "accepted", "Ada")
    kind.breaking.error = None
    assert deliver(project, Order(kind), tmp_path / "out", quiet).kept == 0


def test_a_page_that_cannot_be_written_stops_no_other(project: Project, tmp_path: Path) -> None:
    kind = broken(InputError("the scan is gone", "put it back"), "p000002")
    done = deliver(project, Order(kind), tmp_path / "out", quiet)
    assert [failure.part for failure in done.failures] == ["p000002"]
    assert names_in(tmp_path / "out") == [FILE, "p000001.txt", "p000003.txt"]


def test_progress_counts_pages(project: Project, tmp_path: Path) -> None:
    heard: list[Event] = []
    deliver(project, Order(PAGE), tmp_path / "out", heard.append)
    assert [(event.done, event.total) for event in heard] == [(1, 3), (2, 3), (3, 3)]


def test_pages_are_loaded_one_at_a_time() -> None:
    loaded: list[str] = []

    def load(name: str) -> str:
        loaded.append(name)
        return name

    pages = LoadedPages(["a", "b", "c"], load)  # type: ignore[arg-type]  # names stand for pages
    assert len(pages) == 3
    assert pages[1:].ids == ("b", "c")
    assert pages.only({"c"}).ids == ("c",)
    assert loaded == []


def test_selections(project: Project) -> None:
    (issue,) = project.issues()
    everything = ["p000001", "p000002", "p000003"]
    assert select(project, Selection(issues=(issue.id,))) == everything
    project.set_state(["p000002"], "accepted", "Ada")
    assert select(project, Selection(states=("accepted",))) == ["p000002"]
    assert select(project, Selection(since=read_time("2099-01-01"))) == []
    assert select(project, Selection(since=read_time("2020-01-01"))) == ["p000002"]  # others have no run that tells
    for wanted in (Selection(pages=("p000009",)), Selection(issues=("i_none",))):
        with pytest.raises(MissingError):
            select(project, wanted)


def named(project: Project, options: Options) -> list[str]:
    from correction.proof import prove

    names = Names(replace(prove(project), options=options))
    return [names.page(page_id) for page_id in names.export.page_ids]


def test_names_by_template(project: Project) -> None:
    assert named(project, Options(names="{title}/{date:%Y%m%d}{edition:02}/{sequence:04}"))[0] == (
        "The Courier/1895070601/0001"
    )
    assert named(project, Options(profile="ndnp"))[1] == "The Courier/1895070601/0002"
    assert named(project, Options())[2] == "p000003"
    assert named(project, Options(names="{label}-{page}"))[0] == "1-p000001"


@pytest.mark.parametrize(
    "template",
    ["{nothing}", "{", "../{page}", "", "{page.x}", "{0}", "{date!x}", "a\0{page}", "{page:>9999999999999}"],
)
def test_templates_that_give_no_name(project: Project, template: str) -> None:
    with pytest.raises(UsageError):
        named(project, Options(names=template or "/"))


def test_what_a_format_has_not_is_said(project: Project, tmp_path: Path) -> None:
    for options in (Options(unit="article"), Options(version="9.9")):
        with pytest.raises(UsageError):
            deliver(project, Order(PAGE, options=options), tmp_path / "out", quiet)


def test_the_command_chooses_pages(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    project.set_state(["p000003"], "accepted", "Ada")
    words = ["export", "--project", "P", "--format", "page", "--to", "out"]
    assert run([*words, "--state", "accepted"]) == 0
    assert names_in(tmp_path / "out") == ["p000003.xml"]
    assert run([*words, "--changed-since", "yesterday"]) == 2
    assert "no time" in capsys.readouterr().err


def test_an_issue_that_changed_is_written_whole(project: Project, tmp_path: Path) -> None:
    project.set_state(["p000002"], "accepted", "Ada")
    since = Selection(since=read_time("2020-01-01"))
    done = deliver(project, Order(find_format("mets"), since), tmp_path / "mets", quiet)
    assert len([path for path in done.paths if path.parent.name == "alto"]) == 3
    done = deliver(project, Order(PAGE, since), tmp_path / "page", quiet)
    assert [path.name for path in done.paths] == ["p000002.xml"]


def test_editions_of_one_day_have_numbers_of_their_own(project: Project) -> None:
    (title,) = project.titles()
    editions = ("Abendblatt", "2. Ausgabe", "Morgenblatt")
    for page, edition in zip(("p000001", "p000002", "p000003"), editions, strict=True):
        issue = project.add_issue(title.id, "1909-04-30", edition).id
        project.place_pages([Placement(page, issue, 5)])
    assert named(project, Options(profile="ndnp")) == [f"The Courier/19090430{number:02}/0005" for number in (1, 2, 3)]
