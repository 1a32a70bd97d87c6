"""What a new reading says of lines that a person has settled: it changes nothing, and stands to choose.

In: a page as it was read last, and its decisions. Out: `TextProposal`s for a screen to list, in reading order. One that
a person turns down is not made again: to confirm the line once more is a decision on the new reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from correction.anchoring import Anchor, landings
from correction.recutting import lay
from correction.review import Decision, in_force, replay, sightings
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class TextProposal:
    """A line whose new reading says something else than its old one, and than what a person made of that.

    `stands` is the text that is in force, `read` what the old reading had, `proposed` what the new one, `reading`, has.
    """

    line: str
    decision: Decision
    read: str
    stands: str
    proposed: str
    reading: str


def propose(page: Page, decisions: Iterable[Decision]) -> tuple[TextProposal, ...]:
    """What the page's base reading says otherwise of lines that were corrected or confirmed on an earlier one."""
    log = list(decisions)
    stands, standing = replay(page, log).texts, in_force(log)
    found = landings(page, sightings(standing))
    read: dict[str, str] = {}
    last: dict[str, Decision] = {}
    for decision in (each for each in standing if each.kind in ("text", "confirm")):
        for anchor in (each for each in decision.at if each.line in found):
            old = _read_before(page, decision, anchor)
            laid = lay(old, old, found[anchor.line], page.text_of, lambda line: read.get(line, page.text_of(line)))
            read.update({line: text for line, text in laid.items() if line not in last} if laid else {})
            last.update(dict.fromkeys(found[anchor.line].lines, decision))
    return tuple(
        TextProposal(line.id, last[line.id], read[line.id], stands[line.id], proposed, page.base)
        for line in page.lines
        if line.id in read and line.id in stands and last[line.id].base != page.base
        for proposed in [page.text_of(line.id)]
        if proposed not in (read[line.id], stands[line.id])
    )


def _read_before(page: Page, decision: Decision, anchor: Anchor) -> str:
    """What the reading that a decision was made on had of its line."""
    reading = next((each for each in page.readings if each.id == decision.base), None)
    old = reading.lines.get(anchor.line) if reading else None
    return old.text if old else anchor.text
