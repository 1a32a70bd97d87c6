"""A page's tasks on the cores that no other page wants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

import pytest
from page_readers import parallel

from ocr.batch import Job, read_all
from ocr.cores import Cores, run_all, share
from ocr.events import CancelToken
from ocr.page import Source
from ocr.workers import Workers

PATIENCE = 20.0  # seconds until tasks that wait for each other give up


@pytest.fixture(autouse=True)
def one_core_afterwards() -> Iterator[None]:
    yield
    share(Cores())


def meet(barrier: threading.Barrier) -> int:
    return barrier.wait(PATIENCE)


def test_results_stand_in_the_order_of_their_tasks() -> None:
    share(Cores(3))
    assert run_all([partial(str, number) for number in range(50)]) == [str(number) for number in range(50)]
    assert run_all([]) == []


def test_a_page_alone_works_on_all_cores_at_once() -> None:
    share(Cores(2))
    assert sorted(run_all([partial(meet, threading.Barrier(2))] * 2)) == [0, 1]


def test_a_page_among_others_keeps_to_one_thread() -> None:
    share(Cores(2, SimpleNamespace(value=2)))
    assert set(run_all([threading.get_ident] * 20)) == {threading.get_ident()}


def test_a_core_that_becomes_free_helps() -> None:
    pages = SimpleNamespace(value=2)
    share(Cores(2, pages))
    barrier = threading.Barrier(2)

    def other_page_ends() -> int:
        pages.value = 1
        return meet(barrier)

    assert sorted(run_all([other_page_ends, partial(meet, barrier)])) == [0, 1]


def test_a_fault_is_raised_and_nothing_further_begun() -> None:
    begun: list[int] = []

    def task(number: int) -> None:
        begun.append(number)
        if number == 2:
            raise ValueError(f"task {number}")

    with pytest.raises(ValueError, match="task 2"):
        run_all([partial(task, number) for number in range(5)])
    assert begun == [0, 1, 2]


def test_the_only_page_of_a_run_has_its_cores() -> None:
    job = Job("p000001", Source("page", "0" * 64))
    (outcome,) = read_all(iter([job]), Workers(parallel, 2), CancelToken())
    assert outcome.page is not None
    assert outcome.page.text_of(outcome.page.lines[0].id) == "2 threads"
