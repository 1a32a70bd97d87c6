"""Which part of a text stands in which of the lines that an engine read.

In: the lines as they were read, and the text, in lines of its own. Out: the text of each line. Lines of the text that
are a line of the page as they stand are laid first; each part between two of them is laid over the lines that are free
there. Those are put into the order in which the text has them, by the short runs of letters that both share, and all
is aligned at once, letter by letter (Levenshtein). Lines that the text does not have are left out, and it is aligned
again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from rapidfuzz.distance import Levenshtein

from correction.exchange.letters import is_wide
from correction.exchange.text_anchors import anchors, compact, fold

HYPHENS = frozenset("-⸗=¬‐\u00ad")
SNAP = 6  # letters that a line's end may be off in the alignment from one of the text
LIKE = 0.35  # of a piece's letters that must be the line's, or it is none of it
# Of a line's letters that the text must have, or the line is not in it; LIKE for a whole line of the text.
HELD = 0.55
STRAY = 12  # letters from which a piece that belongs to no line is worth a word
RUN = 4  # letters of a run that tells the place of a line; Han letters tell more
HAN_RUN = 2
COMMON = 30  # places from which a run tells none
BUCKET = 8  # letters that the runs of one line may be apart from each other by misreadings
ROOM = 1.3  # times the letters of its lines that a part of the text may have, or it goes on elsewhere


@dataclass(frozen=True, slots=True)
class Laid:
    """A text for each line that was read, "" for those that the text has not, and pieces that belong to none."""

    texts: tuple[str, ...]
    strays: tuple[str, ...]


@dataclass(slots=True)
class _Piece:
    """What of the text stands at a line (-1: at none); `bound` says that it goes on in the text's line before."""

    text: str
    line: int
    bound: bool


def lay_lines(read: Sequence[str], text: str) -> Laid:
    """Give each line that was read its part of the text."""
    wanted = text.split("\n")
    pieces = _laid(read, wanted, anchors(read, wanted))
    strays = tuple(_settle(pieces, len(read)))
    texts = [""] * len(read)
    for piece in pieces:
        if piece.text:
            texts[piece.line] = f"{texts[piece.line]} {piece.text}" if texts[piece.line] else piece.text
    return Laid(tuple(texts), strays)


def _laid(read: Sequence[str], wanted: Sequence[str], known: Mapping[int, int]) -> list[_Piece]:
    """The text in pieces, in its order: known lines as they stand, and between them what was laid on free lines."""
    pieces = {j: [_Piece(wanted[j], i, bound=False)] for j, i in known.items()}
    taken = set(known.values())
    runs = [list(run) for is_known, run in groupby(range(len(wanted)), known.__contains__) if not is_known]
    wide = []  # parts with more letters than the lines there: laid last, on whatever is free then
    for run in runs:
        free = _between(known.get(run[0] - 1, -1), known.get(run[-1] + 1, len(read)), len(read), taken)
        if sum(len(wanted[j]) for j in run) > ROOM * sum(len(read[i]) for i in free):
            wide.append(run)
            continue
        pieces[run[0]] = _on(read, free, "\n".join(wanted[j] for j in run))
        taken.update(piece.line for piece in pieces[run[0]])
    for run in wide:
        free = [i for i in range(len(read)) if i not in taken]
        pieces[run[0]] = _on(read, free, "\n".join(wanted[j] for j in run))
        taken.update(piece.line for piece in pieces[run[0]])
    return [piece for _, part in sorted(pieces.items()) for piece in part]


def _between(before: int, behind: int, count: int, taken: Set[int]) -> list[int]:
    """The free lines that follow one line and those that go before another, up to the next that are taken."""
    after = range(before + 1, count) if before >= 0 or behind == count else ()
    ahead = range(behind - 1, -1, -1) if behind < count or before < 0 else ()
    first = list(takewhile(lambda i: i not in taken, after))
    last = list(takewhile(lambda i: i not in taken, ahead))
    return list(dict.fromkeys([*first, *reversed(last)]))


def _on(read: Sequence[str], free: Sequence[int], text: str) -> list[_Piece]:
    """A part of the text in pieces, laid over some of the lines."""
    if not free:
        return [_Piece(line, -1, bound=False) for line in text.split("\n")]
    order = [free[i] for i in _order([read[i] for i in free], text)]
    held = order
    for _ in range(2):  # again without the lines that the text does not have, whose letters would stand in the way
        pieces = list(_pieces([read[i] for i in held], text))
        kept = [i for place, i in enumerate(held) if any(piece.line == place for piece in pieces)]
        if len(kept) == len(held) or not kept:
            break
        held = kept
    pieces = list(_pieces([read[i] for i in held], text))
    return [replace(piece, line=held[piece.line] if piece.line >= 0 else -1) for piece in pieces]


def _order(read: Sequence[str], text: str) -> list[int]:
    """The lines in the order in which the text has them; one that it has not stays behind the line before it."""
    whole = compact(text)
    size = HAN_RUN if 2 * sum(map(is_wide, whole)) > len(whole) else RUN
    places: dict[str, list[int]] = defaultdict(list)
    for i in range(len(whole) - size + 1):
        places[whole[i : i + size]].append(i)
    keys: list[int] = []
    expected = 0
    for line in read:
        letters = compact(line)
        votes: Counter[int] = Counter()
        for i in range(len(letters) - size + 1):
            found = places.get(letters[i : i + size], ())
            for at in {(at - i) // BUCKET + side for at in found for side in (0, 1)} if len(found) < COMMON else ():
                votes[at] += 1
        most = max(votes.values(), default=0)
        if most >= max(2, LIKE * (len(letters) - size + 1)):
            likely = [bucket * BUCKET for bucket, count in votes.items() if count >= most - 1]
            keys.append(min(likely, key=lambda at: abs(at - expected)))
            expected = keys[-1] + len(letters)
        else:
            keys.append(keys[-1] if keys else 0)
    return sorted(range(len(read)), key=lambda i: keys[i])


def _pieces(read: Sequence[str], text: str) -> Iterator[_Piece]:
    """The text in pieces, each at its line or at none."""
    owners, cuts = _align(read, text)
    sizes = [sum(not letter.isspace() for letter in line) for line in read]
    shares = Counter(owners)
    begin = 0
    for i, line in enumerate(read):
        is_last = i == len(read) - 1
        end = len(text) if is_last else max(begin, _cut(text, cuts[i], is_broken=line.rstrip()[-1:] in HYPHENS))
        start = begin
        for part in text[begin:end].split("\n"):
            stop = start + len(part)
            own = owners[start:stop].count(i)
            letters = sum(not letter.isspace() for letter in part)
            is_whole = (start == 0 or text[start - 1] == "\n") and (stop == len(text) or text[stop] == "\n")
            is_own = own >= LIKE * letters and shares[i] >= (LIKE if is_whole else HELD) * sizes[i]
            if letters:
                mark = _hyphen(line, text, stop) if is_own else ""
                yield _Piece(part.strip() + mark, i if is_own else -1, start > 0 and text[start - 1] != "\n")
            start = stop + 1
        begin = end


def _settle(pieces: Sequence[_Piece], count: int) -> Iterator[str]:
    """Put pieces of no line to a neighbour: the one that they make a line of the text with, else the one before.

    A piece that is a line of its own goes to the line behind that one while it is free. Gives those that are more than
    a misread word.
    """
    taken = {piece.line for piece in pieces}
    for i, piece in enumerate(pieces):
        if piece.line >= 0:
            continue
        before = next((each for each in reversed(pieces[:i]) if each.line >= 0), None)
        after = next((each for each in pieces[i + 1 :] if each.line >= 0), None)
        goes_on = i + 1 < len(pieces) and pieces[i + 1] is after and pieces[i + 1].bound
        joins = goes_on or (piece.bound and before is not None)
        home = after if goes_on else before or after
        if home is None or not joins or len(piece.text) >= STRAY:
            yield piece.text
        piece.line = home.line if home else 0
        beside = piece.line + (1 if home is before else -1)
        if home and not joins and 0 <= beside < count and beside not in taken:
            piece.line = beside
        taken.add(piece.line)


def _align(read: Sequence[str], text: str) -> tuple[list[int], list[int]]:
    """The line that each letter of the text was read in (-1: none), and where the text of each line ends."""
    # The hyphen at a line's end would draw the word's next letter to it.
    stems = [line.rstrip().rstrip("".join(HYPHENS)) for line in read]
    whole = "\n".join(stems)
    number = [i for i, line in enumerate(stems) for _ in range(len(line) + 1)]
    owners = [-1] * len(text)
    place = [len(text)] * (len(whole) + 1)
    for step in Levenshtein.opcodes(fold(whole), fold(text)):
        for i in range(step.src_start, step.src_end):
            at = step.dest_start if step.tag == "delete" else step.dest_start + i - step.src_start
            place[i] = at
            if step.tag == "equal" and not text[at].isspace():
                owners[at] = number[i]
    cuts = []
    end = -1
    for line in stems:
        end += len(line) + 1
        cuts.append(place[end])
    return owners, cuts


def _cut(text: str, at: int, *, is_broken: bool) -> int:
    """Where a line's text ends: at a line end of the text, else between two words or inside a broken one."""
    breaks = [i for i in range(max(0, at - SNAP), min(len(text), at + SNAP + 1)) if text[i] == "\n"]
    if breaks:
        return min(breaks, key=lambda i: abs(i - at))
    beside = text[max(0, at - 1) : at + 1]
    if is_broken or len(beside) < 2 or any(letter.isspace() or is_wide(letter) for letter in beside):
        return at
    spaces = [i for i in range(max(0, at - 2 * SNAP), min(len(text), at + 2 * SNAP + 1)) if text[i].isspace()]
    return min(spaces, key=lambda i: abs(i - at)) if spaces else at


def _hyphen(line: str, text: str, end: int) -> str:
    """The hyphen that is printed where the text has the word in one."""
    mark = line.rstrip()[-1:]
    inside = 0 < end < len(text) and text[end - 1].isalpha() and text[end].isalpha()
    return mark if inside and mark in HYPHENS and not is_wide(text[end]) else ""
