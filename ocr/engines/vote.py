"""One text from several readings of the same lines.

In: what each voter read of each line, its trust, what it can print, and the language. Out: a voted `LineText` a line.
Readings are laid beside each other; of what they saw at each place, the characters are taken that all together are the
likeliest: by how sure their voters are, and by how likely words of the language run so. Nothing is printed that no
voter saw, but for what all are known to mistake.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ocr.engines import UNREAD
from ocr.engines.alignment import Column, align
from ocr.engines.glyphs import glyphs_of, line_of
from ocr.engines.letters import END, START, LetterModel, letter_model, letters_of
from ocr.page import Glyph, Language, LineText

# Marks that engines tell apart at will or cannot print; what is printed is what the first voter that saw it says.
SAME = str.maketrans("ſ⸗—–“”„»«’‘‚", 's---"""""\'\'\'')
ABSENT = 0.8  # how sure a voter is that there is nothing where it saw nothing
UNSURE = 0.9  # how sure a character counts whose voter does not say it, as of a space
FLOOR = 0.001  # of the votes, for whatever was seen at all
# How much the run of letters counts beside the votes. Line errors of six pages of Fraktur and one of 1895, their mean:
# 0: 3.9 %, 0.2: 2.9, 0.3: 2.4, 0.4: 2.5 (names suffer).
RUN = 0.3
MARK = -3.5  # chance (logarithm) of a mark or a figure in a run; engines read specks as points. -2: 2.9 %, -5: 2.4
HYPHEN, APOSTROPHE = "-", "'"  # as all of them are folded
ELISION = 0.5  # chance (logarithm) of an apostrophe behind a word like l, beside that of none. 0: 3 of 69 more lost
PATHS = 12  # kept at each place


def anything(character: str) -> bool:
    """What a voter can print of which no gap in its alphabet is known: whatever there is."""
    return bool(character)


@dataclass(frozen=True, slots=True)
class Voter:
    """A reading of some lines, how far it is trusted beside the others (1: as much as any), and what it can print.

    `marks` is by how much more it is trusted in the points, dashes and quotes that it sees, `letters` in the letters.
    """

    texts: Sequence[LineText]
    trust: float = 1.0
    prints: Callable[[str], bool] = anything
    marks: float = 1.0
    letters: float = 1.0

    def weight(self, said: str) -> float:
        """How far it is trusted when it sees this character, or with an empty one that there is none."""
        more = self.letters if said.isalpha() else self.marks if _is_mark(said) else 1.0
        return self.trust * more


class _Path(NamedTuple):  # of which a page needs a hundred thousand: made in half the time of a dataclass
    """One way through a line's columns: its chance (logarithm), what it took last, and the word it is in."""

    chance: float
    taken: str = ""
    before: _Path | None = None
    history: int = START
    word: str = ""


Mistaken = Mapping[str, tuple[str, float]]  # what is read for another character, and how often it is that one
NOTHING_MISTAKEN: Mistaken = {}


def vote(voters: Sequence[Voter], language: Language, mistaken: Mistaken = NOTHING_MISTAKEN) -> list[LineText]:
    """The voted text of each line; raises ValueError when the voters did not read the same lines.

    `mistaken` are characters that all voters take for each other: words say which it is.
    """
    whole = sum(voter.trust for voter in voters)
    voters = [replace(voter, trust=voter.trust / whole) for voter in voters]
    model = letter_model(language)
    lines = zip(*(voter.texts for voter in voters), strict=True)
    return [_voted(texts, voters, model, mistaken) for texts in lines]


def _voted(
    texts: Sequence[LineText], voters: Sequence[Voter], model: LetterModel | None, mistaken: Mistaken
) -> LineText:
    """The voted text of one line. Who saw nothing in it abstains: what the others saw is less sure, but stands."""
    if not any(text.text for text in texts) and any(text is UNREAD for text in texts):
        return UNREAD  # where one failed, that another found nothing does not say that there is nothing
    voters = [voter for voter, text in zip(voters, texts, strict=True) if text.text]
    columns = align([[_in_doubt(glyph, mistaken) for glyph in glyphs_of(text)] for text in texts if text.text], _fold)
    votes = [_shares(column, voters) for column in columns]
    taken = _likeliest([_chances(shares) for shares in votes], model)
    glyphs: list[Glyph] = []
    for column, shares, choice in zip(columns, votes, taken, strict=True):
        if choice:
            glyphs.append(_agreed(column, choice, shares))
        elif glyphs:
            glyphs[-1] = _with_more(glyphs[-1], shares)
    return line_of(glyphs, han=model is None)


def _fold(character: str) -> str:
    return character.translate(SAME)


def _sure(glyph: Glyph | None) -> float:
    if glyph is None:
        return ABSENT
    return UNSURE if glyph.confidence is None else glyph.confidence


def _in_doubt(glyph: Glyph, mistaken: Mistaken) -> Glyph:
    """A glyph with the character that it is mistaken for among its alternatives."""
    if glyph.text not in mistaken:
        return glyph
    other, share = mistaken[glyph.text]
    return replace(glyph, alternatives=(*glyph.alternatives, (other, share * _sure(glyph))))


def _seen(glyph: Glyph | None) -> Iterator[tuple[str, float]]:
    """What a voter sees at a place, and what it says that it may be instead, with how sure it is of each."""
    yield (glyph.text if glyph else ""), _sure(glyph)
    yield from glyph.alternatives if glyph else ()


def _chances(shares: dict[str, float]) -> dict[str, float]:
    """What was seen at a place, marks that are the same as one, and the logarithm of its share of the votes."""
    votes: dict[str, float] = {}
    for said, cast in shares.items():
        votes[_fold(said)] = votes.get(_fold(said), 0.0) + cast
    return {said: math.log(cast + FLOOR) for said, cast in votes.items()}


def _likeliest(chances: Sequence[dict[str, float]], model: LetterModel | None) -> list[str]:
    """The characters, one of each column, that are the likeliest together: a search along the best few paths."""
    paths = [_Path(0.0)]
    for place, column in enumerate(chances, start=1):
        best: dict[str, _Path] = {}
        for path in paths:
            for said, chance in column.items():
                # At the end of a line a hyphen behind letters is not rare. Of 698 such lines 36 lost theirs, now 30.
                broken = said == HYPHEN and place == len(chances) and path.word
                longer = _extended(path, said, chance if not broken else chance - RUN * MARK / 2, model)
                key = longer.word
                if key not in best or best[key].chance < longer.chance:
                    best[key] = longer
        paths = sorted(best.values(), key=lambda path: -path.chance)[:PATHS]
    return _taken(max(paths, key=lambda path: _ended(path, model)))


def _extended(path: _Path, said: str, chance: float, model: LetterModel | None) -> _Path:
    """A path with what was taken at one more place."""
    longer = _Path(path.chance + chance, said, path, path.history, path.word)
    for character in said if model else "":
        longer = _run_on(longer, character, model)
    return longer


def _run_on(path: _Path, character: str, model: LetterModel | None) -> _Path:
    """A path whose run of letters goes on with a character, or ends before it."""
    if model and character.isalpha():
        chance, history = path.chance, path.history
        letters = letters_of(character)
        for letter in letters:
            code = model.code(letter)
            chance += RUN * model.chance(history, code)
            history = model.after(history, code)
        return _Path(chance, path.taken, path.before, history, path.word + letters)
    elided = character == APOSTROPHE and model is not None and model.elides(path.word)
    rare = ELISION if elided else 0.0 if character.isspace() else RUN * MARK
    return _Path(_ended(path, model) + rare, path.taken, path.before)


def _ended(path: _Path, model: LetterModel | None) -> float:
    """A path's chance when the word that it is in ends here."""
    if not model or not path.word:
        return path.chance
    return path.chance + RUN * (model.chance(path.history, END) + model.gain(path.word))


def _taken(path: _Path) -> list[str]:
    characters = []
    while path.before is not None:
        characters.append(path.taken)
        path = path.before
    return characters[::-1]


def _shares(column: Column, voters: Sequence[Voter]) -> dict[str, float]:
    """The share of the votes of each character, as printed; of nothing too, but by those who could have printed it."""
    votes: dict[str, float] = {}
    seen = {glyph.text for glyph in column if glyph}
    whole = 1.0
    for glyph, voter in zip(column, voters, strict=True):
        if glyph or any(map(voter.prints, seen)):
            weight = voter.weight(glyph.text if glyph else "")
            for said, sure in _seen(glyph):
                votes[said] = votes.get(said, 0.0) + weight * sure
            whole += weight - voter.trust
    return {said: cast / whole for said, cast in votes.items()}


def _is_mark(said: str) -> bool:
    return bool(said) and not said.isalnum() and not said.isspace()


def _agreed(column: Column, choice: str, shares: dict[str, float]) -> Glyph:
    """The glyph that was chosen, as the first voter for it saw it; what others saw are its alternatives."""
    seen = [(glyph, said) for glyph in column if glyph for said, _ in _seen(glyph) if _fold(said) == choice]
    first, text = min(seen, key=lambda one: one[0].text != one[1])
    share = sum(cast for said, cast in shares.items() if _fold(said) == choice)
    others = tuple((said, round(cast, 4)) for said, cast in shares.items() if _fold(said) != choice)
    return Glyph(text, first.box, round(share, 4), tuple(sorted(others, key=lambda other: -other[1])))


def _with_more(glyph: Glyph, shares: dict[str, float]) -> Glyph:
    """A glyph with what some voters saw behind it, and was not taken, as alternatives."""
    more = tuple((glyph.text + said, round(cast, 4)) for said, cast in shares.items() if said)
    return replace(glyph, alternatives=tuple(sorted(glyph.alternatives + more, key=lambda other: -other[1])))
