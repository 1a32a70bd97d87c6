r"""Words broken at a line end: joined, kept or offered, and written in the ledger.

In: a passage with one `\n` between printed lines. Out: the passage without the line ends that broke a word, and an
entry for each of them. What becomes of a break is decided in `breaks.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from correction.article import Hyphen
from correction.lexicon import HYPHENS
from correction.repair.breaks import Break, Verdict, decide_break
from correction.repair.passage import SPACES, WIDE, Passage
from ocr.page import new_id

_LETTER = rf"(?:(?![{WIDE}])[^\W_])"
_WORD = rf"{_LETTER}+(?:['’]{_LETTER}+)*"
_LAST_WORD = re.compile(rf"{_WORD}$")
_FIRST_WORD = re.compile(_WORD)
# Longer "words" are noise; looking back no further keeps the work linear.
LONGEST_WORD = 80


def mend_hyphens(passage: Passage) -> Passage:
    """Decide every line end of a passage that breaks a word; the others stay for the rules after this one.

    A person's flip is applied instead of the rule. A doubtful break is an `offer`: its `form` says what the text
    holds meanwhile, and halves and mark are in the ledger, so nothing is lost.
    """
    printed = passage.text.split("\n")
    done: list[str] = []
    ledger: list[Hyphen] = []
    current = printed[0]
    for index, following in enumerate(printed[1:]):
        broken = find_break(current, following)
        line = passage.lines[index] if index < len(passage.lines) else ""
        entry = broken and _decide(broken, _last_word(printed[index]), line, passage)
        if broken and entry:
            ledger.append(entry)
            done.append(current.rstrip(SPACES)[: -len(broken.left + broken.mark)])
            current = entry.form + broken.tail
        else:
            done.append(current + "\n")
            current = following
    return replace(passage, text="".join(done) + current, hyphens=(*passage.hyphens, *ledger))


def find_break(before: str, after: str) -> Break | None:
    """Find the word that may be broken between two printed lines; None where no word stands on both sides.

    A dash is never a hyphen: a mark with a space before it, or doubled, breaks nothing. `mark` is empty where the
    first line simply ends.
    """
    line, following = before.rstrip(SPACES), after.lstrip(SPACES)
    mark = line[-1:] if line[-1:] in HYPHENS else ""
    left = _last_word(line)
    right = _FIRST_WORD.match(following[:LONGEST_WORD])
    if not left or not right or (mark == "=" and left[-1].isdigit()):
        return None
    head = line[-len(left + mark) - 1 : -len(left + mark)]
    return Break(left, mark, right[0], following[right.end() :], head)


def _last_word(line: str) -> str:
    """Give the word that a line ends in, before its mark; empty when it ends in anything else."""
    end = line.rstrip(SPACES)[-LONGEST_WORD:]
    found = _LAST_WORD.search(end[:-1] if end[-1:] in HYPHENS else end)
    return found[0] if found else ""


def _decide(broken: Break, half: str, line: str, passage: Passage) -> Hyphen | None:
    """Write the ledger entry of a break; None where nothing speaks for a broken word."""
    verdict = decide_break(broken, passage.lexicon)
    if verdict is None:
        return None
    # Named by the printed half, not by what an earlier break of the same word became.
    key = new_id("h", line, half, broken.right)
    entry = Hyphen(
        id=key,
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
    flip = passage.flips.get(key)
    if flip is None:
        return entry
    return replace(entry, form=broken.form(flip.decision), decision=flip.decision, confidence=1.0, by=flip.by)


def _offered(broken: Break, verdict: Verdict) -> str | None:
    """The form that an offer leaves to choose: its own, or the other of joined and kept."""
    if verdict.decision != "offer":
        return None
    return verdict.offered or broken.form("keep" if verdict.written == "join" else "join")
