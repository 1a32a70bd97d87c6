"""Printed credits: who wrote, photographed or sent an item.

In: one printed line. Out: a `PrintedCredit` with the role and the names as printed, or None where the line is anything
else. Precise rather than greedy: a line that merely begins like a credit (记者了解到…, By Monday the…) is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MARKS = "■□▪▫◆◇●○◎▲△▼▽★☆※"
# No credit line seen is longer; longer lines are sentences.
MAX_LENGTH = 90
MAX_NAME_WORDS = 10
_OPEN, _CLOSE = "(（[［【〔", ")）]］】〕"

# The most frequent Chinese family names, simplified and traditional: what stands unspaced behind 记者 must begin so.
SURNAMES = frozenset(
    "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何高林羅罗鄭郑梁謝谢宋唐許许韓韩馮冯鄧邓曹彭曾蕭肖萧田董袁潘"
    "于蔣蒋蔡余杜葉叶程蘇苏魏呂吕丁任沈姚盧卢姜崔鍾钟譚谭陸陆汪范范金石廖賈贾夏韋韦傅方白鄒邹孟熊秦邱丘江尹薛閻阎"
    "段雷侯龍龙史陶黎賀贺顧顾毛郝龔龚邵萬万錢钱嚴严覃武戴莫孔向湯汤常溫温康施牛樊葛邢安齊齐伍龐庞顏颜倪莊庄聶聂"
    "章魯鲁岳翟殷詹申歐欧耿關关蘭兰焦俞左柳甘祝包寧宁尚符舒阮柯紀纪梅童凌畢毕單单季裴霍塗涂成苗谷盛曲翁冉駱骆藍蓝"
    "路游辛靳歐欧管柴蒙鮑鲍華华喻祁蒲房滕屈饒饶解牟艾尤陽阳時时穆農农司卓古吉繆缪簡简車车項项連连蘆芦麥麦褚婁娄竇窦戚岑景"
)
_REPORTER = (
    r"(?:本[报報刊社台]|[全融]媒体|特约|特約|特派|见习|見習|实习|實習|首席|驻\S{1,4}?|新[华華]社|中[国國]?[新央]社)"
)
_LONG_ROLE = (
    rf"{_REPORTER}*(?:记者|記者|通讯员|通訊員|实习生|實習生|评论员|評論員|撰稿人)"
    r"|文[/／、·]?[图圖摄攝片]|[图圖摄攝][/／、·]?文|(?:摄影|攝影)(?:[/／]?(?:记者|記者))?(?:报道|報道)?"
    r"|撰文|采写|採寫|[图圖]片|供[图圖]|制[图圖]|[绘繪][图圖]|漫[画畫]|[编編][译譯]|整理|作者|来稿"
)
_HAN = r"[㐀-䶿一-鿿豈-﫿]"
_NAME = rf"(?:{_HAN}{{2,4}}(?:·{_HAN}{{1,6}})*|{_HAN}[ \u3000]+{_HAN}(?!{_HAN}))"
_SEP = r"[ \u3000、，,·/／:：]*"
_TAIL = r"(?:文[/／]?[图圖摄攝]|摄影报道|攝影報道|报道|報道|摄影|攝影|摄|攝|文|[图圖])"
_ROLES = re.compile(rf"({_LONG_ROLE})")
_LIST = re.compile(rf"{_SEP}{_NAME}(?:[ \u3000、，,·/／]+{_NAME})*{_SEP}")
_SEPARATORS = tuple(" \u3000、，,·/／:：")
_NAMES_ROLE = re.compile(rf"({_NAME})[ \u3000]*(?:[/／]?[ \u3000]*({_TAIL})|()(?:[摄攝撰译譯绘繪]))[ \u3000]*")
_SOURCE_HAN = re.compile(
    r"(?:[综綜]合)?据?據?(?:新[华華]社|中新社|中央社|路透社|合[众眾衆]社|哈瓦斯社|同盟社|塔斯社|人民日[报報]|《[^》]{2,12}》)"
    r"(?:[、 \u3000](?:新[华華]社|人民日[报報]|中新社|《[^》]{2,12}》))*(?:[电電]|供稿|消息|[报報]道|供[图圖]|等)?"
    r"|本[报報](?:[综綜]合(?:消息|[报報]道)?|特[写寫稿]|[专專]稿|[专專][电電])|[来來]源[:：]\S{2,16}"
)
_SOURCE_MARKED = re.compile(r"^(?:据|據|[综綜]合|本[报報]|[来來]源)|(?:供稿|供[图圖])$")

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*"
_PARTICLE = r"(?:de|du|des|la|le|von|van|der|zur|den|di|da|the|of|for|and|und|et|&|y)"
_PERSON = rf"{_WORD}(?:,?[ ]+(?:{_WORD}|{_PARTICLE}(?=[ ])|[dl]['’]{_WORD}))*"
_BY = re.compile(
    rf"(?:[—–-] ?)?(By|BY|Von|VON|Par|PAR|Texte? (?:by|von|par|de)|Photo(?:graph)?s? (?:by|par|de)|Story by|Propos "
    rf"recueillis par|Traduit par|Translated by|Aufgenommen von|Written for [^,]{{3,40}} by):?[ ]+({_PERSON})"
)
_LABEL = re.compile(
    r"((?:Text(?:e)?|Words|Fotos?|Photos?|Bild(?:er)?|Aufnahmen?|Zeichnung|Dessin|Illustration|Picture|Photograph)"
    r"(?:(?:,| und| and| et|/| &) ?(?:Fotos?|Photos?|Bild(?:er)?|Pictures|Text|photos?|texte))?) ?: ?"
    rf"({_PERSON}(?: ?/ ?{_PERSON})*)"
)
# Who sends, in capitals: without, a sentence goes on (by mail to the council).
_SENDER = rf"(?:the )?(?-i:{_PERSON})"
_FROM = rf"(?:[,.]? (?:at |in |aus |à |en |au |aux |de |d['’])?(?-i:{_PERSON})(?:,? ?\d.{{0,12}})?)?"
_OF = rf"(?:(?: de la | du | des | de l['’]| de | d['’]| au )(?:(?-i:{_PERSON})|(?:notre|nos) .{{3,30}}))?"
_PHRASES = re.compile(
    rf"(?:from|by) (?:an?|our|the) (?:[\w'’.-]+ ){{0,3}}(?:reporter|correspondent|writer|representative)s?{_FROM}"
    rf"|photo(?:graph)?s? (?:by|from) {_SENDER}(?: staff| photographers?)?(?:,.{{2,30}})?"
    rf"|(?:from )?our own reporter|(?:special|exclusive)(?: \w+)? (?:to|for) {_SENDER}"
    rf"|special(?: cable| dispatch| correspondence| telegram| wireless)+(?: (?:to|of|from) {_SENDER})?"
    r"|by (?:the )?(?:associated press|united press|international news service|reuters?|press association)"
    rf"|by (?:telegraph|cable|wireless|mail|special wire)(?: (?:to|from) {_SENDER})?"
    r"|[\w ]*staff (?:writer|correspondent|photo)"
    r"|von unser[em]+n?(?: [\w-]+){0,3} [\w-]*(?:korrespondenten|berichterstatter|redaktionsmitglied|mitarbeiter)"
    rf"{_FROM}"
    r"|(?:aufnahme|zeichnung|bild|photographie)(?:en)? unser.{3,40}|nachdruck (?:verboten|erbeten|gestattet|untersagt)"
    r"|(?:eigene[rs]?|eig\.|original-?|privat-?|unser|besonderer|amtlicher) ?(?:bericht(?:erstattung)?|telegramm"
    r"|draht(?:bericht|meldung|nachricht|ber\.)|meldung|korrespondenz|funkbericht)(?: de[rs] .{3,40})?"
    r"|eigenbericht|(?:drahtbericht|telegramme?) unseres.{3,40}"
    r"|de (?:notre|nos)(?: propre)? (?:correspondants?|envoyés?|rédacteurs?)"
    rf"(?: (?:particulier|spécial|spéciaux|permanent|régulier)s?)*(?: [\w-]+)?{_FROM}"
    rf"|(?:cliché|photo|phot\.|dessin)s? (?:de (?:la |l['’])?|du |d['’]|des )(?-i:{_PERSON})(?:,.{{2,30}})?"
    rf"|correspondance particulière{_OF}|par (?:fil spécial|dépêche|télégraphe|téléphone){_OF}"
    rf"|(?:service|dépêche)s? (?:spécial|particulier|particulière|télégraphique)(?:es?|s)?(?: spécial)?{_OF}",
    re.IGNORECASE,
)
# How credits begin; those that begin with names end in one of _NAMES_ROLE_ENDS, and a staff writer may come last.
_OPENING = re.compile(
    rf"[{MARKS}{re.escape(_OPEN)}—–-]"
    rf"|{_LONG_ROLE}|{_SOURCE_HAN.pattern}"
    r"|(?=[A-Za-zÉé])(?i:from|by|photo|our|special|exclusive|von|aufnahme|aufgenommen|zeichnung|bild|nachdruck|eigen"
    r"|eig\.|original|privat|unser|besonderer|amtlicher|draht|telegramm|de no|clich|phot|dessin|correspond|par|service"
    r"|d[ée]p|text|words|foto|illustration|picture|story|propos|traduit|translated|written)"
)
_NAMES_ROLE_ENDS = frozenset("图圖摄攝道影文撰译譯绘繪")
# Alone on a line these name the sender only between brackets or behind a dash.
_AGENCY = re.compile(
    r"(?:agence )?havas|reuters?|associated press|united press|a\. ?p\.|u\. ?p\.|wolffs? (?:bureau|büro)"
    r"|w\. ?t\. ?b\.|wtb|dpa|afp|ap|upi|sda|dnb|stefani|tass",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October"
    r"|November|December|Christmas|Easter|Order|Authority|Request|Then|Now|This|That|These|Those|His|Her|Their|It|He"
    r"|She|They|We|De[rnm]|Die|Das|Des|Einem|Einer|Hier|Dort|Contre|Suite|Conséquent|Exemple|Ailleurs)\b"
)


@dataclass(frozen=True, slots=True)
class PrintedCredit:
    """A credit line: its text, the role word and the names, all as printed."""

    text: str
    role: str | None
    names: tuple[str, ...]


def parse_credit(text: str) -> PrintedCredit | None:
    """Read one printed line as a credit; None when it is none.

    `role` is the role word as printed (several: joined by a space), `names` in printed order.

    >>> parse_credit("■记者 徐雯 通讯员 高 超")
    PrintedCredit(text='■记者 徐雯 通讯员 高 超', role='记者 通讯员', names=('徐雯', '高 超'))
    >>> parse_credit("记者了解到，有关工作已经开始") is None
    True
    """
    printed = text.strip().strip("\u3000")
    if not printed or len(printed) > MAX_LENGTH or not _may_be(printed):
        return None
    marked = printed[0] in MARKS
    core, bracketed = _unwrap(printed)
    for parse in _PARSERS:
        found = parse(core, marked, bracketed)
        if found is not None:
            role, names = found
            return PrintedCredit(printed, role, names)
    return None


def _may_be(printed: str) -> bool:
    """Whether a line begins or ends as some credit does: most lines do not."""
    if _OPENING.match(printed) or "taff " in printed or "TAFF " in printed:
        return True
    return printed.rstrip(_CLOSE + ".。 ")[-1:] in _NAMES_ROLE_ENDS


def parse_long_credit(first: str, second: str) -> PrintedCredit | None:
    """Read two printed lines as one credit; None where the second is one by itself, or both together are none.

    >>> parse_long_credit("From Our Own", "Correspondent").text
    'From Our Own Correspondent'
    """
    return None if parse_credit(second) else parse_credit(f"{first.strip()} {second.strip()}")


def split_credit(text: str) -> tuple[str, PrintedCredit] | None:
    """Cut a credit off the end of a printed line: (the text before it, the credit); None when there is none.

    Only behind the end of a sentence, and only where a mark, a bracket or a gap sets it apart.

    >>> split_credit("桥已通车。 ■摄影 潘国浩")
    ('桥已通车。', PrintedCredit(text='■摄影 潘国浩', role='摄影', names=('潘国浩',)))
    """
    for match in _TAILS.finditer(text, max(0, len(text.rstrip()) - 2 * MAX_LENGTH)):
        rest = text[match.end() :]
        credit = parse_credit(rest)
        # Behind one space in Latin type, Von Hans Müller may open the next sentence.
        apart = rest.startswith("  ") or rest.strip()[0] in MARKS + _OPEN + "—–" or re.search(_HAN, rest)
        if credit is not None and apart:
            return text[: match.end()].rstrip(), credit
    return None


_TAILS = re.compile(rf"[。！？…”’」』.!?][\"”’」』)）]*(?=[ \u3000]+\S|[{MARKS}]|[（(][^（()）]{{2,24}}[)）]$)")
_Found = tuple[str | None, tuple[str, ...]]


def _unwrap(printed: str) -> tuple[str, bool]:
    """Take the mark, the brackets and the final stop off; say whether it stood in brackets."""
    core = printed.lstrip(MARKS + " \u3000")
    bracketed = len(core) > 2 and core[0] in _OPEN and core.rstrip(".。 ")[-1:] in _CLOSE
    if bracketed:
        core = core.rstrip(".。 ")[1:-1]
    return core.strip(" \u3000").rstrip("."), bracketed


def _han_roles(core: str, marked: bool, bracketed: bool) -> _Found | None:
    """记者 A B 通讯员 C: role words, each with names, and nothing else on the line."""
    opening, *parts = _ROLES.split(core)
    if opening or not parts:
        return None
    roles, names = list(parts[::2]), list[str]()
    for i, printed in enumerate(parts[1::2]):
        tail = re.search(rf"{_TAIL}$", printed) if i == len(roles) - 1 else None
        listed = printed[: tail.start()] if tail and len(printed) > 3 else printed
        found = _names(listed) if _LIST.fullmatch(listed) else []
        # Without a gap, what follows 记者 may be a sentence: then only family names make it a credit.
        apart = marked or listed[:1] in _SEPARATORS
        if not found or not all(re.fullmatch(_NAME, n) and (apart or n[0] in SURNAMES) for n in found):
            return None
        names += found
        if tail and listed != printed:
            roles.append(tail[0])
    return " ".join(roles), tuple(names)


def _han_names(core: str, marked: bool, bracketed: bool) -> _Found | None:
    """A/文 B/摄, A 摄: names before their role; or, behind a mark, names alone."""
    roles: list[str] = []
    names: list[str] = []
    at = 0
    while match := _NAMES_ROLE.match(core, at):
        roles.append(match[2] or core[match.end(1) : match.end()].strip())
        names.append(match[1])
        at = match.end()
    if roles and at == len(core) and all(n[0] in SURNAMES for n in names):
        return " ".join(dict.fromkeys(roles)), tuple(names)
    bare = _names(core) if marked and re.fullmatch(rf"(?:{_NAME}[ \u3000]*){{1,4}}", core) else []
    if bare and all(n[0] in SURNAMES and len(n) <= 3 for n in bare):
        return None, tuple(bare)
    return None


def _han_source(core: str, marked: bool, bracketed: bool) -> _Found | None:
    """据新华社, （本报综合）: an agency or paper; alone on the line, or in brackets where it could be a heading."""
    match = _SOURCE_HAN.fullmatch(core)
    if match and (marked or bracketed or _SOURCE_MARKED.search(core)):
        return core, ()
    return None


def _latin_names(core: str, marked: bool, bracketed: bool) -> _Found | None:
    """By NAME, Von NAME, Foto: NAME: every word a name or a particle, and no day, month or pronoun among them."""
    match = _BY.fullmatch(core) or _LABEL.fullmatch(core)
    if not match or _NOT_A_NAME.search(match[2]) or re.match(r"(?:Von|VON) (?:de[rnm]|einem?r?) ", core):
        return None
    words = match[2].split()
    if words[1:2] == ["of"]:  # By Act of Parliament, By Means of a Rope: no person has a single name before it
        return None
    if len(words) > MAX_NAME_WORDS or (len(words) < 2 and match.re is _BY):
        return None
    parts = re.split(r",? (?:and|und|et|&) | ?/ ?", match[2])
    names = [p.split(",")[0].strip() for p in parts]
    return match[1], tuple(n for n in names if n)


def _latin_phrase(core: str, marked: bool, bracketed: bool) -> _Found | None:
    """From our own correspondent, (Eigener Bericht.), De notre envoyé spécial: no name but a sender."""
    dashed = core.lstrip("—–- ")
    if _PHRASES.fullmatch(dashed) and not dashed[0].islower():
        return dashed, ()
    if (bracketed or dashed != core) and _AGENCY.fullmatch(dashed):
        return dashed, ()
    return None


def _names(text: str) -> list[str]:
    """Split a run of names; two single characters apart are one name (高 超)."""
    return [m[0] for m in re.finditer(_NAME, text)]


_PARSERS: tuple[Callable[[str, bool, bool], _Found | None], ...] = (
    _han_roles,
    _han_names,
    _han_source,
    _latin_phrase,
    _latin_names,
)
