"""Gaps beside Han characters that justification put there: closed.

In: a passage. Out: edits that take the gaps out; gaps that say something stay: between names, clauses of a heading,
columns of a line without a sentence, titles, behind a label. Only white space goes; no letter and no mark is touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from correction.datelines import find_dateline
from correction.repair.name_lists import LONGEST_NAME, NAMES_IN_A_LIST, find_name_gaps, width
from correction.repair.passage import SHARED, SPACES, WIDE, Edit, Passage, is_wide
from ocr.layout.credits import MARKS

# Three single characters in a row are letter-spaced; two may be two words.
SPACED_OUT = 3
IDEOGRAPHIC_SPACE = "\u3000"
_GAP = re.compile(rf"([{SPACES}]*\n[{SPACES}\n]*|[{SPACES}]+)")
_HAN = "㐀-䶿一-鿿豈-﫿〇々"
_ONE_WIDE = re.compile(f"[{WIDE}]")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,．：:/%％-]*")
_LETTER, _SEVERAL = re.compile(rf"[{_HAN}]"), re.compile(rf"[{_HAN}]{{2,}}")
_SENTENCE = re.compile(r"[。，；！？、,;!?]|[：:](?![0-9])")
_MARKS = frozenset("。，、；：！？（）【】〔〕《》〈〉「」『』“”‘’…—")
_LABEL = re.compile(
    r"(?:电话|電話|热线|熱線|传真|傳真|手机|手機|邮编|郵編|邮箱|網址|网址|地址|微信|刊号|刊號|代号|代號|编号|編號)[:：]?$"
)
_ENUMERATOR = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十①-⑳]{1,3}[、.．）)]|[①-⑳●■◆▲※★□○◇△·•]")
_TITLES = (frozenset("》〉」』”"), frozenset("《〈「『“"))
# What a number counts: 3 项 is one word, whereas 3 平湖 begins a row of a table.
_UNIT = re.compile(
    r"[年月日号號时時点點分秒天周个個名人位项項件家户戶台臺辆輛架艘条條座次届屆级級亿億万萬千百元角岁歲米吨噸克多余餘]"
    r"|平方|立方|公[斤里分尺顷頃]"
)
_ROLE = "(?:记者|記者|通讯员|通訊員|摄影|攝影|供稿|编译|編譯)"
_CREDIT = re.compile(
    rf"[（(][^（）()。]{{0,60}}{_ROLE}[^（）()。]{{0,60}}[）)]"
    rf"|(?m:[{SPACES}]*[{MARKS}][{SPACES}]?(?:本[报報])?{_ROLE}[^。，\n]{{0,60}}$)"
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A text as words with the white space between them; `starts` are the places of the gaps."""

    words: Sequence[str]
    gaps: Sequence[str]
    starts: Sequence[int]

    def within(self, gap: int) -> bool:
        """Whether a gap stands within a line and beside what is set without spaces."""
        before, after = self.words[gap], self.words[gap + 1]
        sides = before[-1:] + after[:1]
        return len(sides) == 2 and "\n" not in self.gaps[gap] and any(is_wide(c) or c in SHARED for c in sides)

    def between_letters(self, gap: int) -> bool:
        """Whether a gap stands within a line between two Han characters."""
        sides = self.words[gap][-1:] + self.words[gap + 1][:1]
        return "\n" not in self.gaps[gap] and len(_LETTER.findall(sides)) == 2


def close_gaps(passage: Passage) -> Iterator[Edit]:
    """Take out the spaces beside Han characters and full-width marks (`专 利 3 项` is 专利3项).

    Credits keep theirs, for 高 超 is one name. In a list of names a line end is a gap too. A wide gap that stays
    becomes one ideographic space.
    """
    if not passage.chinese or passage.kind == "credit" or not _may_have_gaps(passage.text):
        return
    tokens = _GAP.split(passage.text)
    starts = list(accumulate(map(len, tokens), initial=0))
    printed = _Printed(tokens[::2], tokens[1::2], starts[1::2])
    names = find_name_gaps(printed.words, printed.gaps)
    keep = names | _meant(passage, printed, _letter_spaced(printed) - names, names)
    wide_names = any(width(printed.gaps[gap]) > 1 for gap in names)
    for gap, white in enumerate(printed.gaps):
        start, end = printed.starts[gap], printed.starts[gap] + len(white)
        if "\n" in white:
            if gap in names and not passage.keeps_lines and printed.words[gap] and printed.words[gap + 1]:
                one = IDEOGRAPHIC_SPACE if wide_names else " "
                yield Edit(start, end, one, "a line end between two names of a list")
        elif printed.within(gap) and gap not in keep:
            yield Edit(start, end, "", "a gap that justification put beside Han characters")
        elif printed.within(gap) and width(white) > 1 and white != IDEOGRAPHIC_SPACE:
            yield Edit(start, end, IDEOGRAPHIC_SPACE, "a wide gap that parts what stands beside it")


def _may_have_gaps(text: str) -> bool:
    """Whether there is a space at all, or lines that may be names; most texts have neither."""
    short = (len(line) <= LONGEST_NAME for line in text.split("\n"))
    return any(space in text for space in SPACES) or sum(short) >= NAMES_IN_A_LIST


def _meant(passage: Passage, printed: _Printed, spaced: set[int], names: set[int]) -> set[int]:
    """Find the gaps that say something; `spaced` are those of letter-spaced words, `names` those of name lists."""
    gaps = {gap for gap in range(len(printed.gaps)) if printed.within(gap)} - spaced
    if not gaps:
        return gaps
    parted = passage.keeps_lines or passage.kind in ("heading", "subhead") or _in_columns(passage, printed, spaced)
    if parted and not _is_scattered(printed, names):
        return gaps
    kept = {gap for gap in gaps if _parts(printed, gap)} | (gaps & _in_credits(passage.text, printed))
    first = next((i for i, word in enumerate(printed.words) if word), 0)
    return kept | {first} if first in gaps and _opens(passage, printed.words[first]) else kept


def _in_credits(text: str, printed: _Printed) -> set[int]:
    """Find the gaps within credits that stand in the text."""
    found: set[int] = set()
    for match in _CREDIT.finditer(text):
        found |= set(range(bisect_left(printed.starts, match.start()), bisect_left(printed.starts, match.end())))
    return found


def _is_scattered(printed: _Printed, names: set[int]) -> bool:
    """Whether the gaps are an engine's, which leaves single characters between words of several: 以 互助 公約 保障."""
    alone = [i for i, word in enumerate(printed.words) if _LETTER.fullmatch(word) and not {i - 1, i} & names]
    return len(printed.words) > 2 and bool(alone) and any(map(_SEVERAL.fullmatch, printed.words))


def _opens(passage: Passage, word: str) -> bool:
    """Whether the first word of a text is its dateline, or a number or bullet."""
    return _ENUMERATOR.fullmatch(word) is not None or word == find_dateline(passage.text)


def _parts(printed: _Printed, gap: int) -> bool:
    """Whether a gap of a sentence parts what stands on its two sides."""
    before, after = printed.words[gap][-1], printed.words[gap + 1][0]
    if before in _TITLES[0] and after in _TITLES[1]:
        return True
    if before in _MARKS or after in _MARKS:
        return False
    full_width_words = all("Ａ" <= c <= "ｚ" for c in (before, after))
    labelled = after.isdigit() and _LABEL.search(printed.words[gap]) is not None
    return width(printed.gaps[gap]) > 1 or full_width_words or labelled


def _in_columns(passage: Passage, printed: _Printed, spaced: set[int]) -> bool:
    """Whether a text without a sentence is set in columns: words beside words, or rows that begin with a number."""
    if spaced or _SENTENCE.search(passage.text):
        return False
    if any(map(printed.between_letters, range(len(printed.gaps)))):
        return True
    numbered = len(printed.gaps) > 0 and "\n" not in printed.gaps[0] and _NUMBER.fullmatch(printed.words[0])
    return bool(numbered) and not _UNIT.match(printed.words[1])


def _letter_spaced(printed: _Printed) -> set[int]:
    """Find the gaps of runs in which every word is a single wide character or a number.

    A gap that is wider than the usual one of its run is none of them.
    """
    gaps: set[int] = set()
    run: list[int] = []
    for index, word in enumerate([*printed.words, "  "]):
        if _ONE_WIDE.fullmatch(word) or (run and _NUMBER.fullmatch(word)):
            run.append(index)
            continue
        if sum(len(printed.words[i]) == 1 for i in run) >= SPACED_OUT:
            inner = [left for left, _ in pairwise(run)]
            widths = {gap: width(printed.gaps[gap]) for gap in inner if "\n" not in printed.gaps[gap]}
            usual = Counter(widths.values()).most_common(1)[0][0] if widths else 0
            gaps |= {gap for gap, wide in widths.items() if wide <= usual}
        run = []
    return gaps
