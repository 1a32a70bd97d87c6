"""Datelines: the place, day or sender that opens a report's first paragraph.

In: the text of a paragraph. Out: its dateline as printed, which stays part of the text, or None. Precise rather
than greedy: a city's name alone is no dateline; a day, a sender or the capitals and dash of a wire report make one.
"""

from __future__ import annotations

import re

_NUMBER = "0-9０-９〇零一二三四五六七八九十廿卅"
_DAY_HAN = rf"(?:[{_NUMBER}]{{1,4}}年)?(?:[{_NUMBER}]{{1,3}}月)?[{_NUMBER}]{{1,3}}日"
_PLACE_HAN = r"[㐀-鿿]{2,6}"
_WIRE_HAN = r"(?:[㐀-鿿]{0,4}社)"
_END_HAN = r"(?:专电|專電|电讯|電訊|急电|急電|海通电|海通電|[㐀-鿿]{0,4}[电電讯訊])"
_HAN = (
    r"(?:本[报報刊][电電讯訊]|本[报報](?:[综綜]合)?消息|本[市埠县縣][讯訊])"
    rf"|(?:本[报報]|{_WIRE_HAN}){_PLACE_HAN}{_DAY_HAN}{_END_HAN}"
    rf"|(?:本[报報]|{_WIRE_HAN}){_PLACE_HAN}[电電讯訊]"
)
# Without a sender the place and day need brackets: 北京六月三日電 could open a sentence.
_HAN_BARE = rf"{_PLACE_HAN}{_DAY_HAN}{_END_HAN}|{_PLACE_HAN}[电電讯訊]"
_CHINESE = re.compile(
    rf"[（(【〔［\[](?:{_HAN}|{_HAN_BARE})[）)】〕］\]]|(?:{_HAN})(?=[ \u3000，：:（(—]|$)(?:[—]{{1,2}})?"
)

_MONTHS = (
    r"Jan(?:uary|uar|\.)?|Feb(?:ruary|ruar|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|O[ck]t(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?|M[äa]rz|Mai|Juni|Juli|Jänner"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_DAY_FIRST = rf"(?:den |le )?\d{{1,2}}(?:\.|er|{_ORDINAL}) (?i:{_MONTHS})"
_DAY = rf"(?:(?i:{_MONTHS})\.? \d{{1,2}}{_ORDINAL}|{_DAY_FIRST})(?:,? \d{{4}})?"
_NOT_A_PLACE = r"(?!(?:On|In|At|By|Since|Until|Am|Vom|Seit|Bis|Le|Du) )"
_PLACE = rf"{_NOT_A_PLACE}[A-ZÀ-Þ][\w.'’-]*(?: (?:de|la|le|am|an der|a\. ?[A-Z]\.|[A-ZÀ-Þ][\w.'’-]*)){{0,3}}"
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
# Four letters or two words: USA — is no place to write from.
_CAPITALS = rf"(?={_UPPER}[A-ZÀ-Þ]{{2}}|{_UPPER} [A-ZÀ-Þ]){_UPPER}(?: {_UPPER}){{0,3}}(?:, [A-Z][\w.]{{1,12}})?"
_SENDER = r" ?[(（\[][^()（）\[\]]{2,30}[)）\]]\.?"
_DASH = r" ?[—–―]+|\.? ?--?(?= )"
_LATIN = re.compile(
    rf"(?:[*†] ?)?(?:{_PLACE}(?:, {_PLACE})?, {_DAY}\.?(?:{_SENDER})?(?:\.?(?:{_DASH})|(?<=\.)|(?<=[)\]])|:)"
    rf"|{_CAPITALS}(?:{_SENDER})?(?:\.?(?: ?[—–―]+| -(?= ))))"
)


def find_dateline(text: str) -> str | None:
    """Give the dateline that opens a paragraph, as printed, or None.

    >>> find_dateline("PARIS, Jan. 3. — The Senate met to-day.")
    'PARIS, Jan. 3. —'
    >>> find_dateline("（巴黎廿二日海通電）法國政府")
    '（巴黎廿二日海通電）'
    >>> find_dateline("Paris, the capital, was calm.") is None
    True
    """
    opening = text.lstrip().lstrip("\u3000")
    match = _CHINESE.match(opening) or _LATIN.match(opening.replace("\n", " "))
    return opening[: match.end()].strip() if match else None
