"""The number of an issue: Nr. 123, No. 29,422, 第1234期.

In: a line of a masthead. Out: the number, or None. Telephones, houses and prices have numbers too, and are told by the
words around them.
"""

from __future__ import annotations

import re

from correction.issues.calendar_names import plain
from correction.issues.numerals import HAN_FIGURE, read_figures, read_han

_FIGURES = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d[\dIlO]{0,5}"
_SIGN = r"(?:№|(?<![^\W\d_])N(?:ro|r|o|um)?[.,]?[°º]?|(?<![^\W_])(?:Num[ée]ro|Nummer|Number|Issue|Stück)\b)"
_LATIN = re.compile(rf"{_SIGN}[.,:]? {{0,2}}({_FIGURES})(?![\d/]| ?[-–] ?\d)", re.IGNORECASE)
_HAN = re.compile(rf"(?P<before>.{{0,4}})第[ \u3000]*(?P<number>[\d{HAN_FIGURE}]{{1,9}})[ \u3000]*[號号期](?!線|房)")
_HAN_TRAP = re.compile(r"字$|[證证照]$|登[記记]|電|电|掛|挂|門牌|信箱")
# A number behind or before these words is of something else.
_BEFORE = re.compile(
    r"tel|fernspr|fernruf|postsch|konto|compte|ch[eè]que|stra(?:ss|sz|ß|f)e|str\b|gaſſe|gasse|platz|rue|street|avenue"
    r"|haus|zimmer|einzel|box|postfach|boite|mark|prix|preis|le num|la num"
)
_BEHIND = re.compile(r" ?(?:pf|rp|kr|ct|cts|cent|centimes?|fr|fl|h|heller|rappen|d|p|mk|sous?)\b|%|¢", re.IGNORECASE)
NEAR = 24  # characters before the sign in which such a word counts
MISREAD_AT_MOST = 1


def find_number(text: str) -> int | None:
    """The number of the issue that a line names; None where it names none.

    >>> [find_number(t) for t in ("Nro. 50.", "No. 29,422.", "VOL. LII, NO. 3", "第一千二百三十四號", "N 674")]
    [50, 29422, 3, 1234, 674]
    >>> [find_number(t) for t in ("Telephon Nr. 1234", "Le numéro 5 centimes", "Bahnhofſtraße Nr. 8", "警字第三十號")]
    [None, None, None, None]
    """
    for match in _HAN.finditer(text):
        if not _HAN_TRAP.search(match["before"]):
            return read_han(match["number"])
    for match in _LATIN.finditer(text):
        before = plain(text[max(0, match.start() - NEAR) : match.start()])
        if _BEFORE.search(before) or _BEHIND.match(text[match.end() :]) or _is_bare(text, match):
            continue
        read = read_figures(match[1])
        if read and read[0] and read[1] <= MISREAD_AT_MOST:
            return read[0]
    return None


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """Whether the sign is a lone N, which counts only where nothing else stands in the line."""
    return match[0][0] in "Nn" and match[0][1:2] in (" ", "") and match[0] != text.strip(" .,")
