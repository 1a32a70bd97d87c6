"""Work beside the server: it ends with the server, in the midst of whatever it does."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from browser import ENDS
from page_readers import nap

from correction.desk.background import Background
from correction.store import Project, create_project
from ocr.errors import ProjectError


def count(project: Project) -> int:
    return len(project.pages())


def test_whoever_closes_the_desk_waits_for_no_work(tmp_path: Path) -> None:
    create_project(tmp_path / "P").close()
    before = set(multiprocessing.active_children())
    background = Background(tmp_path / "P", None)
    background.start(nap)
    (process,) = set(multiprocessing.active_children()) - before
    background.close()
    assert wait([process.sentinel], ENDS)  # not `join`: the pool's own thread may have heard of the end first
    background.start(nap)  # is given up
    with pytest.raises(ProjectError, match="closed"):
        background.do(count)
    assert set(multiprocessing.active_children()) <= before | {process}  # no other one was begun
