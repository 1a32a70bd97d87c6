"""What undo and redo take back next, told by the log alone."""

from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from correction.decisions import Decision, in_force, rule, undo
from correction.undoing import next_redo, next_undo, undo_all, undo_batch


def act(author: str = "a", batch: str = "") -> Decision:
    return replace(rule("p000001", "text", "x", author), batch=batch)


def press(log: list[Decision], author: str, taken: tuple[Decision, ...]) -> None:
    log += undo_all(taken, author)


def test_undo_and_redo_walk_back_and_forth() -> None:
    log = [act(), act(), act()]
    first, second, third = log
    press(log, "a", next_undo(log))
    press(log, "a", next_undo(log))
    assert in_force(log) == [first]
    press(log, "a", next_redo(log))
    assert in_force(log) == [first, second]
    press(log, "a", next_redo(log))
    assert in_force(log) == [first, second, third]
    assert next_redo(log) == ()
    press(log, "a", next_undo(log))
    assert in_force(log) == [first, second]


def test_a_new_act_ends_redo() -> None:
    log = [act()]
    press(log, "a", next_undo(log))
    log.append(act())
    assert next_redo(log) == ()


def test_the_work_itself_is_no_act() -> None:
    log = [act(), rule("p000001", "state", "for review", "a")]
    assert next_undo(log) == (log[0],)
    log.append(undo(log[1], "a"))
    assert next_redo(log) == ()
    press(log, "a", next_undo(log))
    log.append(rule("p000001", "assign", "b", "a"))
    assert [each.value for each in next_redo(log)] == [log[0].id]


def test_a_batch_is_one_act() -> None:
    log = [act(), act(batch="b_1"), act(batch="b_1")]
    before = list(log)
    taken = undo_batch(log, "b_1", "b")
    assert len({each.batch for each in taken}) == 1
    log += taken
    assert in_force(log) == before[:1]
    assert next_redo(log, "a") == ()
    press(log, "b", next_redo(log, "b"))
    assert in_force(log) == before
    press(log, "a", next_undo(log, "a"))
    assert in_force(log) == before[:1]
    assert undo_batch(log, "b_1", "a") == ()
    assert undo_batch(log, "", "a") == ()


def test_what_two_persons_took_back_comes_again_at_once() -> None:
    log = [act()]
    log += [undo(log[0], "a"), undo(log[0], "b")]
    press(log, "b", next_redo(log, "b"))
    assert in_force(log) == log[:1]


@given(st.lists(st.tuples(st.sampled_from(["do", "batch", "undo", "redo", "reload", "state"]), st.sampled_from("ab"))))
def test_undo_and_redo_are_those_of_any_editor(keys: list[tuple[str, str]]) -> None:
    log: list[Decision] = []
    done: dict[str, list[list[str]]] = {"a": [], "b": []}
    undone: dict[str, list[list[str]]] = {"a": [], "b": []}
    for n, (key, author) in enumerate(keys):
        match key:
            case "do" | "batch":
                made = [act(author, f"b_{n}") for _ in range(3)] if key == "batch" else [act(author)]
                log += made
                done[author].append([each.id for each in made])
                undone[author].clear()
            case "undo":
                press(log, author, next_undo(log, author))
                undone[author] += [done[author].pop()] if done[author] else []
            case "redo":
                press(log, author, next_redo(log, author))
                done[author] += [undone[author].pop()] if undone[author] else []
            case "reload":
                log = msgspec.json.decode(msgspec.json.encode(log), type=list[Decision])
            case _:
                log.append(rule("p000001", "state", "for review", author))
        stands = {decision.id for decision in in_force(log) if decision.kind == "text"}
        assert stands == {each for acts in done.values() for made in acts for each in made}
