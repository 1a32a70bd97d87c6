"""Titles: the paper's name, as most of its pages print it.

In: what mastheads show, misread now and then. Out: for each way of printing it the one name that stands for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from correction.issues.calendar_names import plain
from correction.issues.masthead import Masthead

ALIKE = 0.8  # of the longer name: Zürche Zeitung is Zürcher Zeitung, Neue Zürcher Zeitung is not (0.78)
SHORT = 4  # characters of a Chinese name, of which one may be lost: 晶 is 晶報
FRONT, INNER = 3, 1  # what a title on a front page weighs, and one in a running head
KNOWN = 10**9  # a name that is on the list outweighs every printed form
PROVED = 3  # weight from which a name is believed


@dataclass(slots=True)
class _Name:
    forms: Counter[str] = field(default_factory=Counter)
    weight: int = 0

    @property
    def best(self) -> str:
        return max(self.forms, key=lambda form: (self.forms[form], len(form)))


@dataclass(frozen=True, slots=True)
class TitleOfPage:
    """The name of a page's paper, and whether several pages, or a front page, bear witness of it."""

    name: str
    proved: bool


def settle_titles(mastheads: Sequence[Masthead], known: Iterable[str] = ()) -> dict[str, TitleOfPage]:
    """The title of each page that shows one, by its id; `known` names of papers go before printed ones.

    >>> heads = [Masthead("p1", ("Zürcher Zeitung",), True), Masthead("p2", ("Zürche Zeitung",), True)]
    >>> settle_titles([*heads, Masthead("p3", ("Zürcher Zeitung", "Samstag"))])["p2"]
    TitleOfPage(name='Zürcher Zeitung', proved=True)
    """
    names = _gather(mastheads, known)
    settled: dict[str, TitleOfPage] = {}
    for head in mastheads:
        of_page = [names[title] for title in head.titles if title in names]
        if of_page:
            best = max(of_page, key=lambda name: name.weight)  # the first of equals
            settled[head.page] = TitleOfPage(best.best, best.weight >= PROVED)
    return settled


def are_alike(one: str, other: str) -> bool:
    """Whether two printed names are of one paper.

    >>> are_alike("Arbeiter-Beitung", "Arbeiter-Zeitung"), are_alike("晶", "晶報"), are_alike("Le Temps", "Le Matin")
    (True, True, False)
    """
    a, b = _letters(one), _letters(other)
    if a == b:
        return True
    if not a or not b:
        return False
    if max(len(a), len(b)) <= SHORT and max(a, b) > "㐀":
        return OSA.distance(a, b) <= 1 and (a in b or b in a)
    return OSA.normalized_similarity(a, b, score_cutoff=ALIKE) >= ALIKE


def _gather(mastheads: Sequence[Masthead], known: Iterable[str]) -> Mapping[str, _Name]:
    """Every printed title with the name that it belongs to."""
    weights: Counter[str] = Counter()
    for head in mastheads:
        for title in head.titles:
            weights[title] += FRONT if head.is_front else INNER
    names = [_Name(Counter({title: KNOWN}), PROVED) for title in known]
    of_title: dict[str, _Name] = {}
    for title, weight in sorted(weights.items(), key=lambda w: (-w[1], w[0])):
        name = next((n for n in names if are_alike(title, n.best)), None)
        if name is None:
            name = _Name()
            names.append(name)
        name.forms[title] += weight
        name.weight += weight
        of_title[title] = name
    return of_title


def _letters(name: str) -> str:
    return "".join(c for c in plain(name) if c.isalnum())
