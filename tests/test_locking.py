"""Accepted pages keep what they say."""

import pytest

from correction.decisions import Decision, rule, undo
from correction.locking import locked, refuse_locked
from ocr.errors import LockedError


def say(kind: str, value: str = "x") -> Decision:
    return rule("p000001", kind, value, "reader")  # type: ignore[arg-type]


ACCEPTED = say("state", "accepted")
TEXT = say("text")


def test_an_accepted_page_is_locked_until_it_is_taken_back() -> None:
    assert not locked([])
    assert locked([TEXT, ACCEPTED])
    assert locked([ACCEPTED, say("state", "no state")])
    assert not locked([ACCEPTED, say("state", "for review")])
    assert not locked([ACCEPTED, undo(ACCEPTED, "reader")])


@pytest.mark.parametrize("decision", [TEXT, say("drop"), say("mark"), undo(TEXT, "a"), undo(undo(TEXT, "a"), "a")])
def test_what_changes_an_accepted_page_is_refused(decision: Decision) -> None:
    log = [TEXT, undo(TEXT, "a"), ACCEPTED]
    log = [replaced for replaced in log if replaced.id != decision.id]
    with pytest.raises(LockedError, match="take it back to review first"):
        refuse_locked(log, [decision])
    refuse_locked([*log, say("state", "for review")], [decision])


@pytest.mark.parametrize("decision", [say("state", "read"), say("assign"), say("comment"), undo(ACCEPTED, "a")])
def test_the_work_on_an_accepted_page_goes_on(decision: Decision) -> None:
    refuse_locked([ACCEPTED], [decision])


def test_decisions_that_come_together_are_seen_one_after_the_other() -> None:
    refuse_locked([ACCEPTED], [say("state", "for review"), TEXT])
    with pytest.raises(LockedError):
        refuse_locked([], [ACCEPTED, TEXT])
