"""The benchmark of the store, on a few pages: what it makes up is sound, and two writers lose nothing."""

import subprocess
import sys

import pytest
from command_line import ROOT

from correction.audit import audit
from correction.search import search
from correction.store.folder import ProjectFolder

sys.path.append(str(ROOT / "benchmarks"))

from made_project import Press, fill

ROWS = 2 + 19  # a head, and what is measured


def test_a_made_up_project_is_what_galley_would_have_made(project: ProjectFolder) -> None:
    fill(project, 12, 30)
    odd = [fault.problem for fault in audit(project)]
    assert [problem for problem in odd if not any(word in problem for word in ("scan", "state", "assignee"))] == []
    assert project.load_page("p000005").text_of("l_000005_3") == Press(30).page(5).rows["passages"][2][5].split("\n")[1]
    assert len(search(project, "the")) > 2


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_benchmark_of_the_store(database: str, request: pytest.FixtureRequest) -> None:
    if database == "postgresql":
        request.getfixturevalue("server")  # skips where there is none
    program = ROOT / "benchmarks" / "store.py"
    words = ["--pages", "20", "--lines", "20", "--on", database, "--decisions", "25" if database == "sqlite" else "0"]
    done = subprocess.run([sys.executable, program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len([line for line in done.stdout.splitlines() if line.startswith("|")]) == ROWS
    if database == "sqlite":
        assert done.stdout.count("25 decisions, 0 lost, 0 doubled, in order") == 2
        assert done.stdout.endswith("check: all is well\n")
