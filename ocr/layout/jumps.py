"""Jump lines: where an article goes on, or where it comes from, on another page or in another issue.

In: a printed line. Out: a `PrintedJump` with its way and page, or the words that point to another issue. Precise rather
than greedy: a jump fills its line, or stands in brackets or behind a mark at the line's end (下转第2版) or start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MOST_LETTERS = 60  # No jump line seen is longer.
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "廿": 20, "卅": 30}
_TENS = frozenset("十廿卅")  # without one of them, numerals stand for their places, as figures do
_WORDS = (
    "one first eins ersten un premiere|two second zwei zweiten deux deuxieme|three third drei dritten trois troisieme"
    "|four fourth vier vierten quatre quatrieme|five fifth funf funften cinq cinquieme|six sixth sechs sechsten"
    " sixieme|seven seventh sieben siebenten sept septieme|eight eighth acht achten huit huitieme"
    "|nine ninth neun neunten neuf neuvieme|ten tenth zehn zehnten dix dixieme|eleven eleventh elf elften onze onzieme"
    "|twelve twelfth zwolf zwolften douze douzieme"
)
_NUMBER_WORDS = {word: i for i, words in enumerate(_WORDS.split("|"), 1) for word in words.split()}
_PLAIN = str.maketrans("àâäçéèêëîïôöùûüÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ０１２３４５６７８９", "aaaceeeeiioouuuAAACEEEEIIOOUUU0123456789")

_MARK = r"[\s▲△▼▽►▶◄◀→←↓↑■□◆◇●○★☆※*—–―.…·-]*"
_OPEN, _CLOSE = r"[（(【〔［\[「『]", r"[）)】〕］\]」』]"
_HAN_NUMBER = r"(?P<page>\d{1,3}|[〇零一二兩两三四五六七八九十廿卅]{1,4})"
_HAN_PAGE = rf"(?:本[报報])?第?[ ]*[A-Z]?{_HAN_NUMBER}[ ]*[版頁页面张張](?:第?\S{{1,3}}[栏欄])?"
_HAN_TO = r"(?:下[转轉接续續见見]|[转轉](?:入|至|到)?|接(?:至|到)|未完[，、 ]?(?:下)?[转轉接]|续[见至]|續[見至])"
_HAN_FROM = r"(?:上接|[承接续續]自)"
_HAN_EITHER = r"(?:[紧緊]接|[承接续續])"
_TITLE = r"(?P<title>[^,.:;()]{3,40}?)"
_LATIN_NUMBER = r"(?P<page>\d{1,3}|[a-zäöüéèàß]{2,10})"
_COLUMN = r"(?:[,;]? ?(?:cols?\.?|columns?|spalte|sp\.|col(?:onne)?\.?) ?\w{1,6})?"
_PAGE_EN = (
    rf"(?:page|pg\.?|p\.) ?{_LATIN_NUMBER}{_COLUMN}|(?:the )?{_LATIN_NUMBER.replace('page', 'page2')} page{_COLUMN}"
)
_PAGE_DE = rf"(?:seite|s\.) ?{_LATIN_NUMBER}{_COLUMN}|(?:der )?{_LATIN_NUMBER.replace('page', 'page2')} seite{_COLUMN}"
_PAGE_FR = (
    rf"(?:la )?(?:page|p\.) ?{_LATIN_NUMBER}{_COLUMN}"
    rf"|(?:la )?{_LATIN_NUMBER.replace('page', 'page2')} ?(?:e|eme|re|ère|ème)? page{_COLUMN}"
)
_TO = [
    rf"{_HAN_TO}[ ]*{_HAN_PAGE}",
    rf"(?:{_TITLE}[,:;.]? )?(?:please )?(?:continued|turn|cont'?d\.?)(?: (?:on|to|at))? (?:{_PAGE_EN})",
    rf"(?:please )?see {_TITLE}[,:;.]? (?:on |at )?(?:{_PAGE_EN})",
    rf"(?:fortsetzung|schlu(?:ss|ß)|weiter|siehe)(?: (?:siehe|folgt))?(?: auf)? (?:{_PAGE_DE})",
    rf"(?:(?:lire|voir) )?(?:la )?(?:suite|fin)(?: (?:a|à|en|sur))?(?: la)? (?:{_PAGE_FR})",
]
_FROM = [
    rf"{_HAN_FROM}[ ]*{_HAN_PAGE}",
    rf"(?:{_TITLE}[,:;.]? )?(?:continued|cont'?d\.?|concluded) from (?:{_PAGE_EN})",
    rf"(?:fortsetzung|schlu(?:ss|ß))(?: des artikels)? (?:von|aus) (?:{_PAGE_DE})",
    rf"(?:suite|fin)(?: de l['’]article)? de (?:{_PAGE_FR})",
]
Way = Literal["to", "from", "either"]
_PATTERNS: dict[Way, list[str]] = {"to": _TO, "from": _FROM, "either": [rf"{_HAN_EITHER}[ ]*{_HAN_PAGE}"]}
_WAYS = [(way, re.compile(pattern, re.IGNORECASE)) for way, patterns in _PATTERNS.items() for pattern in patterns]
_BRACKETED = rf"{_OPEN}[^（）()【】〔〕［］\[\]]{{4,50}}{_CLOSE}"
_TAIL = re.compile(rf"\S(?P<jump>[ \u3000▲▼►▶→↓]*{_BRACKETED}{_MARK}|[ \u3000]*[▲▼►▶→↓][^▲▼►▶→↓]{{4,40}})$")
_LEAD = re.compile(rf"^(?P<jump>{_MARK}{_BRACKETED}{_MARK})(?=\S)")

_SERIAL_NUMBER = r"[（(〔【][ ]*[一二三四五六七八九十廿卅百]{1,4}[ ]*[）)〕】]"
_LATER = (
    r"(?:未完|待[续續]|本[节節章篇]未完|下期待?[续續]|明日?[续續]|[续續]完"
    r"|to be continued(?: (?:next|to-?morrow).{0,20})?"
    r"|fortsetzung folgt|schlu(?:ss|ß) folgt|[àa] suivre|la suite (?:au prochain num[ée]ro|[àa] demain)"
    r"|la fin (?:au prochain num[ée]ro|[àa] demain))"
)
_EARLIER = r"(?:[续續](?:昨|前|上期|[一二三四五六七八九十]{1,3})日?|[续續])"
_ISSUE = re.compile(rf"{_MARK}{_OPEN}?[ ]*(?:{_LATER}|{_EARLIER})[ .。!]*{_CLOSE}?{_MARK}", re.IGNORECASE)
_ISSUE_TAIL = re.compile(rf"{_OPEN}[ ]*(?:{_LATER}|{_EARLIER})[ .。]*{_CLOSE}$", re.IGNORECASE)
_ISSUE_LEAD = re.compile(rf"{_OPEN}[ ]*{_EARLIER}[ ]*{_CLOSE}")
_NUMBERED = re.compile(rf"{_SERIAL_NUMBER}$")


@dataclass(frozen=True, slots=True)
class PrintedJump:
    """A jump as printed: which way, the number of the page, and the article's title where the line names it.

    The page tells which way 紧接第二版 means: from an earlier page, to a later one.
    """

    text: str
    way: Way
    page: int
    title: str | None = None


def parse_jump(text: str) -> PrintedJump | None:
    """Read a whole printed line as a jump; None when it is anything else.

    >>> parse_jump("（下转第2版）")
    PrintedJump(text='（下转第2版）', way='to', page=2, title=None)
    >>> parse_jump("Continued from Page One")
    PrintedJump(text='Continued from Page One', way='from', page=1, title=None)
    >>> parse_jump("The talks were continued on page after page.") is None
    True
    """
    printed = text.strip().strip("\u3000")
    if not printed or len(printed) > MOST_LETTERS:
        return None
    core = re.sub(rf"^{_MARK}{_OPEN}?\s*|[\s.。]*{_CLOSE}?{_MARK}$", "", printed)
    for way, pattern in _WAYS:
        if match := pattern.fullmatch(core):
            groups = match.groupdict()
            page = page_number(groups["page"] or groups.get("page2") or "")
            if page is not None:
                title = (groups.get("title") or "").strip()
                return PrintedJump(printed, way, page, title if title and title.lower() != "please" else None)
    return None


def cut_jump(text: str) -> tuple[str, PrintedJump] | None:
    """Cut a jump off the end or the start of a line of text: (the text without it, the jump); None when there is none.

    >>> cut_jump("会议强调，要加快（下转02版）")
    ('会议强调，要加快', PrintedJump(text='（下转02版）', way='to', page=2, title=None))
    """
    if (tail := _TAIL.search(text)) and (jump := parse_jump(tail["jump"])):
        return text[: tail.start("jump")].rstrip(), jump
    if (lead := _LEAD.search(text.lstrip())) and (jump := parse_jump(lead["jump"])):
        return text.lstrip()[lead.end() :].lstrip(), jump
    return None


def page_number(text: str) -> int | None:
    """The number that a page's name says in figures, Chinese numerals or a word; None when it says none.

    >>> [page_number(t) for t in ("02", "十二", "廿一", "二四", "一〇", "Two", "troisième", "more")]
    [2, 12, 21, 24, 10, 2, 3, None]
    """
    plain = text.strip().translate(_PLAIN).lower()
    if plain.isdigit():
        return int(plain)
    if plain in _NUMBER_WORDS:
        return _NUMBER_WORDS[plain]
    if not plain or not all(c in _HAN_DIGITS or c == "十" for c in plain):
        return None
    if not _TENS.intersection(plain):
        return int("".join(str(_HAN_DIGITS[c]) for c in plain)) or None
    total, digit = 0, None
    for c in plain:
        if c == "十":
            total += 10 * (1 if digit is None else digit)
            digit = None
        else:
            value = _HAN_DIGITS[c]
            total, digit = (total + value, None) if value >= 20 else (total, value)
    return total + (digit or 0) or None


def issue_words(text: str) -> str | None:
    """The words of a line that point to another issue (未完, 續昨, Fortsetzung folgt.); None when there are none.

    They stand alone on the line, or in brackets at its end or start.

    >>> issue_words("他便走了。（未完）"), issue_words("Fortsetzung folgt."), issue_words("未完的工程")
    ('（未完）', 'Fortsetzung folgt.', None)
    """
    printed = text.strip().strip("\u3000")
    if _ISSUE.fullmatch(printed) and printed not in ("续", "續"):
        return printed
    found = _ISSUE_TAIL.search(printed) or _ISSUE_LEAD.match(printed)
    return found[0] if found else None


def serial_number(heading: str) -> str | None:
    """The number in brackets that ends the heading of an instalment; None when it has none.

    >>> serial_number("海上奇緣（十三）"), serial_number("三號（本報訊）")
    ('（十三）', None)
    """
    match = _NUMBERED.search(heading.strip())
    return match[0] if match and match.start() else None
