"""How quick a project of many pages is, and whether two writers lose anything.

`python benchmarks/store.py [--pages N] [--lines N] [--on sqlite|postgresql]... [--decisions N] [--keep DIR]`
makes up a project (benchmarks/made_project.py) of 100,000 pages of 100 lines on SQLite and on a PostgreSQL server of
its own, which syncs to disk, and prints the time of each thing that a screen does, in milliseconds, beside what is to
be reached: the processor's in this process (without the server's), the best, the median and the worst by the clock.
Then two processes write 10,000 decisions each to one SQLite project, which are counted. With --keep the SQLite project
stays in DIR, and is measured again as it is when it lies there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import postgres
from made_project import FULL, fill
from project_pages import saved

from correction.review import Decision, decide
from correction.search import refresh, search
from correction.store import LibraryQuery, open_project
from correction.store.folder import ProjectFolder
from ocr.page import Page

TIMES = 20  # each thing is done
REACH = {"list": 100, "open": 50, "search": 300, "decide": 10}  # milliseconds
LISTS = {
    "first pages": LibraryQuery(),
    "last pages by date": LibraryQuery(sort="date", descending=True),
    "in the middle by date": LibraryQuery(sort="date", offset=50_000),
    "for review, of one person": LibraryQuery(states=("for review",), assignee="reader 3"),
    "a title by its name": LibraryQuery(text="3. evening", sort="date"),
    "a year": LibraryQuery(first="1875-01-01", last="1875-12-31", sort="date"),
}
SEARCHES = {
    "the commonest word": "the",
    "a common and a rare word": "the {rare}",
    "a rare word": "{rare}",
    "a phrase": '"{phrase}"',
    "a beginning": "{beginning}*",
    "two Chinese characters": "平湖",
    "four Chinese characters": "{chinese}",
    "one Chinese character": "平",
    "nothing": "nowhereatall",
}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=100)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--decisions", type=int, default=10_000, help="of each of two writers; 0 leaves them out")
    parser.add_argument("--keep", type=Path, help="where the SQLite project stays")
    parser.add_argument("--writer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.writer:
        _write(Path(options.writer[0]), options.writer[1], options.decisions)
        return
    with tempfile.TemporaryDirectory(prefix="galley-store-") as folder:
        for database in options.on or ("sqlite", "postgresql"):
            root = (options.keep or Path(folder)) / "sqlite" if database == "sqlite" else Path(folder, database)
            with _project(database, root) as project:
                begun = time.perf_counter()
                if not project.titles():
                    fill(project, options.pages, options.lines)
                print(f"\n{database}: {options.pages} pages of {options.lines} lines, made in", end=" ")
                print(f"{time.perf_counter() - begun:.0f} s; load of the machine {os.getloadavg()[0]:.1f}\n")
                print("| what | own CPU ms | best ms | median ms | worst ms | reach |\n|---|---|---|---|---|---|")
                _measure(project, options.pages)
        if options.decisions:
            _two_writers(Path(folder, "writers"), options.decisions)


@contextmanager
def _project(database: str, root: Path) -> Iterator[ProjectFolder]:
    if database == "sqlite":
        with closing(ProjectFolder.create(root)) as project:
            yield project
        return
    with (
        postgres.running("fsync=on", "max_wal_size=4GB") as server,
        closing(ProjectFolder.create(root, server.new_database())) as project,
    ):
        yield project


def _measure(project: ProjectFolder, pages: int) -> None:
    random = Random()
    full = [f"p{n:06d}" for n in range(FULL, pages + 1, FULL)] or ["p000001"]
    for name, query in LISTS.items():
        _row(f"list: {name}", REACH["list"], partial(project.library, query))
    _row("open a page", REACH["open"], lambda: project.load_page(random.choice(full)))
    for name, words in SEARCHES.items():
        # Other words each time, or the database would only be asked for what it just had.
        asked = iter([words.format(**_words(project, random, pages)) for _ in range(TIMES + 1)])
        _row(f"search: {name}", REACH["search"], lambda asked=asked: search(project, next(asked), 20))  # type: ignore[misc]
    read = [project.load_page(page_id) for page_id in random.sample(full, min(len(full), TIMES))]
    made = (_decision(random.choice(read), n) for n in count())
    _row("one decision", REACH["decide"], lambda: project.append([next(made)]))
    _row("a page's state", REACH["decide"], lambda: project.set_state([random.choice(read).id], "accepted", "me"))
    refresh(project)
    _row("a decision, then a search", REACH["search"], lambda: _decide_and_search(project, next(made)))


def _decide_and_search(project: ProjectFolder, decision: Decision) -> None:
    project.append([decision])
    search(project, "平湖", 20)


def _words(project: ProjectFolder, random: Random, pages: int) -> dict[str, str]:
    """Words that stand somewhere in the project."""
    latin = _some_text(project, f"p{random.randrange(0, pages // 5) * 5 + 1:06d}")
    han = _some_text(project, f"p{random.randrange(1, pages // 5) * 5:06d}")
    words = [word for line in latin for word in line.split()]
    at = random.randrange(len(words) - 1)
    rare = max(words, key=len)
    phrase = " ".join(words[at : at + 2])
    return {"rare": rare, "phrase": phrase, "beginning": rare[:4], "chinese": random.choice(han)[:4]}


def _some_text(project: ProjectFolder, page_id: str) -> list[str]:
    page = project.load_page(page_id)
    return [page.text_of(line.id) for line in page.lines]


def _decision(page: Page, n: int) -> Decision:
    return decide(page, "text", [page.lines[n % len(page.lines)].id], f"corrected {n}", "reader")


def _row(name: str, reach: int, do: Callable[[], object]) -> None:
    do()  # what is loaded once is loaded
    times = []
    own = time.process_time()
    for _ in range(TIMES):
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    own = (time.process_time() - own) * 1000 / TIMES
    print(f"| {name} | {own:.1f} | {min(times):.1f} | {median(times):.1f} | {max(times):.1f} | {reach} |", flush=True)


def _two_writers(root: Path, decisions: int) -> None:
    """Let two processes write to one project at once, and count."""
    with closing(ProjectFolder.create(root)) as project:
        saved(project, root.parent, *(f"line {n}" for n in range(40)))
    begun = time.perf_counter()
    command = [sys.executable, __file__, "--decisions", str(decisions), "--writer", str(root)]
    writers = [subprocess.Popen([*command, name]) for name in ("one", "two")]
    ended = [writer.wait() for writer in writers]
    seconds = time.perf_counter() - begun
    with closing(open_project(root)) as project:
        log = project.decisions()
        faults = project.check()
    for name in ("one", "two"):
        values = [decision.value for decision in log if decision.author == name]
        lost = set(map(str, range(decisions))) - set(values)
        doubled = len(values) - len(set(values))
        order = "in order" if values == sorted(values, key=int) else "out of order"
        print(f"writer {name}: {len(values)} decisions, {len(lost)} lost, {doubled} doubled, {order}")
    print(f"both ended {ended} after {seconds:.0f} s; check: {[str(fault) for fault in faults] or 'all is well'}")


def _write(root: Path, name: str, decisions: int) -> None:
    with closing(open_project(root)) as project:
        page = project.load_page("p000001")
        for n in range(decisions):
            project.append([decide(page, "text", [page.lines[n % 40].id], str(n), name)])


if __name__ == "__main__":
    main()
