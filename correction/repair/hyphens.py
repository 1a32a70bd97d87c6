r"""Words broken at a line end: joined, kept or offered, and written in the ledger.

In: a passage with one `\n` between printed lines. Out: an edit for each line end that breaks a word, with its entry
of the ledger. What becomes of a break is decided in `breaks/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from correction.article import Hyphen
from correction.lexicon import HYPHENS
from correction.repair.breaks import MISREAD, Break, Verdict, decide_break
from correction.repair.initials import join_initial
from correction.repair.passage import SPACES, WIDE, Edit, Passage
from ocr.page import new_id

_LETTER = rf"(?:(?![{WIDE}])[^\W_])"
_WORD = rf"{_LETTER}+(?:['’]{_LETTER}+)*"
_LAST_WORD = re.compile(rf"{_WORD}$")
_FIRST_WORD = re.compile(_WORD)
_MARKS = frozenset(HYPHENS) | MISREAD
# Longer "words" are noise; looking back no further keeps the work linear.
LONGEST_WORD = 80


def mend_hyphens(passage: Passage) -> Iterator[Edit]:
    """Decide every line end of a passage that breaks a word; the others stay for the rules after this one.

    A person's flip is applied instead of the rule. A doubtful break is an `offer`: its `form` says what the text
    holds meanwhile, and halves and mark are in the ledger, so nothing is lost.
    """
    if passage.keeps_lines:
        return
    printed = passage.text.split("\n")
    current, at, last = printed[0], 0, ""
    for index, following in enumerate(printed[1:]):
        if index == 0 and passage.initial:
            current, at = join_initial(current, following, passage.language), at + len(printed[0]) + 1
            continue
        broken = find_break(current, following)
        if broken and not broken.before:  # the half is its line's only word
            broken = replace(broken, before=last[-LONGEST_WORD:])
        last = printed[index]
        entry = broken and _decide(broken, _last_word(printed[index]), _line(passage, index), passage)
        if broken and entry:
            kept = len(printed[index].rstrip(SPACES)) - len(broken.mark)
            indent = len(following) - len(following.lstrip(SPACES))
            yield _edit(entry, at + kept, at + len(printed[index]) + 1 + indent)
            current = entry.form + broken.tail
        else:
            current = following
        at += len(printed[index]) + 1


def find_break(before: str, after: str) -> Break | None:
    """Find the word that may be broken between two printed lines; None where no word stands on both sides.

    A dash is never a hyphen: a mark with a space before it, or doubled, breaks nothing. `mark` is empty where the
    first line simply ends; one of `MISREAD` may be a hyphen that an engine read wrong.
    """
    line, following = before.rstrip(SPACES), after.lstrip(SPACES)
    if not following[:1].isalnum() or not line:
        return None
    mark = line[-1] if line[-1] in _MARKS else ""
    left = _last_word(line)
    right = _FIRST_WORD.match(following[:LONGEST_WORD]) if left else None
    if not right or (mark == "=" and left[-1].isdigit()):
        return None
    before = line[: -len(left + mark)][-LONGEST_WORD:]
    return Break(left, mark, right[0], following[right.end() :], before[-1:], before)


def _last_word(line: str) -> str:
    """Give the word that a line ends in, before its mark; empty when it ends in anything else."""
    end = line.rstrip(SPACES)[-LONGEST_WORD:]
    end = end[:-1] if end[-1:] in _MARKS else end
    # Searched from its last space on: from the start of the line every word would be tried.
    found = _LAST_WORD.search(end, end.rfind(" ") + 1) if end[-1:].isalnum() else None
    return found[0] if found else ""


def _line(passage: Passage, index: int) -> str:
    return passage.lines[index] if index < len(passage.lines) else ""


def _decide(broken: Break, half: str, line: str, passage: Passage) -> Hyphen | None:
    """Write the ledger entry of a break; None where nothing speaks for a broken word."""
    verdict = decide_break(broken, passage.lexicon)
    if verdict is None:
        return None
    entry = Hyphen(
        # Named by the printed half, not by what an earlier break of the same word became.
        id=new_id("h", line, half, broken.right),
        line=line,
        left=broken.left,
        mark=broken.mark,
        right=broken.right,
        form=broken.form(verdict.written),
        decision=verdict.decision,
        reason=verdict.reason,
        confidence=verdict.confidence,
        offered=_offered(broken, verdict),
    )
    flip = passage.rulings.hyphens.get(line)
    if flip is None:
        return entry
    form = flip.form if flip.form and _reaches(flip.form, half, broken) else broken.form(flip.decision)
    return replace(entry, form=form, decision=flip.decision, confidence=1.0, by=flip.by, offered=None)


def _offered(broken: Break, verdict: Verdict) -> str | None:
    """The form that an offer leaves to choose: its own, or the other of joined and kept."""
    if verdict.decision != "offer":
        return None
    return verdict.offered or broken.form("keep" if verdict.written == "join" else "join")


def _reaches(form: str, half: str, broken: Break) -> bool:
    """Whether a form that a person wrote changes nothing before the half on this line."""
    return form.startswith(broken.left[: len(broken.left) - len(half)])


def _edit(entry: Hyphen, mark: int, right: int) -> Edit:
    """The edit that writes an entry's form; `mark` and `right` are where the mark and the second half begin."""
    form = entry.form
    same = _common(entry.left, form)
    tail = _common(entry.right[::-1], form[same:][::-1])
    start, end = mark - (len(entry.left) - same), right + len(entry.right) - tail
    return Edit(start, end, form[same : len(form) - tail], entry.reason, hyphen=entry)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
