"""Lines that are no prose: verse, lists, addresses and rows of a table, whose line ends mean something.

In: the printed lines of a paragraph, with the share of its column that each fills. Out: whether their ends stay. A line
of prose ends because the next word found no room; where it would have had room, somebody chose the end. In doubt it is
prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Fewer lines show no pattern; a Chinese verse shows less than a Latin one, which begins its lines with capitals.
LEAST, LEAST_HAN = 3, 4
# Up to this many lines all must fit the pattern, of more of them this share.
FEW, MOST = 5, 0.85
# Share of the line ends that leave the next word room in the column.
CHOSEN = 0.75
# Prose beside a picture leaves that room too, but its lines, the indented first one aside, are as wide as the widest.
AS_WIDE, MOST_AS_WIDE = 0.03, 0.8
ALONE = 8  # lines that show a verse by their capitals where nothing tells how wide the column is
FULL = 0.85  # share of the column that lines which are no prose fill, on average, at most
LONGEST_ROW = 60  # characters: a line of a list or table that is longer is text
_HAN_MARK = re.compile(r"[，。；！？、：,.;!?][”’」』）)]?$")
_CAPITAL = re.compile(r"[\"'“”„«»‘’‚(\[¿¡—–-]*\s?(?:[^\W\d_a-zß-öø-ÿſ]|\d)")
_ITEM = re.compile(
    r"[(（]?(?:\d{1,3}|[a-z]|[一二三四五六七八九十]{1,3})[.)）、．](?=\D)|[•●■◆▪▲△○◇★☆※①-⑳*][ \u3000]?(?=\S)"
    r"|[—–-] ?(?=[^\W_a-z])"
)
_FIGURE = r"[\d½¼¾⅓⅔][\d.,:/½¼¾⅓⅔ –-]*"
_ENDS_IN_FIGURE = re.compile(
    rf"[^\W\d_].*?(?:[ .…·_—-]*[ .…·_](?:\D{{1,3}} ?)?{_FIGURE}(?: ?[^\W\d_]{{1,4}}\.?| ?[%£$€¢°])?)$"
)
_CELL_GAP = re.compile(r"\t+|[ \u3000]{2,}|\u3000|(?:\. ?){3,}|…+")
_BROKEN = re.compile(r"[^\W\d_][-‐¬⸗=]$")


def keeps_lines(texts: Sequence[str], widths: Sequence[float], language: str) -> bool:
    """Whether the ends of these lines stay; `widths` are shares of the column's width, 1.0 for a full line.

    >>> keeps_lines(["The wind is on the hill,", "And all the sheep are", "In the fold."], [0.7, 0.62, 0.36], "en")
    True
    >>> keeps_lines(["The Mayor said that he", "And all his friends were", "Never there."], [1.0, 0.98, 0.5], "en")
    False
    """
    if len(texts) < LEAST or len(texts) != len(widths):
        return False
    bare = [text.strip(" \t\u3000") for text in texts]
    if not all(bare) or any(map(_BROKEN.search, bare)):
        return False
    if _is_list(bare) or _is_table(bare):
        return True
    return _is_verse_han(bare, widths) if language.startswith("zh") else _is_verse(bare, widths)


def is_stanza_part(texts: Sequence[str], widths: Sequence[float], language: str, *, narrow: bool) -> bool:
    """Whether a few lines may be a part of a stanza: they begin as verse does, or end so in Chinese.

    `narrow` asks for lines that leave some of the column, which is wider than the verse.
    """
    bare = [text.strip(" \t\u3000") for text in texts]
    if language.startswith("zh"):
        return all(map(_HAN_MARK.search, bare)) and max(widths) <= FULL
    if not all(_begins(text) and not _BROKEN.search(text) for text in bare):
        return False
    return not narrow or len(bare) < 2 or _chosen(bare, widths)


def _is_list(texts: Sequence[str]) -> bool:
    """Whether each line begins an item, or ends in a figure as in a list of prices."""
    short = max(map(len, texts)) <= LONGEST_ROW
    return short and (_most(map(_ITEM.match, texts)) or _most(map(_ENDS_IN_FIGURE.match, texts)))


def _is_table(texts: Sequence[str]) -> bool:
    """Whether the lines are cut by wide gaps or leaders into as many cells each, none of them a single letter."""
    rows = [_CELL_GAP.split(text) for text in texts]
    cells = len(rows[0])
    return cells > 1 and _most(len(row) == cells and sum(map(len, row)) > 1.5 * cells for row in rows)


def _is_verse(texts: Sequence[str], widths: Sequence[float]) -> bool:
    """Whether lines that begin with a capital end before the column does, or are many and of all widths."""
    even = sum(width >= max(widths) - AS_WIDE for width in widths[:-1])
    if not _most(map(_begins, texts)) or even > MOST_AS_WIDE * (len(widths) - 1):
        return False
    return len(texts) >= ALONE or (sum(widths) <= FULL * len(widths) and _chosen(texts, widths))


def _begins(text: str) -> bool:
    """Whether a line begins with a capital, which shows nothing where all of it is set in capitals."""
    return _CAPITAL.match(text) is not None and any(map(str.islower, text))


def _is_verse_han(texts: Sequence[str], widths: Sequence[float]) -> bool:
    """Whether lines that all end in a mark end before the column does; Chinese verse has lines of one length."""
    return len(texts) >= LEAST_HAN and _ends_han(texts) and max(widths) <= FULL


def _ends_han(texts: Sequence[str]) -> bool:
    """Whether lines end in a mark each."""
    return _most(map(_HAN_MARK.search, texts))


def _chosen(texts: Sequence[str], widths: Sequence[float]) -> bool:
    """Whether the ends were chosen: the column had room for the word that the next line begins with."""
    letter = sum(widths) / sum(map(len, texts))
    words = [text.split(maxsplit=1)[0] for text in texts[1:]]
    reached = [width + letter * (len(word) + 1) for width, word in zip(widths[:-1], words, strict=True)]
    return sum(width <= 1.0 for width in reached) >= CHOSEN * len(reached)


def _most(answers: Iterable[object]) -> bool:
    """Whether all of a few answers are yes, or most of many."""
    said = [bool(answer) for answer in answers]
    return all(said) if len(said) <= FEW else sum(said) >= MOST * len(said)
