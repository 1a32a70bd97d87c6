"""What a new reading says of lines that a person has settled: it changes nothing, and stands to choose.

In: a page as it was read last, and its decisions. Out: `TextProposal`s for a screen to list, in reading order. One that
a person turns down is not made again: to confirm the line once more is a decision on the new reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from correction.review import Decision, settled
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class TextProposal:
    """A line whose new reading says something else than its old one, and than what a person made of that.

    `stands` is the text that is in force, `read` what the old reading had, `proposed` what the new one has.
    """

    line: str
    decision: Decision
    read: str
    stands: str
    proposed: str
    reading: str


def propose(page: Page, decisions: Iterable[Decision]) -> tuple[TextProposal, ...]:
    """What the page's base reading says otherwise of lines that were corrected or confirmed on an earlier one."""
    held = settled(page, decisions)
    found = []
    for line in page.lines:
        if line.id not in held:
            continue
        decision, seen, stands = held[line.id]
        old = next((reading.lines.get(seen.line) for reading in page.readings if reading.id == decision.base), None)
        read, proposed = old.text if old else seen.text, page.text_of(line.id)
        if decision.base != page.base and proposed not in (read, stands):
            found.append(TextProposal(line.id, decision, read, stands, proposed, page.base))
    return tuple(found)
