"""A run on Dask: its own scheduler and worker processes on this machine."""

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import draw_text_pages
from page_readers import moody

pytest.importorskip("distributed")
sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from clusters import kill, scheduler, worker
from kills import outcome

from correction.reading import Request, read_into
from correction.store import create_project
from ocr.batch import NO_LIMITS, Job, Limits, Outcome, read_all
from ocr.cluster import KEPT_SCANS, Cluster, _Readers
from ocr.errors import EngineError, UsageError
from ocr.events import CancelToken, Event
from ocr.page import Source
from ocr.settings import PageSettings

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with scheduler(tmp_path / "scheduler") as found:
        yield found


def jobs(folder: Path, *moods: str) -> list[Job]:
    """Scans that tell the reader how to behave, each a file with a sum."""
    found = []
    for n, mood in enumerate(moods, 1):
        file = folder / f"{mood}-{n}"
        file.write_bytes(str(n).encode())
        found.append(Job(f"p{n:06d}", Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())))
    return found


def run(address: str, given: list[Job], limits: Limits = NO_LIMITS) -> dict[str, Outcome]:
    """The last outcome of each job."""
    crew = Cluster(moody, address, limits)
    return {each.page_id: each for each in read_all(iter(given), crew, CancelToken())}


def test_a_cluster_reads_what_a_machine_reads(address: str, tmp_path: Path) -> None:
    """With a nanny, which forbids its worker to start processes, and with one page that kills its reader."""
    given = jobs(tmp_path, "read", "fail", "kill", "read", "read")
    with worker(tmp_path / "one", address):
        found = run(address, given)
    assert [each.page is None for _, each in sorted(found.items())] == [False, True, True, False, False]
    assert str(found["p000002"].error) == "the picture is torn - scan it again"
    assert "memory" in str(found["p000003"].error)


def test_a_scan_that_a_worker_cannot_open_is_sent(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a worker has another folder, where these paths lead nowhere
    here, gone = jobs(Path(), "size", "size")
    Path(gone.source.path).unlink()
    with worker(tmp_path / "one", address):
        found = run(address, [here, gone])
    page = found[here.page_id].page
    assert page is not None
    assert page.text_of(page.lines[0].id) == "1 bytes"
    assert page.source == here.source
    assert "cannot be read" in str(found[gone.page_id].error)


def test_a_scan_that_was_sent_twice_is_kept_once_and_as_long_as_it_is_read(tmp_path: Path) -> None:
    """Two threads of a worker miss the same file; then many others come while one of them still reads it."""
    readers = _Readers()
    first, *others = jobs(tmp_path, *["read"] * (KEPT_SCANS + 3))
    with ExitStack() as stack:
        one, two = (stack.enter_context(readers.scan(first, b"1")) for _ in range(2))
        assert one is not None
        assert one == two
        assert list(Path(readers._folder.name).rglob("read-1")) == [one]
        for other in others:
            with readers.scan(other, b"other"):
                pass
        assert one.read_bytes() == b"1"
    assert len(list(Path(readers._folder.name).iterdir())) == KEPT_SCANS + 2
    readers._folder.cleanup()


def test_limits_hold_on_a_cluster(address: str, tmp_path: Path) -> None:
    given = jobs(tmp_path, "sleep", "read")
    with worker(tmp_path / "one", address, "--no-nanny"):
        found = run(address, given, Limits(seconds=3))
    assert "longer than 3 seconds" in str(found["p000001"].error)
    assert found["p000002"].page is not None


def test_the_pages_of_a_lost_worker_are_read_by_others(address: str, tmp_path: Path) -> None:
    given = jobs(tmp_path, *["slow"] * 8)
    with ExitStack() as stack:
        lost = stack.enter_context(worker(tmp_path / "one", address, "--no-nanny"))
        stack.enter_context(worker(tmp_path / "two", address, "--no-nanny"))
        found: dict[str, Outcome] = {}
        for outcome in read_all(iter(given), Cluster(moody, address), CancelToken()):
            found[outcome.page_id] = outcome
            kill(lost)
    assert sorted(found) == [job.page_id for job in given]
    assert all(each.page is not None for each in found.values())


def test_a_run_on_a_cluster_is_like_one_on_this_machine(address: str, tmp_path: Path) -> None:
    """Real pages in a real project; one of two workers is killed in mid-run."""
    files = draw_text_pages(tmp_path / "in", 8)
    request = Request(files, PageSettings("en", engine="rapidocr"), report=tmp_path / "report.csv")
    with closing(create_project(tmp_path / "local")) as project:
        read_into(project, request, lambda _: None, CancelToken())
    with ExitStack() as stack:
        lost = stack.enter_context(worker(tmp_path / "one", address))
        stack.enter_context(worker(tmp_path / "two", address))
        project = stack.enter_context(closing(create_project(tmp_path / "cluster")))
        done: list[str] = []

        def listen(event: Event) -> None:
            if event.kind == "page_done":
                done.append(event.page)
                kill(lost)

        result = read_into(project, replace(request, scheduler=address), listen, CancelToken())
    assert result.exit_code == 0
    assert sorted(done) == [f"p{n:06d}" for n in range(1, 9)]
    assert len((tmp_path / "report.csv").read_text().splitlines()) == 9
    assert outcome(tmp_path / "cluster") == outcome(tmp_path / "local")


def test_no_scheduler_is_a_word_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr.scheduler.CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageError, match="no scheduler answers"):
        Cluster(moody, "tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="no scheduler answers"):
        Cluster(moody, "nonsense")


def test_a_program_that_is_no_scheduler_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a dashboard, one port beside, takes a connection and waits to be asked."""
    monkeypatch.setattr("ocr.scheduler.CONNECT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(UsageError, match="no scheduler answers"):
        Cluster(moody, f"tcp://127.0.0.1:{silent.getsockname()[1]}")


def test_a_scheduler_of_another_version_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distributed.versions.get_package_info", lambda names: dict.fromkeys(names, "2025.1.0"))
    with pytest.raises(UsageError, match=r"runs other versions: distributed \S+ \(here 2025.1.0\), dask"):
        Cluster(moody, address)


def test_who_waits_for_workers_is_told(address: str, tmp_path: Path) -> None:
    """None is there at first, and none is left after the first page."""
    given = jobs(tmp_path, *["slow"] * 3)
    said: list[str] = []
    with ExitStack() as stack:
        there: list[subprocess.Popen[bytes]] = []

        def listen(text: str) -> None:
            said.append(text)
            if "has no worker" in text:
                place = tmp_path / f"worker-{len(said)}"
                there.append(stack.enter_context(worker(place, address, "--no-nanny")))

        outcomes = read_all(iter(given), Cluster(moody, address, tell=listen), CancelToken())
        assert next(outcomes).page is not None
        kill(there[0])
        assert all(outcome.page is not None for outcome in outcomes)
    waits, come = f"the scheduler {address} has no worker", f"workers have come to {address}; pages read at once: 1"
    assert [text if text == come else text[: len(waits)] for text in said] == [waits, come, waits, come]
    assert f"start some with: dask worker {address}" in said[0]


def test_a_scheduler_that_goes_ends_the_run(tmp_path: Path) -> None:
    given = jobs(tmp_path, "read", *["slow"] * 5)
    with ExitStack() as stack:
        inner = stack.enter_context(ExitStack())
        address = inner.enter_context(scheduler(tmp_path / "scheduler"))
        stack.enter_context(worker(tmp_path / "one", address, "--no-nanny"))
        outcomes = read_all(iter(given), Cluster(moody, address), CancelToken())
        assert next(outcomes).page is not None
        inner.close()
        with pytest.raises(EngineError, match="is gone"):
            list(outcomes)
